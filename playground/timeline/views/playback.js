/* <aw-playback>: step, play, scrub, speed and axis in one row, and under More what a closer look
 * needs. Shows a playhead. Fires the events `command` (see commands.js), `seek-head` and `speed`;
 * it does not move the playhead itself. */

import { LitElement, html, nothing } from "lit";
import { controlStyles } from "../../common/controls.css.js";
import { icons } from "../../common/icons.js";
import { speeds } from "../../trace/player.js";
import { playbackStyles } from "./playback.css.js";
import { msg, str } from "../../common/words.js";
import "../../common/more.js";

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
    isBrief: { type: Boolean },
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
    /** @type {import("../../trace/player.js").Speed} */ this.speed = "1";
    /** @type {import("../../trace/axis.js").AxisKind} */ this.axis = "time";
    this.allLinks = true;
    /** Whether a run is kept for comparison. */
    this.isKept = false;
    /** Whether only Play and the playhead stand in the row. */
    this.isBrief = false;
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

  #play() {
    const moves = this.isPlaying || this.isLive;
    return html`<button
      type="button"
      class="icon-button play"
      aria-label=${moves ? msg("Pause (Space)") : msg("Play (Space)")}
      title=${moves ? msg("Pause (Space)") : msg("Play (Space)")}
      ?disabled=${this.total === 0}
      @click=${() => this.#emit("command", { command: "play" })}
    >
      ${moves ? icons.pause : icons.play}
    </button>`;
  }

  #steps() {
    const atStart = this.head === 0;
    const atEnd = this.head >= this.total;
    const { back, on, titles } = strides[this.stride];
    return html`<div class="group">
      ${this.#button("first", msg("To the start (Home)"), icons.first, atStart)}
      ${this.#button(back, titles[0], icons.backOutline, atStart)} ${this.#play()}
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

  /** @param {string} label @param {string} value
   * @param {readonly { value: string, label: string }[]} choices
   * @param {(value: string) => void} choose */
  #select(label, value, choices, choose) {
    return html`<select
      aria-label=${label}
      @change=${(/** @type {any} */ { target }) => choose(target.value)}
      .value=${value}
    >
      ${choices.map(
        (choice) =>
          html`<option value=${choice.value} ?selected=${choice.value === value}>
            ${choice.label}
          </option>`,
      )}
    </select>`;
  }

  #speeds() {
    const choices = speeds.map((value) => ({ value, label: `${value}×` }));
    const choose = (/** @type {string} */ speed) => this.#emit("speed", { speed });
    const select = this.#select(msg("Speed"), this.speed, choices, choose);
    const title = msg("Speed: at 1× a whole run plays in 5 s");
    return html`<span class="speed" title=${title}>${select}</span>`;
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

  #toggleRanging() {
    this.isRanging = !this.isRanging;
    this.#emit("command", { command: this.isRanging ? "rangeOn" : "rangeOff" });
  }

  /**
   * One of the controls under More. `isOn`: it stays pressed.
   * @param {{ words: string, key: string, icon: unknown, press: () => void, isOn?: boolean,
   *   off?: boolean }} item
   */
  #item({ words, key, icon, press, isOn, off = false }) {
    return html`<button
      type="button"
      class="button item"
      aria-pressed=${isOn ?? nothing}
      ?disabled=${off}
      @click=${press}
    >
      ${icon}<span>${words}</span><kbd aria-hidden="true">${key}</kbd>
    </button>`;
  }

  #more() {
    const command = (/** @type {string} */ name) => () => this.#emit("command", { command: name });
    const choices = Object.entries(strides).map(([value, { label }]) => ({ value, label }));
    const choose = (/** @type {string} */ value) =>
      (this.stride = /** @type {keyof typeof strides} */ (value));
    const others = html`<div class="brief">
      ${this.#steps()} ${this.#speeds()} ${this.#axes()}
    </div>`;
    return html`<aw-more side="above">
      ${this.isBrief ? others : ""}
      <label class="item field"
        ><span aria-hidden="true">${msg("Step by")}</span>${this.#select(
          ...[msg("Step by"), this.stride, choices, choose],
        )}</label
      >
      ${[
        { words: msg("Zoom in"), key: "W", icon: icons.plus, press: command("zoomIn") },
        { words: msg("Zoom out"), key: "S", icon: icons.minus, press: command("zoomOut") },
        { words: msg("Show all"), key: "F", icon: icons.fit, press: command("fit") },
        {
          ...{ words: msg("Mark a range on the axis"), key: "I, O", icon: icons.range },
          ...{ isOn: this.isRanging, press: () => this.#toggleRanging() },
        },
        {
          ...{ words: msg("Keep for comparison"), key: "G", icon: icons.ghost },
          ...{ isOn: this.isKept, off: this.total === 0 && !this.isKept, press: command("keep") },
        },
        {
          ...{ words: msg("All links"), key: "L", icon: icons.links },
          ...{ isOn: this.allLinks, press: command("links") },
        },
      ].map((item) => this.#item(item))}
    </aw-more>`;
  }

  render() {
    const track = html`<div class="track">${this.#scrub()}</div>`;
    if (this.isBrief) return html`<div class="bar">${this.#play()} ${track} ${this.#more()}</div>`;
    return html`<div class="bar">
      ${this.#steps()} ${track} ${this.#speeds()} ${this.#axes()} ${this.#more()}
    </div>`;
  }
}

customElements.define("aw-playback", Playback);
