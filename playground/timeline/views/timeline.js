/* <aw-timeline>: the lanes of a run over time. A canvas for the picture, a treegrid for the tasks.
 *
 * Owns the view (zoom, pan, follow) and the keyboard; draw.js paints a frame. Takes a trace and a
 * playhead and runs nothing. Fires `seek` (a coordinate on the axis), `pick` (a lane and one of its
 * slices, or neither) and `command` (a word of commands.js). */

import { LitElement, html } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { clampView, coordOfRow, endCoord, fitView } from "../../trace/axis.js";
import { otherView, panView, revealIn, zoomView } from "../../trace/axis.js";
import { controlStyles } from "../../common/controls.css.js";
import { spotAt } from "../paint/draw.js";
import { sliceFacts } from "../../trace/explain.js";
import { compareText } from "../paint/ghost.js";
import { Gestures } from "./gestures.js";
import { commandOf } from "../../common/keyboard.js";
import { bandRow, laneRow } from "./lanerow.js";
import { everything, isClosed, ownerOf, shownLanes, toggled } from "../../trace/lanes.js";
import { Layers } from "../paint/layers.js";
import { highlightText, slicesAtLine } from "../../trace/lines.js";
import { roomFor } from "../paint/room.js";
import { readPalette } from "../paint/states.js";
import { axisHeight, coordAt, lowLane, padding, tracksHeight } from "../paint/scene.js";
import { styles } from "./timeline.css.js";
import { msg, str } from "../../common/words.js";

/** @typedef {import("../../trace/model.js").Trace} Trace */
/** @typedef {import("../../trace/model.js").Lane} Lane */
/** @typedef {import("../paint/scene.js").Spot} Spot */

const coarse = matchMedia("(pointer: coarse)");
const narrow = matchMedia("(max-width: 720px)"); // as in timeline.css.js
const zoomStep = 0.6; // the share of the view that stays in view when a key or button zooms in
const panStep = 0.15; // how far a key pans, as a share of the view
const wholeShare = 0.999; // a view of at least this share of the run shows all of it
const marginShare = 0.15; // room on each side of a slice that is zoomed to, as a share of it
const marginMin = { time: 0.05, steps: 1 }; // and at least this, in the axis' units: ms, events

export class Timeline extends LitElement {
  static properties = {
    trace: { attribute: false },
    version: { type: Number },
    axis: {},
    head: { type: Number },
    headCoord: { type: Number },
    now: { type: Number },
    isGrowing: { type: Boolean },
    selected: { attribute: false },
    pinned: { attribute: false },
    allLinks: { type: Boolean },
    theme: {},
    view: { state: true },
    hover: { state: true },
    ghost: { attribute: false },
    ghostName: {},
    isCompared: { type: Boolean },
    at: { attribute: false },
    range: { state: true },
    isRanging: { state: true },
    choice: { state: true },
    width: { state: true },
    height: { state: true },
    scrolled: { state: true },
  };

  static styles = [controlStyles, styles];

  constructor() {
    super();
    /** @type {Trace | null} */ this.trace = null;
    this.version = 0;
    /** @type {import("../../trace/axis.js").AxisKind} */ this.axis = "time";
    this.head = 0;
    this.headCoord = 0;
    this.now = 0;
    this.isGrowing = false;
    /** @type {Lane | null} */ this.selected = null;
    /** @type {Spot | null} */ this.pinned = null;
    this.allLinks = true;
    this.theme = "";
    /** What the user zoomed to; null: everything.
     * @type {import("../../trace/axis.js").View | null} */
    this.view = null;
    /** @type {(Spot & { x: number, y: number }) | null} */ this.hover = null;
    /** The run to compare with. @type {Trace | null} */ this.ghost = null;
    this.ghostName = "";
    /** Whether a line says what differs. */
    this.isCompared = true;
    /** The line of the source that is pointed at.
     * @type {import("../../trace/lines.js").PointedLine | null} */
    this.at = null;
    /** Its slices. @type {import("../../trace/lines.js").Highlights} */
    this.highlights = new Map();
    /** What is marked on the axis. @type {import("../../trace/axis.js").View | null} */
    this.range = null;
    /** Which lanes to show. */
    this.choice = everything;
    /** The lanes that are shown. @type {readonly Lane[]} */ this.lanes = [];
    /** Whether to drag the axis marks a range, without Shift too. */
    this.isRanging = false;
    /** @type {import("../paint/scene.js").Scene | null} */ this.scene = null;
    /** @type {Layers | null} */ this.layers = null;
    /** @type {import("../paint/states.js").Palette | null} */ this.palette = null;
    /** Sizes of the picture and how far it is scrolled, as the browser has told them: to ask for
     * them while drawing would have everything laid out twice. */
    this.width = 0;
    this.height = 600;
    this.scrolled = 0;
  }

