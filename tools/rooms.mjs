// Reads the figure of docs/architecture.md: the rooms of the tree and the arrows between them.
import { readFileSync } from "node:fs";
import { ROOT } from "./steps.mjs";

const PAGE = "docs/architecture.md";

/**
 * @typedef {object} Room
 * @property {string} id in the figure
 * @property {string[]} paths folders or files that are in it
 * @property {Set<string>} uses ids that its arrows lead to
 * @property {Map<string, Set<string>>} exceptions by id: the files that may use that room
 *   nevertheless
 */

/** The rooms by id. @returns {Map<string, Room>} */
export function readRooms() {
  const [, figure] = /```mermaid\n([^]*?)```/.exec(readFileSync(ROOT + PAGE, "utf8")) ?? [];
  if (!figure) throw new Error(`${PAGE} has no figure`);
  /** @type {Map<string, Room>} */
  const rooms = new Map();
  for (const [, id, label] of figure.matchAll(/(\w+)\["?([^\]"]+)"?\]/g))
    rooms.set(id, { id, paths: label.split(", "), uses: new Set(), exceptions: new Map() });
  const known = (id) => {
    const room = rooms.get(id.trim().replace(/\[.*/, ""));
    if (!room) throw new Error(`${PAGE}: the figure has no room ${id}`);
    return room;
  };
  for (const line of figure.split("\n")) {
    const [, from, files, to] = /^(.*?) (?:-->|-\. "?([^"]+?)"? \.->) (.*)$/.exec(line) ?? [];
    if (!from) continue;
    for (const target of to.split(" & ").map((id) => known(id).id))
      if (files) known(from).exceptions.set(target, new Set(files.split(", ")));
      else known(from).uses.add(target);
  }
  return rooms;
}

/** The room with a file: the one whose folder is the longest. @param {Map<string, Room>} rooms */
export function roomOf(rooms, file) {
  let found;
  let length = 0;
  for (const room of rooms.values())
    for (const path of room.paths)
      if ((file === path || file.startsWith(`${path}/`)) && path.length > length) {
        found = room;
        length = path.length;
      }
  return found;
}

/** Whether the arrows lead from one room to another, over others too.
 * @param {Map<string, Room>} rooms */
export function leads(rooms, from, to, seen = new Set()) {
  if (from === to) return true;
  seen.add(from);
  return [...rooms.get(from).uses].some((next) => !seen.has(next) && leads(rooms, next, to, seen));
}
