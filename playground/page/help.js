/* <aw-help>: a dialog with the full legend and all keys. `open(page)` shows it. */

import { LitElement, css, html } from "lit";
import { controlStyles } from "../common/controls.css.js";
import { dialogStyles } from "../common/dialog.css.js";
import { legend } from "../trace/explain.js";
import { commands } from "../common/commands.js";
import { languageField } from "./languagefield.js";
import { msg } from "../common/words.js";
import "../timeline/views/swatch.js";

const parts = /** @type {const} */ ([
  ["page", msg("Everywhere")],
  ["text", msg("In the program's text")],
  ["timeline", msg("On the timeline")],
]);

export class Help extends LitElement {
  static properties = { theme: {} };

  static styles = [
    controlStyles,
    dialogStyles,
    css`
      h2,
      p,
      dl {
        margin: 0;
        font-size: 13px;
      }
      dialog {
        max-width: min(520px, calc(100vw - 32px));
      }
      dialog h2 {
        margin: 16px 0 8px;
      }
      dialog h2:first-child {
        display: flex;
        align-items: center;
        justify-content: space-between;
        margin-top: 0;
        font-size: 16px;
      }
      dialog h2 .button {
        padding: 0 14px;
        font-size: 13px;
      }
      dialog dl {
        display: grid;
        grid-template-columns: max-content 1fr;
        gap: 4px 16px;
        align-items: center;
        font-size: 13px;
      }
      dialog dd {
        margin: 0;
        color: var(--muted);
      }
      dialog dt {
        display: flex;
        align-items: center;
        gap: 8px;
      }
      dialog p {
        margin: 14px 0;
        font-size: 13px;
        color: var(--muted);
      }
      a {
        display: inline-flex;
        align-items: center;
        min-height: 44px;
        color: var(--link);
      }
      kbd {
        padding: 1px 7px;
        border: 1px solid var(--line-strong);
        border-radius: 5px;
        font: 12px/1.5 var(--sans);
      }
    `,
  ];

  constructor() {
    super();
    this.theme = "";
    /** The one that opened it. @type {import("./app.js").App | null} */
    this.page = null;
  }

  get #dialog() {
    return /** @type {HTMLDialogElement} */ (this.renderRoot.querySelector("dialog"));
  }

  /** @param {import("./app.js").App} page */
  async open(page) {
    this.page = page;
    await this.updateComplete;
    if (!this.#dialog.open) this.#dialog.showModal();
  }

  /** On to another dialog. @param {"palette" | "offline"} name */
  #lead(name) {
    this.#dialog.close();
    void this.page?.open(name);
  }

  #legend() {
    return html`<dl>
        ${legend.map(
          ({ phase, word, meaning }) =>
            html`<dt><aw-swatch .phase=${phase} .theme=${this.theme}></aw-swatch>${word}</dt>
              <dd>${meaning}</dd>`,
        )}
      </dl>
      <p>
        ${msg(
          "Arrows: grey spawned, violet woke by its end or value, orange with a ring woke by a lock or event, pink with a square by a queue, red failed into, red and dashed cancelled, dotted a timer.",
        )}
        ${msg(
          "A bracket over a lane is the time inside a scope; a square at its end: it was cut short; no end: it was not left.",
        )}
      </p>`;
  }

  /** The keys of a part of the page. @param {(typeof parts)[number]} part */
  #keys([where, title]) {
    const listed = commands.filter((command) => command.where === where && command.keys.length > 0);
    return html`<h2>${title}</h2>
      <dl>
        ${listed.map(
          ({ keys, words }) =>
            html`<dt>${keys.map((key) => html`<kbd>${key}</kbd>`)}</dt>
              <dd>${words()}</dd>`,
        )}
      </dl>`;
  }

  #editing() {
    return html`<p>
      ${msg(
        "Click a program to edit it. At the first edit the page loads a C compiler (about 20 MB). It finds mistakes while you type and builds the program when you press Run; nothing is sent anywhere.",
      )}
      ${msg("What you change is kept in this browser until Reset.")}
    </p>`;
  }

  render() {
    return html`<dialog aria-label=${msg("Help")}>
      <form method="dialog">
        <h2>${msg("Legend")} <button type="submit" class="button">${msg("Close")}</button></h2>
        ${this.#legend()}
        <p>
          <button type="button" class="button" @click=${() => this.#lead("palette")}>
            ${msg("All commands")}
          </button>
          <button type="button" class="button" @click=${() => this.#lead("offline")}>
            ${msg("Available offline")}
          </button>
        </p>
        ${parts.map((part) => this.#keys(part))}
        <p>
          ${msg("Drag the timeline to pan, its axis to scrub; Ctrl and the wheel, or two fingers, zoom.")}
        </p>
        ${this.#editing()}
        <p><label>${msg("Language")} ${languageField()}</label></p>
        <p>
          <a class="licences" href="licences.html"
            >${msg("Licences of all that is in this page")}</a
          >
        </p>
      </form>
    </dialog>`;
  }
}

customElements.define("aw-help", Help);
