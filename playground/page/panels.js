/* The panels of one session: the timeline with its controls, output or events, and the chosen task.
 *
 * These are templates, laid out by the page (app.js) and the embed (embed.js); views.js loads their
 * elements. Their handlers are passed in. session.js is the run and its playhead. */

import { html } from "lit";
import { eventText } from "../trace/explain.js";
import { rowsMax } from "../common/protocol.js";
import { countsText } from "./status.js";
import { msg, str } from "../common/words.js";
import { countText } from "../common/numbers.js";

/** @typedef {import("../run/session.js").Session} Session */

/**
 * @typedef {object} Stage
 * @property {Session} session
 * @property {string} theme
 * @property {boolean} allLinks
 * @property {unknown} empty         shown before the first run
 * @property {unknown} [welcome]     what a first visit reads
 * @property {unknown} strip         what the next run is given
 * @property {boolean} isBrief       without all controls of playing at once
 * @property {boolean} hasLegend     and the event at the playhead in words
 * @property {(event: CustomEvent) => void} pick    `lane` and `slice`
 * @property {(event: CustomEvent) => void} command  a word of commands.js
 */

/** @param {Stage} stage */
function timelineView({ session, theme, allLinks, empty, welcome, pick, command }) {
  const { trace, version, axis, head, coord, now, isGrowing, selected, slice } = session;
  return html`<aw-timeline
    .trace=${trace}
    .version=${version}
    .axis=${axis}
    .head=${head}
    .headCoord=${coord}
    .now=${now}
    .isGrowing=${isGrowing}
    .selected=${selected}
    .pinned=${selected && slice ? { lane: selected, slice } : null}
    .allLinks=${allLinks}
    .ghost=${session.kept}
    .ghostName=${session.keptName}
    .isCompared=${!welcome}
    .theme=${theme}
    @seek=${(/** @type {CustomEvent} */ event) => session.seekCoord(event.detail.coord)}
    @pick=${pick}
    @command=${command}
    ><div slot="empty">${empty}</div></aw-timeline
  >`;
}

/** @param {Session} session @param {import("../run/setup.js").Setup} setup @param {string} text */
export function stripView({ seed, env }, setup, text) {
  return html`<aw-strip .setup=${setup} .text=${text} .seed=${seed} .env=${env}></aw-strip>`;
}

/** @param {Stage} stage @param {string} what the event at the playhead */
function playbackView({ session, allLinks, isBrief, command }, what) {
  return html`<aw-playback
    .head=${session.head}
    .total=${session.trace.rows.length}
    .what=${what}
    .isPlaying=${session.mode === "playing"}
    .isLive=${session.mode === "live"}
    .speed=${session.speed}
    .axis=${session.axis}
    .allLinks=${allLinks}
    .isBrief=${isBrief}
    .isKept=${session.kept !== null}
    @command=${command}
    @seek-head=${(/** @type {CustomEvent} */ event) => session.seekHead(event.detail.head)}
    @speed=${(/** @type {CustomEvent} */ event) => session.setSpeed(event.detail.speed)}
  ></aw-playback>`;
}

/** Whether a blocked program shall be stopped: asked in the page, without blocking it.
 * @param {Session} session */
function blockedQuestion(session) {
  return html`<div class="notice ask" role="alert">
    <span
      >${msg("The program is stuck: one task has run for a while, and no other task can run.")}</span
    >
    <button type="button" class="button" @click=${() => session.stop()}>${msg("Stop it")}</button>
    <button type="button" class="button" @click=${() => session.wait()}>${msg("Wait")}</button>
  </div>`;
}

/** @param {Stage} stage */
export function stagePanel(stage) {
  const { session, theme, hasLegend } = stage;
  const { trace, version, head } = session;
  const row = head > 0 ? trace.rows[head - 1] : null;
  const what = row ? eventText(trace, row) : msg("before the first event");
  const notice = html`<p class="notice">
    ${msg(str`${countText(rowsMax)} events are recorded, which is the limit: the program is held.`)}
    ${msg("Stop ends it.")}
  </p>`;
  const legend = html`<div class="now">
    <aw-legend .trace=${trace} .version=${version} .theme=${theme}></aw-legend>
    <span class="event"
      >${row?.task ? html`<b>${trace.nameOf(row.task)}</b> · ` : ""}${row ? what : ""}</span
    >
  </div>`;
  return html`<section class="stage" aria-label=${msg("Timeline")}>
    ${stage.welcome ?? ""} ${stage.strip} ${session.isAsking ? blockedQuestion(session) : ""}
    ${session.isFull ? notice : ""} ${timelineView(stage)} ${hasLegend ? legend : ""}
    ${playbackView(stage, what)}
  </section>`;
}