  /** Lanes are lower where there are many, unless their headers have two lines. */
  get laneHeight() {
    if (coarse.matches) return 44;
    const hasRoom = tracksHeight + this.lanes.length * 36 <= this.height;
    return hasRoom || narrow.matches ? 36 : lowLane;
  }

  firstUpdated() {
    const canvas = /** @type {HTMLCanvasElement} */ (this.renderRoot.querySelector("canvas"));
    this.layers = new Layers(canvas);
    new Gestures(canvas, {
      begin: (y, isShift) =>
        y >= axisHeight ? "press" : isShift || this.isRanging ? "range" : "scrub",
      range: (fromX, x) => this.#mark(this.#coordAt(fromX), this.#coordAt(x)),
      scrub: (x) => this.#emit("seek", { coord: this.#coordAt(x) }),
      tap: (x, y) => this.#tap(x, y),
      open: (x, y) => this.#open(x, y),
      hover: (x, y) => this.#hoverAt(x, y),
      leave: () => (this.hover = null),
      pan: (pixels) => this.#pan(-pixels / (canvas.clientWidth - 2 * padding)),
      zoom: (x, factor) => this.#zoom(this.#coordAt(x), factor),
    });
    const sized = new ResizeObserver(() => this.#sized());
    sized.observe(this.#frame());
    sized.observe(this.#picture());
    matchMedia("(forced-colors: active)").addEventListener("change", () => {
      this.palette = readPalette(this);
      this.requestUpdate();
    });
  }

  /** @returns {HTMLElement} */
  #frame() {
    return /** @type {HTMLElement} */ (this.renderRoot.querySelector(".frame"));
  }

  #picture() {
    return /** @type {HTMLElement} */ (this.renderRoot.querySelector(".picture"));
  }

  /** @param {string} name @param {object} detail */
  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  /** @param {number} x */
  #coordAt(x) {
    return this.scene ? coordAt(this.scene, Math.max(padding, x)) : 0;
  }

