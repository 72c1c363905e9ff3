/* The two layers of the timeline: the part that does not depend on the playhead, cached as an
 * image, and the part that moves with it. The first is costly, so it is redrawn only when it has
 * changed; draw.js draws both. */

import { drawFrame, drawMoving } from "./draw.js";

/** @typedef {import("./scene.js").Scene} Scene */

/** What the lower canvas depends on, without the view and the lanes.
 * @type {readonly (keyof Scene)[]} */
const stillKeys = /** @type {const} */ ([
  ...["trace", "version", "kind", "width", "height", "laneHeight", "top", "endCoord"],
  ...["selected", "allLinks", "palette", "ghost"],
]);

/** Whether both would look alike below. @param {Scene} a @param {Scene} b */
function isSameBelow(a, b) {
  return (
    stillKeys.every((key) => a[key] === b[key]) &&
    a.view.from === b.view.from &&
    a.view.to === b.view.to &&
    a.lanes.length === b.lanes.length &&
    a.lanes.every((lane, index) => lane === b.lanes[index])
  );
}

export class Layers {
  #below = document.createElement("canvas");
  /** What is drawn below. @type {Scene | null} */ #drawn = null;
  #scale = 0;

  /** @param {HTMLCanvasElement} canvas the one that is shown */
  constructor(canvas) {
    this.canvas = canvas;
  }

  /** Draws what has changed. @param {Scene} scene */
  show(scene) {
    const scale = window.devicePixelRatio || 1;
    const isSame = this.#drawn && scale === this.#scale && isSameBelow(this.#drawn, scene);
    this.#scale = scale;
    if (!isSame) {
      this.#drawn = scene;
      const below = this.#context(this.#below, scene);
      below.clearRect(0, 0, scene.width, scene.height);
      drawFrame(below, scene);
    }
    const context = this.#context(this.canvas, scene);
    const { width, height } = scene;
    context.clearRect(0, 0, width, height);
    if (width > 0 && height > 0) context.drawImage(this.#below, 0, 0, width, height);
    drawMoving(context, scene);
  }

  /** The context of a canvas as large as the scene. @param {HTMLCanvasElement} canvas
   * @param {Scene} scene */
  #context(canvas, { width, height }) {
    const pixels = [width, height].map((length) => Math.round(length * this.#scale));
    if (canvas.width !== pixels[0] || canvas.height !== pixels[1]) {
      [canvas.width, canvas.height] = pixels;
      Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
    }
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    context.setTransform(this.#scale, 0, 0, this.#scale, 0, 0);
    return context;
  }
}
