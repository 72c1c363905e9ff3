/* <aw-history>: a dialog with the versions of a program: when and why each was stored, what
 * differs, and a button that restores it. `open(workspace)` shows it. Loaded at the first press of
 * History. versions.js stores the versions. */

import { LitElement, css, html } from "lit";
import { controlStyles } from "../common/controls.css.js";
import { dialogStyles } from "../common/dialog.css.js";
import { sourceMax } from "./orders.js";
import { versionsOf } from "./versions.js";
import { msg, shown, str } from "../common/words.js";
import "./difference.js";

/** @typedef {import("./versions.js").Version} Version */
/** @typedef {import("./workspace.js").Workspace} Workspace */

/** @type {Record<import("./versions.js").Reason, () => string>} */
const reasons = {
  run: () => msg("run"),
  reset: () => msg("before Reset"),
  restore: () => msg("before another version"),
  tab: () => msg("of another tab"),
};

/** @param {number} at */
const timeText = (at) =>
  new Intl.DateTimeFormat(shown.language, { dateStyle: "medium", timeStyle: "medium" }).format(at);

export class History extends LitElement {
  static properties = {
    workspace: { attribute: false },
    versions: { state: true },
    chosen: { state: true },
    trouble: { state: true },
  };

  static styles = [
    controlStyles,
    dialogStyles,
    css`
      h2,
      p,
      ol {
        margin: 0;
      }
      dialog {
        width: min(760px, calc(100vw - 32px));
      }
      h2 {
        display: flex;
        align-items: center;
        justify-content: space-between;
        font-size: 16px;
      }
      p {
        margin-top: 10px;
        color: var(--muted);
        font-size: 13px;
      }
      ol {
        display: grid;
        gap: 2px;
        max-height: 30vh;
        margin-top: 12px;
        padding: 0;
        overflow: auto;
        list-style: none;
      }
      li button {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 12px;
        width: 100%;
        min-height: var(--control);
        align-items: center;
        padding: 4px 12px;
        border: 0;
        border-radius: 7px;
        background: none;
        text-align: left;
        font-size: 13px;
        font-variant-numeric: tabular-nums;
      }
      li button:hover {
        background: var(--hover);
      }
      li button[aria-current="true"] {
        background: var(--select);
      }
      li span {
        color: var(--muted);
      }
      .row {
        display: flex;
        margin-top: 12px;
      }
    `,
  ];

  constructor() {
    super();
    /** @type {Workspace | null} */ this.workspace = null;
    /** @type {readonly Version[]} */ this.versions = [];
    /** @type {Version | null} */ this.chosen = null;
    /** Why they last only as long as the page; empty: they stay. */
    this.trouble = "";
  }

  /** @param {Workspace} workspace */
  async open(workspace) {
    const { versions, trouble } = await versionsOf(workspace.slot);
    const [chosen = null] = versions;
    Object.assign(this, { workspace, versions, chosen, trouble });
    await this.updateComplete;
    const dialog = this.renderRoot.querySelector("dialog");
    if (dialog && !dialog.open) dialog.showModal();
  }

  /** @param {Version} version */
  #restore({ text }) {
    this.workspace?.take(text);
    this.renderRoot.querySelector("dialog")?.close();
  }

  /** @param {Version} version */
  #item(version) {
    const { at, why } = version;
    return html`<li>
      <button
        type="button"
        aria-current=${version === this.chosen}
        @click=${() => (this.chosen = version)}
      >
        ${timeText(at)}<span>${reasons[why]?.() ?? ""}</span>
      </button>
    </li>`;
  }

  /** @param {Version} version */
  #version(version) {
    const text = this.workspace?.text ?? "";
    const isSame = text === version.text;
    const difference =
      text.length > sourceMax
        ? html`<p>${msg("The current text is too long to be compared.")}</p>`
        : html`<aw-difference .from=${text} .to=${version.text}></aw-difference>`;
    return html`<p>${msg("What restoring it would change:")}</p>
      ${difference}
      <div class="row">
        <button
          type="button"
          class="button primary"
          ?disabled=${isSame}
          @click=${() => this.#restore(version)}
        >
          ${msg("Restore")}
        </button>
      </div>`;
  }

  render() {
    const { versions, chosen, trouble } = this;
    const about = msg(
      "The last 20 versions of each program are kept in this browser: one at each Run and Reset.",
    );
    const kept = trouble ? msg(str`They last as long as this page: ${trouble}.`) : "";
    return html`<dialog aria-label=${msg("History")}>
      <form method="dialog">
        <h2>${msg("History")} <button type="submit" class="button">${msg("Close")}</button></h2>
      </form>
      <p>${about} ${kept}</p>
      ${versions.length === 0 ? html`<p>${msg("There are none yet.")}</p>` : ""}
      <ol>
        ${versions.map((version) => this.#item(version))}
      </ol>
      ${chosen ? this.#version(chosen) : ""}
    </dialog>`;
  }
}

customElements.define("aw-history", History);
