/* <aw-graph>: the await graph at the playhead, as a picture and as a list for readers who do not
 * see it. Fires `pick` for a task that is pressed. graph.js computes the content. */

import { LitElement, css, html, svg } from "lit";
import { graphAt, layout } from "../../trace/graph.js";
import { countText } from "../../common/numbers.js";
import { phaseAt } from "../../trace/query.js";
import { msg, str } from "../../common/words.js";
import { unseen } from "../../common/unseen.css.js";

/** @typedef {import("../../trace/graph.js").Graph} Graph */
/** @typedef {import("../../trace/graph.js").Placed} Placed */
/** @typedef {import("../../trace/model.js").Trace} Trace */

const nodeHeight = 26;
const rowGap = 10;
const columnGap = 34;
const letterWidth = 6.6;
const lettersMax = 16;

/** Where a node lies on the picture.
 * @typedef {Placed & { x: number, y: number, width: number }} Box */

/** @param {string} text */
const cut = (text) => (text.length > lettersMax ? `${text.slice(0, lettersMax - 1)}…` : text);

/** @param {readonly Placed[]} nodes */
function boxesOf(nodes) {
  const widths = /** @type {number[]} */ ([]);
  for (const { column, label } of nodes) {
    const width = Math.max(44, cut(label).length * letterWidth + 22);
    widths[column] = Math.max(widths[column] ?? 0, width);
  }
  const lefts = widths.map((_, i) => widths.slice(0, i).reduce((x, w) => x + w + columnGap, 4));
  const boxes = nodes.map((node) => ({
    ...{ ...node, x: lefts[node.column], width: widths[node.column] },
    y: 4 + node.row * (nodeHeight + rowGap),
  }));
  const width = Math.max(0, ...boxes.map((box) => box.x + box.width)) + 24;
  const height = Math.max(0, ...boxes.map(({ y }) => y + nodeHeight)) + 24;
  return { boxes, width, height };
}

