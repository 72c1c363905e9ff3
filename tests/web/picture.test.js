/* Tests the drawing, as the text of an SVG. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { drawFrame, drawMoving } from "../../playground/timeline/paint/draw.js";
import { noRoom } from "../../playground/timeline/paint/room.js";
import { SvgContext } from "../../playground/timeline/paint/svgcontext.js";
import { rowsOf } from "./traces.js";
import { Trace } from "../../playground/trace/model.js";

const hostile = `<script>alert(1)</script>"'&<image href=x onerror=alert(1)>\u0000`;
const measure = (/** @type {string} */ text) => text.length * 6;

/** A run in which every name is hostile. */
function hostileTrace() {
  const trace = new Trace();
  const rows = rowsOf(`
    0 spawn 1 0 0 main - main
    0 start 1
    0 scope-open 1 1 500 timeout
    0 suspend 1 0 0 lock m.c:3 door
    400 wake 1 0 0 release
    400 resume 1
    400 end 1 0 0 done`);
  trace.append(rows.map((row) => ({ ...row, detail: row.detail && hostile })));
  return trace;
}

/** @param {Trace} trace */
function sceneOf(trace) {
  const palette = /** @type {any} */ (new Proxy({}, { get: () => '"><script>' }));
  const lanes = trace.lanes;
  return /** @type {import("../../playground/timeline/paint/scene.js").Scene} */ ({
    ...{ trace, version: 1, kind: "time", view: { from: 0, to: 400 }, width: 800, height: 200 },
    ...{ lanes, laneHeight: 36, top: 78, head: 5, headCoord: 400, endCoord: 400, palette },
    ...{ selected: lanes[0], hover: null, pinned: null, allLinks: true, range: null, ghost: null },
    ghostName: "",
    ...{ highlights: new Map(), room: noRoom },
  });
}

test("SvgContext: names and colours of a program stay text", () => {
  const context = /** @type {any} */ (new SvgContext(measure));
  drawFrame(context, sceneOf(hostileTrace()));
  drawMoving(context, sceneOf(hostileTrace()));
  const text = context.text(800, 200, hostile);
  const elements = new Set([...text.matchAll(/<\/?([a-zA-Z]+)/g)].map(([, name]) => name));
  assert.deepEqual([...elements].sort(), ["clipPath", "g", "path", "svg", "text", "title"]);
  assert.match(text, /&lt;script&gt;alert\(1\)/);
  assert.doesNotMatch(text, /\u0000|<script|on\w+="/);
  assert.equal(text.match(/<g /g)?.length, text.match(/<\/g>/g)?.length);
});

test("SvgContext: every number is one, and texts stand where the canvas puts them", () => {
  const context = new SvgContext(measure);
  context.translate(10, 20);
  context.beginPath();
  context.moveTo(Number.NaN, 1.23456);
  context.lineTo(5, Infinity);
  context.stroke();
  context.font = "600 10px system-ui";
  context.textAlign = "center";
  context.fillText("a", 1, 2);
  const [path, text] = context.parts;
  assert.match(path, /d="M0 21\.23L15 0"/);
  assert.match(text, /x="11" y="25\.5" font-size="10" font-weight="600" text-anchor="middle"/);
});
