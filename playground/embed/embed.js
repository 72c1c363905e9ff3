/* <aw-embed>: one program inside of somebody else's page: text, Run, timeline, output. Its address says
 * which: `embed#SAMPLE`, `#lessons/NAME` or a link's fragment; `?theme=light|dark`, `?readonly`,
 * `?editable=3-5`.
 *
 * Decides how much of the playground that is, and tells the page around it how high it is. Runs
 * nothing by itself, whoever asks. Next: messages.js, element.js (the other side), link.js. */

import { LitElement, html } from "lit";
import { controlStyles } from "../common/controls.css.js";
import { embedStyles } from "./embed.css.js";
import { commandOf } from "../common/keyboard.js";
import { sampleNamed, sourceOf } from "../places/library.js";
import { printOf } from "../places/link.js";
import { heightMax, toEmbed } from "./messages.js";
import { outputView, stagePanel, stripView } from "../page/panels.js";
import { runBarStyles } from "../page/runbar.css.js";
import { runBar } from "../page/runbar.js";
import { announcementOf } from "../page/status.js";
import { lineOf, marksAt } from "../trace/query.js";
import { lockedOf } from "../editor/regions.js";
import { Session } from "../run/session.js";
import { Setup } from "../run/setup.js";
import { applyTheme, themeNow, watchTheme } from "../common/theme.js";
import { createCompiler, createWorker } from "../page/workers.js";
import { Workspace } from "../editor/workspace.js";
import { msg, str } from "../common/words.js";
import "../editor/code.js";
import "../page/views.js";

const linkMs = 200; // after the last change

export class Embed extends LitElement {
  static properties = {
    sample: { state: true },
    clock: { state: true },
    isDebug: { state: true },
    allLinks: { state: true },
    refusal: { state: true },
    theme: { state: true },
    lesson: { state: true },
    link: { state: true },
  };

  static styles = [controlStyles, runBarStyles, embedStyles];

  constructor() {
    super();
    this.session = new Session(createWorker, () => this.requestUpdate());
    this.workspace = new Workspace(createCompiler, () => this.requestUpdate());
    this.setup = new Setup(() => this.requestUpdate());
    this.sample = sampleNamed(location.hash.slice(1));
    /** @type {import("../common/protocol.js").ClockName} */ this.clock =
      this.sample.clock ?? "real";
    this.isDebug = true;
    this.allLinks = true;
    const said = new URLSearchParams(location.search);
    this.isReadOnly = said.has("readonly");
    /** The only lines that can be changed; empty: all. */
    this.editable = said.get("editable") ?? "";
    this.ran = "";
    /** What came by a link, until another text is shown.
     * @type {import("../places/arrival.js").Arrival | null} */
    this.arrival = null;
    /** Why something was not done as asked. */
    this.refusal = "";
    this.theme = themeNow();
    /** What the lesson says to do, if it is one's program. @type {unknown} */
    this.lesson = "";
    /** The address of what is shown, in the playground. */
    this.link = "./";
    this.linking = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    watchTheme(() => (this.theme = themeNow()));
    addEventListener("keydown", (event) => this.#key(event));
    addEventListener("hashchange", () => void this.#open());
    addEventListener("message", ({ source, data }) => {
      const message = source === parent && source !== window ? toEmbed(data) : null;
      if (message?.type === "code") this.#show(this.sample, message.text);
      if (message?.type === "theme") applyTheme(message.theme);
    });
    new ResizeObserver(() => this.#tellSize()).observe(this);
    void this.#open().then(() => this.#tell({ awaitc: 1, type: "ready" }));
  }

  /** To whoever is around: nothing in it is secret. @param {import("./messages.js").FromEmbed} said */
  #tell(said) {
    if (parent !== window) parent.postMessage(said, "*");
  }

  #tellSize() {
    const height = Math.min(heightMax, Math.ceil(this.getBoundingClientRect().height));
    this.#tell({ awaitc: 1, type: "size", height });
  }

  /** Shows what the address says. */
  async #open() {
    const place = location.hash.slice(1);
    Object.assign(this, { refusal: "", lesson: "" });
    try {
      const arrival = /^v\d/.test(place) ? await this.#arrive(place) : null;
      const lesson = /^lessons\/(.+)/.exec(arrival?.place ?? place)?.[1];
      if (arrival) this.#show(arrival.sample, arrival.text, arrival);
      else if (lesson) await this.#openLesson(place);
      else this.#show(sampleNamed(place));
      if (lesson) this.lesson = await (await import("./embedlesson.js")).lessonView(lesson);
    } catch (error) {
      this.#show(this.sample);
      this.refusal = (await import("../places/arrival.js")).refusalOf(error);
    }
  }

