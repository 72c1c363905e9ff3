/* <aw-classroom>: the list of lessons with the reader's progress, or the open lesson.
 *
 * Fires `choose` to go to another place (`lessons/NAME`) and `program` to show a program. It runs
 * programs only through the function `run` that it is given. lesson.js is a single lesson. */

import { LitElement, html } from "lit";
import { classroomStyles } from "./classroom.css.js";
import { controlStyles } from "../common/controls.css.js";
import { Progress } from "./progress.js";
import { open, programOf, shelf } from "./shelf.js";
import { msg, str } from "../common/words.js";
import "./lesson.js";

const messageOf = (/** @type {unknown} */ error) => /** @type {Error} */ (error).message;

/** Runs the program shown with that seed; null: it was stopped, or there is none.
 * @typedef {(seed: number) => Promise<import("../run/session.js").Left | null>} RunWith */

class Classroom extends LitElement {
  static properties = {
    lesson: {},
    text: {},
    isRunning: { type: Boolean },
    run: { attribute: false },
    opened: { state: true },
    shown: { state: true },
    message: { state: true },
  };

  static styles = [controlStyles, classroomStyles];

  constructor() {
    super();
    /** The lesson's name; "": their list. */
    this.lesson = "";
    /** The program as it is edited now. */
    this.text = "";
    this.isRunning = false;
    /** @type {RunWith} */ this.run = async () => null;
    /** @type {import("./shelf.js").Lesson | null} */ this.opened = null;
    /** Which of its programs is shown. @type {"start" | "solution"} */ this.shown = "start";
    /** What went wrong with a lesson or a file. */
    this.message = "";
    this.progress = new Progress(() => window.localStorage);
  }

  connectedCallback() {
    super.connectedCallback();
    this.setAttribute("role", "complementary");
    this.setAttribute("aria-label", msg("Lessons"));
  }

  /** @param {import("lit").PropertyValues} changed */
  updated(changed) {
    if (!changed.has("lesson")) return;
    void this.#open();
    const left = changed.get("lesson");
    const item = left && this.renderRoot.querySelector(`[data-name="${CSS.escape(left)}"]`);
    if (item) /** @type {HTMLElement} */ (item).focus();
  }

  async #open() {
    const { lesson: name } = this;
    this.message = "";
    if (name === "") return;
    try {
      const opened = await open(name);
      if (name !== this.lesson || !this.isConnected) return;
      this.opened = opened;
      this.#show("start");
    } catch (error) {
      this.message = msg(str`The lesson could not be opened: ${messageOf(error)}.`);
    }
    this.scrollTop = 0;
  }

  /** @param {"start" | "solution"} part */
  #show(part) {
    if (!this.opened) return;
    this.shown = part;
    this.#ask("program", { sample: programOf(this.opened, part) });
  }

  /** @param {string} name @param {object} detail */
  #ask(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  /** @param {string} name */
  #go(name) {
    this.#ask("choose", { place: name ? `lessons/${name}` : "lessons" });
  }

  #save() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([this.progress.text], { type: "application/json" }));
    link.download = "awaitc-lessons.json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  /** @param {Event} event */
  async #read(event) {
    const input = /** @type {HTMLInputElement} */ (event.target);
    const [file] = input.files ?? [];
    if (!file) return;
    try {
      this.progress.add(await file.text());
      this.message = msg("Your progress has been read.");
    } catch (error) {
      this.message = msg(str`Nothing was read: ${messageOf(error)}.`);
    }
    input.value = "";
    this.requestUpdate();
  }

  #choose() {
    /** @type {HTMLInputElement | null} */ (this.renderRoot.querySelector("input"))?.click();
  }

  #message() {
    return html`<p role="status">${this.message}</p>`;
  }

  #list() {
    const { progress } = this;
    const kept = msg("Your progress stays in this browser. Save it to take it elsewhere.");
    const lost = msg(
      "This browser does not let the page keep your progress: save it before you leave.",
    );
    return html`<div class="top"><h2>${msg("Lessons")}</h2></div>
      <div class="list">
        <p>
          ${msg("Read, predict, run, change, check: five to ten minutes each.")}
          ${msg(str`${progress.count} of ${shelf.length} done.`)}
        </p>
        <ol class="lessons">
          ${shelf.map((lesson) => this.#item(lesson))}
        </ol>
        <div class="buttons">
          <button type="button" class="button" @click=${this.#save}>${msg("Save progress")}</button>
          <button type="button" class="button" @click=${this.#choose}>
            ${msg("Read progress …")}
          </button>
          <input type="file" accept=".json" hidden @change=${this.#read} />
        </div>
        <p class="facts">${progress.isKept ? kept : lost}</p>
        ${this.#message()}
      </div>`;
  }

  /** @param {(typeof shelf)[number]} lesson */
  #item({ name, head }) {
    const { done } = this.progress.of(name);
    return html`<li>
      <button type="button" class="item" data-name=${name} @click=${() => this.#go(name)}>
        <span class="number">${Number(name.slice(0, 2))}</span
        ><span class="title">${head.title}</span
        ><span class="done">${done ? html`✓<span class="word">${msg("done")}</span>` : ""}</span
        ><span class="sentence">${head.sentence}</span>
      </button>
    </li>`;
  }

  #lesson() {
    const { opened, lesson, shown, progress } = this;
    const index = shelf.findIndex(({ name }) => name === lesson);
    const next = shelf[index + 1];
    const count = msg(str`${index + 1} of ${shelf.length}`);
    const isThere = opened?.name === lesson;
    return html`<div class="top">
        <button type="button" class="button" @click=${() => this.#go("")}>
          ${msg("All lessons")}
        </button>
        <span class="count">${index === -1 ? "" : count}</span>
      </div>
      ${this.message ? html`<div class="text">${this.#message()}</div>` : ""}
      ${
        isThere
          ? html`<aw-lesson
              .lesson=${opened}
              .shown=${shown}
              .next=${next?.head.title ?? ""}
              .mark=${progress.of(lesson)}
              .text=${this.text}
              .isRunning=${this.isRunning}
              .run=${this.run}
              @part=${(/** @type {CustomEvent} */ event) => this.#show(event.detail.part)}
              @note=${(/** @type {CustomEvent} */ event) => this.#note(event.detail)}
              @next=${() => this.#go(next?.name ?? "")}
            ></aw-lesson>`
          : ""
      }`;
  }

  /** @param {import("./progress.js").Mark} mark */
  #note(mark) {
    this.progress.note(this.lesson, mark);
    this.requestUpdate();
  }

  render() {
    return this.lesson === "" ? this.#list() : this.#lesson();
  }
}

customElements.define("aw-classroom", Classroom);
