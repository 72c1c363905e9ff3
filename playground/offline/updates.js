/* The page's side of its service worker: registers it when the page is idle, and offers a new build
 * in <aw-toast>.
 *
 * A new build never replaces the old one by itself: the page reloads with it only when the visitor
 * asks. See sw.js. */

import { LitElement, css, html } from "lit";
import { controlStyles } from "../common/controls.css.js";
import { savesData } from "../common/saving.js";
import { ownScript } from "../common/trusted.js";
import { msg } from "../common/words.js";

class Toast extends LitElement {
  static properties = { words: {}, verb: {} };

  static styles = [
    controlStyles,
    css`
      :host {
        position: fixed;
        right: 16px;
        bottom: 16px;
        z-index: 10;
        display: flex;
        align-items: center;
        flex-wrap: wrap;
        gap: 8px 12px;
        max-width: calc(100vw - 32px);
        box-sizing: border-box;
        padding: 10px 12px 10px 18px;
        border: 1px solid var(--line-strong);
        border-radius: 12px;
        background: var(--raised);
        color: var(--text);
        box-shadow: var(--shadow);
      }
      p {
        margin: 0;
      }
      .button {
        padding: 0 14px;
      }
    `,
  ];

  constructor() {
    super();
    this.words = "";
    this.verb = "";
    /** What the button does. */
    this.act = () => {};
  }

  render() {
    return html`<p role="status">${this.words}</p>
      <button type="button" class="button primary" @click=${() => this.act()}>${this.verb}</button>
      <button type="button" class="button" @click=${() => this.remove()}>${msg("Later")}</button>`;
  }
}

customElements.define("aw-toast", Toast);

/** Offers the build that waits, or the one that is there since another tab has taken it. */
function offer(/** @type {ServiceWorkerRegistration} */ registration) {
  document.querySelector("aw-toast")?.remove();
  const toast = new Toast();
  toast.words = msg("There is a new version of this page.");
  toast.verb = msg("Reload");
  toast.act = () => {
    const { waiting } = registration;
    if (!waiting) return location.reload();
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
    waiting.postMessage({ type: "replace" });
  };
  document.body.append(toast);
}

/** @param {ServiceWorkerRegistration} registration */
function watch(registration) {
  const look = () => {
    if (registration.waiting && navigator.serviceWorker.controller) offer(registration);
  };
  look();
  registration.addEventListener("updatefound", () =>
    registration.installing?.addEventListener("statechange", look),
  );
  let isFirst = !navigator.serviceWorker.controller;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (!isFirst) offer(registration);
    isFirst = false;
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") registration.update().catch(() => {});
  });
}

/** Without storage, or in a browser that has no such workers, the page works as long as there is a
 * network. */
export async function keepPage() {
  if (savesData()) return;
  try {
    watch(await navigator.serviceWorker.register(ownScript("sw.js")));
  } catch (error) {
    console.info(`not kept for offline use: ${/** @type {Error} */ (error).message}`);
  }
}