  /** @param {number} x @param {number} y */
  #tap(x, y) {
    if (!this.scene) return;
    const spot = spotAt(this.scene, x, y);
    const lane = spot?.lane ?? this.scene.lanes[Math.floor((y - this.scene.top) / this.laneHeight)];
    const owner = lane && y >= tracksHeight && ownerOf(lane);
    if (owner) return this.#fold(owner);
    this.#emit("pick", {
      lane: y < tracksHeight ? null : (lane ?? null),
      slice: spot?.slice ?? null,
    });
  }

  /** @param {number} x @param {number} y */
  #open(x, y) {
    const spot = this.scene && spotAt(this.scene, x, y);
    if (spot) this.zoomTo(spot);
  }

  /** @param {number} x @param {number} y */
  #hoverAt(x, y) {
    const spot = this.scene && spotAt(this.scene, x, y);
    this.hover = spot ? { ...spot, x, y } : null;
  }

  #view() {
    const trace = /** @type {Trace} */ (this.trace);
    if (!this.view) {
      const { from, to } = fitView(trace, this.axis, this.now, this.isGrowing);
      return { from, to: Math.max(to, this.#limit()) };
    }
    const view = this.isGrowing ? revealIn(this.view, this.headCoord) : this.view;
    return clampView(view, this.axis, this.#limit());
  }

  /** Where the longer of both runs ends. */
  #limit() {
    return Math.max(this.#end(), this.ghost ? endCoord(this.ghost, this.axis, 0) : 0);
  }

  /** @param {number} share */
  #pan(share) {
    if (this.view) this.view = clampView(panView(this.view, share), this.axis, this.#limit());
  }

  #end() {
    return this.trace ? endCoord(this.trace, this.axis, this.now) : 0;
  }

  /** @param {number} coord @param {number} factor */
  #zoom(coord, factor) {
    const view = clampView(zoomView(this.#view(), coord, factor), this.axis, this.#limit());
    this.view = view.to - view.from >= this.#limit() * wholeShare ? null : view;
  }

  /** Zooms around the playhead. @param {number} factor */
  zoomBy(factor) {
    this.#zoom(this.headCoord, factor);
  }

  /** Shows everything. */
  fit() {
    this.view = null;
  }

  /** Marks a range, from either end; so small that nothing lies in it: none.
   * @param {number} a @param {number} b */
  #mark(a, b) {
    const end = this.#end();
    const from = Math.max(0, Math.min(a, b));
    const to = Math.min(end, Math.max(a, b));
    this.range = to > from ? { from, to } : null;
    if (this.range) void import("./rangepanel.js");
  }

  /** Does one of the commands that change the view; false: not one of them.
   * @param {string} command */
  command(command) {
    /** @type {Record<string, () => void>} */
    const commands = {
      zoomIn: () => this.zoomBy(zoomStep),
      zoomOut: () => this.zoomBy(1 / zoomStep),
      fit: () => this.fit(),
      panLeft: () => this.#pan(-panStep),
      panRight: () => this.#pan(panStep),
      focus: () => (this.pinned && !this.view ? this.zoomTo(this.pinned) : this.fit()),
      laneUp: () => this.#moveLane(-1),
      laneDown: () => this.#moveLane(1),
      fold: () => this.selected && this.#fold(this.selected),
      pin: () => this.selected && this.#pin(this.selected),
      only: () => this.#only(this.selected),
      rangeStart: () => this.#markFrom(this.headCoord),
      rangeEnd: () => this.#markTo(this.headCoord),
      rangeOn: () => (this.isRanging = true),
      rangeOff: () => (this.isRanging = false),
      rangeZoom: () => this.range && this.#look(this.range),
      rangeClear: () => (this.range = null),
    };
    if (command === "clear" && this.range) command = "rangeClear";
    commands[command]?.();
    return command in commands;
  }

  /** @param {number} from */
  #markFrom(from) {
    const to = this.range?.to ?? Infinity;
    this.#mark(from, to > from ? to : Infinity);
  }

  /** @param {number} to */
  #markTo(to) {
    const from = this.range?.from ?? 0;
    this.#mark(from < to ? from : 0, to);
  }

  /** @param {import("../../trace/axis.js").View} view */
  #look(view) {
    this.view = clampView(view, this.axis, this.#limit());
  }

  /** Zooms to a slice. @param {Spot} spot */
  zoomTo({ slice }) {
    const trace = /** @type {Trace} */ (this.trace);
    const from = coordOfRow(trace, this.axis, slice.from);
    const to = slice.to === -1 ? this.#end() : coordOfRow(trace, this.axis, slice.to);
    const room = Math.max((to - from) * marginShare, marginMin[this.axis]);
    this.#look({ from: from - room, to: to + room });
  }

  /** @param {import("lit").PropertyValues} changed */
  willUpdate(changed) {
    if (changed.has("axis") || changed.has("trace")) this.view = null;
    if (changed.has("trace")) this.choice = everything;
    this.lanes = shownLanes(this.trace?.lanes ?? [], this.choice);
    if (["trace", "version", "at"].some((name) => changed.has(name)))
      this.highlights =
        this.trace && this.at ? slicesAtLine(this.trace, this.at.ran, this.at.ranTo) : new Map();
    if (changed.has("trace")) this.range = null;
    else if (changed.has("axis")) this.#turnRange();
    if (changed.has("trace")) this.hover = null;
    if (changed.has("theme")) this.palette = readPalette(this);
    if (changed.has("headCoord") && this.view && !this.isGrowing) {
      this.view = revealIn(this.view, this.headCoord);
    }
  }

  /** Marks the same events on the other axis. */
  #turnRange() {
    const { trace, range, axis } = this;
    if (!trace || !range) return;
    const { from, to } = otherView(trace, axis === "time" ? "steps" : "time", range);
    this.#mark(from, to);
  }

  updated() {
    const { trace, width, height, palette } = this;
    if (!trace || !palette) return;
    const { first, lanes } = this.#lanesInView();
    const seen = { trace, kind: this.axis, view: this.#view(), width };
    this.scene = {
      ...{ ...seen, lanes, room: roomFor(seen), version: this.version },
      ...{ height, palette, allLinks: this.allLinks, range: this.range },
      ...{ ghost: this.ghost, ghostName: this.ghostName },
      ...{ laneHeight: this.laneHeight, head: this.head, headCoord: this.headCoord },
      ...{ selected: this.selected, hover: this.hover, pinned: this.pinned },
      highlights: this.highlights,
      top: tracksHeight + first * this.laneHeight - this.scrolled,
      endCoord: this.#end(),
    };
    this.layers?.show(this.scene);
  }

  #lanesInView() {
    const first = Math.max(0, Math.floor(this.scrolled / this.laneHeight) - 2);
    const count = Math.ceil(this.height / this.laneHeight) + 4;
    return { first, lanes: this.lanes.slice(first, first + count) };
  }

  #scrolled() {
    this.scrolled = this.#frame().scrollTop;
  }

  #sized() {
    this.width = this.#picture().clientWidth;
    this.height = this.#frame().clientHeight;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const command = commandOf(event, "timeline");
    if (!command) return;
    event.preventDefault();
    if (!this.command(command.id)) this.#emit("command", { command: command.id });
  }

  /** @param {number} by lanes down */
  #moveLane(by) {
    const { lanes } = this;
    const from = this.selected ? lanes.indexOf(this.selected) : -1;
    const clamped = (/** @type {number} */ at) => Math.max(0, Math.min(lanes.length - 1, at));
    let to = clamped(from + by);
    if (lanes[to] && ownerOf(lanes[to])) to = clamped(to + by);
    if (!lanes[to] || ownerOf(lanes[to])) return;
    this.#emit("pick", { lane: lanes[to], slice: null });
    const frame = this.#frame();
    const y = to * this.laneHeight;
    const room = frame.clientHeight - tracksHeight - this.laneHeight;
    if (y < frame.scrollTop) frame.scrollTop = y;
    if (y > frame.scrollTop + room) frame.scrollTop = y - room;
    this.updateComplete.then(() => {
      /** @type {HTMLElement | null} */ (this.renderRoot.querySelector("[tabindex='0']"))?.focus();
    });
  }

  /** @param {Lane} lane @param {number} index @param {boolean} isTabStop */
  #row(lane, index, isTabStop) {
    const { head, theme, selected, choice } = this;
    const owner = ownerOf(lane);
    const height = this.laneHeight;
    if (owner) return bandRow({ lane, owner, index, height, open: () => this.#fold(owner) });
    return laneRow({
      ...{ trace: /** @type {Trace} */ (this.trace), lane, index, head, theme, isTabStop },
      height,
      isSelected: lane === selected,
      isFolded: isClosed(lane, choice),
      isPinned: choice.pinned.has(lane),
      pick: () => this.#emit("pick", { lane, slice: null }),
      fold: () => this.#fold(lane),
    });
  }

  /** @param {Lane} lane */
  #fold(lane) {
    if (lane.children.length === 0) return;
    this.choice = { ...this.choice, folded: toggled(this.choice.folded, lane) };
  }

  /** @param {Lane} lane */
  #pin(lane) {
    this.choice = { ...this.choice, pinned: toggled(this.choice.pinned, lane) };
  }

  /** Only that task and what it started, or all again. @param {Lane | null} lane */
  #only(lane) {
    this.choice = { ...this.choice, only: this.choice.only ? null : lane };
  }

  /** @param {Lane} lane */
  #onlyBar({ name }) {
    return html`<div class="ghost">
      <p role="status">${msg(str`Only ${name} and its children.`)}</p>
      <button type="button" class="button" @click=${() => this.#only(null)}>
        ${msg("Show all tasks")}
      </button>
    </div>`;
  }

  /** How much runs at the line that is pointed at; said only where that was asked for. */
  #lineBar() {
    const words = this.at && this.lanes.length > 0 ? highlightText(this.at, this.highlights) : "";
    const live = this.at?.isSaid ? "polite" : "off";
    return html`<p class="at" role="status" aria-live=${live}>${words}</p>`;
  }

  #tooltip() {
    if (!this.hover || !this.trace) return "";
    const { lane, slice, x, y } = this.hover;
    const facts = sliceFacts(this.trace, lane, slice);
    const width = this.scene?.width ?? 0;
    const side = x > width / 2 ? `right: ${width - x + 12}px` : `left: ${x + 12}px`;
    const above = y > (this.scene?.height ?? 0) * 0.6;
    const place = above ? `bottom: calc(100% - ${y - 12}px)` : `top: ${y + 16}px`;
    return html`<div class="tip" aria-hidden="true" .style=${`${side}; ${place}`}>
      <strong>${lane.name}</strong> · ${facts.state}
      ${facts.reason ? html`<div>${facts.reason}</div>` : ""}
      <div class="sub">${facts.from} – ${facts.to} (${facts.took})</div>
      ${facts.at ? html`<div class="sub mono">${facts.at}</div>` : ""}
    </div>`;
  }

  /** Says that there are lanes below those in view, and shows them. @param {number} total */
  #below(total) {
    const room = this.height - tracksHeight;
    const count = total - Math.floor((this.scrolled + room) / this.laneHeight + 0.5);
    if (count <= 0 || room <= 0) return "";
    const words = count === 1 ? msg("1 more task below") : msg(str`${count} more tasks below`);
    return html`<button
      type="button"
      class="below"
      tabindex="-1"
      @click=${() => this.#frame().scrollBy({ top: room })}
    >
      ${words}
    </button>`;
  }

  /** @param {Trace} trace @param {Trace} ghost */
  #ghostBar(trace, ghost) {
    const drop = () => this.#emit("command", { command: "keep" });
    return html`<div class="ghost">
      <p role="status">${compareText(trace, ghost, this.axis)}</p>
      <button type="button" class="button" @click=${drop}>${msg("Drop the kept run")}</button>
    </div>`;
  }

  #rangePanel() {
    const { trace, version, axis, range, selected, theme } = this;
    return html`<aw-range
      .trace=${trace}
      .version=${version}
      .axis=${axis}
      .range=${range}
      .lane=${selected}
      .theme=${theme}
      @command=${(/** @type {CustomEvent} */ { detail }) => this.command(detail.command)}
    ></aw-range>`;
  }

  render() {
    const { first, lanes } = this.#lanesInView();
    const total = this.lanes.length;
    const stop =
      this.selected && this.lanes.includes(this.selected) ? this.selected : this.lanes[0];
    const isEmpty = total === 0;
    return html`
      <div class="frame" ?hidden=${isEmpty} @scroll=${this.#scrolled} @keydown=${this.#key}>
        <div class="headers">
          <div class="tracks" aria-hidden="true">
            <span class="track axis">${this.axis === "time" ? msg("time") : msg("events")}</span>
            <span class="track loop">${msg("loop turns")}</span>
            <span class="track timers">${msg("timers")}</span>
          </div>
          <div
            role=${isEmpty ? "none" : "treegrid"}
            aria-label=${msg("Tasks")}
            aria-rowcount=${total}
            class="lanes"
            .style=${`height: ${total * this.laneHeight}px`}
          >
            ${repeat(
              lanes,
              (lane) => lane.id,
              (lane, i) => this.#row(lane, first + i, lane === stop),
            )}
          </div>
        </div>
        <div class="picture">
          <canvas aria-hidden="true"></canvas>
          <div class="tips" .style=${`height: ${this.height}px`}>
            ${this.#below(total)} ${this.#tooltip()}
          </div>
        </div>
      </div>
      ${this.#lineBar()} ${this.choice.only ? this.#onlyBar(this.choice.only) : ""}
      ${this.ghost && this.trace && this.isCompared ? this.#ghostBar(this.trace, this.ghost) : ""}
      ${this.range && !isEmpty ? this.#rangePanel() : ""}
      ${isEmpty ? html`<div class="empty"><slot name="empty"></slot></div>` : ""}
    `;
  }
}

customElements.define("aw-timeline", Timeline);
