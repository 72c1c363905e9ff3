// Draws the plots of the results page as SVG. Colours follow the reader's scheme, light or dark.
import * as Plot from "@observablehq/plot";
import { DOMParser } from "linkedom";
import { PEERS } from "./suite.mjs";

const WIDTH = 720;
const HEIGHT = 360; // of the lines
const LABEL_HEIGHT = 15;
/** A colour of each series for light and for dark pages. */
const COLOURS = {
  awaitc: ["#b3261e", "#ff8a80"],
  js: ["#8a6d00", "#e8c547"],
  "js-loop": ["#5d7a00", "#b5d34a"],
  jspi: ["#00696d", "#4dd0d4"],
  fiber: ["#5b5fc7", "#a9acff"],
  cpp20: ["#0b57d0", "#8ab4f8"],
  rust: ["#9c4a1a", "#ffab7a"],
  go: ["#006a9c", "#6fcbff"],
  cpython: ["#3f6b21", "#8fd16a"],
  pyodide: ["#7b3fa0", "#d7a4f5"],
  native: ["#5f6368", "#bdc1c6"],
};
const colours = (side) =>
  Object.entries(COLOURS).map(([name, pair]) => `--${name}: ${pair[side]};`);
const STYLE = `
svg { color: #24292f; ${colours(0).join(" ")} }
@media (prefers-color-scheme: dark) {
  svg { color: #e6edf3; ${colours(1).join(" ")} }
}
text { font: 12px system-ui, sans-serif; }`;

/** The SVG text of a plot, alone in its file. @param {string} title @param {object} options */
function draw(title, options) {
  const document = new DOMParser().parseFromString(
    '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
    "image/svg+xml",
  );
  const svg = Plot.plot({ document, width: WIDTH, ariaLabel: title, ...options });
  for (const style of svg.querySelectorAll("style")) style.remove();
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  svg.setAttribute("fill", "currentColor");
  const text = svg.toString().replace(/>/, `><style>${STYLE}</style>`);
  return `${text}\n`;
}

/** The ends of the lines, their labels moved up where they would lie on one another.
 * @param {{ x: number, y: number, way: string }[]} data */
function labelsOf(data) {
  const values = data.map(({ y }) => Math.log(y));
  const gap = ((Math.max(...values) - Math.min(...values)) * LABEL_HEIGHT) / HEIGHT;
  const ends = [...new Map(data.map((point) => [point.way, point])).values()];
  let below = -Infinity;
  return ends
    .sort((a, b) => a.y - b.y)
    .map(({ y, way }) => {
      below = Math.max(Math.log(y), below + gap);
      return { y: Math.exp(below), way };
    });
}

/** Lines of the figures of some benchmarks over a number, one for each way.
 * @param {string} title @param {string} across @param {{ x: number, row: object }[]} points */
function lines(title, across, points) {
  const data = points.flatMap(({ x, row }) =>
    Object.entries(row.ways)
      .filter(([, { figure }]) => figure)
      .map(([way, { figure }]) => ({ x, y: figure.median, way })),
  );
  const stroke = ({ way }) => `var(--${way})`;
  const label = { x: Math.max(...points.map(({ x }) => x)), dx: 8, textAnchor: "start" };
  return draw(title, {
    height: HEIGHT + 60,
    marginRight: 220,
    marginTop: 36,
    x: { type: "log", label: across, ticks: points.map(({ x }) => x), tickFormat: "~s" },
    y: { type: "log", label: "ns", grid: true, tickFormat: "~s" },
    marks: [
      Plot.line(data, { x: "x", y: "y", z: "way", stroke }),
      Plot.dot(data, { x: "x", y: "y", r: 2.5, fill: stroke }),
      Plot.text(labelsOf(data), {
        ...label,
        y: "y",
        fill: stroke,
        text: ({ way }) => PEERS[way] ?? way,
      }),
    ],
  });
}

const pointsOf = (rows, pattern) =>
  rows
    .map((row) => ({ x: Number(pattern.exec(row.id)?.[1]), row }))
    .filter(({ x }) => Number.isFinite(x));

/** How many times as fast awaitc is as JavaScript, benchmark by benchmark, on each engine.
 * @param {{ engine: string, rows: import("./figures.mjs").Row[] }[]} runs */
function ratios(title, runs) {
  const data = runs.flatMap(({ engine, rows }) =>
    rows.flatMap(({ what, ways: { js, ["js-loop"]: loop } }) => {
      const ratio = (js ?? loop)?.ratio;
      return ratio ? [{ engine, what, ...ratio }] : [];
    }),
  );
  const names = [...new Set(data.map(({ what }) => what))];
  const engines = runs.map(({ engine }) => engine);
  const stroke = ({ engine }) => ["var(--cpp20)", "var(--awaitc)"][engines.indexOf(engine) % 2];
  return draw(title, {
    height: 70 + 18 * names.length,
    marginLeft: 270,
    marginBottom: 40,
    x: {
      type: "log",
      nice: true,
      label: "times as fast, or as small",
      grid: true,
      tickFormat: "~g",
    },
    y: { domain: names, label: null },
    marks: [
      Plot.ruleX([1], { stroke: "currentColor" }),
      Plot.ruleY(data, { y: "what", x1: "low", x2: "high", stroke, strokeOpacity: 0.5 }),
      Plot.dot(data, { y: "what", x: "median", r: 3.5, fill: stroke }),
      ...engines.map((engine, i) =>
        Plot.text([`● ${engine}`], {
          ...{ frameAnchor: "top-right", dy: i * LABEL_HEIGHT, fill: stroke({ engine }) },
        }),
      ),
    ],
  });
}

/** The plots of the page: file name, title and SVG.
 * @param {{ engine: string, rows: import("./figures.mjs").Row[] }[]} runs */
export function plotsOf(runs) {
  const { engine, rows } = runs.at(-1);
  const plot = (name, title, make) => ({ name, title, svg: make(title) });
  return [
    plot(
      "ratios",
      "How many times as fast, or as small, as JavaScript: right of the line, awaitc is ahead",
      (title) => ratios(title, runs),
    ),
    plot("loop", `A yield in a loop some calls deep, ${engine}`, (title) =>
      lines(title, "calls", pointsOf(rows, /^loop-(\d+)$/)),
    ),
    plot("calls", `Some calls down to a yield, ${engine}`, (title) =>
      lines(title, "calls", pointsOf(rows, /^calls-(\d+)$/)),
    ),
    plot("gather", `A task of a gather of some, ${engine}`, (title) =>
      lines(title, "tasks", pointsOf(rows, /^gather-(\d+)$/)),
    ),
  ];
}
