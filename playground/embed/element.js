/* <awaitc-playground>: a program in anyone's page, as an iframe that is as high as its content.
 * docs/playground.md describes its attributes.
 *
 * Imports nothing, so that it stays small. The frame is sandboxed, and only messages that
 * messages.js allows are accepted from it. embed.js is the other side. */

import { fromEmbed } from "./messages.js";

const startHeight = 560;
/** Attributes that the frame's address says. */
const inAddress = ["sample", "readonly", "editable", "base"];
/** What a page changes to look otherwise. */
const looks = ["class", "style", "data-theme", "data-color-mode", "data-bs-theme", "theme"];
const system = matchMedia("(prefers-color-scheme: dark)");

class AwaitcPlayground extends HTMLElement {
  static observedAttributes = [...inAddress, "code", "name", "theme", "height"];

  /** @type {HTMLIFrameElement | null} */ #frame = null;
  #isReady = false;
  /** The theme that the frame has been told. */
  #told = "";
  #hear = (/** @type {MessageEvent} */ event) => this.#heard(event);
  #look = () => this.#tellTheme();
  #watch = new MutationObserver(this.#look);

  connectedCallback() {
    addEventListener("message", this.#hear);
    system.addEventListener("change", this.#look);
    for (const part of [document.documentElement, document.body])
      if (part) this.#watch.observe(part, { attributeFilter: looks });
    this.#make();
  }

  disconnectedCallback() {
    removeEventListener("message", this.#hear);
    system.removeEventListener("change", this.#look);
    this.#watch.disconnect();
    this.#frame?.remove();
    this.#frame = null;
  }

  /** @param {string} name */
  attributeChangedCallback(name) {
    if (!this.#frame) return;
    if (inAddress.includes(name)) this.#make();
    else if (name === "height") this.#setHeight(startHeight);
    else if (name === "theme") this.#tellTheme();
    else this.#tellCode();
  }

  /** Light or dark, as said or as the page around it is; auto when that follows the system too. */
  get #theme() {
    const wanted = this.getAttribute("theme");
    if (wanted === "light" || wanted === "dark") return wanted;
    const schemes = getComputedStyle(this).colorScheme.split(" ");
    if (schemes.includes("light") === schemes.includes("dark")) return "auto";
    return schemes.includes("dark") ? "dark" : "light";
  }

  /** The address of the frame's page. */
  get #url() {
    const base = this.getAttribute("base");
    const own = import.meta.url;
    const url = new URL("embed.html", base === null ? own : new URL(base, document.baseURI));
    url.searchParams.set("theme", this.#theme);
    const language = /** @type {HTMLElement | null} */ (this.closest("[lang]"))?.lang;
    if (language) url.searchParams.set("lang", language);
    if (this.hasAttribute("readonly")) url.searchParams.set("readonly", "");
    const editable = this.getAttribute("editable");
    if (editable) url.searchParams.set("editable", editable);
    url.hash = this.getAttribute("sample") ?? "";
    return url;
  }

  #make() {
    this.#frame?.remove();
    const frame = document.createElement("iframe");
    const popups = "allow-popups allow-popups-to-escape-sandbox"; // Open in playground
    frame.title = "awaitc program";
    frame.setAttribute("sandbox", `allow-scripts allow-same-origin allow-downloads ${popups}`);
    frame.allow = "clipboard-write";
    frame.loading = "lazy";
    frame.referrerPolicy = "no-referrer";
    this.#isReady = false;
    this.#told = this.#theme;
    frame.src = this.#url.href;
    Object.assign(frame.style, { display: "block", width: "100%", border: "0" });
    frame.style.colorScheme = "normal"; // or its auto would be that of this page
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
    if (said?.type !== "ready") return;
    this.#isReady = true;
    this.#tellTheme();
    this.#tellCode();
  }

  #tellCode() {
    const text = this.getAttribute("code") ?? this.textContent?.trim();
    const name = this.getAttribute("name") ?? "program";
    if (text) this.#tell({ awaitc: 1, type: "code", text, name });
  }

  #tellTheme() {
    const theme = this.#theme;
    if (theme === this.#told || !this.#isReady) return;
    this.#told = theme;
    this.#tell({ awaitc: 1, type: "theme", theme });
  }

  /** @param {import("./messages.js").ToEmbed} said */
  #tell(said) {
    if (this.#isReady) this.#frame?.contentWindow?.postMessage(said, this.#url.origin);
  }
}

if (!customElements.get("awaitc-playground"))
  customElements.define("awaitc-playground", AwaitcPlayground);
