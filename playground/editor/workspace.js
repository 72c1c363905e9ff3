/* The program being edited: its text, the compiler's findings, and the program built from it.
 *
 * The compiler checks the text soon after an edit and builds it at Run; before the first edit it is
 * not used. Not an element: calls `changed`. See compiler.js, drafts.js and code.js. */

import { Compiler } from "./compiler.js";
import { Draft } from "./drafts.js";
import { countWords } from "./findings.js";
import { sourceMax } from "./orders.js";
import { savesData } from "../common/saving.js";
import { msg, str } from "../common/words.js";
import { countText } from "../common/numbers.js";

/** @typedef {import("./orders.js").Built} Built */
/** @typedef {import("./orders.js").Diagnostic} Diagnostic */

const checkMs = 400; // after the last key
const keepMs = 300;
const restMs = 5 * 60_000; // out of sight

export class Workspace {
  name = "";
  /** The sample as it was. */
  original = "";
  text = "";
  /** What Reset goes back to: the sample, or the text that came by a link. */
  start = "";
  /** What of the text cannot be changed. @type {import("./regions.js").Locked | null} */
  locked = null;
  /** What the compiler finds in `checked`. @type {readonly Diagnostic[]} */
  diagnostics = [];
  /** The text that was looked at last. */
  checked = "";
  /** Why there is no program, in a sentence. */
  message = "";
  /** Why the text is not kept; empty: it is. */
  unkept = "";
  isBuilding = false;
  /** Why Run had nothing to run, in a few words; until the next edit. */
  failure = "";
  /** Grows with every change, for those who show it. */
  version = 0;
  /** The text before Reset, which can be had again. @type {string | null} */
  before = null;
  /** @type {{ file: string, text: string, built: Built } | null} */ #last = null;
  /** What is being built. @type {{ file: string, text: string,
   *   answer: Promise<import("./orders.js").Answer | null> } | null} */
  #making = null;
  #timers = { check: 0, keep: 0, rest: 0 };
  /** Where the text is kept: a sample's place, or a link's. @type {Draft | null} */ #draft = null;
  /** @type {() => void} */ #changed;

