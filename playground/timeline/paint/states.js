/* The look of a state: colour, pattern and shape of a stretch of a lane, and the caps at its ends.
 * The timeline, the legend and the lane headers share it; scopes and lints are in marks.js.
 *
 * States differ in shape as well as colour, so that they can be told apart without colour. */

/** @typedef {import("../../trace/model.js").State} State */
/** @typedef {import("../../trace/model.js").Ending} Ending */

/**
 * The colours of the page, read from its custom properties.
 * @typedef {Record<"text" | "soft" | "muted" | "faint" | "line" | "grid" | "surface" | "running" |
 *   "ready"
 *   | "sleeping" | "awaiting" | "io" | "blocked" | "queue" | "cancel" | "failed" | "done"
 *   | "accent" | "select", string>} Palette
 */

const names = [
  ...["text", "soft", "muted", "faint", "line", "grid", "surface", "running", "ready"],
  ...["sleeping", "awaiting", "io", "blocked", "queue", "cancel", "failed", "done", "accent"],
  "select",
];

/** Reads the palette that holds for an element. @param {Element} element @returns {Palette} */
export function readPalette(element) {
  const style = getComputedStyle(element);
  const pairs = names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]);
  return /** @type {Palette} */ (Object.fromEntries(pairs));
}

/** A rectangle in which to draw; `y` is its middle. */
/** @typedef {{ x: number, y: number, width: number }} Stretch */
/** @typedef {CanvasRenderingContext2D} Context */

/** Half the height of each state's bar, in px. */
const halfHeights = { running: 9, ready: 3, awaiting: 6, io: 6, blocked: 6, queue: 6, created: 5 };

/**
 * Draws one stretch of `state`.
 * @param {Context} context
 * @param {Palette} palette
 * @param {State} state
 * @param {Stretch} at
 */
export function paintState(context, palette, state, at) {
  paintStates(context, palette, state, [at]);
}

/**
 * Draws many stretches of one state, in as few strokes as that takes: a frame has thousands.
 * @param {Context} context
 * @param {Palette} palette
 * @param {State} state
 * @param {readonly Stretch[]} all
 */
export function paintStates(context, palette, state, all) {
  if (all.length === 0) return;
  if (state === "sleeping") return dotted(context, palette.sleeping, all);
  const half = halfHeights[state];
  if (state === "created") return outline(context, palette.muted, all, half, [2, 2]);
  const colour = palette[state];
  context.fillStyle = colour;
  context.beginPath();
  const radius = state === "ready" ? 1 : 2;
  for (const at of all) bar(context, at, half, radius);
  if (state === "running" || state === "ready") return context.fill();
  context.globalAlpha = 0.13;
  context.fill();
  context.globalAlpha = 0.75;
  context.strokeStyle = colour;
  context.lineWidth = 1.2;
  context.beginPath();
  for (const at of all) if (at.width >= hatchedMin) hatches[state](context, at, half);
  context.stroke();
  context.globalAlpha = 1;
  outline(context, colour, all, half, []);
}

const hatchedMin = 3; // px: in a narrower stretch no hatch can be told from another

/** @param {Context} context @param {Stretch} at @param {number} half @param {number} radius */
function bar(context, { x, y, width }, half, radius) {
  if (width < 2 * radius) context.rect(x, y - half, width, half * 2);
  else context.roundRect(x, y - half, width, half * 2, radius);
}

/**
 * @param {Context} context
 * @param {string} colour
 * @param {readonly Stretch[]} all
 * @param {number} half
 * @param {number[]} dash
 */
function outline(context, colour, all, half, dash) {
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.setLineDash(dash);
  context.beginPath();
  for (const { x, y, width } of all) {
    const inner = Math.max(1, width - 1);
    if (inner < 4) context.rect(x + 0.5, y - half + 0.5, inner, half * 2 - 1);
    else context.roundRect(x + 0.5, y - half + 0.5, inner, half * 2 - 1, 2);
  }
  context.stroke();
  context.setLineDash([]);
}

/** Dots, fixed to the canvas; at least one. @param {Context} context @param {string} colour
 * @param {readonly Stretch[]} all */
function dotted(context, colour, all) {
  context.fillStyle = colour;
  context.beginPath();
  for (const { x, y, width } of all) {
    const first = Math.ceil((x + 1) / 5) * 5;
    const end = x + width - 1;
    if (first > end) context.rect(x + width / 2 - 1, y - 1, 2, 2);
    for (let dot = first; dot <= end; dot += 5) context.rect(dot - 1, y - 1, 2, 2);
  }
  context.fill();
}

