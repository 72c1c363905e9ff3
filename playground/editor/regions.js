/* The editable parts of a program whose other lines are locked, given as line numbers of the
 * original text: `3-5` or `3-5,9`. Locked parts are recognised by their text, so they may move when
 * an editable part grows. Pure. embed.js makes the regions, workspace.js keeps them, source.js and
 * editor.js show them. */

import { msg, str } from "../common/words.js";

/**
 * What is locked of a text: all before, between and behind the lines that are named; null: they are
 * no lines of this text, in order.
 * @param {string} text
 * @param {string} named
 */
export function lockedOf(text, named) {
  const lines = text.split("\n");
  /** @type {string[]} */
  const locked = [];
  let at = 0; // lines that are dealt with
  for (const range of named.split(",")) {
    const [, first, last = first] = /^\s*(\d+)(?:\s*-\s*(\d+))?\s*$/.exec(range) ?? [];
    const [from, to] = [Number(first) - 1, Number(last)];
    const isFirst = locked.length === 0;
    if (!(from >= at && to > from && to <= lines.length) || (!isFirst && from === at)) return null;
    const between = lines.slice(at, from).map((line) => `${line}\n`);
    locked.push(`${isFirst ? "" : "\n"}${between.join("")}`);
    at = to;
  }
  const rest = lines.slice(at);
  return new Locked([...locked, rest.length > 0 ? `\n${rest.join("\n")}` : ""]);
}

export class Locked {
  /** @param {readonly string[]} parts the locked texts, in order; between them is what may be
   *   changed */
  constructor(parts) {
    this.parts = parts;
  }

  /**
   * Where a text may be changed, as offsets; null: something locked is not as it was.
   * @param {string} text
   * @returns {{ from: number, to: number }[] | null}
   */
  openIn(text) {
    const [first, ...others] = this.parts;
    const last = others.pop() ?? "";
    const end = text.length - last.length;
    if (!text.startsWith(first) || end < first.length || !text.endsWith(last)) return null;
    const open = [];
    let from = first.length;
    for (const part of others) {
      const to = text.indexOf(part, from);
      if (to === -1 || to + part.length > end) return null;
      open.push({ from, to });
      from = to + part.length;
    }
    return [...open, { from, to: end }];
  }

  /** The numbers of the lines that may be changed. @param {string} text */
  openLines(text) {
    const lineAt = (/** @type {number} */ offset) => text.slice(0, offset).split("\n").length;
    const open = this.openIn(text) ?? [];
    return open.map(({ from, to }) => ({ from: lineAt(from), to: lineAt(to) }));
  }

  /** Which lines may be changed, in words. @param {string} text */
  openWords(text) {
    const lines = this.openLines(text);
    const parts = lines.map(({ from, to }) => (from === to ? `${from}` : `${from}–${to}`));
    const isOne = lines.length === 1 && lines[0].from === lines[0].to;
    if (isOne) return msg(str`Only line ${parts[0]} can be changed.`);
    const told = parts.join(msg(" and ", { desc: "between numbers of lines" }));
    return msg(str`Only lines ${told} can be changed.`);
  }
}
