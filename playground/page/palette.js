/* <aw-palette>: finds a command by its name and runs it. `open(page)` shows the commands of
 * commands.js that are available now, then all samples and lessons.
 *
 * The focus stays in the field; the arrow keys move the selection in the list below it (an ARIA
 * combobox). finder.js matches what is typed. */

import { LitElement, html } from "lit";
import { chapters } from "../places/catalog.js";
import { commands } from "../common/commands.js";
import { controlStyles } from "../common/controls.css.js";
import { dialogStyles } from "../common/dialog.css.js";
import { found } from "./finder.js";
import { paletteStyles } from "./palette.css.js";
import { shelf } from "../lesson/shelf.js";
import { msg, str } from "../common/words.js";

/** @typedef {import("./app.js").App} Page */
/** @typedef {import("./finder.js").Entry} Entry */

/** All that can be done on the page now. @param {Page} page @returns {Entry[]} */
function entriesOf(page) {
  const doable = commands.flatMap(({ id, words, keys, act, when }) => {
    const isOffered = act && id !== "palette" && (!when || when(page));
    return isOffered ? [{ id, label: words(), keys, act: () => act(page) }] : [];
  });
  const samples = chapters.flatMap((chapter) => chapter.samples);
  const places = [
    ...samples.map(({ name, title }) => ({ place: name, label: msg(str`Sample: ${title}`) })),
    ...shelf.map(({ name, head }, i) => ({
      place: `lessons/${name}`,
      label: msg(str`Lesson ${i + 1}: ${head.title}`),
    })),
  ];
  return [
    ...doable,
    ...places.map(({ place, label }) => {
      return { id: place, label, keys: [], act: () => page.choose(place) };
    }),
  ];
}

export class Palette extends LitElement {
  static properties = { typed: { state: true }, chosen: { state: true } };

  static styles = [controlStyles, dialogStyles, paletteStyles];

  constructor() {
    super();
    /** @type {readonly Entry[]} */ this.entries = [];
    this.typed = "";
    /** Which of the entries shown. */
    this.chosen = 0;
  }

  get #dialog() {
    return /** @type {HTMLDialogElement} */ (this.renderRoot.querySelector("dialog"));
  }

  /** @param {Page} page */
  async open(page) {
    await this.updateComplete;
    if (this.#dialog.open) return this.#dialog.close();
    this.entries = entriesOf(page);
    Object.assign(this, { typed: "", chosen: 0 });
    this.requestUpdate();
    this.#dialog.showModal();
  }

  /** Closes first: what is done may open another dialog, or want the focus.
   * @param {Entry} [entry] */
  #do(entry) {
    if (!entry) return;
    this.#dialog.close();
    entry.act();
  }

  /** @param {KeyboardEvent} event @param {readonly Entry[]} shown */
  #key(event, shown) {
    const { key, isComposing } = event;
    if (isComposing) return;
    const last = shown.length - 1;
    if (key === "ArrowDown") this.chosen = this.chosen >= last ? 0 : this.chosen + 1;
    else if (key === "ArrowUp")
      this.chosen = this.chosen <= 0 ? Math.max(0, last) : this.chosen - 1;
    else if (key === "Enter" && !event.ctrlKey && !event.metaKey) this.#do(shown[this.chosen]);
    else return;
    event.preventDefault();
  }

  updated() {
    this.renderRoot.querySelector("[aria-selected='true']")?.scrollIntoView({ block: "nearest" });
  }

  /** @param {Entry} entry @param {number} index */
  #option(entry, index) {
    return html`<li
      id=${`option-${index}`}
      role="option"
      aria-selected=${index === this.chosen}
      @click=${() => this.#do(entry)}
    >
      <span>${entry.label}</span>${entry.keys.slice(0, 1).map((key) => html`<kbd>${key}</kbd>`)}
    </li>`;
  }

  render() {
    const shown = found(this.entries, this.typed);
    const count = shown.length === 1 ? msg("1 command") : msg(str`${shown.length} commands`);
    return html`<dialog
      aria-label=${msg("Commands")}
      @click=${(/** @type {Event} */ { target }) => target === this.#dialog && this.#dialog.close()}
    >
      <div class="room">
        <input
          type="text"
          role="combobox"
          autofocus
          autocomplete="off"
          spellcheck="false"
          placeholder=${msg("Find a command, a sample or a lesson")}
          aria-label=${msg("Command")}
          aria-expanded="true"
          aria-controls="options"
          aria-autocomplete="list"
          aria-activedescendant=${shown.length > 0 ? `option-${this.chosen}` : ""}
          .value=${this.typed}
          @input=${(/** @type {any} */ event) =>
            Object.assign(this, { typed: event.target.value, chosen: 0 })}
          @keydown=${(/** @type {KeyboardEvent} */ event) => this.#key(event, shown)}
        />
        <ul id="options" role="listbox" aria-label=${msg("Commands")}>
          ${shown.map((entry, index) => this.#option(entry, index))}
        </ul>
        <p role="status">${shown.length > 0 ? count : msg("No command has these words.")}</p>
      </div>
    </dialog>`;
  }
}

customElements.define("aw-palette", Palette);
