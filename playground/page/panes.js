/* The sizes of the page's parts. The lines between them can be dragged, or moved with the arrow
 * keys; a double press puts them back. What the reader chose is remembered.
 *
 * Sizes are custom properties, which app.css.js lays the parts out by. */

import { html } from "lit";
import { remember, remembered } from "../common/remembered.js";
import { msg } from "../common/words.js";

/** @typedef {"code" | "stage" | "lower"} Name */

/** The percentage of both parts that the first has. @type {Readonly<Record<Name, number>>} */
const standard = { code: 45, stage: 68, lower: 58 };
const least = 15;
const most = 85;
const keyStep = 2;

/** What each line lies between, and whether it stands upright. */
const lines = {
  code: { after: "stage", isUpright: true, words: () => msg("Width of the code") },
  stage: { after: "lower", isUpright: false, words: () => msg("Height of the timeline") },
  lower: { after: "task", isUpright: true, words: () => msg("Width of the output") },
};

/** @param {number} share */
const kept = (share) => Math.min(most, Math.max(least, Math.round(share * 10) / 10));

/** The sizes in a remembered text, as far as they make sense. @param {string | null} text */
function sizesIn(text) {
  try {
    const said = Object(JSON.parse(text ?? "{}"));
    const isSize = (/** @type {string} */ name) => Number.isFinite(said[name]);
    const names = Object.keys(standard).filter(isSize);
    return Object.fromEntries(names.map((name) => [name, kept(said[name])]));
  } catch {
    return {};
  }
}

export class Panes {
  /** @type {Record<Name, number>} */ #sizes = { ...standard, ...sizesIn(remembered("panes")) };
  #changed;

  /** @param {() => void} changed */
  constructor(changed) {
    this.#changed = changed;
  }

  /** For the element that lays the parts out. */
  get style() {
    const { code, stage, lower } = this.#sizes;
    const view = 100 - code;
    const parts = { code, view, lower: (view * lower) / 100, task: (view * (100 - lower)) / 100 };
    return Object.entries({ ...parts, stage, rest: 100 - stage })
      .map(([name, share]) => `--${name}: ${share}fr`)
      .join("; ");
  }

  /** @param {Name} name @param {number} share */
  #set(name, share) {
    this.#sizes[name] = kept(share);
    remember("panes", JSON.stringify(this.#sizes));
    this.#changed();
  }

  /** @param {Name} name @param {PointerEvent} event */
  #drag(name, event) {
    const line = /** @type {HTMLElement} */ (event.currentTarget);
    if (!line.hasPointerCapture(event.pointerId)) return;
    const { after, isUpright } = lines[name];
    const part = (/** @type {string} */ other) =>
      /** @type {Element} */ (
        line.parentElement?.querySelector(`.${other}`)
      ).getBoundingClientRect();
    const [first, second] = [part(name), part(after)];
    const share = isUpright
      ? (event.clientX - first.left) / (second.right - first.left)
      : (event.clientY - first.top) / (second.bottom - first.top);
    this.#set(name, share * 100);
  }

  /** @param {Name} name @param {KeyboardEvent} event */
  #key(name, event) {
    const back = lines[name].isUpright ? "ArrowLeft" : "ArrowUp";
    const on = lines[name].isUpright ? "ArrowRight" : "ArrowDown";
    if (event.key !== back && event.key !== on) return;
    event.preventDefault();
    this.#set(name, this.#sizes[name] + (event.key === on ? keyStep : -keyStep));
  }

  /** The line after a part. @param {Name} name */
  line(name) {
    const { isUpright, words } = lines[name];
    const take = (/** @type {PointerEvent} */ event) => {
      /** @type {HTMLElement} */ (event.currentTarget).setPointerCapture(event.pointerId);
      event.preventDefault();
    };
    return html`<div
      class="pane-line after-${name}"
      role="separator"
      tabindex="0"
      aria-label=${words()}
      aria-orientation=${isUpright ? "vertical" : "horizontal"}
      aria-valuemin=${least}
      aria-valuemax=${most}
      aria-valuenow=${this.#sizes[name]}
      @pointerdown=${take}
      @pointermove=${(/** @type {PointerEvent} */ event) => this.#drag(name, event)}
      @dblclick=${() => this.#set(name, standard[name])}
      @keydown=${(/** @type {KeyboardEvent} */ event) => this.#key(name, event)}
    ></div>`;
  }
}
