/* <aw-embed>: one program inside of somebody else's page: text, Run, timeline, output. Its address says
 * which: `embed#SAMPLE` or a link's fragment; `?theme=light|dark`, `?readonly`.
 *
 * Decides how much of the playground that is, and tells the page around it how high it is. Runs
 * nothing by itself, whoever asks. Next: messages.js, element.js (the other side), link.js. */

import { LitElement, html } from "lit";
import { controlStyles } from "./controls.css.js";
import { embedStyles } from "./embed.css.js";
import { commandOf } from "./keyboard.js";
import { newSeed, sampleNamed, sourceOf } from "./library.js";
import { printOf } from "./link.js";
import { heightMax, toEmbed } from "./messages.js";
import { outputView, stagePanel } from "./panels.js";
import { runBarStyles } from "./runbar.css.js";
import { runBar } from "./runbar.js";
import { announcementOf } from "./status.js";
import { lineOf, marksAt } from "./query.js";
import { Session } from "./session.js";
import { themeNow, watchTheme } from "./theme.js";
import { createCompiler, createWorker } from "./workers.js";
import { Workspace } from "./workspace.js";
import "./code.js";

export class Embed extends LitElement {
  static properties = {
    sample: { state: true },
    clock: { state: true },
    isDebug: { state: true },
    refusal: { state: true },
    theme: { state: true },
  };

  static styles = [controlStyles, runBarStyles, embedStyles];

  constructor() {
    super();
    this.session = new Session(createWorker, () => this.requestUpdate());
    this.workspace = new Workspace(createCompiler, () => this.requestUpdate());
    this.sample = sampleNamed(location.hash.slice(1));
    /** @type {import("./protocol.js").ClockName} */ this.clock = this.sample.clock ?? "real";
    this.isDebug = true;
    this.isReadOnly = new URLSearchParams(location.search).has("readonly");
    this.ran = "";
    /** Why a link was not opened. */
    this.refusal = "";
    this.theme = themeNow();
  }

  connectedCallback() {
    super.connectedCallback();
    watchTheme(() => (this.theme = themeNow()));
    addEventListener("keydown", (event) => this.#key(event));
    addEventListener("hashchange", () => void this.#open());
    addEventListener("message", ({ source, data }) => {
      const message = source === parent && source !== window ? toEmbed(data) : null;
      if (message) this.#show(this.sample, message.text);
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
    this.refusal = "";
    if (!/^v\d/.test(place)) return this.#show(sampleNamed(place));
    const { openLink, refusalOf } = await import("./arrival.js");
    try {
      const { sample, text, clock } = await openLink(place);
      this.#show(sample, text);
      this.clock = clock;
    } catch (error) {
      this.#show(this.sample);
      this.refusal = refusalOf(error);
    }
  }

  /** @param {import("./catalog.js").Sample} sample @param {string} [text] in the place of its own */
  #show(sample, text = sourceOf(sample)) {
    this.sample = sample;
    this.clock = sample.clock ?? "real";
    this.session.clear();
    const slot = `link.${printOf(`${sample.name} ${text}`)}`; // never the reader's own
    this.workspace.open(sample.name, sourceOf(sample), { slot, text });
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
    this.session.run({ program, name, clock, isDebug, isHeld, args, seed: newSeed() });
    return true;
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

  /** @returns {import("./timeline.js").Timeline | null} */
  get #timeline() {
    return this.renderRoot.querySelector("aw-timeline");
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
    return html`<section class="code" aria-label="Code">
      <aw-code
        .workspace=${workspace}
        .version=${workspace.version}
        .sentence=${sample.sentence}
        .ran=${this.ran}
        .marks=${marksAt(session.trace, session.head)}
        .line=${at.startsWith(`${sample.name}.c:`) ? lineOf(at) : 0}
        .theme=${theme.shown}
        ?readonly=${this.isReadOnly}
      ></aw-code>
    </section>`;
  }

  #stage() {
    const { session, theme } = this;
    return stagePanel({
      ...{ session, theme: theme.shown, allLinks: true, hasLegend: false },
      empty: "Press Run to watch this program wait.",
      pick: ({ detail }) => session.pick(detail.lane, detail.slice),
      command: ({ detail }) => {
        if (!session.command(detail.command)) this.#timeline?.command(detail.command);
      },
    });
  }

  render() {
    const { refusal, session, workspace, sample } = this;
    return html`<main>
        ${refusal ? html`<p class="notice" role="alert">${refusal}</p>` : ""} ${this.#runBar()}
        ${this.#code()} ${this.#stage()}
        <section class="output" aria-label="Output">${outputView(session)}</section>
      </main>
      <p class="announce" role="status" aria-live="polite">
        ${announcementOf(session, workspace, sample.title)}
      </p>`;
  }
}

customElements.define("aw-embed", Embed);