/**
 * Slanted lines within a stretch, `slope` 1 up to the right, -1 down; fixed to the canvas.
 * @param {Context} context
 * @param {Stretch} at
 * @param {number} half
 * @param {1 | -1} slope
 * @param {number} gap
 */
function slanted(context, at, half, slope, gap) {
  const reach = half * 2;
  const end = at.x + at.width;
  for (let x = Math.ceil((at.x - reach) / gap) * gap; x < end; x += gap) {
    const from = Math.max(at.x, x);
    const to = Math.min(end, x + reach);
    context.moveTo(from, at.y + (half - (from - x)) * slope);
    context.lineTo(to, at.y + (half - (to - x)) * slope);
  }
}

/** Adds lines to the path.
 * @typedef {(context: Context, at: Stretch, half: number) => void} Hatch */
/** @type {Record<"awaiting" | "io" | "blocked" | "queue", Hatch>} */
const hatches = {
  awaiting: (context, at, half) => slanted(context, at, half, 1, 7),
  blocked(context, at, half) {
    slanted(context, at, half, 1, 8);
    slanted(context, at, half, -1, 8);
  },
  queue(context, at, half) {
    for (let x = Math.ceil(at.x / 5) * 5; x < at.x + at.width; x += 5) {
      context.moveTo(x + 0.5, at.y - half);
      context.lineTo(x + 0.5, at.y + half);
    }
  },
  io(context, at, half) {
    dashes(context, at, 0, -half / 2);
    dashes(context, at, 5, 0.5);
    dashes(context, at, 0, half / 2 + 1);
  },
};

/** A line of dashes 7 px long, fixed to the canvas. @param {Context} context @param {Stretch} at
 * @param {number} shift @param {number} y */
function dashes(context, at, shift, y) {
  const end = at.x + at.width;
  for (let x = Math.floor((at.x - 7) / 11) * 11 + shift; x < end; x += 11) {
    if (x + 7 <= at.x) continue;
    context.moveTo(Math.max(at.x, x), at.y + y);
    context.lineTo(Math.min(end, x + 7), at.y + y);
  }
}

/**
 * The stripe along the foot of a lane from a cancel request to the task's end.
 * @param {Context} context
 * @param {Palette} palette
 * @param {Stretch} at
 */
export function paintCancelling(context, palette, at) {
  const whole = { ...at, width: Math.max(3, at.width) };
  context.fillStyle = palette.surface;
  context.fillRect(whole.x, whole.y - 2.5, whole.width, 5);
  context.strokeStyle = palette.cancel;
  context.lineWidth = 3;
  context.beginPath();
  slanted(context, whole, 2.5, 1, 7);
  context.stroke();
}

/** @type {Record<Ending, "done" | "failed" | "cancel">} */
const capColours = { done: "done", failed: "failed", cancelled: "cancel", "timed out": "failed" };

/**
 * The cap at the end of a lane: tick, cross, slashed circle, stopwatch.
 * @param {Context} context
 * @param {Palette} palette
 * @param {Ending} how
 * @param {number} x
 * @param {number} y
 */
export function paintCap(context, palette, how, x, y) {
  const colour = palette[capColours[how]];
  context.beginPath();
  context.arc(x, y, 7, 0, Math.PI * 2);
  context.fillStyle = how === "done" ? colour : palette.surface;
  context.fill();
  context.strokeStyle = colour;
  context.lineWidth = 1.75;
  context.stroke();
  context.beginPath();
  if (how === "done") {
    context.strokeStyle = palette.surface;
    path(context, [
      [x - 3.2, y + 0.2],
      [x - 0.9, y + 2.6],
      [x + 3.2, y - 2.4],
    ]);
  } else if (how === "failed") {
    path(context, [
      [x - 2.6, y - 2.6],
      [x + 2.6, y + 2.6],
    ]);
    path(context, [
      [x - 2.6, y + 2.6],
      [x + 2.6, y - 2.6],
    ]);
  } else if (how === "cancelled") {
    path(context, [
      [x - 4.6, y + 4.6],
      [x + 4.6, y - 4.6],
    ]);
  } else {
    path(context, [
      [x, y - 3.5],
      [x, y],
      [x + 2.5, y + 1.5],
    ]);
    path(context, [
      [x - 1.5, y - 9],
      [x + 1.5, y - 9],
    ]);
  }
  context.stroke();
}

/** @param {Context} context @param {readonly (readonly number[])[]} points */
function path(context, points) {
  context.moveTo(points[0][0], points[0][1]);
  for (const [x, y] of points.slice(1)) context.lineTo(x, y);
}
