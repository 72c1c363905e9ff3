/* <aw-lesson>: one lesson: text, a question, the check with its findings, hints, the solution, and
 * the next lesson.
 *
 * A check runs the program once for each seed until a run fails; that run is then shown on the
 * timeline. Fires `note` with what should be stored, `part` for the start or the solution, and
 * `next` for the next lesson. */

import { LitElement, html } from "lit";
import { classroomStyles } from "./classroom.css.js";
import { controlStyles } from "../common/controls.css.js";
import { check, hasPassed, seeds } from "./lessoncheck.js";
import { blocksOf, proseOf, wordsOf } from "./prose.js";
import { syntaxStyles } from "../common/syntax.css.js";
import { msg, shown, str } from "../common/words.js";

/** @typedef {import("./lessoncheck.js").Finding} Finding */

export class Lesson extends LitElement {
  static properties = {
    lesson: { attribute: false },
    shown: {},
    next: {},
    mark: { attribute: false },
    text: {},
    isRunning: { type: Boolean },
    run: { attribute: false },
    findings: { state: true },
    message: { state: true },
    hints: { state: true },
    isComparing: { state: true },
    isChecking: { state: true },
  };

  static styles = [controlStyles, syntaxStyles, classroomStyles];

  constructor() {
    super();
    /** @type {import("./shelf.js").Lesson} */ this.lesson;
    /** Which program is shown. @type {"start" | "solution"} */ this.shown = "start";
    /** The title of the lesson after this one. */
    this.next = "";
    /** @type {import("./progress.js").Mark} */ this.mark = {};
    /** The program as it is edited now. */
    this.text = "";
    this.isRunning = false;
    /** @type {import("./classroom.js").RunWith} */ this.run = async () => null;
    /** What the last check found. @type {readonly Finding[]} */ this.findings = [];
    /** What became of the last check, in a sentence. */
    this.message = "";
    /** How many hints are shown. */
    this.hints = 0;
    /** Whether the difference to the solution is shown. */
    this.isComparing = false;
    this.isChecking = false;
    /** The program that was last one's own. */
    this.own = "";
  }

  /** @param {import("lit").PropertyValues} changed */
  willUpdate(changed) {
    if (changed.has("lesson")) this.hints = 0;
    if (changed.has("lesson") || changed.has("shown")) {
      Object.assign(this, { findings: [], message: "" });
    }
    if (this.shown === "start") this.own = this.text;
  }

  /** @param {import("lit").PropertyValues} changed */
  updated(changed) {
    if (changed.has("lesson")) this.renderRoot.querySelector("h2")?.focus();
  }

