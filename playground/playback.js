/* <aw-playback>: step, play, scrub, speed, axis, zoom and links. Shows a playhead and asks by the
 * events `command` (see commands.js), `seek-head`, `speed` and `zoom`; it moves nothing itself. */

import { LitElement, html } from "lit";
import { controlStyles } from "./controls.css.js";
import { icons } from "./icons.js";
import { speeds } from "./player.js";
import { playbackStyles } from "./playback.css.js";

/** What a step goes by: the commands back and on, and their keys. */
const strides = {
  event: { label: "event", word: "event", back: "back", on: "on", keys: [",", "."] },
  switch: {
    ...{ label: "switch", word: "task switch", back: "switchBack", on: "switchOn" },
    keys: ["[", "]"],
  },
  turn: {
    ...{ label: "loop turn", word: "turn of the loop", back: "turnBack", on: "turnOn" },
    keys: ["{", "}"],
  },
};

export class Playback extends LitElement {
  static properties = {
    head: { type: Number },
    total: { type: Number },
    what: {},
    isPlaying: { type: Boolean },
    isLive: { type: Boolean },
    speed: {},
    axis: {},
    allLinks: { type: Boolean },
    stride: { state: true },
  };

  static styles = [controlStyles, playbackStyles];

  constructor() {
    super();
    this.head = 0;
    this.total = 0;
    /** The event at the playhead in words. */
    this.what = "";
    this.isPlaying = false;
    /** Whether the playhead is glued to a program that runs. */
    this.isLive = false;
    /** @type {import("./player.js").SpeedName} */ this.speed = "1";
    /** @type {import("./axis.js").AxisKind} */ this.axis = "time";
    this.allLinks = true;
    /** @type {keyof typeof strides} */ this.stride = "event";
  }

  /** @param {string} name @param {object} detail */
  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  /** @param {string} command @param {string} label @param {unknown} icon @param {boolean} off */
  #button(command, label, icon, off = false) {
    const press = () => this.#emit("command", { command });
    return html`<button
      type="button"
      class="icon-button"
      aria-label=${label}
      title=${label}
      ?disabled=${off}
      @click=${press}
    >
      ${icon}
    </button>`;
  }

  #steps() {
    const atStart = this.head === 0;
    const atEnd = this.head >= this.total;
    const moves = this.isPlaying || this.isLive;
    const { word, back, on, keys } = strides[this.stride];
    return html`<div class="group">
      ${this.#button("first", "To the start (Home)", icons.first, atStart)}
      ${this.#button(back, `One ${word} back (${keys[0]})`, icons.backOutline, atStart)}
      <button
        type="button"
        class="icon-button play"
        aria-label=${moves ? "Pause (Space)" : "Play (Space)"}
        title=${moves ? "Pause (Space)" : "Play (Space)"}
        ?disabled=${this.total === 0}
        @click=${() => this.#emit("command", { command: "play" })}
      >
        ${moves ? icons.pause : icons.play}
      </button>
      ${this.#button(on, `One ${word} on (${keys[1]})`, icons.on, atEnd)}
      ${this.#button("last", "To the end (End)", icons.last, atEnd && !this.isLive)}
    </div>`;
  }

  #scrub() {
    /** @param {Event} event */
    const seek = (event) => {
      const { value } = /** @type {HTMLInputElement} */ (event.target);
      this.#emit("seek-head", { head: Number(value) });
    };
    return html`<input
        class="scrub"
        type="range"
        aria-label="Playhead"
        aria-valuetext=${`event ${this.head} of ${this.total}: ${this.what}`}
        min="0"
        max=${this.total}
        .value=${String(this.head)}
        ?disabled=${this.total === 0}
        @input=${seek}
      />
      <span class="count">${this.head}<span class="of"> / ${this.total}</span></span>`;
  }

  /** By what a step goes. */
  #strides() {
    /** @param {Event} event */
    const choose = (event) => {
      const { value } = /** @type {HTMLSelectElement} */ (event.target);
      this.stride = /** @type {keyof typeof strides} */ (value);
    };
    return html`<label class="field"
      ><span class="label" aria-hidden="true">Step</span
      ><select aria-label="Step by" @change=${choose} .value=${this.stride}>
        ${Object.entries(strides).map(
          ([name, { label }]) =>
            html`<option value=${name} ?selected=${name === this.stride}>${label}</option>`,
        )}
      </select></label
    >`;
  }

  #view() {
    /** @param {Event} event */
    const choose = (event) => {
      const { value } = /** @type {HTMLSelectElement} */ (event.target);
      this.#emit("speed", { speed: value });
    };
    const isTime = this.axis === "time";
    /** @param {boolean} wantsTime */
    const turn = (wantsTime) => {
      if (wantsTime !== isTime) this.#emit("command", { command: "axis" });
    };
    return html`${this.#strides()}
      <label class="field"
        ><span class="label">Speed</span
        ><select @change=${choose} .value=${this.speed}>
          ${speeds.map(
            ({ name, label }) =>
              html`<option value=${name} ?selected=${name === this.speed}>${label}</option>`,
          )}
        </select></label
      >
      <div class="segments" role="group" aria-label="Axis (T)">
        <button type="button" aria-pressed=${isTime} @click=${() => turn(true)}>Time</button>
        <button type="button" aria-pressed=${!isTime} @click=${() => turn(false)}>Steps</button>
      </div>
      <div class="group zooms">
        ${this.#button("zoomOut", "Zoom out (S)", icons.minus)}
        ${this.#button("zoomIn", "Zoom in (W)", icons.plus)}
        ${this.#button("fit", "Show all (F)", icons.fit)}
        <button
          type="button"
          class="icon-button"
          aria-label="All links (L)"
          title="All links (L)"
          aria-pressed=${this.allLinks}
          @click=${() => this.#emit("command", { command: "links" })}
        >
          ${icons.links}
        </button>
      </div>`;
  }

  render() {
    return html`<div class="bar">
      ${this.#steps()}
      <div class="track">${this.#scrub()}</div>
      <div class="view">${this.#view()}</div>
    </div>`;
  }
}

customElements.define("aw-playback", Playback);
