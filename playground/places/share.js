/* <aw-share>: a dialog with the link to the program and the moment on the page, and files to save:
 * the program, the project around it, the trace. `open()` shows it.
 *
 * Loaded at the first press of Share. See moment.js and link.js. */

import { LitElement, css, html } from "lit";
import { traceEvents } from "../../trace/events.js";
import { controlStyles } from "../common/controls.css.js";
import { dialogStyles } from "../common/dialog.css.js";
import { typicalMax } from "./link.js";
import { LinkError } from "./linkcodec.js";
import { linkTo, printedOf, whatOf } from "./moment.js";
import { countText } from "../common/numbers.js";
import { msg, str } from "../common/words.js";

/** @typedef {import("./moment.js").Page} Page */
/** @typedef {import("./moment.js").What} What */

/** Has the browser save a file.
 * @param {string} name @param {BlobPart} content @param {string} type */
function save(name, content, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

export class Share extends LitElement {
  static properties = {
    what: { state: true },
    link: { state: true },
    message: { state: true },
    trouble: { state: true },
  };

  static styles = [
    controlStyles,
    dialogStyles,
    css`
      h2,
      h3,
      p {
        margin: 0;
      }
      dialog {
        width: min(560px, calc(100vw - 32px));
      }
      h2 {
        display: flex;
        align-items: center;
        justify-content: space-between;
        font-size: 16px;
      }
      h3 {
        margin: 18px 0 8px;
        font-size: 13px;
      }
      p {
        margin-top: 8px;
        color: var(--muted);
        font-size: 13px;
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin-top: 14px;
      }
      h3 + .row {
        margin-top: 0;
      }
      input {
        flex: 1 1 200px;
        min-width: 0;
        height: var(--control);
        padding: 0 10px;
        border: 1px solid var(--line-strong);
        border-radius: 7px;
        background: var(--surface);
        color: var(--text);
        font: 12.5px var(--mono);
      }
    `,
  ];

  constructor() {
    super();
    /** @type {Page | null} */ this.page = null;
    /** @type {What | null} */ this.what = null;
    this.link = "";
    /** What was done last, or why there is no link. */
    this.message = "";
    this.trouble = "";
  }

  /** @param {Page} page */
  async open(page) {
    const what = whatOf(page);
    Object.assign(this, { page, what, link: "", message: "", trouble: "" });
    await this.updateComplete;
    const dialog = this.renderRoot.querySelector("dialog");
    if (dialog && !dialog.open) dialog.showModal();
    try {
      this.link = new URL(`#${await linkTo(what)}`, location.href).href;
    } catch (error) {
      const { message } = /** @type {Error} */ (error);
      this.trouble = error instanceof LinkError ? message : msg(str`There is no link: ${message}.`);
    }
  }

  /** The element that shows the same in a page of somebody's. */
  get #element() {
    const { href, hash } = new URL(this.link);
    const module = new URL("awaitc-playground.js", href).href;
    return `<script type="module" src="${module}"></script>
<awaitc-playground sample="${hash.slice(1)}"></awaitc-playground>\n`;
  }

  /** @param {string} text */
  async #copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      this.message = msg("Copied.");
    } catch {
      const input = this.renderRoot.querySelector("input");
      input?.focus();
      input?.select();
      this.message = msg("This browser does not let the page copy: press Ctrl C.");
    }
  }

  /** @param {What} what @param {"json" | "perfetto"} kind */
  #saveTrace({ name, rows }, kind) {
    const trace =
      kind === "json" ? { version: 1, rows } : traceEvents(rows, { name, time: "program" });
    const end = kind === "json" ? "trace.json" : "perfetto.json";
    save(`${name}.${end}`, JSON.stringify(trace), "application/json");
    this.message = msg(str`Saved as ${name}.${end}.`);
  }

  /** @param {What} what */
  #saveProgram({ name, shared }) {
    save(`${name}.c`, shared.text, "text/plain");
    this.message = msg(str`Saved as ${name}.c. In a folder with awaitc: awaitc run ${name}.c`);
  }

  /** @param {What} what */
  async #saveProject({ name, shared, rows, left }) {
    const { projectZip } = await import("./projectzip.js");
    const code = (await left)?.code ?? null;
    const isExact = shared.clock === "virtual" && code !== null;
    const { text, seed, knobs: env } = shared;
    const ran = isExact ? { code, seed: seed ?? 0, env, printed: printedOf(rows) } : null;
    save(`${name}.zip`, projectZip({ name, text, ran }), "application/zip");
    const simulated = msg("Its requests to /api are answered by this page only.");
    const next = msg(str`Saved as ${name}.zip. Unpack it, then: npm install, npm start, npm test.`);
    this.message = text.includes('"/api/') ? `${next} ${simulated}` : next;
  }

  #link() {
    const { link, trouble } = this;
    if (trouble) return html`<p role="alert">${trouble}</p>`;
    const length = countText(link.length);
    const isLong = link.length > typicalMax;
    const words = isLong
      ? msg(str`${length} characters; some programs cut a link that long.`)
      : msg(str`${length} characters.`);
    return html`<div class="row">
        <input
          readonly
          aria-label=${msg("Link")}
          .value=${link}
          @focus=${(/** @type {Event} */ event) =>
            /** @type {HTMLInputElement} */ (event.target).select()}
        />
        <button
          type="button"
          class="button primary copy"
          ?disabled=${!link}
          @click=${() => void this.#copy(link)}
        >
          ${msg("Copy")}
        </button>
        <button
          type="button"
          class="button"
          title=${msg("HTML that shows this in a page of yours")}
          ?disabled=${!link}
          @click=${() => void this.#copy(this.#element)}
        >
          ${msg("Copy as element")}
        </button>
      </div>
      <p class="length">${link ? words : "…"}</p>
      <p>
        ${msg("It holds the program, the clock, and the moment, task and zoom you look at.")}
        ${msg("All of it is in the link; nothing is kept on a server.")}
        ${msg("Whoever opens it sees the program. Nothing runs until they press Run.")}
      </p>`;
  }

  /** @param {"svg" | "png"} kind */
  async #savePicture(kind) {
    const { planOf, pngOf, svgOf } = await import("../timeline/paint/picture.js");
    const plan = this.page && planOf(this.page);
    if (!plan) return;
    if (kind === "svg") save(`${plan.name}.svg`, svgOf(plan), "image/svg+xml");
    else save(`${plan.name}.png`, await pngOf(plan), "image/png");
    this.message = msg(str`Saved as ${plan.name}.${kind}.`);
  }

  /** @param {What} what */
  #files(what) {
    const hasRun = what.rows.length > 0;
    const opens = msg("ui.perfetto.dev opens the one for Perfetto.");
    /** @param {string} label @param {() => void} act @param {boolean} [off] */
    const button = (label, act, off = false) =>
      html`<button type="button" class="button" ?disabled=${off} @click=${act}>${label}</button>`;
    const about = msg(
      "The project is a folder for an editor and npm; after a run in virtual time its test has what the program printed.",
    );
    return html`<h3>${msg("Save")}</h3>
      <div class="row">
        ${button(msg("Program"), () => this.#saveProgram(what))}
        ${button(msg("Project"), () => void this.#saveProject(what))}
        ${button(msg("Trace, JSON"), () => this.#saveTrace(what, "json"), !hasRun)}
        ${button(msg("Trace for Perfetto"), () => this.#saveTrace(what, "perfetto"), !hasRun)}
        ${button(msg("Picture, SVG"), () => void this.#savePicture("svg"), !hasRun)}
        ${button(msg("Picture, PNG"), () => void this.#savePicture("png"), !hasRun)}
      </div>
      <p>${hasRun ? opens : msg("Run the program to save its trace too.")}</p>
      <p>${about}</p>`;
  }

  render() {
    const { what } = this;
    return html`<dialog aria-label=${msg("Share")}>
      <form method="dialog">
        <h2>${msg("Share")} <button type="submit" class="button">${msg("Close")}</button></h2>
      </form>
      ${what ? html`${this.#link()}${this.#files(what)}` : ""}
      <p role="status">${this.message}</p>
    </dialog>`;
  }
}

customElements.define("aw-share", Share);