  /** @param {string} name @param {object} [detail] */
  #ask(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  async #check() {
    if (this.isChecking) return;
    const { lesson, shown } = this;
    this.isChecking = true;
    try {
      this.#tell(await this.#tryAll());
    } finally {
      this.isChecking = false;
    }
    if (lesson !== this.lesson || !hasPassed(this.findings)) return;
    this.#ask("note", { done: shown === "solution" ? "solution" : "own" });
  }

  /** The findings of the first run that fails, or of the last. */
  async #tryAll() {
    const { lesson } = this;
    /** @type {Finding[]} */
    let findings = [];
    for (const seed of seeds) {
      const left = await this.run(seed);
      if (!left || lesson !== this.lesson) return null;
      findings = check(lesson.questions, lesson.text.goals, left);
      if (!hasPassed(findings)) return findings;
    }
    return findings;
  }

  /** @param {readonly Finding[] | null} findings null: there was no run to look at */
  #tell(findings) {
    this.findings = findings ?? [];
    const total = this.findings.length;
    const passed = this.findings.filter(({ holds }) => holds).length;
    if (!findings) this.message = msg("There is nothing to check: the program did not finish.");
    else if (passed < total)
      this.message = msg(str`${passed} of ${total} passed. The timeline shows the run.`);
    else if (this.shown === "solution") this.message = msg("The solution passes.");
    else this.message = msg(str`Passed, in ${seeds.length} different runs.`);
  }

  #predict() {
    const { text } = this.lesson;
    const { answer } = this.mark;
    const isRight = answer !== undefined && text.options[answer]?.isRight;
    return html`<h3 id="predict">${msg("Predict")}</h3>
      ${blocksOf(text.question)}
      <fieldset aria-labelledby="predict">
        ${text.options.map(
          (option, i) =>
            html`<label class="option"
              ><input
                type="radio"
                name="answer"
                .checked=${i === answer}
                @change=${() => this.#ask("note", { answer: i })}
              /><span>${proseOf(option.text)}</span></label
            >`,
        )}
      </fieldset>
      <div role="status">
        ${
          answer === undefined
            ? ""
            : html`<div class="note ${isRight ? "good" : ""}">
                <p><strong>${isRight ? msg("Yes.") : msg("Not quite.")}</strong></p>
                ${blocksOf(text.answer)}
              </div>`
        }
      </div>
      <p>${msg("Now run it and watch the timeline.")}</p>`;
  }

  #goals() {
    const { goals } = this.lesson.text;
    /** @type {(Finding | { goal: string, holds: null, advice: string })[]} */
    const found =
      this.findings.length > 0
        ? [...this.findings]
        : goals.map(({ goal }) => ({ goal, holds: null, advice: "" }));
    return html`<ul class="goals">
      ${found.map(({ goal, holds, advice }) => {
        const word = holds === null ? msg("to do:") : holds ? msg("holds:") : msg("not yet:");
        const sign = holds === null ? "○" : holds ? "✓" : "✗";
        return html`<li class=${holds === null ? "" : holds ? "holds" : "fails"}>
          <span class="mark" aria-hidden="true">${sign}</span
          ><span><span class="word">${word} </span>${wordsOf(goal)}</span>
          ${advice ? html`<span class="advice">${wordsOf(advice)}</span>` : ""}
        </li>`;
      })}
    </ul>`;
  }

  #checkPart() {
    const hasFailed = this.findings.some(({ holds }) => !holds);
    const kind = hasFailed ? "bad" : hasPassed(this.findings) ? "good" : "";
    return html`<h3>${msg("Check")}</h3>
      ${this.#goals()}
      <div class="buttons">
        <button
          type="button"
          class="button primary check"
          ?disabled=${this.isRunning && !this.isChecking}
          @click=${() => void this.#check()}
        >
          ${msg("Check")}
        </button>
        ${this.#hintButton()}
      </div>
      <div role="status" class="verdict">
        ${this.message ? html`<p class="note ${kind}">${this.message}</p>` : ""}
      </div>`;
  }

  #hintButton() {
    const { length } = this.lesson.text.hints;
    if (this.hints >= length) return "";
    return html`<button type="button" class="button" @click=${() => this.hints++}>
      ${msg(str`Hint ${this.hints + 1} of ${length}`)}
    </button>`;
  }

  #hints() {
    if (this.hints === 0) return "";
    const shown = this.lesson.text.hints.slice(0, this.hints);
    return html`<h3>${msg("Hints")}</h3>
      <ol>
        ${shown.map((hint) => html`<li>${proseOf(hint)}</li>`)}
      </ol>`;
  }

  #solution() {
    const isShown = this.shown === "solution";
    const change = () => this.#ask("part", { part: isShown ? "start" : "solution" });
    return html`<details class="solution" @toggle=${this.#compare}>
      <summary>${msg("Solution")}</summary>
      <p>${msg("What it changes in your program:")}</p>
      ${
        this.isComparing
          ? html`<aw-difference .from=${this.own} .to=${this.lesson.solution}></aw-difference>`
          : ""
      }
      <div class="buttons">
        <button type="button" class="button" @click=${change}>
          ${isShown ? msg("Back to my program") : msg("Open the solution")}
        </button>
      </div>
    </details>`;
  }

  /** @param {Event} event */
  #compare({ target }) {
    this.isComparing = /** @type {HTMLDetailsElement} */ (target).open;
    if (this.isComparing) void import("../editor/difference.js");
  }

  #after() {
    const { text } = this.lesson;
    return html`<details class="explain" ?open=${this.mark.done !== undefined}>
        <summary>${msg("Explain")}</summary>
        ${blocksOf(text.explain)}
      </details>
      <details class="python" ?open=${this.mark.done !== undefined}>
        <summary>${msg("The same in CPython")}</summary>
        ${blocksOf(text.python)}
      </details>
      <div class="buttons">
        <button type="button" class="button next" @click=${() => this.#ask("next")}>
          ${this.next ? msg(str`Next: ${this.next}`) : msg("All lessons")}
        </button>
      </div>`;
  }

  /** Whether the text is another than the reader might expect. */
  #translation() {
    const { language, isOutOfDate } = this.lesson.text;
    const words = isOutOfDate
      ? msg("This translation is older than the English text of the lesson.")
      : language !== shown.language && msg("This lesson is not translated yet.");
    return words ? html`<p class="note translation" lang=${shown.language}>${words}</p>` : "";
  }

  render() {
    const { text } = this.lesson;
    return html`<div class="text" lang=${text.language}>
      <h2 tabindex="-1">${text.title}</h2>
      <p class="facts">${msg(str`${text.minutes} minutes`)} · ${text.asyncio.join(", ")}</p>
      ${this.#translation()}
      ${this.shown === "solution" ? html`<p class="note">${msg("The solution is shown.")}</p>` : ""}
      ${blocksOf(text.read)} ${this.#predict()}
      <h3>${msg("Change")}</h3>
      ${blocksOf(text.change)} ${this.#checkPart()} ${this.#hints()} ${this.#solution()}
      ${this.#after()}
    </div>`;
  }
}

customElements.define("aw-lesson", Lesson);