/** What the program printed. @param {Session} session */
export function outputView(session) {
  return html`<aw-console
    .trace=${session.trace}
    .version=${session.version}
    .head=${session.head}
    .outcome=${session.outcome}
    .isFollowing=${session.mode === "live"}
    @seek-row=${(/** @type {CustomEvent} */ { detail }) => session.seekHead(detail.row + 1)}
  ></aw-console>`;
}

/** @param {Session} session */
function eventsView(session) {
  void import("../timeline/views/events.js");
  return html`<aw-events
    .trace=${session.trace}
    .version=${session.version}
    .head=${session.head}
    @seek-row=${(/** @type {CustomEvent} */ { detail }) => session.seekHead(detail.row + 1)}
  ></aw-events>`;
}

const lintsMax = 100;

/** What was found wrong in the whole run.
 * @param {Session} session @param {(line: number) => void} showLine */
function lintsView(session, showLine) {
  const { trace, state } = session;
  if (trace.lints.length === 0)
    return html`<p class="nothing">
      ${state === "idle" ? msg("Nothing has run yet.") : msg("No problems were found.")}
    </p>`;
  return html`<div class="lint-list" tabindex="0" role="region" aria-label=${msg("Problems found")}>
    <aw-lints
      .trace=${trace}
      .indexes=${trace.lints.slice(0, lintsMax)}
      @line=${(/** @type {CustomEvent} */ { detail }) => showLine(detail.line)}
      @seek-row=${(/** @type {CustomEvent} */ { detail }) => session.seekHead(detail.row + 1)}
    ></aw-lints>
  </div>`;
}

/** @typedef {"output" | "events" | "lints"} Lower  what the lower panel shows */

/**
 * @param {{ session: Session, shown: Lower, show: (shown: Lower) => void,
 *   showLine: (line: number) => void }} lower
 */
export function lowerPanel({ session, shown, show, showLine }) {
  /** @param {Lower} name @param {string} label */
  const choice = (name, label) =>
    html`<button type="button" aria-pressed=${shown === name} @click=${() => show(name)}>
      ${label}
    </button>`;
  const count = session.trace.lints.length;
  if (count > 0) void import("../timeline/views/lintlist.js"); // for the details too
  const views = {
    output: () => outputView(session),
    events: () => eventsView(session),
    lints: () => lintsView(session, showLine),
  };
  return html`<section class="lower" aria-label=${msg("Output and events")}>
    <div class="segments" role="group" aria-label=${msg("Show")}>
      ${choice("output", msg("Output"))} ${choice("events", msg("Events"))}
      ${choice("lints", count === 0 ? msg("Lints") : msg(str`Lints: ${countText(count)}`))}
    </div>
    ${views[shown]()}
  </section>`;
}

/** @param {{ session: Session, theme: string, isGraph: boolean, showGraph: (isGraph: boolean) =>
 *   void,
 *   pick: (event: CustomEvent) => void, showLine: (line: number) => void,
 *   command: (event: CustomEvent) => void }} task */
export function taskPanel({ session, theme, isGraph, showGraph, pick, showLine, command }) {
  const { trace, version, head, selected, slice } = session;
  /** @param {string} label @param {boolean} wanted */
  const choice = (label, wanted) =>
    html`<button type="button" aria-pressed=${isGraph === wanted} @click=${() => showGraph(wanted)}>
      ${label}
    </button>`;
  const graph = html`<aw-graph
    .trace=${trace}
    .version=${version}
    .head=${head}
    .lane=${selected}
    @pick=${pick}
  ></aw-graph>`;
  const details = html`<aw-details
    .trace=${trace}
    .version=${version}
    .head=${head}
    .lane=${selected}
    .slice=${slice}
    .theme=${theme}
    .canCancel=${session.canCancel}
    .refusal=${session.refusal}
    @seek-row=${(/** @type {CustomEvent} */ { detail }) => session.seekHead(detail.row + 1)}
    @cancel-task=${() => session.cancel()}
    @command=${command}
    @line=${(/** @type {CustomEvent} */ event) => showLine(event.detail.line)}
  ></aw-details>`;
  return html`<section class="task" aria-label=${msg("Task details")}>
    <div class="heading">
      <h2 class="unseen">${msg("Task")}</h2>
      <div class="segments" role="group" aria-label=${msg("Show")}>
        ${choice(msg("Task"), false)} ${choice(msg("Graph"), true)}
      </div>
      <span class="counts">${countsText(trace, head)}</span>
    </div>
    ${isGraph ? graph : details}
  </section>`;
}
