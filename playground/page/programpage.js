/* What the page (app.js) and the embed (embed.js) share: one program with its run, setup and text,
 * the actions on them, and the views that both show.
 *
 * The reader's choices of clock, axis, debug mode and arrows stay when another program is shown. A
 * program that is about real time has a clock of its own, and a link sets all of them. session.js
 * is the run and its playhead. */

import { LitElement, html } from "lit";
import { sampleNamed, sourceOf } from "../places/library.js";
import { runBar } from "./runbar.js";
import { announcementOf } from "./status.js";
import { lineOf, marksAt } from "../trace/query.js";
import { Session } from "../run/session.js";
import { Setup } from "../run/setup.js";
import { themeNow, watchTheme } from "../common/theme.js";
import { createCompiler, createWorker } from "./workers.js";
import { Workspace } from "../editor/workspace.js";
import { msg } from "../common/words.js";
import "../editor/code.js";

/** @typedef {import("../places/arrival.js").Arrival} Arrival */
/** @typedef {import("../places/catalog.js").Sample} Sample */
/** @typedef {import("../common/protocol.js").ClockName} ClockName */

const narrow = matchMedia("(max-width: 720px)");

export class ProgramPage extends LitElement {
  static properties = {
    sample: { state: true },
    clock: { state: true },
    isDebug: { state: true },
    allLinks: { state: true },
    arrival: { state: true },
    refusal: { state: true },
    theme: { state: true },
    isNarrow: { state: true },
  };

  constructor() {
    super();
    this.session = new Session(createWorker, () => this.requestUpdate());
    this.workspace = new Workspace(createCompiler, () => this.requestUpdate());
    this.setup = new Setup(() => this.requestUpdate());
    /** What is shown: a sample, or the program of a lesson. */
    this.sample = sampleNamed(location.hash.slice(1));
    /** The clock that the reader chose. @type {ClockName} */ this.clockChosen = "virtual";
    /** That of the program shown. @type {ClockName} */ this.clock =
      this.sample.clock ?? this.clockChosen;
    /** Whether programs look for faults that break nothing. */
    this.isDebug = true;
    this.allLinks = true;
    /** What came by a link, until something else is shown. @type {Arrival | null} */
    this.arrival = null;
    /** Why something was not done as asked. */
    this.refusal = "";
    /** The text of the run shown. */
    this.ran = "";
    this.theme = themeNow();
    /** Whether the page is as narrow as a phone. */
    this.isNarrow = narrow.matches;
  }

  connectedCallback() {
    super.connectedCallback();
    watchTheme(() => (this.theme = themeNow()));
    narrow.addEventListener("change", () => (this.isNarrow = narrow.matches));
  }

  /** @returns {import("../timeline/views/timeline.js").Timeline | null} */
  get timeline() {
    return this.renderRoot.querySelector("aw-timeline");
  }

  /**
   * Shows another program, which has not run.
   * @param {Sample} sample
   * @param {Arrival | null} arrival
   * @param {Parameters<Workspace["open"]>[2]} [kept] a text in place of the sample's own
   */
  show(sample, arrival, kept = arrival) {
    Object.assign(this, { sample, arrival });
    this.clock = arrival?.clock ?? sample.clock ?? this.clockChosen;
    this.isDebug = arrival?.isDebug ?? this.isDebug;
    this.allLinks = arrival?.allLinks ?? this.allLinks;
    this.session.giveAxis(arrival?.axis ?? null);
    this.session.clear();
    this.session.keep(null);
    this.setup.open(arrival);
    this.workspace.open(sample.name, sourceOf(sample), kept);
  }

  /** Runs the sample as it came with the page, or builds what has been made of it and runs that;
   * while there is nothing new to run, the last run stays, and this gives false.
   * @param {number} [seed] as a check runs it: in virtual time, in debug mode
   * @param {boolean} [isHeld] nothing of it runs yet */
  async run(seed, isHeld) {
    const { name, wasm = `samples/${name}.wasm`, args } = this.sample;
    const { workspace } = this;
    const { text, isEdited } = workspace;
    const prebuilt = new URL(wasm, document.baseURI).href;
    const program = isEdited ? await workspace.build() : prebuilt;
    if (!program) return false;
    this.ran = text;
    const { clock, isDebug, arrival } = this;
    const given =
      seed === undefined
        ? { clock, isDebug, ...this.setup.next(text) }
        : { clock: /** @type {const} */ ("virtual"), isDebug: true, seed };
    this.session.run({ program, name, isHeld, args, ...given });
    if (arrival?.text === text) void this.#look(arrival);
    return true;
  }

  /** Goes to the moment that a link is about. @param {Arrival} arrival */
  async #look(arrival) {
    const { lookAt } = await import("../places/moment.js");
    await lookAt(arrival, this.session, this.timeline);
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

  /** @param {ClockName} clock */
  chooseClock(clock) {
    Object.assign(this, { clock, clockChosen: clock });
  }

  /** @param {boolean} wanted */
  setDebug(wanted) {
    this.isDebug = wanted;
  }

  /** @param {boolean} isBrief only Run, Stop and the state of the run stand in the bar
   * @param {unknown} [others] what else is under More */
  runBarView(isBrief, others) {
    const { session, workspace, setup, clock, isDebug } = this;
    return runBar({
      ...{ session, workspace, setup, clock, isDebug, isBrief, others },
      run: () => void this.run(),
      stop: () => this.stop(),
      hold: () => this.hold(),
      step: () => void this.step(),
      chooseClock: (chosen) => this.chooseClock(chosen),
      setDebug: (wanted) => this.setDebug(wanted),
    });
  }

  /** The line that a failed run points at, if it is one of the source shown. */
  get #failedLine() {
    const at = this.session.outcome?.at ?? "";
    return at.startsWith(`${this.sample.name}.c:`) ? lineOf(at) : 0;
  }

  /** @param {{ line?: number, isReadOnly?: boolean }} [shown] the line pointed at; 0: none */
  codeView({ line = 0, isReadOnly = false } = {}) {
    const { workspace, session, sample } = this;
    return html`<section class="code" aria-label=${msg("Code")}>
      <aw-code
        .workspace=${workspace}
        .version=${workspace.version}
        .sentence=${sample.sentence}
        .ran=${this.ran}
        .marks=${marksAt(session.trace, session.head)}
        .line=${line || this.#failedLine}
        .theme=${this.theme.shown}
        ?readonly=${isReadOnly}
        @lines=${(/** @type {CustomEvent} */ { detail }) => {
          if (this.timeline) this.timeline.at = detail;
        }}
      ></aw-code>
    </section>`;
  }

  /** What those hear who do not see how the run is. */
  announcementView() {
    return html`<p class="announce" role="status" aria-live="polite">
      ${announcementOf(this.session, this.workspace, this.sample.title)}
    </p>`;
  }
}
