/* <aw-playback>: step, play, scrub, speed, axis, zoom and links. Shows a playhead. Fires the events
 * `command` (see commands.js), `seek-head`, `speed` and `zoom`; it does not move the playhead
 * itself. */

import { LitElement, html } from "lit";
import { controlStyles } from "../../common/controls.css.js";
import { icons } from "../../common/icons.js";
import { speeds } from "../../trace/player.js";
import { playbackStyles } from "./playback.css.js";
import { msg, str } from "../../common/words.js";

/** What a step goes by: the commands back and on, and what they do. */
const strides = {
  event: {
    ...{ label: msg("event"), back: "back", on: "on" },
    titles: [msg("Previous event (,)"), msg("Next event (.)")],
  },
  switch: {
    ...{ label: msg("switch"), back: "switchBack", on: "switchOn" },
    titles: [msg("Previous task switch ([)"), msg("Next task switch (])")],
  },
  turn: {
    ...{ label: msg("loop turn"), back: "turnBack", on: "turnOn" },
    titles: [msg("Previous turn of the loop ({)"), msg("Next turn of the loop (})")],
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
    isKept: { type: Boolean },
    isRanging: { state: true },
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
    /** @type {import("../../trace/player.js").SpeedName} */ this.speed = "1";
    /** @type {import("../../trace/axis.js").AxisKind} */ this.axis = "time";
    this.allLinks = true;
    /** Whether a run is kept for comparison. */
    this.isKept = false;
    /** Whether to drag the axis marks a range. */
    this.isRanging = false;
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

  /**
   * A button that stays pressed.
   * @param {{ label: string, icon: unknown, isOn: boolean, off?: boolean, press: () => void }}
   *   toggle
   */
  #toggle({ label, icon, isOn, off = false, press }) {
    return html`<button
      type="button"
      class="icon-button"
      aria-label=${label}
      title=${label}
      aria-pressed=${isOn}
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
    const { back, on, titles } = strides[this.stride];
    return html`<div class="group">
      ${this.#button("first", msg("To the start (Home)"), icons.first, atStart)}
      ${this.#button(back, titles[0], icons.backOutline, atStart)}
      <button
        type="button"
        class="icon-button play"
        aria-label=${moves ? msg("Pause (Space)") : msg("Play (Space)")}
        title=${moves ? msg("Pause (Space)") : msg("Play (Space)")}
        ?disabled=${this.total === 0}
        @click=${() => this.#emit("command", { command: "play" })}
      >
        ${moves ? icons.pause : icons.play}
      </button>
      ${this.#button(on, titles[1], icons.on, atEnd)}
      ${this.#button("last", msg("To the end (End)"), icons.last, atEnd && !this.isLive)}
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
        aria-label=${msg("Playhead")}
        aria-valuetext=${msg(str`event ${this.head} of ${this.total}: ${this.what}`)}
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
      ><span class="label" aria-hidden="true">${msg("Step")}</span
      ><select aria-label=${msg("Step by")} @change=${choose} .value=${this.stride}>
        ${Object.entries(strides).map(
          ([name, { label }]) =>
            html`<option value=${name} ?selected=${name === this.stride}>${label}</option>`,
        )}
      </select></label
    >`;
  }

  #toggleRanging() {
    this.isRanging = !this.isRanging;
    this.#emit("command", { command: this.isRanging ? "rangeOn" : "rangeOff" });
  }

  #speeds() {
    /** @param {Event} event */
    const choose = (event) => {
      const { value } = /** @type {HTMLSelectElement} */ (event.target);
      this.#emit("speed", { speed: value });
    };
    return html`<label class="field"
      ><span class="label">${msg("Speed")}</span
      ><select @change=${choose} .value=${this.speed}>
        ${speeds.map(
          ({ name, label }) =>
            html`<option value=${name} ?selected=${name === this.speed}>${label}</option>`,
        )}
      </select></label
    >`;
  }

  #axes() {
    const isTime = this.axis === "time";
    /** @param {boolean} wantsTime */
    const turn = (wantsTime) => {
      if (wantsTime !== isTime) this.#emit("command", { command: "axis" });
    };
    return html`<div class="segments" role="group" aria-label=${msg("Axis (T)")}>
      <button type="button" aria-pressed=${isTime} @click=${() => turn(true)}>
        ${msg("Time")}
      </button>
      <button type="button" aria-pressed=${!isTime} @click=${() => turn(false)}>
        ${msg("Steps")}
      </button>
    </div>`;
  }

  #zooms() {
    const command = (/** @type {string} */ name) => () => this.#emit("command", { command: name });
    return html`<div class="group zooms">
      ${this.#button("zoomOut", msg("Zoom out (S)"), icons.minus)}
      ${this.#button("zoomIn", msg("Zoom in (W)"), icons.plus)}
      ${this.#button("fit", msg("Show all (F)"), icons.fit)}
      ${this.#toggle({
        ...{ label: msg("Mark a range on the axis (Shift and drag)"), icon: icons.range },
        ...{ isOn: this.isRanging, press: () => this.#toggleRanging() },
      })}
      ${this.#toggle({
        ...{ label: msg("Keep for comparison (G)"), icon: icons.ghost, isOn: this.isKept },
        ...{ off: this.total === 0 && !this.isKept, press: command("keep") },
      })}
      ${this.#toggle({
        ...{ label: msg("All links (L)"), icon: icons.links, isOn: this.allLinks },
        press: command("links"),
      })}
    </div>`;
  }

  render() {
    return html`<div class="bar">
      ${this.#steps()}
      <div class="track">${this.#scrub()}</div>
      <div class="view">${this.#strides()} ${this.#speeds()} ${this.#axes()} ${this.#zooms()}</div>
    </div>`;
  }
}

customElements.define("aw-playback", Playback);
