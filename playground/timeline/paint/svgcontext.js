/* Writes an SVG through the drawing interface of a canvas, so that the saved picture is the one on
 * the page.
 *
 * Implements the part of a canvas' context that the drawing files use, under the same names. Every
 * number is checked and every text escaped, because names in a program may contain anything.
 * Pure. */

const wrong = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/g; // what XML cannot hold
/** @type {Record<string, string>} */
const escapes = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** A text as XML has it. @param {string} text */
export function escaped(text) {
  return text.replace(wrong, "\ufffd").replace(/[&<>"']/g, (letter) => escapes[letter]);
}

/** @param {number} value */
const round = (value) => (Number.isFinite(value) ? String(Math.round(value * 100) / 100) : "0");

export class SvgContext {
  fillStyle = "#000";
  strokeStyle = "#000";
  globalAlpha = 1;
  lineWidth = 1;
  lineCap = "butt";
  lineJoin = "miter";
  font = "10px sans-serif";
  textAlign = "left";
  textBaseline = "middle";
  /** The elements so far. @type {string[]} */ parts = [];
  #path = "";
  /** @type {readonly number[]} */ #dash = [];
  #x = 0;
  #y = 0;
  /** What `restore` goes back to.
   * @type {{ x: number, y: number, alpha: number, groups: number }[]} */
  #saved = [];
  #groups = 0;
  #clips = 0;
  #measure;

  /** @param {(text: string, font: string) => number} measure the width of a text */
  constructor(measure) {
    this.#measure = measure;
  }

  save() {
    const { globalAlpha: alpha } = this;
    this.#saved.push({ x: this.#x, y: this.#y, alpha, groups: this.#groups });
  }

  restore() {
    const saved = this.#saved.pop();
    if (!saved) return;
    for (; this.#groups > saved.groups; this.#groups--) this.parts.push("</g>");
    [this.#x, this.#y, this.globalAlpha] = [saved.x, saved.y, saved.alpha];
  }

  /** @param {number} x @param {number} y */
  translate(x, y) {
    this.#x += x;
    this.#y += y;
  }

  /** Nothing is drawn outside the path, until `restore`. */
  clip() {
    const id = `clip${++this.#clips}`;
    this.parts.push(`<clipPath id="${id}"><path d="${this.#path}"/></clipPath>`);
    this.parts.push(`<g clip-path="url(#${id})">`);
    this.#groups++;
  }

  /** @param {readonly number[]} dash */
  setLineDash(dash) {
    this.#dash = dash;
  }

  beginPath() {
    this.#path = "";
  }

  closePath() {
    this.#path += "Z";
  }

  /** @param {string} letter @param {readonly number[]} points x and y in turns */
  #add(letter, points) {
    const places = points.map((value, i) => round(value + (i % 2 === 0 ? this.#x : this.#y)));
    this.#path += `${letter}${places.join(" ")}`;
  }

  /** @param {number} x @param {number} y */
  moveTo(x, y) {
    this.#add("M", [x, y]);
  }

  /** @param {number} x @param {number} y */
  lineTo(x, y) {
    this.#add("L", [x, y]);
  }

  /** @param {number[]} points */
  bezierCurveTo(...points) {
    this.#add("C", points);
  }

  /** A whole circle: no other is drawn.
   * @param {number} x @param {number} y @param {number} radius */
  arc(x, y, radius) {
    const r = round(radius);
    this.#add("M", [x + radius, y]);
    this.#path += `a${r} ${r} 0 1 1 ${round(-2 * radius)} 0a${r} ${r} 0 1 1 ${round(2 * radius)} 0`;
  }

  /** @param {number} x @param {number} y @param {number} width @param {number} height */
  rect(x, y, width, height) {
    this.#add("M", [x, y]);
    this.#path += `h${round(width)}v${round(height)}h${round(-width)}Z`;
  }

  /** @param {number} x @param {number} y @param {number} width @param {number} height
   * @param {number} radius */
  roundRect(x, y, width, height, radius) {
    const r = Math.min(radius, width / 2, height / 2);
    const turn = (/** @type {number} */ dx, /** @type {number} */ dy) =>
      `a${round(r)} ${round(r)} 0 0 1 ${round(dx)} ${round(dy)}`;
    this.#add("M", [x + r, y]);
    this.#path += `h${round(width - 2 * r)}${turn(r, r)}v${round(height - 2 * r)}${turn(-r, r)}`;
    this.#path += `h${round(2 * r - width)}${turn(-r, -r)}v${round(2 * r - height)}${turn(r, -r)}Z`;
  }

  fill() {
    if (!this.#path) return;
    this.parts.push(
      `<path d="${this.#path}" fill="${escaped(this.fillStyle)}"${this.#opacity()}/>`,
    );
  }

  stroke() {
    if (!this.#path) return;
    const { lineWidth, lineCap, lineJoin } = this;
    const dash = this.#dash.length > 0 ? ` stroke-dasharray="${this.#dash.map(round)}"` : "";
    const ends = lineCap === "round" ? ' stroke-linecap="round"' : "";
    const joins = lineJoin === "round" ? ' stroke-linejoin="round"' : "";
    const look = `stroke="${escaped(this.strokeStyle)}" stroke-width="${round(lineWidth)}"`;
    const rest = `${dash}${ends}${joins}${this.#opacity()}`;
    this.parts.push(`<path d="${this.#path}" fill="none" ${look}${rest}/>`);
  }

  #opacity() {
    return this.globalAlpha < 1 ? ` opacity="${round(this.globalAlpha)}"` : "";
  }

  /** @param {number} x @param {number} y @param {number} width @param {number} height */
  fillRect(x, y, width, height) {
    const path = this.#path;
    this.#path = "";
    this.rect(x, y, width, height);
    this.fill();
    this.#path = path;
  }

  /** @param {string} text */
  measureText(text) {
    return { width: this.#measure(text, this.font) };
  }

  /** @param {string} text @param {number} x @param {number} y */
  fillText(text, x, y) {
    const [, weight = "", size = "10"] = /^(\d+ )?([\d.]+)px/.exec(this.font) ?? [];
    const anchor = { left: "start", center: "middle", right: "end" }[this.textAlign] ?? "start";
    const low = this.textBaseline === "middle" ? Number(size) * 0.35 : 0;
    const position = `x="${round(x + this.#x)}" y="${round(y + this.#y + low)}"`;
    const bold = weight ? ` font-weight="${weight.trim()}"` : "";
    const look = `font-size="${size}"${bold} text-anchor="${anchor}"`;
    const colour = `fill="${escaped(this.fillStyle)}"${this.#opacity()}`;
    this.parts.push(`<text ${position} ${look} ${colour}>${escaped(text)}</text>`);
  }

  /** The whole file. @param {number} width @param {number} height @param {string} title */
  text(width, height, title) {
    const size = `width="${round(width)}" height="${round(height)}"`;
    const box = `viewBox="0 0 ${round(width)} ${round(height)}"`;
    const font = `font-family="system-ui, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif"`;
    return [
      `<svg xmlns="http://www.w3.org/2000/svg" ${size} ${box} ${font} role="img">`,
      `<title>${escaped(title)}</title>`,
      ...this.parts,
      "</svg>\n",
    ].join("\n");
  }
}
