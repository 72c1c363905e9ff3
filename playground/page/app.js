/* <aw-app>: the page. Shows a sample, a lesson (classroom.js) or the program of a link
 * (arrival.js), lays out the views for wide and narrow windows, and handles keys. classroom.js and
 * arrival.js are loaded when they are needed. A first visit opens on a recorded run (welcome.js),
 * a later one where the reader changed a program last.
 *
 * programpage.js is what the page shares with the embed; session.js is the run and its playhead. */

import { html } from "lit";
import { appStyles } from "./app.css.js";
import { controlStyles } from "../common/controls.css.js";
import { lineOfSlice } from "../trace/explain.js";
import { commandOf } from "../common/keyboard.js";
import { painted } from "../common/painted.js";
import { sampleNamed, sourceOf } from "../places/library.js";
import { lowerPanel, stagePanel, stripView, taskPanel } from "./panels.js";
import { Panes } from "./panes.js";
import { paneStyles } from "./panes.css.js";
import { ProgramPage } from "./programpage.js";
import { runBarStyles } from "./runbar.css.js";
import { tabs } from "./tabs.js";
import { topBar } from "./topbar.js";
import { remember, remembered } from "../common/remembered.js";
import { welcome } from "./welcome.js";
import { welcomeStyles } from "./welcome.css.js";
import { msg } from "../common/words.js";
import "../places/samples.js";

/** @typedef {import("./tabs.js").Tab} Tab */
/** @typedef {import("../places/catalog.js").Sample} Sample */

const firstLesson = "lessons/01-one-loop";
/** How soon the second Esc follows that stops the program. */
const doubleMs = 600;

/** What opens over the page, loaded when it is asked for. */
const dialogs = {
  help: () => import("./help.js"),
  offline: () => import("../offline/offline.js"),
  palette: () => import("./palette.js"),
  share: () => import("../places/share.js"),
};

export class App extends ProgramPage {
  static properties = {
    ...ProgramPage.properties,
    lesson: { state: true },
    tab: { state: true },
    lower: { state: true },
    isGraph: { state: true },
    line: { state: true },
    isWelcome: { state: true },
  };

  static styles = [controlStyles, runBarStyles, appStyles, paneStyles, welcomeStyles];

  constructor() {
    super();
    /** The lesson shown, "" for their list; null: samples. @type {string | null} */
    this.lesson = null;
    /** @type {Tab} */ this.tab = "timeline";
    /** Whether who waits for whom is shown in the place of a task's details. */
    this.isGraph = false;
    /** What the lower left panel shows. @type {import("./panels.js").Lower} */ this.lower =
      "output";
    /** The source line pointed at; 0: none. */
    this.line = 0;
    this.escapedAt = 0;
    /** Whether this is a first visit that has done nothing yet. */
    this.isWelcome = false;
    /** Where the reader has worked last in this visit. */
    this.workplace = "";
    this.panes = new Panes(() => this.requestUpdate());
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener("keydown", (event) => this.#key(event));
    addEventListener("hashchange", () => this.#showPlace(location.hash.slice(1)));
    this.workspace.open(this.sample.name, sourceOf(this.sample));
    const left = location.hash ? null : remembered("place");
    if (left) history.replaceState(null, "", `#${left}`);
    const place = location.hash.slice(1);
    this.#showPlace(place);
    this.isWelcome = place === "" && !this.workspace.isEdited;
    this.session.warm();
  }

  /** What the first paint does not need comes after it. */
  async firstUpdated() {
    await painted();
    const [opened] = await Promise.all([
      this.isWelcome ? this.#openingRun() : null,
      import("./views.js"),
    ]);
    if (!opened || !this.isWelcome || this.session.state !== "idle") return;
    this.ran = this.workspace.text;
    this.session.present(opened.run, opened.behind);
  }

  async #openingRun() {
    return (await import("../places/openingrun.js")).openingRun();
  }

  /** Goes to a place, from which the browser's Back comes back. @param {string} place */
  choose(place) {
    if (location.hash !== `#${place}`) history.pushState(null, "", `#${place}`);
    this.#showPlace(place);
  }

  /** Shows `lessons`, `lessons/NAME`, the sample of that name, or what a link holds.
   * @param {string} place */
  #showPlace(place) {
    this.isWelcome = false;
    if (/^v\d/.test(place)) return void this.#arrive(place);
    Object.assign(this, { refusal: "" });
    this.lesson = /^lessons(?:\/|$)(.*)/.exec(place)?.[1] ?? null;
    if (this.lesson !== null) {
      if (this.lesson) this.#remember(place);
      this.tab = "lesson";
      void import("../lesson/classroom.js");
    } else {
      this.show(sampleNamed(place));
      if (this.tab === "lesson") this.tab = "timeline";
    }
    const name = this.lesson === null ? this.sample.name : place;
    if (place && place !== name) history.replaceState(null, "", `#${name}`);
  }

