/* <aw-embed>: one program inside somebody else's page: Run, text, lanes and Play; its output and
 * all other controls are one press away. The address says which program: `embed#SAMPLE`,
 * `#lessons/NAME` or a link's fragment; `?theme=light|dark`, `?readonly`, `?editable=3-5`.
 *
 * It reports its height to the page around it, and runs a program only when the reader presses Run.
 * page/programpage.js is what it shares with the page. element.js is the other side of the frame;
 * messages.js has the messages between them. */

import { html } from "lit";
import { controlStyles } from "../common/controls.css.js";
import { embedStyles } from "./embed.css.js";
import { commandOf } from "../common/keyboard.js";
import { sampleNamed, sourceOf } from "../places/library.js";
import { printOf } from "../places/linkcodec.js";
import { heightMax, toEmbed } from "./messages.js";
import { outputView, stagePanel, stripView } from "../page/panels.js";
import { ProgramPage } from "../page/programpage.js";
import { runBarStyles } from "../page/runbar.css.js";
import { lockedOf } from "../editor/regions.js";
import { applyTheme } from "../common/theme.js";
import { msg, str } from "../common/words.js";
import "../page/views.js";

const linkMs = 200; // after the last change

class Embed extends ProgramPage {
  static properties = {
    ...ProgramPage.properties,
    lesson: { state: true },
    link: { state: true },
    isOutputOpen: { state: true },
  };

  static styles = [controlStyles, runBarStyles, embedStyles];

  constructor() {
    super();
    const said = new URLSearchParams(location.search);
    this.isReadOnly = said.has("readonly");
    /** The only lines that can be changed; empty: all. */
    this.editable = said.get("editable") ?? "";
    /** What the lesson says to do, if it is one's program. @type {unknown} */
    this.lesson = "";
    /** The address of what is shown, in the playground. */
    this.link = "./";
    this.linking = 0;
    this.isOutputOpen = false;
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener("keydown", (event) => this.#key(event));
    addEventListener("hashchange", () => void this.#open());
    addEventListener("message", ({ source, data }) => {
      const message = source === parent && source !== window ? toEmbed(data) : null;
      if (message?.type === "code") this.#show(this.#ownProgram(message.name), message.text);
      if (message?.type === "theme") applyTheme(message.theme);
    });
    new ResizeObserver(() => this.#tellSize()).observe(this);
    void this.#open().then(() => this.#tell({ awaitc: 1, type: "ready" }));
  }

  /** To whoever is around: nothing in it is secret.
   * @param {import("./messages.js").FromEmbed} said */
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

  /** A program that the page around has written; a link to it starts from the sample shown.
   * @param {string} name @returns {import("../places/catalog.js").Sample} */
  #ownProgram(name) {
    const { place = this.sample.name } = this.sample;
    return { name, title: `${name}.c`, sentence: "", source: "", place };
  }

  /**
   * @param {import("../places/catalog.js").Sample} sample
   * @param {string} [text] in the place of its own
   * @param {import("../places/arrival.js").Arrival | null} [arrival]
   */
  #show(sample, text = sourceOf(sample), arrival = null) {
    const { editable } = this;
    const slot = `link.${printOf(`${sample.name} ${editable} ${text}`)}`; // never the reader's own
    const locked = editable ? lockedOf(text, editable) : null;
    this.show(sample, arrival, { slot, text, locked });
    if (editable && !locked)
      this.refusal = msg(
        str`This program has no lines ${editable.slice(0, 40)}, so all can be changed.`,
      );
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const id = commandOf(event, "page")?.id;
    if (id === "run") void this.run();
    else if (id === "stop") this.stop();
    else if (id === "hold") this.hold();
    else if (id === "step") void this.step();
    else return;
    event.preventDefault();
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

  #stage() {
    const { session, theme, allLinks } = this;
    return stagePanel({
      ...{ session, theme: theme.shown, allLinks, isBrief: true, hasLegend: false },
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
    const { refusal, session, sample, lesson, link } = this;
    const isOpen = this.isOutputOpen || session.outcome?.isBad === true;
    return html`<main>
        <h1 class="announce">${sample.title}</h1>
        ${refusal ? html`<p class="notice" role="alert">${refusal}</p>` : ""} ${lesson}
        ${this.runBarView(true)} ${this.codeView({ isReadOnly: this.isReadOnly })} ${this.#stage()}
        ${isOpen ? html`<div class="output">${outputView(session)}</div>` : ""}
        <p class="foot">
          <button
            type="button"
            class="button"
            aria-expanded=${isOpen}
            @click=${() => (this.isOutputOpen = !isOpen)}
          >
            ${msg("Output")}
          </button>
          <a href=${link} target="_blank" rel="noopener">${msg("Open in playground")}</a>
        </p>
      </main>
      ${this.announcementView()}`;
  }
}

customElements.define("aw-embed", Embed);
