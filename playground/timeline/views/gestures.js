/* Translates pointer and wheel events on the canvas to gestures: scrub, tap, pan, zoom, hover.
 *
 * A plain wheel is not handled, so it scrolls the page. Two fingers zoom; one finger pans sideways
 * and scrolls vertically as usual (`touch-action: pan-y`). */

/**
 * What the gestures mean to whoever draws. Positions are CSS px on the canvas.
 * @typedef {object} Gesturing
 * @property {(y: number, isShift: boolean) => "scrub" | "range" | "press"} begin what a press at
 *   this
 *   height begins
 * @property {(x: number) => void} scrub
 * @property {(fromX: number, x: number) => void} range
 * @property {(x: number, y: number) => void} tap
 * @property {(x: number, y: number) => void} open     double click
 * @property {(x: number, y: number) => void} hover
 * @property {() => void} leave
 * @property {(pixels: number) => void} pan
 * @property {(x: number, factor: number) => void} zoom
 */

const tapSlack = 4; // px a press may move and still be a tap

export class Gestures {
  /** @type {Map<number, { x: number, y: number }>} */ #pointers = new Map();
  /** @type {"none" | "press" | "scrub" | "range" | "pan" | "pinch"} */ #mode = "none";
  #startX = 0;
  /** @type {HTMLElement} */ #canvas;
  /** @type {Gesturing} */ #to;

  /** @param {HTMLElement} canvas @param {Gesturing} to */
  constructor(canvas, to) {
    this.#canvas = canvas;
    this.#to = to;
    canvas.addEventListener("pointerdown", (event) => this.#down(event));
    canvas.addEventListener("pointermove", (event) => this.#move(event));
    canvas.addEventListener("pointerup", (event) => this.#up(event));
    canvas.addEventListener("pointercancel", (event) => this.#end(event));
    canvas.addEventListener("pointerleave", () => to.leave());
    canvas.addEventListener("dblclick", (event) => {
      const { x, y } = this.#position(event);
      to.open(x, y);
    });
    canvas.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
  }

  /** @param {MouseEvent} event */
  #position(event) {
    const box = this.#canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  /** @param {PointerEvent} event */
  #down(event) {
    if (event.button !== 0) return;
    const at = this.#position(event);
    this.#pointers.set(event.pointerId, at);
    this.#canvas.setPointerCapture(event.pointerId);
    if (this.#pointers.size === 2) {
      this.#mode = "pinch";
      return;
    }
    this.#startX = at.x;
    this.#mode = this.#to.begin(at.y, event.shiftKey);
    if (this.#mode === "scrub") this.#to.scrub(at.x);
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const at = this.#position(event);
    const before = this.#pointers.get(event.pointerId);
    if (!before) {
      if (event.pointerType === "mouse") this.#to.hover(at.x, at.y);
      return;
    }
    if (this.#mode === "pinch") this.#pinch(event.pointerId, at);
    this.#pointers.set(event.pointerId, at);
    if (this.#mode === "scrub") this.#to.scrub(at.x);
    if (this.#mode === "range") this.#to.range(this.#startX, at.x);
    if (this.#mode === "press" && Math.abs(at.x - this.#startX) > tapSlack) this.#mode = "pan";
    if (this.#mode === "pan") this.#to.pan(at.x - before.x);
  }

  /** @param {number} id @param {{ x: number, y: number }} at */
  #pinch(id, at) {
    const moved = this.#pointers.get(id);
    const other = [...this.#pointers].find(([key]) => key !== id)?.[1];
    if (!moved || !other) return;
    const before = Math.max(10, Math.abs(moved.x - other.x));
    const now = Math.max(10, Math.abs(at.x - other.x));
    this.#to.zoom((at.x + other.x) / 2, before / now);
  }

  /** @param {PointerEvent} event */
  #up(event) {
    const at = this.#position(event);
    if (this.#mode === "press") this.#to.tap(at.x, at.y);
    this.#end(event);
  }

  /** @param {PointerEvent} event */
  #end(event) {
    this.#pointers.delete(event.pointerId);
    // The finger that stays after a pinch does nothing until it is lifted.
    if (this.#pointers.size === 0 || this.#mode !== "pinch") this.#mode = "none";
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    const { x } = this.#position(event);
    if (event.ctrlKey || event.metaKey) {
      this.#to.zoom(x, Math.exp(Math.max(-60, Math.min(60, event.deltaY)) * 0.01));
    } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      this.#to.pan(-(event.deltaX || event.deltaY));
    } else return;
    event.preventDefault();
  }
}
