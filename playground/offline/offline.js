/* <aw-offline>: a dialog that shows what is stored in this browser for offline use, with a switch
 * that stores the compiler too. `open()` shows it.
 *
 * Shows sizes and problems. Turning the switch on also asks the browser to store the data
 * persistently. stored.js does the work. */

import { LitElement, css, html } from "lit";
import { controlStyles } from "../common/controls.css.js";
import { dialogStyles } from "../common/dialog.css.js";
import { decimalText } from "../common/numbers.js";
import { msg, str } from "../common/words.js";
import { forget, isKept, keep, readFacts } from "./stored.js";

/** @param {number} bytes */
const megabytes = (bytes) => `${decimalText(bytes / 1e6, bytes < 1e7 ? 1 : 0)} MB`;

/** Why it was not kept. @param {any} error */
function reasonOf(error) {
  if (error?.name === "QuotaExceededError") return msg("there is no room for it in this browser");
  return navigator.onLine ? error?.message || String(error) : msg("there is no network");
}

class Offline extends LitElement {
  static properties = {
    facts: { state: true },
    state: { state: true },
    done: { state: true },
    trouble: { state: true },
    isPersistent: { state: true },
  };

  static styles = [
    controlStyles,
    dialogStyles,
    css`
      dialog {
        width: min(480px, calc(100vw - 32px));
        box-sizing: border-box;
      }
      h2 {
        display: flex;
        align-items: center;
        justify-content: space-between;
        margin: 0 0 12px;
        font-size: 16px;
      }
      h2 .button,
      .progress .button {
        padding: 0 14px;
        font-size: 13px;
      }
      p {
        margin: 0 0 12px;
      }
      .choice {
        display: flex;
        align-items: center;
        gap: 14px;
        min-height: 44px;
        width: 100%;
        padding: 10px 12px;
        border: 1px solid var(--line-strong);
        border-radius: 9px;
        background: none;
        text-align: left;
      }
      .choice small {
        display: block;
        font-size: 12.5px;
        color: var(--muted);
      }
      .knob {
        flex: none;
        width: 36px;
        height: 20px;
        border: 2px solid var(--muted);
        border-radius: 11px;
      }
      .knob::before {
        content: "";
        display: block;
        width: 10px;
        height: 10px;
        margin: 3px;
        border-radius: 50%;
        background: var(--muted);
      }
      [aria-checked="true"] .knob {
        border-color: var(--go);
        background: var(--go);
      }
      [aria-checked="true"] .knob::before {
        margin-left: 19px;
        background: var(--on-go);
      }
      .progress {
        display: flex;
        align-items: center;
        gap: 12px;
        margin-top: 12px;
        font-variant-numeric: tabular-nums;
      }
      progress {
        flex: 1;
        min-width: 60px;
        accent-color: var(--accent);
      }
      .note {
        margin: 12px 0 0;
        font-size: 13px;
        color: var(--muted);
      }
      @media (forced-colors: active) {
        [aria-checked="true"] .knob::before {
          background: Highlight;
        }
        .knob::before {
          forced-color-adjust: none;
          background: ButtonText;
        }
      }
    `,
  ];

  constructor() {
    super();
    /** @type {import("../build/offline.mjs").Facts | null} */ this.facts = null;
    /** @type {"asking" | "off" | "loading" | "on"} */ this.state = "asking";
    this.done = 0;
    this.trouble = "";
    /** Whether the browser promises not to remove it by itself. */
    this.isPersistent = true;
    this.loading = new AbortController();
  }

  async open() {
    await this.updateComplete;
    const dialog = this.renderRoot.querySelector("dialog");
    if (dialog && !dialog.open) dialog.showModal();
    if (this.state !== "loading") await this.#look();
  }

  async #look() {
    try {
      this.facts = await readFacts();
      this.state = (await isKept(this.facts)) ? "on" : "off";
      this.isPersistent = (await navigator.storage?.persisted?.()) ?? false;
    } catch (error) {
      this.trouble = msg(str`This browser keeps nothing here: ${reasonOf(error)}.`);
    }
  }

  async #switch() {
    this.trouble = "";
    if (this.state === "off") return this.#keep();
    await forget();
    this.state = "off";
  }

  async #keep() {
    Object.assign(this, { state: "loading", done: 0 });
    const { signal } = (this.loading = new AbortController());
    try {
      this.isPersistent = (await navigator.storage?.persist?.()) ?? false;
      await keep(/** @type {any} */ (this.facts), signal, (bytes) => (this.done = bytes));
      this.state = "on";
    } catch (error) {
      this.state = "off";
      if (!signal.aborted) this.trouble = msg(str`The compiler is not kept: ${reasonOf(error)}.`);
    }
  }

  #choice() {
    const { facts, state, done } = this;
    if (!facts) return "";
    const { bytes, sent } = facts.compiler;
    const [load, store] = [megabytes(sent), megabytes(bytes)];
    const size =
      state === "on" ? msg(str`${store} stored`) : msg(str`${load} to load, ${store} when stored`);
    return html`<button
        type="button"
        class="choice"
        role="switch"
        aria-checked=${state === "on" || state === "loading"}
        ?disabled=${state === "loading" || state === "asking"}
        @click=${() => void this.#switch()}
      >
        <span class="knob"></span>
        <span>${msg("The compiler too, for programs that you change")} <small>${size}</small></span>
      </button>
      ${
        state === "loading"
          ? html`<div class="progress">
              <progress
                max=${bytes}
                value=${done}
                aria-label=${msg("Loading the compiler")}
              ></progress>
              <span>${msg(str`${megabytes(done)} of ${megabytes(bytes)}`)}</span>
              <button type="button" class="button" @click=${() => this.loading.abort()}>
                ${msg("Cancel")}
              </button>
            </div>`
          : ""
      }`;
  }

  render() {
    const { facts, state, trouble, isPersistent } = this;
    const isPageKept = navigator.serviceWorker?.controller;
    const size = facts ? megabytes(facts.page.bytes) : "…";
    return html`<dialog aria-label=${msg("Available offline")}>
      <form method="dialog">
        <h2>
          ${msg("Available offline")}
          <button type="submit" class="button">${msg("Close")}</button>
        </h2>
      </form>
      <p>
        ${
          isPageKept
            ? msg(
                str`The page, its samples and its lessons are kept in this browser (${size}), and work without a network.`,
              )
            : msg("The page is not kept yet: that is done a moment after the first visit.")
        }
      </p>
      ${this.#choice()}
      ${
        state === "on" && !isPersistent
          ? html`<p class="note">${msg("The browser may remove it when the disk is full.")}</p>`
          : ""
      }
      <p class="note" role="status">${trouble}</p>
    </dialog>`;
  }
}

customElements.define("aw-offline", Offline);
