/* A small highlighter for C: splits a source into lines of marked tokens. Knows words, comments,
 * strings, numbers, the preprocessor and awaitc's own names; returns data, never HTML. */

/** @typedef {"comment" | "string" | "number" | "keyword" | "type" | "macro" | "await" | "call"
 *   | ""} TokenKind */
/** @typedef {{ kind: TokenKind, text: string }} Token */

const pattern = new RegExp(
  [
    String.raw`(?<comment>\/\*[^]*?\*\/|\/\/[^\n]*)`,
    String.raw`(?<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|(?<=#include )<[^>\n]*>)`,
    String.raw`(?<macro>^[ \t]*#[ \t]*\w+)`,
    String.raw`(?<number>\b\d[\w.]*)`,
    String.raw`(?<word>[A-Za-z_]\w*)`,
  ].join("|"),
  "gm",
);

const keywords = new Set(
  (
    "break case const continue default do else enum for goto if return sizeof static struct " +
    "switch typedef union while NULL true false"
  ).split(" "),
);
const types = new Set(
  "bool char double float int long short signed size_t unsigned void int64_t uint64_t".split(" "),
);

/** @param {string} word @param {string} rest @returns {TokenKind} */
function kindOfWord(word, rest) {
  if (keywords.has(word)) return "keyword";
  if (types.has(word)) return "type";
  if (word.startsWith("aw_")) return rest.startsWith("(") ? "await" : "type";
  if (/^[A-Z][A-Z0-9_]+$/.test(word)) return "macro";
  return rest.startsWith("(") ? "call" : "";
}

/** The tokens of each line. @param {string} source @returns {Token[][]} */
export function highlight(source) {
  /** @type {Token[][]} */
  const lines = [[]];
  /** @param {TokenKind} kind @param {string} text */
  const add = (kind, text) => {
    text.split("\n").forEach((part, index) => {
      if (index > 0) lines.push([]);
      if (part) lines[lines.length - 1].push({ kind, text: part });
    });
  };
  let end = 0;
  for (const match of source.matchAll(pattern)) {
    add("", source.slice(end, match.index));
    end = match.index + match[0].length;
    const groups = match.groups ?? {};
    const named = Object.keys(groups).find((name) => groups[name] !== undefined);
    const kind =
      named === "word" ? kindOfWord(match[0], source.slice(end)) : /** @type {TokenKind} */ (named);
    add(kind, match[0]);
  }
  add("", source.slice(end));
  if (lines.length > 1 && lines[lines.length - 1].length === 0) lines.pop();
  return lines;
}