  /** @param {() => Worker} createWorker @param {() => void} changed */
  constructor(createWorker, changed) {
    this.#changed = () => {
      this.version++;
      changed();
    };
    this.compiler = new Compiler(createWorker, this.#changed);
    addEventListener("pagehide", () => this.#keep());
    addEventListener("storage", (event) => this.#heard(event));
    document.addEventListener("visibilitychange", () => this.#seen());
  }

  get file() {
    return `${this.name}.c`;
  }

  get isEdited() {
    return this.text !== this.original;
  }

  get isChanged() {
    return this.text !== this.start;
  }

  /** Whether the diagnostics are about the text as it is. */
  get isCurrent() {
    return this.checked === this.text;
  }

  /**
   * Opens a sample, as it was left, or a link's text that starts from it, of which some may be
   * locked.
   * @param {string} name
   * @param {string} original
   * @param {{ slot: string, text: string, locked?: import("./regions.js").Locked | null } | null}
   *   [link]
   */
  open(name, original, link = null) {
    this.#keep();
    const start = link?.text ?? original;
    const locked = link?.locked ?? null;
    const draft = new Draft(link?.slot ?? name, start);
    const text = !locked || locked.openIn(draft.text) ? draft.text : start;
    this.#draft = draft;
    Object.assign(this, { name, original, start, text, locked });
    Object.assign(this, { diagnostics: [], checked: text, message: "" });
    Object.assign(this, { before: null, unkept: "", isBuilding: false, failure: "" });
    clearTimeout(this.#timers.check);
    this.#changed();
  }

  /** @param {string} text */
  edit(text) {
    if (text === this.text) return;
    if (this.locked && !this.locked.openIn(text)) {
      this.message = msg("Not done: it would change lines that are locked.");
      return this.#changed();
    }
    this.text = text;
    this.before = null;
    this.message = "";
    this.failure = "";
    this.#soon("keep", keepMs, () => this.#keep());
    if (this.isEdited && !savesData()) this.#soon("check", checkMs, () => void this.#check());
    this.#changed();
  }

  /** Back to the original text; `restore` undoes it. */
  reset() {
    const { text, start } = this;
    this.#remember("reset", text);
    this.edit(start);
    Object.assign(this, { before: text, diagnostics: [], checked: start });
    this.#keep();
  }

  restore() {
    if (this.before !== null) this.edit(this.before);
  }

  /** Where its versions are kept. */
  get slot() {
    return this.#draft?.name ?? "";
  }

  /** The text that another tab has made of this program, if that is another one. */
  get elsewhere() {
    const elsewhere = this.#draft?.elsewhere ?? null;
    return elsewhere === this.text ? null : elsewhere;
  }

  /** Shows an earlier version, or another tab's; what there was becomes one.
   * @param {string} text */
  take(text) {
    this.#remember("restore", this.text);
    this.edit(text);
    this.#keep();
  }

  /** @param {StorageEvent} event */
  #heard(event) {
    if (!this.#draft?.hears(event)) return;
    void import("./versions.js"); // so that it is there when this tab keeps its own
    this.#changed();
  }

  /** Makes a version of an edited text.
   * @param {import("./versions.js").Reason} why @param {string} text */
  #remember(why, text) {
    if (text === this.start || text.length > sourceMax) return;
    const { slot } = this;
    const version = { at: Date.now(), why, text };
    void import("./versions.js").then(({ addVersion }) => addVersion(slot, version));
  }

  /** The program of the text as it is; null when there is none, or something newer is asked for.
   * @returns {Promise<Built | null>} */
  async build() {
    const { text, file } = this;
    this.#remember("run", text);
    if (this.#last?.text === text && this.#last.file === file) return this.#last.built;
    if (!this.#fits()) return null;
    clearTimeout(this.#timers.check);
    Object.assign(this, { isBuilding: true, failure: "" });
    this.#changed();
    const answer = await this.#make(file, text);
    if (!answer || this.file !== file) return null;
    this.isBuilding = false;
    if (answer.isStopped) this.failure = msg("compiling was stopped");
    else if (!answer.built)
      this.failure = countWords(answer.diagnostics ?? []) || msg("not compiled");
    this.#take(answer, file, text);
    return answer.built ?? null;
  }

  /** Lays the text out as clang-format does, unless it is edited meanwhile. */
  async format() {
    if (!this.#fits()) return;
    const { text, file } = this;
    const answer = await this.compiler.ask("format", file, text);
    if (answer?.message && !answer.isStopped) {
      this.message = msg(str`The text was not formatted: ${answer.message}.`);
      this.#changed();
    }
    if (answer?.text !== undefined && this.text === text) this.edit(answer.text);
  }

  /** Ends what the compiler does, its loading too. */
  stop() {
    this.compiler.stop();
  }

  /** Whether the text is short enough for the compiler; says so if not. */
  #fits() {
    const { length } = this.text;
    if (length <= sourceMax) return true;
    const [is, most] = [length, sourceMax].map((bytes) => countText(Math.ceil(bytes / 1024)));
    this.message = msg(
      str`The text has ${is} KB, and the compiler is given at most ${most} KB: take something out, or build it with the command awaitc.`,
    );
    Object.assign(this, { diagnostics: [], checked: this.text, failure: "" });
    this.#changed();
    return false;
  }

  /** Has a text built, once at a time. @param {string} file @param {string} text */
  #make(file, text) {
    if (this.#making?.text !== text || this.#making.file !== file) {
      const making = { file, text, answer: this.compiler.ask("build", file, text) };
      this.#making = making;
      void making.answer.then(() => {
        if (this.#making === making) this.#making = null;
      });
    }
    return this.#making.answer;
  }

  /** The first one builds: it finds as much, and makes the next build quick. */
  async #check() {
    if (!this.#fits()) return;
    const { text, file, compiler } = this;
    const isReady = compiler.state === "ready";
    const answer = isReady ? compiler.ask("check", file, text) : this.#make(file, text);
    this.#take(await answer, file, text);
  }

  /**
   * @param {import("./orders.js").Answer | null} answer
   * @param {string} file
   * @param {string} text
   */
  #take(answer, file, text) {
    if (answer && file === this.file) {
      const { built, message = "", diagnostics = [], isStopped } = answer;
      if (built) this.#last = { file, text, built };
      Object.assign(this, { diagnostics, checked: isStopped ? this.checked : text });
      this.message = isStopped || diagnostics.length > 0 ? "" : message;
    }
    this.#changed();
  }

  #keep() {
    clearTimeout(this.#timers.keep);
    const unkept = this.#draft?.keep(this.text, (text) => this.#remember("tab", text)) ?? "";
    if (unkept === this.unkept) return;
    this.unkept = unkept;
    this.#changed();
  }

  /** @param {"check" | "keep" | "rest"} what @param {number} ms @param {() => void} act */
  #soon(what, ms, act) {
    clearTimeout(this.#timers[what]);
    this.#timers[what] = window.setTimeout(act, ms);
  }

  #seen() {
    clearTimeout(this.#timers.rest);
    if (document.visibilityState === "hidden") {
      this.#keep();
      this.#soon("rest", restMs, () => this.compiler.rest());
    }
  }
}
