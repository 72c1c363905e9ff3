/* <aw-app>: the page. Puts the views around one session and passes what they ask for on to it.
 *
 * Decides which sample is shown, or which lesson (classroom.js, loaded when asked for), or what came by
 * a link (arrival.js, also), and how wide and narrow pages are put together; what a run is, and where
 * the playhead goes, is session.js. */

import { LitElement, html } from "lit";
import { appStyles } from "./app.css.js";
import { controlStyles } from "../common/controls.css.js";
import { lineOfSlice } from "../trace/explain.js";
import { commandOf } from "../common/keyboard.js";
import { painted } from "../common/painted.js";
import { sampleNamed, sourceOf } from "../places/library.js";
import { lowerPanel, stagePanel, stripView, taskPanel } from "./panels.js";
import { runBarStyles } from "./runbar.css.js";
import { runBar } from "./runbar.js";
import { announcementOf } from "./status.js";
import { lineOf, marksAt } from "../trace/query.js";
import { Session } from "../run/session.js";
import { Setup } from "../run/setup.js";
import { themeNow, watchTheme } from "../common/theme.js";
import { topBar } from "./topbar.js";
import { createCompiler, createWorker } from "./workers.js";
import { Workspace } from "../editor/workspace.js";
import { msg } from "../common/words.js";
import "../editor/code.js";
import "../places/samples.js";

/** @typedef {"lesson" | "code" | "timeline" | "output"} Tab  the parts of a narrow page */
/** @typedef {import("../places/catalog.js").Sample} Sample */

/** What opens over the page, loaded when it is asked for. */
const dialogs = {
  help: () => import("./help.js"),
  offline: () => import("../offline/offline.js"),
  palette: () => import("./palette.js"),
  share: () => import("../places/share.js"),
};

export class App extends LitElement {
  static properties = {
    sample: { state: true },
    lesson: { state: true },
    clock: { state: true },
    isDebug: { state: true },
    tab: { state: true },
    lower: { state: true },
    isGraph: { state: true },
    line: { state: true },
    allLinks: { state: true },
    theme: { state: true },
    arrival: { state: true },
    refusal: { state: true },
  };

  static styles = [controlStyles, runBarStyles, appStyles];

  constructor() {
    super();
    this.session = new Session(createWorker, () => this.requestUpdate());
    this.workspace = new Workspace(createCompiler, () => this.requestUpdate());
    this.setup = new Setup(() => this.requestUpdate());
    /** What is shown: a sample, or the program of a lesson. */
    this.sample = sampleNamed(location.hash.slice(1));
    /** The lesson shown, "" for their list; null: samples. @type {string | null} */
    this.lesson = null;
    /** What came by a link, until something else is shown.
     * @type {import("../places/arrival.js").Arrival | null} */
    this.arrival = null;
    /** Why a link was not opened. */
    this.refusal = "";
    /** The text of the run shown. */
    this.ran = "";
    /** @type {import("../common/protocol.js").ClockName} */ this.clock =
      this.sample.clock ?? "real";
    /** Whether programs look for faults that break nothing. */
    this.isDebug = true;
    /** @type {Tab} */ this.tab = "timeline";
    /** Whether who waits for whom is shown in the place of a task's details. */
    this.isGraph = false;
    /** What the lower left panel shows. @type {import("./panels.js").Lower} */ this.lower =
      "output";
    /** The source line pointed at; 0: none. */
    this.line = 0;
    this.allLinks = true;
    this.theme = themeNow();
    this.escapedAt = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    watchTheme(() => (this.theme = themeNow()));
    addEventListener("keydown", (event) => this.#key(event));
    addEventListener("hashchange", () => this.#showPlace(location.hash.slice(1)));
    this.workspace.open(this.sample.name, sourceOf(this.sample));
    this.#showPlace(location.hash.slice(1));
    this.session.warm();
  }

  /** What the first paint does not need comes after it. */
  async firstUpdated() {
    await painted();
    await import("./views.js");
  }

  /** Goes to a place, from which the browser's Back comes back. @param {string} place */
  choose(place) {
    if (location.hash !== `#${place}`) history.pushState(null, "", `#${place}`);
    this.#showPlace(place);
  }

  /** Shows `lessons`, `lessons/NAME`, the sample of that name, or what a link holds.
   * @param {string} place */
  #showPlace(place) {
    if (/^v\d/.test(place)) return void this.#arrive(place);
    Object.assign(this, { refusal: "" });
    this.lesson = /^lessons(?:\/|$)(.*)/.exec(place)?.[1] ?? null;
    if (this.lesson !== null) {
      this.tab = "lesson";
      void import("../lesson/classroom.js");
    } else {
      this.#show(sampleNamed(place));
      if (this.tab === "lesson") this.tab = "timeline";
    }
    const name = this.lesson === null ? this.sample.name : place;
    if (place && place !== name) history.replaceState(null, "", `#${name}`);
  }

  /** Shows the program that a link holds, and runs nothing. @param {string} link */
  async #arrive(link) {
    const { openLink, refusalOf } = await import("../places/arrival.js");
    try {
      const arrival = await openLink(link);
      if (location.hash !== `#${link}`) return;
      this.refusal = "";
      this.#show(arrival.sample, arrival);
      this.lesson = /^lessons\/(.*)/.exec(arrival.place)?.[1] ?? null;
      if (this.lesson !== null) void import("../lesson/classroom.js");
      this.tab = "code";
    } catch (error) {
      this.refusal = refusalOf(error);
    }
  }

