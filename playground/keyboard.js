/* The keys of the timeline: which key means which command; and all keys in words, for the help. */

/**
 * @typedef {"laneBack" | "laneOn" | "laneUp" | "laneDown" | "back" | "on" | "play" | "first"
 *   | "last" | "zoomIn" | "zoomOut" | "panLeft" | "panRight" | "focus" | "switchBack" | "switchOn"
 *   | "links" | "axis" | "clear"} Command
 */

/** @type {Record<string, Command>} */
const commands = {
  ArrowLeft: "laneBack",
  ArrowRight: "laneOn",
  ArrowUp: "laneUp",
  ArrowDown: "laneDown",
  ",": "back",
  ".": "on",
  " ": "play",
  Home: "first",
  End: "last",
  w: "zoomIn",
  s: "zoomOut",
  a: "panLeft",
  d: "panRight",
  f: "focus",
  "[": "switchBack",
  "]": "switchOn",
  l: "links",
  t: "axis",
  Escape: "clear",
};

/** What a key press on the timeline asks for, or null. @param {KeyboardEvent} event */
export function commandOf(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  return commands[event.key.length === 1 ? event.key.toLowerCase() : event.key] ?? null;
}

/**
 * What a key press anywhere on the page asks for, or "". Escape asks for nothing until it is pressed
 * twice, which the page counts.
 * @param {KeyboardEvent} event
 */
export function pageCommandOf(event) {
  const isCommand = event.ctrlKey || event.metaKey;
  const isTyped = /** @type {HTMLElement} */ (event.composedPath()[0]).matches(
    "input, textarea, [contenteditable='true']",
  );
  if (isCommand && event.key === "Enter") return "run";
  if (isCommand && event.key === ".") return "stop";
  if (event.key === "?" && !isCommand && !isTyped) return "help";
  return event.key === "Escape" ? "escape" : "";
}

/**
 * Keys and what they do, for the help. `where`: the part of the page that listens.
 * @type {readonly { where: string, keys: readonly (readonly [string, string])[] }[]}
 */
export const help = [
  {
    where: "Everywhere",
    keys: [
      ["Ctrl Enter", "run"],
      ["Ctrl .", "stop, the compiler too (or Esc twice)"],
      ["?", "this help"],
    ],
  },
  {
    where: "In the program's text",
    keys: [
      ["Enter", "edit it"],
      ["Shift Alt F", "lay it out"],
      ["F8", "next problem"],
      ["F12", "where a name is declared (or Ctrl and a press)"],
      ["Ctrl Space", "complete a name"],
      ["Ctrl F", "search and replace"],
      ["Esc Tab", "leave the editor"],
    ],
  },
  {
    where: "On the timeline",
    keys: [
      [", .", "one event back, on"],
      ["[ ]", "previous, next task switch"],
      ["← →", "previous, next event of the lane"],
      ["↑ ↓", "lane above, below"],
      ["Space", "play, pause"],
      ["Home End", "start, end"],
      ["W S", "zoom in, out"],
      ["A D", "pan left, right"],
      ["F", "focus the chosen slice, then fit all"],
      ["T", "axis: time or steps"],
      ["L", "all links, or the lane's own"],
      ["Esc", "choose nothing"],
    ],
  },
];
