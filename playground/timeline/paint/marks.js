/* The shapes of the small signs beside the bars: the kind of a scope, and where the runtime found a
 * fault. The timeline and the legend share them. */

import { paintCancelling, paintCap, paintState } from "./states.js";

/** @typedef {import("./states.js").Palette} Palette */
/** @typedef {import("./states.js").Context} Context */
/** @typedef {import("./states.js").Stretch} Stretch */
/** @typedef {import("../../trace/model.js").ScopeKind} ScopeKind */
/** @typedef {import("../../trace/query.js").Phase | import("../../trace/model.js").Sign} Sign */

/** @type {Record<ScopeKind, "cancel" | "failed" | "soft">} */
const scopeColours = { timeout: "cancel", scope: "failed", group: "soft" };

/** The colour of a kind of scope. @param {Palette} palette @param {ScopeKind} kind */
export const scopeColour = (palette, kind) => palette[scopeColours[kind] ?? "soft"];

/** Width of a scope's mark, px. */
export const scopeMark = 9;

/**
 * A clock for a timeout, a diamond for a cancel scope, three dots for a group; `y` is its middle.
 * @param {Context} context
 * @param {Palette} palette
 * @param {ScopeKind} kind
 * @param {{ x: number, y: number }} at
 */
export function paintScopeMark(context, palette, kind, { x, y }) {
  const middle = x + scopeMark / 2;
  context.fillStyle = palette.surface;
  context.fillRect(x - 1, y - 5, scopeMark + 2, 10);
  context.strokeStyle = context.fillStyle = scopeColour(palette, kind);
  context.lineWidth = 1.25;
  context.beginPath();
  if (kind === "timeout") {
    context.arc(middle, y, 3.75, 0, Math.PI * 2);
    context.moveTo(middle, y - 2.25);
    context.lineTo(middle, y);
    context.lineTo(middle + 1.75, y + 0.75);
    context.stroke();
  } else if (kind === "scope") {
    context.moveTo(middle, y - 4);
    context.lineTo(middle + 4, y);
    context.lineTo(middle, y + 4);
    context.lineTo(middle - 4, y);
    context.closePath();
    context.stroke();
  } else {
    for (const shift of [-3.25, 0, 3.25]) {
      context.moveTo(middle + shift, y);
      context.arc(middle + shift, y, 1.3, 0, Math.PI * 2);
    }
    context.fill();
  }
}

/**
 * A bracket, `y` its upper edge; one left open has no right end.
 * @param {Context} context
 * @param {Palette} palette
 * @param {ScopeKind} kind
 * @param {{ x: number, y: number, width: number, isLeft: boolean, isThick: boolean }} at
 */
export function paintBracket(context, palette, kind, { x, y, width, isLeft, isThick }) {
  context.strokeStyle = scopeColour(palette, kind);
  context.lineWidth = isThick ? 2 : 1.25;
  context.beginPath();
  context.moveTo(x, y + 4);
  context.lineTo(x, y);
  context.lineTo(x + width, y);
  if (isLeft) context.lineTo(x + width, y + 4);
  context.stroke();
}

/**
 * A warning triangle with its tip at `y - 5`.
 * @param {Context} context
 * @param {Palette} palette
 * @param {number} x
 * @param {number} y
 */
export function paintLint(context, palette, x, y) {
  context.beginPath();
  context.moveTo(x, y - 5);
  context.lineTo(x + 6, y + 5);
  context.lineTo(x - 6, y + 5);
  context.closePath();
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.strokeStyle = palette.surface;
  context.stroke();
  context.fillStyle = palette.failed;
  context.fill();
  context.fillStyle = palette.surface;
  context.fillRect(x - 0.75, y - 2, 1.5, 3.5);
  context.fillRect(x - 0.75, y + 2.5, 1.5, 1.5);
}

/** @type {readonly Sign[]} */
const endings = ["done", "failed", "cancelled", "timed out"];

/**
 * Draws a sign as a small sample, for legends and headers.
 * @param {Context} context
 * @param {Palette} palette
 * @param {Sign} sign
 * @param {Stretch} at
 */
export function paintSample(context, palette, sign, at) {
  if (sign === "not yet") return;
  if (sign === "cancelling") paintCancelling(context, palette, at);
  else if (sign === "lint") paintLint(context, palette, at.x + at.width / 2, at.y);
  else if (sign in scopeColours) {
    const kind = /** @type {ScopeKind} */ (sign);
    const { x, width } = at;
    paintBracket(context, palette, kind, { x, y: at.y, width, isLeft: true, isThick: false });
    paintScopeMark(context, palette, kind, { x: x + (width - scopeMark) / 2, y: at.y });
  } else if (endings.includes(sign)) {
    const how = /** @type {import("../../trace/model.js").Ending} */ (sign);
    paintCap(context, palette, how, at.x + at.width / 2, at.y + 1);
  } else
    paintState(context, palette, /** @type {import("../../trace/model.js").State} */ (sign), at);
}
