/* <awaitc-playground sample code theme height readonly base>: a program in anyone's page, as an iframe
 * that is as high as it needs. `code`: a text in the place of the sample's, or the element's own text
 * when it has one; `base`: where the playground is, default where this file came from.
 *
 * Depends on nothing, so that it stays small. The frame is sandboxed, and believed only as far as
 * messages.js says. Next: embed.js (the other side). */

import { fromEmbed } from "./messages.js";

const startHeight = 760;

export class AwaitcPlayground extends HTMLElement {
  static observedAttributes = ["sample", "code", "theme", "height", "readonly", "base"];

  /** @type {HTMLIFrameElement | null} */ #frame = null;
  #hear = (/** @type {MessageEvent} */ event) => this.#heard(event);

  connectedCallback() {
    addEventListener("message", this.#hear);
    this.#make();
  }

  disconnectedCallback() {
    removeEventListener("message", this.#hear);
    this.#frame?.remove();
    this.#frame = null;
  }

  /** @param {string} name */
  attributeChangedCallback(name) {
    if (!this.#frame) return;
    if (name === "height") this.#setHeight(startHeight);
    else this.#make();
  }

  /** The address of the frame's page. */
  get #url() {
    const base = this.getAttribute("base");
    const own = import.meta.url;
    const url = new URL("embed.html", base === null ? own : new URL(base, document.baseURI));
    const theme = this.getAttribute("theme");
    if (theme) url.searchParams.set("theme", theme);
    if (this.hasAttribute("readonly")) url.searchParams.set("readonly", "");
    url.hash = this.getAttribute("sample") ?? "";
    return url;
  }

  #make() {
    this.#frame?.remove();
    const frame = document.createElement("iframe");
    frame.title = "awaitc program";
    frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-downloads");
    frame.allow = "clipboard-write";
    frame.loading = "lazy";
    frame.referrerPolicy = "no-referrer";
    frame.src = this.#url.href;
    Object.assign(frame.style, { display: "block", width: "100%", border: "0" });
    this.#frame = frame;
    this.#setHeight(startHeight);
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    root.replaceChildren(frame);
  }

  /** The height that is asked for by attribute, or this one. @param {number} height */
  #setHeight(height) {
    const wanted = Number(this.getAttribute("height"));
    if (this.#frame) this.#frame.style.height = `${wanted > 0 ? wanted : height}px`;
  }

  /** @param {MessageEvent} event */
  #heard({ source, origin, data }) {
    const frame = this.#frame;
    if (!frame || source !== frame.contentWindow || origin !== this.#url.origin) return;
    const said = fromEmbed(data);
    if (said?.type === "size") this.#setHeight(said.height);
    const text = this.getAttribute("code") ?? this.textContent?.trim();
    if (said?.type !== "ready" || !text) return;
    frame.contentWindow?.postMessage({ awaitc: 1, type: "code", text }, this.#url.origin);
  }
}

if (!customElements.get("awaitc-playground"))
  customElements.define("awaitc-playground", AwaitcPlayground);