  /** Notes where the reader works, for the next visit. @param {string} place */
  #remember(place) {
    if (place === this.workplace) return;
    this.workplace = place;
    remember("place", place);
  }

  /** Shows the program that a link holds, and runs nothing. @param {string} link */
  async #arrive(link) {
    const { openLink, refusalOf } = await import("../places/arrival.js");
    try {
      const arrival = await openLink(link);
      if (location.hash !== `#${link}`) return;
      this.refusal = "";
      this.show(arrival.sample, arrival);
      this.lesson = /^lessons\/(.*)/.exec(arrival.place)?.[1] ?? null;
      if (this.lesson !== null) void import("../lesson/classroom.js");
      this.tab = "code";
    } catch (error) {
      this.refusal = refusalOf(error);
    }
  }

  /** @param {Sample} sample @param {import("../places/arrival.js").Arrival | null} [arrival] */
  show(sample, arrival = null) {
    if (sample === this.sample && arrival === this.arrival) return;
    this.line = 0;
    super.show(sample, arrival);
  }

  /** Runs as every page does; when nothing could be built, shows why.
   * @param {number} [seed] @param {boolean} [isHeld] */
  async run(seed, isHeld) {
    this.isWelcome = false;
    const hasBegun = await super.run(seed, isHeld);
    if (hasBegun) this.line = 0;
    else this.#showProblems();
    return hasBegun;
  }

  /** Opens a dialog, which is told of the page. @param {keyof typeof dialogs} name */
  async open(name) {
    await dialogs[name]();
    /** @type {any} */ (this.renderRoot.querySelector(`aw-${name}`)).open(this);
  }

  #showProblems() {
    const { diagnostics, message } = this.workspace;
    if (diagnostics.length > 0 || message) this.tab = "code";
  }

  async edit() {
    this.isWelcome = false;
    this.tab = "code";
    await this.updateComplete;
    /** @type {import("../editor/code.js").Code} */ (
      this.renderRoot.querySelector("aw-code")
    ).edit();
  }

  async showHistory() {
    this.tab = "code";
    await this.updateComplete;
    /** @type {import("../editor/code.js").Code} */ (
      this.renderRoot.querySelector("aw-code")
    ).showHistory();
  }

  /** Shows on the timeline where the current line of the text runs. */
  showRuns() {
    this.tab = "timeline";
    /** @type {import("../editor/code.js").Code} */ (
      this.renderRoot.querySelector("aw-code")
    ).showLine();
  }

  /** @param {boolean} isGraph */
  showGraph(isGraph) {
    Object.assign(this, { isGraph, tab: "timeline" });
    if (isGraph) void import("../timeline/views/graphview.js");
  }

  /** @param {import("./panels.js").Lower} lower */
  showLower(lower) {
    Object.assign(this, { lower, tab: "output" });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key === "Escape") {
      if (event.timeStamp - this.escapedAt < doubleMs) this.stop();
      this.escapedAt = event.timeStamp;
      return;
    }
    const command = commandOf(event, "page");
    if (!command) return;
    event.preventDefault();
    command.act?.(this);
  }

  /** Does a command of the timeline or of playing. @param {string} id */
  command(id) {
    if (this.session.command(id)) {
      if (id === "clear") this.line = 0;
    } else if (id === "links") this.allLinks = !this.allLinks;
    else void customElements.whenDefined("aw-timeline").then(() => this.timeline?.command(id));
  }

  /** @param {CustomEvent<{ lane: any, slice: any }>} event */
  #pick({ detail: { lane, slice } }) {
    this.session.pick(lane, slice);
    this.line = lane && slice ? lineOfSlice(lane, slice) : 0;
  }

  /** @param {number} line */
  #showLine(line) {
    this.line = line;
    this.tab = "code";
  }

  #header() {
    return topBar({
      sample: this.sample.name,
      isLesson: this.lesson !== null,
      theme: this.theme.chosen,
      choose: (name) => this.choose(name),
      toggleLessons: () => this.toggleLessons(),
      share: () => void this.open("share"),
      palette: () => void this.open("palette"),
      help: () => void this.open("help"),
    });
  }

  /** Between the lessons and the first sample. */
  toggleLessons() {
    this.choose(this.lesson === null ? "lessons" : sampleNamed("").name);
  }

  #classroom() {
    const { lesson, workspace, session } = this;
    /** @param {CustomEvent} event */
    const show = ({ detail }) => {
      if (detail.sample.name !== this.arrival?.sample.name) this.show(detail.sample);
    };
    return html`<aw-classroom
      class="room"
      .lesson=${lesson ?? ""}
      .text=${workspace.text}
      .isRunning=${session.isRunning || workspace.isBuilding}
      .run=${async (/** @type {number} */ seed) => ((await this.run(seed)) ? session.left : null)}
      @choose=${(/** @type {CustomEvent} */ event) => this.choose(event.detail.place)}
      @program=${show}
    ></aw-classroom>`;
  }

  #sampleList() {
    return html`<aside class="list" aria-label=${msg("Samples")}>
      <h2>${msg("Samples")}</h2>
      <aw-samples
        mode="list"
        .chosen=${this.sample.name}
        @choose=${(/** @type {CustomEvent} */ event) => this.choose(event.detail.name)}
      ></aw-samples>
    </aside>`;
  }

  #stage() {
    const { session, allLinks, theme, setup, workspace } = this;
    return stagePanel({
      ...{ session, allLinks, theme: theme.shown, isBrief: this.isNarrow, hasLegend: true },
      empty: this.#emptyText(),
      welcome: this.isWelcome && !workspace.isEdited ? this.#welcome() : "",
      strip: stripView(session, setup, workspace.text),
      pick: (event) => this.#pick(event),
      command: (event) => this.command(event.detail.command),
    });
  }

  #welcome() {
    return welcome({
      run: () => void this.run(),
      change: () => void this.edit(),
      learn: () => this.choose(firstLesson),
    });
  }

  #emptyText() {
    if (this.session.isRunning) return msg("Starting …");
    return html`<p class="invite">
        ${msg(html`<strong>Press Run</strong> to watch this program wait.`)}
      </p>
      <p>
        ${msg("Every task has a lane.")}
        ${msg("Play the run again as slowly as you like, or step through it.")}
      </p>`;
  }

  #lower() {
    const { session, lower } = this;
    const show = (/** @type {import("./panels.js").Lower} */ shown) => (this.lower = shown);
    return lowerPanel({ session, shown: lower, show, showLine: (line) => this.#showLine(line) });
  }

  #details() {
    const { session, theme } = this;
    return taskPanel({
      ...{ session, theme: theme.shown, isGraph: this.isGraph },
      showGraph: (wanted) => this.showGraph(wanted),
      pick: (event) => this.#pick(event),
      showLine: (line) => this.#showLine(line),
      command: (event) => this.command(event.detail.command),
    });
  }

  /** The reader's own text, of the program that a link starts from. */
  #showOwn() {
    if (!this.arrival) return;
    const { sample, place } = this.arrival;
    this.show(sample);
    this.choose(place);
  }

  /** The message about a link. */
  #arrival() {
    const { refusal, arrival } = this;
    if (!arrival && !refusal) return "";
    return html`<aw-arrival
      .refusal=${refusal}
      .hasRun=${this.session.state !== "idle"}
      ?stale=${arrival?.isStale}
      @own=${this.#showOwn}
    ></aw-arrival>`;
  }

  /** The title is also what the browser's history says of a place. */
  updated() {
    if (this.workspace.isChanged) this.#remember(location.hash.slice(1) || this.sample.name);
    const place = this.lesson === "" ? msg("Lessons") : this.sample.title;
    document.title = `${place} · awaitc`;
  }

  render() {
    return html`${this.#header()} ${this.#arrival()}
      <main
        data-tab=${this.tab}
        class=${this.lesson === null ? "" : "with-room"}
        .style=${this.panes.style}
      >
        ${this.lesson === null ? this.#sampleList() : ""} ${this.runBarView(this.isNarrow)}
        ${tabs(this.tab, this.lesson !== null, (tab) => (this.tab = tab))}
        ${this.lesson === null ? "" : this.#classroom()} ${this.codeView({ line: this.line })}
        ${this.#stage()} ${this.#lower()} ${this.#details()} ${this.panes.line("code")}
        ${this.panes.line("stage")} ${this.panes.line("lower")}
      </main>
      ${this.announcementView()}
      <aw-help .theme=${this.theme.shown}></aw-help><aw-share></aw-share><aw-palette></aw-palette>
      <aw-offline></aw-offline>`;
  }
}

customElements.define("aw-app", App);
