/* How a state looks: colour, pattern and shape of a stretch of a lane, and the caps at its end.
 *
 * Decides the visual grammar, once for the timeline, the legend and the lane headers; scopes and
 * lints are in marks.js. Each state differs in shape as well as colour, so that it can be told
 * without colour. */

/** @typedef {import("./model.js").State} State */
/** @typedef {import("./model.js").Ending} Ending */

/**
 * The colours of the page, read from its custom properties.
 * @typedef {Record<"text" | "soft" | "muted" | "faint" | "line" | "grid" | "surface" | "running" | "ready"
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
const halfHeights = { running: 10, ready: 3, awaiting: 7, io: 7, blocked: 7, queue: 7, created: 5 };

/**
 * Draws one stretch of `state`.
 * @param {Context} context
 * @param {Palette} palette
 * @param {State} state
 * @param {Stretch} at
 */
export function paintState(context, palette, state, at) {
  if (state === "sleeping") {
    dotted(context, palette.sleeping, at);
    return;
  }
  const half = halfHeights[state];
  if (state === "created") {
    outline(context, palette.muted, at, half, [2, 2]);
    return;
  }
  if (state === "running" || state === "ready") {
    context.fillStyle = palette[state];
    bar(context, at, half, state === "running" ? 2 : 1);
    context.fill();
    return;
  }
  const colour = palette[state];
  context.save();
  bar(context, at, half, 2);
  context.fillStyle = colour;
  context.globalAlpha = 0.13;
  context.fill();
  context.globalAlpha = 0.75;
  context.clip();
  context.strokeStyle = colour;
  context.lineWidth = 1.2;
  hatches[state](context, at, half);
  context.restore();
  outline(context, colour, at, half, []);
}

/** @param {Context} context @param {Stretch} at @param {number} half @param {number} radius */
function bar(context, at, half, radius) {
  context.beginPath();
  context.roundRect(at.x, at.y - half, at.width, half * 2, Math.min(radius, at.width / 2));
}

/**
 * @param {Context} context
 * @param {string} colour
 * @param {Stretch} at
 * @param {number} half
 * @param {number[]} dash
 */
function outline(context, colour, at, half, dash) {
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.setLineDash(dash);
  context.beginPath();
  const width = Math.max(1, at.width - 1);
  context.roundRect(at.x + 0.5, at.y - half + 0.5, width, half * 2 - 1, Math.min(2, width / 2));
  context.stroke();
  context.setLineDash([]);
}

/** @param {Context} context @param {string} colour @param {Stretch} at */
function dotted(context, colour, at) {
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.lineCap = "round";
  context.setLineDash([0.01, 5]);
  context.lineDashOffset = at.x % 5;
  context.beginPath();
  context.moveTo(at.x + 1, at.y);
  context.lineTo(at.x + Math.max(1.1, at.width - 1), at.y);
  context.stroke();
  context.setLineDash([]);
  context.lineCap = "butt";
}

/**
 * Slanted lines over a stretch, `slope` 1 up to the right, -1 down; fixed to the canvas.
 * @param {Context} context
 * @param {Stretch} at
 * @param {number} half
 * @param {1 | -1} slope
 * @param {number} gap
 */
function slanted(context, at, half, slope, gap) {
  const reach = half * 2;
  context.beginPath();
  for (let x = Math.floor((at.x - reach) / gap) * gap; x < at.x + at.width + reach; x += gap) {
    context.moveTo(x, at.y + half * slope);
    context.lineTo(x + reach, at.y - half * slope);
  }
  context.stroke();
}

/** @typedef {(context: Context, at: Stretch, half: number) => void} Hatch */
/** @type {Record<"awaiting" | "io" | "blocked" | "queue", Hatch>} */
const hatches = {
  awaiting: (context, at, half) => slanted(context, at, half, 1, 7),
  blocked(context, at, half) {
    slanted(context, at, half, 1, 8);
    slanted(context, at, half, -1, 8);
  },
  queue(context, at, half) {
    context.beginPath();
    for (let x = Math.ceil(at.x / 5) * 5; x < at.x + at.width; x += 5) {
      context.moveTo(x + 0.5, at.y - half);
      context.lineTo(x + 0.5, at.y + half);
    }
    context.stroke();
  },
  io(context, at, half) {
    context.setLineDash([7, 4]);
    for (const [shift, y] of [
      [0, -half / 2],
      [5, 0.5],
      [0, half / 2 + 1],
    ]) {
      context.lineDashOffset = (at.x % 11) + shift;
      context.beginPath();
      context.moveTo(at.x, at.y + y);
      context.lineTo(at.x + at.width, at.y + y);
      context.stroke();
    }
    context.setLineDash([]);
  },
};

/**
 * The stripe along the foot of a lane from a cancel request to the task's end.
 * @param {Context} context
 * @param {Palette} palette
 * @param {Stretch} at
 */
export function paintCancelling(context, palette, at) {
  context.save();
  context.beginPath();
  context.rect(at.x, at.y - 2.5, Math.max(3, at.width), 5);
  context.fillStyle = palette.surface;
  context.fill();
  context.clip();
  context.strokeStyle = palette.cancel;
  context.lineWidth = 3;
  slanted(context, { ...at, width: Math.max(3, at.width) }, 3, 1, 7);
  context.restore();
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
