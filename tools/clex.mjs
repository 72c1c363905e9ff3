// Reads C far enough to find what a file declares at its outermost level, and to rename that. Knows
// the style of src/: no K&R, no nested functions, a declaration a statement.

/** @typedef {{ kind: "space" | "line" | "text" | "word" | "sign", text: string }} Token
 *   "space": blanks and comments, "line": a preprocessor line, "text": a literal */

const TOKEN = new RegExp(
  [
    /((?:\s|\/\/[^\n]*|\/\*[^]*?\*\/)+)/, // space
    /((?<=^|\n)[ \t]*#(?:\\\n|\/\*[^]*?\*\/|[^\n])*)/, // line
    /("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\.?\d[\w.]*)/, // text
    /([A-Za-z_]\w*)/, // word
    /(->|[^])/, // sign
  ]
    .map(({ source }) => source)
    .join("|"),
  "g",
);
const KINDS = ["space", "line", "text", "word", "sign"];

/** @param {string} source @returns {Token[]} */
export function tokens(source) {
  const result = [];
  for (const match of source.matchAll(TOKEN))
    result.push({
      kind: KINDS[match.slice(1).findIndex((part) => part !== undefined)],
      text: match[0],
    });
  return result;
}

/** The outermost declarations and preprocessor lines of a file, with the space before each.
 * @param {Token[]} all @returns {Token[][]} */
export function chunks(all) {
  const result = [];
  let chunk = [];
  let depth = 0;
  const close = () => {
    result.push(chunk);
    chunk = [];
  };
  for (const token of all) {
    chunk.push(token);
    if (token.kind === "line" && depth === 0 && solid(chunk).length === 1) close();
    else if (token.kind === "sign") {
      if (/[({[]/.test(token.text)) depth++;
      else if (/[)}\]]/.test(token.text)) depth--;
      if (depth === 0 && token.text === ";") close();
      else if (depth === 0 && token.text === "}" && isFunction(chunk)) close();
    }
  }
  if (chunk.length > 0) close();
  return result;
}

/** Without blanks and comments. @param {Token[]} chunk */
export const solid = (chunk) => chunk.filter(({ kind }) => kind !== "space");

/** Pairs of a token and how deep in brackets it stands. @param {Token[]} chunk */
function* levels(chunk) {
  let depth = 0;
  for (const token of solid(chunk)) {
    const isOpen = token.kind === "sign" && /[({[]/.test(token.text);
    if (token.kind === "sign" && /[)}\]]/.test(token.text)) depth--;
    yield { token, depth };
    if (isOpen) depth++;
  }
}

/** The first `{` follows a `)`: a function's body. @param {Token[]} chunk */
function isFunction(chunk) {
  const list = solid(chunk);
  const brace = list.findIndex(({ text }) => text === "{");
  return brace > 0 && list[brace - 1].text === ")";
}

const NOT_NAMES =
  /^(int|char|void|bool|double|__attribute__|__asm__|_Static_assert|EXPORT|IMPORT|WASI)$/;

/**
 * What a declaration declares.
 * @param {Token[]} chunk
 * @returns {{ macros: string[], tags: string[], names: string[], isStatic: boolean,
 *   fn?: string, isDefinition: boolean, isExtern: boolean, isType: boolean }}
 */
export function declared(chunk) {
  const list = solid(chunk);
  const first = list[0]?.text ?? "";
  const made = {
    macros: [],
    tags: [],
    names: [],
    isStatic: first === "static",
    isExtern: first === "extern",
  };
  const macro = list[0]?.kind === "line" && /^\s*#\s*define\s+(\w+)/.exec(first);
  if (list[0]?.kind === "line")
    return { ...made, macros: macro ? [macro[1]] : [], isDefinition: false, isType: false };
  if (/NEVER_SUSPENDS$/.test(first)) {
    const comma = list.findIndex(({ text }) => text === ",");
    return {
      ...made,
      isStatic: true,
      names: [list[comma + 1].text],
      isDefinition: false,
      isType: false,
    };
  }
  for (let i = 0; i + 2 < list.length; i++)
    if (
      /^(struct|enum|union)$/.test(list[i].text) &&
      list[i + 1].kind === "word" &&
      list[i + 2].text === "{"
    )
      made.tags.push(list[i + 1].text);
  // Enumerators: words after `{` or `,` one level inside an enum.
  const enumAt = list.findIndex(({ text }) => text === "enum");
  const isEnum =
    enumAt >= 0 && enumAt < 2 && list.slice(enumAt, enumAt + 3).some(({ text }) => text === "{");
  let before = "";
  for (const { token, depth } of levels(chunk)) {
    if (isEnum && depth === 1 && token.kind === "word" && /^[{,]$/.test(before))
      made.names.push(token.text);
    before = token.text;
  }
  const isType = first === "typedef" || first === "_Static_assert";
  // A function's name stands before the first bracket outside attributes, other names before `= [ , ;`.
  let fn;
  let last;
  let isPast = false;
  let isAttribute = false;
  // A name in brackets, `int (aw_sleep)(…)`, is not the macro of that name.
  const inner = list.findIndex(
    ({ text }, i) =>
      text === "(" &&
      list[i + 1]?.kind === "word" &&
      list[i + 2]?.text === ")" &&
      list[i + 3]?.text === "(" &&
      list[i - 1]?.text !== "=",
  );
  if (inner > 0 && !list.slice(0, inner).some(({ text }) => /^[({=]$/.test(text)))
    fn = list[inner + 1].text;
  for (const { token, depth } of levels(chunk)) {
    if (depth > 0) continue;
    if (token.text === "=") isPast = true;
    if (token.text === "(" && last?.kind === "word" && !isPast && !fn) {
      isAttribute = NOT_NAMES.test(last.text);
      if (!isAttribute) fn = last.text;
    } else if (/^[=[,;]$/.test(token.text) && last?.kind === "word" && !fn && !isType)
      made.names.push(last.text);
    if (token.text === ",") isPast = false;
    last = isPast && token.text !== "=" ? undefined : token;
  }
  if (fn && !isType) made.names.push(fn);
  return { ...made, fn: isType ? undefined : fn, isDefinition: isFunction(chunk), isType };
}