/** @param {Box} from @param {Box} to */
function pathOf(from, to) {
  const [x1, y1] = [from.x + from.width, from.y + nodeHeight / 2];
  const [x2, y2] = [to.x, to.y + nodeHeight / 2];
  if (to.column > from.column) {
    const bend = Math.max(14, (x2 - x1) / 2);
    return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2 - 5} ${y2}`;
  }
  // Back to what stands left: below both, into its foot.
  const low = Math.max(from.y, to.y) + nodeHeight + 16;
  const [begin, end] = [from.x + from.width / 2, to.x + to.width / 2];
  const foot = to.y + nodeHeight + 5;
  return `M${begin} ${from.y + nodeHeight}C${begin} ${low} ${end} ${low} ${end} ${foot}`;
}

class GraphView extends LitElement {
  static properties = {
    trace: { attribute: false },
    version: { type: Number },
    head: { type: Number },
    lane: { attribute: false },
  };

  static styles = css`
    :host {
      display: block;
      overflow: auto;
      padding: 10px 14px 14px;
      background: var(--surface);
      box-sizing: border-box;
      font-size: 13px;
    }
    :host(:focus-visible) {
      outline: 2px solid var(--accent);
      outline-offset: -2px;
    }
    p {
      margin: 0 0 8px;
      line-height: 1.45;
      text-wrap: pretty;
    }
    .sub {
      color: var(--muted);
    }
    .bad {
      padding-left: 10px;
      border-left: 3px solid var(--failed);
    }
    ul {
      ${unseen}
    }
    svg {
      display: block;
    }
    text {
      font: 12px var(--sans);
      fill: var(--text);
      dominant-baseline: central;
      pointer-events: none;
    }
    rect {
      fill: var(--raised);
      stroke: var(--muted);
      stroke-width: 1.2;
    }
    .task rect {
      fill: var(--hover);
      stroke: var(--text);
      cursor: pointer;
    }
    .running rect {
      stroke: var(--running);
      stroke-width: 2.5;
    }
    .chosen rect {
      fill: var(--select);
      stroke: var(--accent);
      stroke-width: 2.5;
    }
    .future rect {
      stroke: var(--awaiting);
      stroke-dasharray: 4 2.5;
    }
    .timer rect {
      stroke: var(--sleeping);
      stroke-dasharray: 1 2.5;
    }
    .shared rect {
      stroke: var(--blocked);
    }
    .queue rect {
      stroke: var(--queue);
    }
    .host rect {
      stroke: var(--io);
    }
    .edge {
      fill: none;
      stroke: var(--muted);
      stroke-width: 1.3;
    }
    .edge.cycle {
      stroke: var(--failed);
      stroke-width: 2.2;
    }
    .tip {
      fill: var(--muted);
    }
    .tip.cycle {
      fill: var(--failed);
    }
    @media (forced-colors: active) {
      .chosen rect {
        stroke: Highlight;
      }
    }
  `;

  constructor() {
    super();
    /** @type {Trace | null} */ this.trace = null;
    this.version = 0;
    this.head = 0;
    /** @type {import("../../trace/model.js").Lane | null} */ this.lane = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.tabIndex = 0;
    this.setAttribute("role", "region");
    this.setAttribute("aria-label", msg("Who waits for whom"));
  }

  /** @param {Box} box @param {Trace} trace */
  #node(box, trace) {
    const { lane, kind, label, x, y, width } = box;
    const isRunning = lane && phaseAt(lane, this.head) === "running";
    const state = `${isRunning ? "running" : ""} ${lane && lane === this.lane ? "chosen" : ""}`;
    const pick = () => {
      if (!lane) return;
      this.dispatchEvent(new CustomEvent("pick", { detail: { lane, slice: null } }));
    };
    const round = kind === "task" ? 6 : kind === "timer" ? nodeHeight / 2 : 2;
    return svg`<g class="${kind} ${state}" @click=${pick}>
      <title>${label}${lane ? `: ${lane.fn || trace.nameOf(lane.id)}` : ""}</title>
      <rect x=${x} y=${y} width=${width} height=${nodeHeight} rx=${round}></rect>
      <text x=${x + 11} y=${y + nodeHeight / 2}>${cut(label)}</text>
    </g>`;
  }

  /** @param {Graph} graph @param {Trace} trace */
  #picture(graph, trace) {
    const { boxes, width, height } = boxesOf(layout(graph));
    const byId = new Map(boxes.map((box) => [box.id, box]));
    const circle = new Set(
      graph.cycles.flatMap((ids) => ids.map((id, i) => `${id} ${ids[(i + 1) % ids.length]}`)),
    );
    const edges = graph.edges.flatMap(({ from, to }) => {
      const [a, b] = [byId.get(from), byId.get(to)];
      if (!a || !b) return [];
      const look = circle.has(`${from} ${to}`) ? "cycle" : "";
      const isBack = b.column <= a.column;
      const [x, y] = isBack ? [b.x + b.width / 2, b.y + nodeHeight] : [b.x, b.y + nodeHeight / 2];
      const tip = isBack ? `M${x} ${y}l-4 8h8z` : `M${x} ${y}l-8 -4v8z`;
      return svg`<path class="edge ${look}" d=${pathOf(a, b)}></path>
        <path class="tip ${look}" d=${tip}></path>`;
    });
    return html`<svg width=${width} height=${height} aria-hidden="true">
      ${edges} ${boxes.map((box) => this.#node(box, trace))}
    </svg>`;
  }

  /** The same, to be read. @param {Graph} graph */
  #list({ nodes, edges }) {
    const labels = new Map(nodes.map(({ id, label }) => [id, label]));
    return html`<ul>
      ${nodes.map(({ id, label }) => {
        const waitsFor = edges.flatMap(({ from, to }) => (from === id ? [labels.get(to)] : []));
        const names = waitsFor.join(", ");
        if (names) return html`<li>${msg(str`${label} waits for: ${names}.`)}</li>`;
        return html`<li>${label}</li>`;
      })}
    </ul>`;
  }

  /** @param {Graph} graph */
  #words({ nodes, cycles, total }) {
    const labels = new Map(nodes.map(({ id, label }) => [id, label]));
    const name = this.lane?.name ?? "";
    const shown = countText(nodes.length);
    const all = countText(total);
    return html`${cycles.map((ids) => {
      const round = [...ids, ids[0]].map((id) => labels.get(id)).join(" → ");
      return html`<p class="bad" role="alert">
        ${msg(str`A circle, which nothing inside it can end: ${round}.`)}
      </p>`;
    })}${
      nodes.length < total
        ? html`<p class="sub">
            ${
              name
                ? msg(str`${shown} of ${all} are shown, those around ${name}.`)
                : msg(str`${shown} of ${all} are shown: choose a task to see those around it.`)
            }
          </p>`
        : ""
    }`;
  }

  render() {
    const { trace, head, lane } = this;
    const graph = trace && graphAt(trace, head, lane);
    if (!graph || graph.nodes.length === 0) {
      return html`<p class="sub">${msg("No task is alive at the playhead.")}</p>`;
    }
    return html`${this.#words(graph)} ${this.#picture(graph, trace)} ${this.#list(graph)}`;
  }
}

customElements.define("aw-graph", GraphView);