  /** @param {string} link */
  async #arrive(link) {
    return (await import("../places/arrival.js")).openLink(link);
  }

  /** @param {string} place */
  async #openLesson(place) {
    const program = await (await import("../places/places.js")).programAt(place);
    if (!program) throw new Error(msg(str`this page does not have ${place}`));
    this.#show(program);
  }

  /**
   * @param {import("../places/catalog.js").Sample} sample
   * @param {string} [text] in the place of its own
   * @param {import("../places/arrival.js").Arrival | null} [arrival]
   */
  #show(sample, text = sourceOf(sample), arrival = null) {
    const { editable } = this;
    Object.assign(this, { sample, arrival });
    this.clock = arrival?.clock ?? sample.clock ?? "real";
    this.isDebug = arrival?.isDebug ?? true;
    this.allLinks = arrival?.allLinks ?? true;
    this.session.axis = arrival?.axis ?? "time";
    this.session.clear();
    this.setup.open(arrival);
    const slot = `link.${printOf(`${sample.name} ${editable} ${text}`)}`; // never the reader's own
    const locked = editable ? lockedOf(text, editable) : null;
    this.workspace.open(sample.name, sourceOf(sample), { slot, text, locked });
    if (editable && !locked)
      this.refusal = msg(
        str`This program has no lines ${editable.slice(0, 40)}, so all can be changed.`,
      );
  }

  /** @param {boolean} [isHeld] nothing of it runs yet */
  async #run(isHeld) {
    const { sample, workspace, clock, isDebug } = this;
    const { name, wasm = `samples/${name}.wasm`, args } = sample;
    const { text, isEdited } = workspace;
    const place = new URL(wasm, document.baseURI).href;
    const program = isEdited ? await workspace.build() : place;
    if (!program) return false;
    this.ran = text;
    const { arrival, setup } = this;
    this.session.run({ program, name, clock, isDebug, isHeld, args, ...setup.next(text) });
    if (arrival?.text === text) void this.#look(arrival);
    return true;
  }

  /** Goes to the moment that a link is about. @param {import("../places/arrival.js").Arrival} arrival */
  async #look(arrival) {
    const { lookAt } = await import("../places/moment.js");
    await lookAt(arrival, this.session, this.timeline);
  }

  /** One step of the program, which is started for it. */
  async #step() {
    const { session, workspace } = this;
    if (workspace.isBuilding) return;
    if (session.isRunning || (await this.#run(true))) session.step();
  }

  #stop() {
    if (this.workspace.isBuilding) this.workspace.stop();
    else this.session.stop();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const id = commandOf(event, "page")?.id;
    if (id === "run") void this.#run();
    else if (id === "stop") this.#stop();
    else if (id === "hold") this.session.toggleHold();
    else if (id === "step") void this.#step();
    else return;
    event.preventDefault();
  }

  /** @returns {import("../timeline/timeline.js").Timeline | null} */
  get timeline() {
    return this.renderRoot.querySelector("aw-timeline");
  }

  /** Has the link follow what is shown, since a press must not wait for it. */
  updated() {
    clearTimeout(this.linking);
    this.linking = window.setTimeout(() => void this.#makeLink(), linkMs);
  }

  async #makeLink() {
    const { linkTo, whatOf } = await import("../places/moment.js");
    const what = whatOf(this);
    const { text, isEdited } = this.workspace;
    const isPlain = !isEdited && !this.arrival && this.ran !== text;
    try {
      const fragment = isPlain ? what.place : await linkTo(what);
      this.link = new URL(`./#${fragment}`, document.baseURI).href;
    } catch {
      this.link = new URL(`./#${what.place}`, document.baseURI).href; // too long: the sample
    }
  }

  #runBar() {
    const { session, workspace, clock, isDebug } = this;
    return runBar({
      ...{ session, workspace, clock, isDebug },
      run: () => void this.#run(),
      stop: () => this.#stop(),
      hold: () => this.session.toggleHold(),
      step: () => void this.#step(),
      chooseClock: (chosen) => (this.clock = chosen),
      setDebug: (wanted) => (this.isDebug = wanted),
    });
  }

  #code() {
    const { workspace, session, sample, theme } = this;
    const at = session.outcome?.at ?? "";
    return html`<section class="code" aria-label=${msg("Code")}>
      <aw-code
        .workspace=${workspace}
        .version=${workspace.version}
        .sentence=${sample.sentence}
        .ran=${this.ran}
        .marks=${marksAt(session.trace, session.head)}
        .line=${at.startsWith(`${sample.name}.c:`) ? lineOf(at) : 0}
        .theme=${theme.shown}
        ?readonly=${this.isReadOnly}
        @lines=${(/** @type {CustomEvent} */ { detail }) => {
          if (this.timeline) this.timeline.at = detail;
        }}
      ></aw-code>
    </section>`;
  }

  #stage() {
    const { session, theme, allLinks } = this;
    return stagePanel({
      ...{ session, theme: theme.shown, allLinks, hasLegend: false },
      strip: stripView(session, this.setup, this.workspace.text),
      empty: msg("Press Run to watch this program wait."),
      pick: ({ detail }) => session.pick(detail.lane, detail.slice),
      command: ({ detail }) => {
        if (detail.command === "links") this.allLinks = !allLinks;
        else if (!session.command(detail.command)) this.timeline?.command(detail.command);
      },
    });
  }

  render() {
    const { refusal, session, workspace, sample, lesson, link } = this;
    return html`<main>
        <h1 class="announce">${sample.title}</h1>
        ${refusal ? html`<p class="notice" role="alert">${refusal}</p>` : ""} ${lesson}
        ${this.#runBar()} ${this.#code()} ${this.#stage()}
        <div class="output">${outputView(session)}</div>
        <p class="foot">
          <a href=${link} target="_blank" rel="noopener">${msg("Open in playground")}</a>
        </p>
      </main>
      <p class="announce" role="status" aria-live="polite">
        ${announcementOf(session, workspace, sample.title)}
      </p>`;
  }
}

customElements.define("aw-embed", Embed);