  /** @param {Sample} sample @param {import("../places/arrival.js").Arrival | null} [arrival] */
  #show(sample, arrival = null) {
    if (sample === this.sample && arrival === this.arrival) return;
    this.sample = sample;
    this.arrival = arrival;
    this.clock = arrival?.clock ?? sample.clock ?? "real";
    this.isDebug = arrival?.isDebug ?? this.isDebug;
    this.allLinks = arrival?.allLinks ?? this.allLinks;
    this.session.axis = arrival?.axis ?? this.session.axis;
    this.line = 0;
    this.session.clear();
    this.session.kept = null;
    this.setup.open(arrival);
    this.workspace.open(sample.name, sourceOf(sample), arrival);
  }

  /** Runs the sample as it came with the page, or builds what has been made of it and runs that;
   * while there is nothing new to run, the last run stays, and this gives false.
   * @param {number} [seed] as a check runs it: in virtual time, in debug mode
   * @param {boolean} [isHeld] nothing of it runs yet */
  async run(seed, isHeld) {
    const { name, wasm = `samples/${name}.wasm`, args } = this.sample;
    const { workspace } = this;
    const { text, isEdited } = workspace;
    const place = new URL(wasm, document.baseURI).href;
    const program = isEdited ? await workspace.build() : place;
    if (!program) {
      this.#showProblems();
      return false;
    }
    this.ran = text;
    this.line = 0;
    if (seed !== undefined) Object.assign(this, { clock: "virtual", isDebug: true });
    const { clock, isDebug, arrival } = this;
    const given = seed === undefined ? this.setup.next(text) : { seed };
    this.session.run({ program, name, clock, isDebug, isHeld, args, ...given });
    if (arrival?.text === text) void this.#look(arrival);
    return true;
  }

  /** Goes to the moment that a link is about. @param {import("../places/arrival.js").Arrival} arrival */
  async #look(arrival) {
    const { lookAt } = await import("../places/moment.js");
    await lookAt(arrival, this.session, this.timeline);
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

  stop() {
    if (this.workspace.isBuilding) this.workspace.stop();
    else this.session.stop();
  }

  hold() {
    this.session.toggleHold();
  }

  /** One step of the program, which is started for it. */
  async step() {
    const { session, workspace } = this;
    if (workspace.isBuilding) return;
    if (session.isRunning || (await this.run(undefined, true))) session.step();
  }

  async edit() {
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

  /** @param {import("../common/protocol.js").ClockName} clock */
  chooseClock(clock) {
    this.clock = clock;
  }

  /** @param {boolean} wanted */
  setDebug(wanted) {
    this.isDebug = wanted;
  }

  /** @param {boolean} isGraph */
  showGraph(isGraph) {
    Object.assign(this, { isGraph, tab: "timeline" });
    if (isGraph) void import("../timeline/graphview.js");
  }

  /** @param {import("./panels.js").Lower} lower */
  showLower(lower) {
    Object.assign(this, { lower, tab: "output" });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key === "Escape") {
      if (event.timeStamp - this.escapedAt < 600) this.stop();
      this.escapedAt = event.timeStamp;
      return;
    }
    const command = commandOf(event, "page");
    if (!command) return;
    event.preventDefault();
    command.act?.(this);
  }

  /** @returns {import("../timeline/timeline.js").Timeline} */
  get timeline() {
    return /** @type {any} */ (this.renderRoot.querySelector("aw-timeline"));
  }

  /** Does a command of the timeline or of playing. @param {string} id */
  command(id) {
    if (this.session.command(id)) {
      if (id === "clear") this.line = 0;
    } else if (id === "links") this.allLinks = !this.allLinks;
    else void customElements.whenDefined("aw-timeline").then(() => this.timeline.command(id));
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
      if (detail.sample.name !== this.arrival?.sample.name) this.#show(detail.sample);
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

  #runBar() {
    const { session, workspace, clock, isDebug } = this;
    return runBar({
      ...{ session, workspace, clock, isDebug },
      run: () => this.run(),
      stop: () => this.stop(),
      hold: () => this.hold(),
      step: () => void this.step(),
      chooseClock: (chosen) => this.chooseClock(chosen),
      setDebug: (wanted) => this.setDebug(wanted),
    });
  }

  #tabs() {
    /** @type {[Tab, string][]} */
    const tabs = [
      ["code", msg("Code")],
      ["timeline", msg("Timeline")],
      ["output", msg("Output")],
    ];
    if (this.lesson !== null) tabs.unshift(["lesson", msg("Lesson")]);
    return html`<nav class="tabs" aria-label=${msg("Parts of the page")}>
      ${tabs.map(
        ([name, label]) =>
          html`<button
            type="button"
            aria-pressed=${this.tab === name}
            @click=${() => (this.tab = name)}
          >
            ${label}
          </button>`,
      )}
    </nav>`;
  }

  /** The line that a failed run points at, if it is one of the source shown. */
  #failedLine() {
    const at = this.session.outcome?.at ?? "";
    return at.startsWith(`${this.sample.name}.c:`) ? lineOf(at) : 0;
  }

  #code() {
    return html`<section class="code" aria-label=${msg("Code")}>
      <aw-code
        .workspace=${this.workspace}
        .version=${this.workspace.version}
        .sentence=${this.sample.sentence}
        .ran=${this.ran}
        .marks=${marksAt(this.session.trace, this.session.head)}
        .line=${this.line || this.#failedLine()}
        .theme=${this.theme.shown}
        @lines=${(/** @type {CustomEvent} */ { detail }) => (this.timeline.at = detail)}
      ></aw-code>
    </section>`;
  }

  #stage() {
    const { session, allLinks, theme, setup, workspace } = this;
    return stagePanel({
      ...{ session, allLinks, theme: theme.shown, hasLegend: true, empty: this.#emptyText() },
      strip: stripView(session, setup, workspace.text),
      pick: (event) => this.#pick(event),
      command: (event) => this.command(event.detail.command),
    });
  }

  #emptyText() {
    if (this.session.isRunning) return msg("Starting …");
    return html`<p class="invite">
        ${msg(html`<strong>Press Run</strong> to watch this program wait.`)}
      </p>
      <p>
        ${msg("Every task gets a lane.")}
        ${msg("Then play it again, step by step, as slowly as you like.")}
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
    this.#show(sample);
    this.choose(place);
  }

  /** What is to be said of a link. */
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
    const place = this.lesson === "" ? msg("Lessons") : this.sample.title;
    document.title = `${place} · awaitc`;
  }

  render() {
    return html`${this.#header()} ${this.#arrival()}
      <main data-tab=${this.tab} class=${this.lesson === null ? "" : "with-room"}>
        ${this.lesson === null ? this.#sampleList() : ""} ${this.#runBar()} ${this.#tabs()}
        ${this.lesson === null ? "" : this.#classroom()} ${this.#code()} ${this.#stage()}
        ${this.#lower()} ${this.#details()}
      </main>
      <p class="announce" role="status" aria-live="polite">
        ${announcementOf(this.session, this.workspace, this.sample.title)}
      </p>
      <aw-help .theme=${this.theme.shown}></aw-help><aw-share></aw-share><aw-palette></aw-palette>
      <aw-offline></aw-offline>`;
  }
}

customElements.define("aw-app", App);
