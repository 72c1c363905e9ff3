/* The table of all commands of the page: names, keys, and what each does. The keyboard
 * (keyboard.js), the help and the palette read it, so a new command is one entry here.
 *
 * A command only calls methods of the page (app.js), which the palette passes to it. */

import { clocks } from "./protocol.js";
import { nextTheme } from "./theme.js";
import { msg, str } from "./words.js";

/** @typedef {import("../page/app.js").App} Page */

/**
 * @typedef {object} Row
 * @property {string} id
 * @property {() => string} words  a function, since the language may change
 * @property {readonly string[]} [keys] as keyboard.js writes them; the first is the one to show
 * @property {(page: Page) => void} [act] none: only its keys do it, in their part of the page
 * @property {(page: Page) => boolean} [when] whether it can be done now; default: always
 */

/** @typedef {Row & { where: "page" | "text" | "timeline", keys: readonly string[] }} Command
 * `where`: the part of the page that listens to its keys */

const isBusy = (/** @type {Page} */ { session, workspace }) =>
  session.isRunning || workspace.isBuilding;
const isEdited = (/** @type {Page} */ { workspace }) => workspace.isEdited;
const isRunning = (/** @type {Page} */ { session }) => session.isRunning && !session.isFull;
const canCancel = (/** @type {Page} */ { session }) => session.canCancel;
const hasRun = (/** @type {Page} */ { session }) => session.trace.rows.length > 0;

const format = (/** @type {Page} */ { workspace }) => void workspace.format();
const reset = (/** @type {Page} */ { workspace }) => workspace.reset();
/** @param {Parameters<Page["open"]>[0]} name */
const dialog = (name) => (/** @type {Page} */ page) => void page.open(name);

const clockNames = /** @type {import("./protocol.js").ClockName[]} */ (Object.keys(clocks));

/** @type {readonly Row[]} */
const page = [
  { id: "run", words: () => msg("Run"), keys: ["Ctrl Enter"], act: (app) => void app.run() },
  {
    id: "stop",
    words: () => msg("Stop"),
    keys: ["Ctrl .", "Esc Esc"],
    act: (app) => app.stop(),
    when: isBusy,
  },
  {
    id: "hold",
    words: () => msg("Hold or resume the program"),
    keys: ["F9"],
    act: (app) => app.hold(),
    when: isRunning,
  },
  {
    id: "step",
    words: () => msg("Run one step, then hold the program"),
    keys: ["F10"],
    act: (app) => void app.step(),
  },
  {
    id: "palette",
    words: () => msg("Find a command"),
    keys: ["Ctrl Shift P", "F1"],
    act: dialog("palette"),
  },
  { id: "help", words: () => msg("Help: legend and keys"), keys: ["?"], act: dialog("help") },
  { id: "share", words: () => msg("Share: a link, files"), keys: ["Ctrl S"], act: dialog("share") },
  { id: "lessons", words: () => msg("Lessons or samples"), act: (app) => app.toggleLessons() },
  {
    id: "theme",
    words: () => msg("Next theme: the system's, light, dark"),
    act: () => nextTheme(),
  },
  { id: "offline", words: () => msg("Available offline"), act: dialog("offline") },
  ...clockNames.map((name) => ({
    id: `clock-${name}`,
    words: () => msg(str`Clock: ${clocks[name].label}`),
    act: (/** @type {Page} */ app) => app.chooseClock(name),
  })),
  {
    id: "debug",
    words: () => msg("Debug mode on or off"),
    act: (app) => app.setDebug(!app.isDebug),
  },
  { id: "output", words: () => msg("Show the output"), act: (app) => app.showLower("output") },
  {
    id: "graph",
    words: () => msg("Show the graph of who waits for whom, or the task"),
    act: (app) => app.showGraph(!app.isGraph),
  },
  { id: "lints", words: () => msg("Show the lints"), act: (app) => app.showLower("lints") },
  { id: "events", words: () => msg("Show the events"), act: (app) => app.showLower("events") },
];

