// Finds the processes that a process has started, from /proc: measures their processor time and
// ends them. Without /proc only the process itself is known, and the elapsed time stands for its
// processor time.
import { readFileSync, readdirSync } from "node:fs";

const TICKS_PER_SECOND = 100; // of /proc on Linux, everywhere

/** Every process: its parent, and its processor time with that of its ended children, in seconds.
 * @returns {Map<number, { parent: number, work: number }>} */
export function processes() {
  const all = new Map();
  let names = [];
  try {
    names = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return all; // another system than Linux
  }
  for (const name of names) {
    try {
      // The fields after the name in brackets, which may contain any text: state, parent, and so
      // on.
      const fields = readFileSync(`/proc/${name}/stat`, "utf8").split(") ").pop().split(" ");
      const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
      all.set(Number(name), { parent: Number(fields[1]), work: ticks / TICKS_PER_SECOND });
    } catch {
      // has ended meanwhile
    }
  }
  return all;
}

/** A process and all its descendants. @param {number} pid @param {ReturnType<typeof processes>} all
 * @returns {number[]} */
function treeOf(pid, all) {
  const tree = [pid];
  for (const one of tree)
    for (const [other, { parent }] of all) if (parent === one) tree.push(other);
  return tree;
}

/** The processor time of a process and all its descendants, in seconds. */
export function workOf(pid, all) {
  return treeOf(pid, all).reduce((sum, one) => sum + (all.get(one)?.work ?? 0), 0);
}

/** Ends a process and all its descendants. @param {number} pid */
export function endTree(pid) {
  for (const one of treeOf(pid, processes())) {
    try {
      process.kill(one, "SIGKILL");
    } catch {
      // has ended by itself
    }
  }
}
