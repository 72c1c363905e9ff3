/* <aw-more>: a button that opens a panel of the controls that are not needed at every run, which
 * are its content. Esc, or a press elsewhere, closes it. `side`: whether the panel opens above or
 * below the button. */

import { LitElement, css, html } from "lit";
import { controlStyles } from "./controls.css.js";
import { icons } from "./icons.js";
import { msg } from "./words.js";

class More extends LitElement {
  static properties = { side: { reflect: true }, isOpen: { state: true } };

  static styles = [
    controlStyles,
    css`
      :host {
        position: relative;
        display: block;
        flex: none;
      }
      .button {
        padding: 0 10px 0 8px;
        font-weight: 500;
      }
      .panel {
        position: absolute;
        z-index: 6;
        inset-inline-end: 0;
        display: flex;
        flex-direction: column;
        gap: 2px;
        width: max-content;
        max-width: calc(100vw - 24px);
        padding: 6px;
        border: 1px solid var(--line-strong);
        border-radius: 10px;
        background: var(--raised);
        box-shadow: var(--shadow);
      }
      .panel[hidden] {
        display: none;
      }
      :host([side="above"]) .panel {
        bottom: calc(100% + 6px);
      }
      :host([side="below"]) .panel {
        top: calc(100% + 6px);
      }
    `,
  ];

  constructor() {
    super();
    /** @type {"above" | "below"} */ this.side = "below";
    this.isOpen = false;
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener("pointerdown", this.#pressed);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener("pointerdown", this.#pressed);
  }

  #pressed = (/** @type {Event} */ event) => {
    if (!event.composedPath().includes(this)) this.isOpen = false;
  };

  /** @param {KeyboardEvent} event */
  #key({ key }) {
    if (key !== "Escape" || !this.isOpen) return;
    this.isOpen = false;
    /** @type {HTMLElement} */ (this.renderRoot.querySelector("button")).focus();
  }

  render() {
    return html`<div @keydown=${this.#key}>
      <button
        type="button"
        class="button"
        aria-expanded=${this.isOpen}
        @click=${() => (this.isOpen = !this.isOpen)}
      >
        ${icons.more}<span>${msg("More")}</span>
      </button>
      <div class="panel" role="group" aria-label=${msg("More")} ?hidden=${!this.isOpen}>
        <slot></slot>
      </div>
    </div>`;
  }
}

customElements.define("aw-more", More);