/** The editor has its own keys; they stand here for the help. @type {readonly Row[]} */
const text = [
  {
    id: "edit",
    words: () => msg("Edit the program"),
    keys: ["Enter"],
    act: (app) => void app.edit(),
  },
  { id: "format", words: () => msg("Format the program"), keys: ["Shift Alt F"], act: format },
  { id: "reset", words: () => msg("Back to the sample"), act: reset, when: isEdited },
  {
    id: "history",
    words: () => msg("Earlier versions of the program"),
    act: (app) => app.showHistory(),
  },
  { id: "problem", words: () => msg("Next problem"), keys: ["F8"] },
  { id: "declaration", words: () => msg("Where a name is declared"), keys: ["F12"] },
  {
    id: "runs",
    words: () => msg("Show where this line runs"),
    keys: ["Shift F12"],
    act: (app) => app.showRuns(),
    when: hasRun,
  },
  { id: "complete", words: () => msg("Complete a name"), keys: ["Ctrl Space"] },
  { id: "search", words: () => msg("Search and replace"), keys: ["Ctrl F"] },
  { id: "leave", words: () => msg("Leave the editor"), keys: ["Esc Tab"] },
];

/** Done by session.js and timeline.js, which know them by name. @type {readonly Row[]} */
const timeline = [
  { id: "play", words: () => msg("Play or pause"), keys: ["Space"] },
  { id: "back", words: () => msg("Previous event"), keys: [","] },
  { id: "on", words: () => msg("Next event"), keys: ["."] },
  { id: "switchBack", words: () => msg("Previous task switch"), keys: ["["] },
  { id: "switchOn", words: () => msg("Next task switch"), keys: ["]"] },
  { id: "turnBack", words: () => msg("Previous turn of the loop"), keys: ["{"] },
  { id: "turnOn", words: () => msg("Next turn of the loop"), keys: ["}"] },
  { id: "laneBack", words: () => msg("Previous event of the lane"), keys: ["←"] },
  { id: "laneOn", words: () => msg("Next event of the lane"), keys: ["→"] },
  { id: "laneUp", words: () => msg("Lane above"), keys: ["↑"] },
  { id: "laneDown", words: () => msg("Lane below"), keys: ["↓"] },
  { id: "first", words: () => msg("To the start"), keys: ["Home"] },
  { id: "last", words: () => msg("To the end"), keys: ["End"] },
  { id: "zoomIn", words: () => msg("Zoom in"), keys: ["W"] },
  { id: "zoomOut", words: () => msg("Zoom out"), keys: ["S"] },
  { id: "panLeft", words: () => msg("Pan left"), keys: ["A"] },
  { id: "panRight", words: () => msg("Pan right"), keys: ["D"] },
  { id: "focus", words: () => msg("Zoom to the chosen slice, then show all"), keys: ["F"] },
  { id: "axis", words: () => msg("Axis: time or steps"), keys: ["T"] },
  { id: "links", words: () => msg("All links, or the lane's own"), keys: ["L"] },
  { id: "rangeStart", words: () => msg("Begin a range at the playhead"), keys: ["I"] },
  { id: "rangeEnd", words: () => msg("End the range at the playhead"), keys: ["O"] },
  { id: "rangeZoom", words: () => msg("Zoom to the range"), keys: ["R"] },
  { id: "fold", words: () => msg("Hide the task's children, or show them"), keys: ["C"] },
  { id: "pin", words: () => msg("Pin the lane to the top, or unpin it"), keys: ["P"] },
  { id: "only", words: () => msg("Only the task and its children, or all tasks"), keys: ["B"] },
  { id: "keep", words: () => msg("Keep this run for comparison, or drop it"), keys: ["G"] },
  { id: "cancel", words: () => msg("Cancel the chosen task"), keys: ["X"], when: canCancel },
  { id: "clear", words: () => msg("Clear the range, then the selection"), keys: ["Esc"] },
];

/** @type {readonly Command[]} */
export const commands = [
  ...page.map((row) => ({ keys: [], ...row, where: /** @type {const} */ ("page") })),
  ...text.map((row) => ({ keys: [], ...row, where: /** @type {const} */ ("text") })),
  ...timeline.map(({ id, ...row }) => ({
    ...{ keys: [], when: hasRun, act: (/** @type {Page} */ app) => app.command(id) },
    ...{ id, ...row, where: /** @type {const} */ ("timeline") },
  })),
];
