/* The bar with Run, which is Stop while a program runs, Step, the clock, debug mode and the state
 * of the run; the rest is under More. A template, laid out with the page; its handlers are passed
 * in. */

import { html } from "lit";
import { icons } from "../common/icons.js";
import { clocks } from "../common/protocol.js";
import { chipOf, runFacts } from "./status.js";
import { msg } from "../common/words.js";

/**
 * @typedef {object} Controls
 * @property {import("../run/session.js").Session} session
 * @property {import("../editor/workspace.js").Workspace} workspace
 * @property {import("../common/protocol.js").ClockName} clock
 * @property {import("../run/setup.js").Setup} setup
 * @property {boolean} isDebug
 * @property {boolean} isBrief  only Run and the state stand in the bar
 * @property {unknown} [others]  what else is under More
 * @property {() => void} run
 * @property {() => void} stop
 * @property {() => void} hold  holds the program, or lets it go on
 * @property {() => void} step  makes one step of it; starts it when none runs
 * @property {(clock: import("../common/protocol.js").ClockName) => void} chooseClock
 * @property {(isDebug: boolean) => void} setDebug
 */

/** @param {Controls} controls */
function clockField({ clock, chooseClock }) {
  /** @param {Event} event */
  const choose = (event) => {
    const { value } = /** @type {HTMLSelectElement} */ (event.target);
    chooseClock(/** @type {import("../common/protocol.js").ClockName} */ (value));
  };
  return html`<label class="field clock"
    ><select aria-label=${msg("Clock")} @change=${choose} .value=${clock}>
      ${Object.entries(clocks).map(
        ([name, { label }]) =>
          html`<option value=${name} ?selected=${name === clock}>${label}</option>`,
      )}
    </select></label
  >`;
}

/** @param {Controls} controls */
function debugSwitch({ isDebug, setDebug }) {
  const title = msg(
    "Debug mode: the next run also reports slow steps and results that nobody awaited",
  );
  return html`<button
    type="button"
    class="button switch"
    aria-label=${msg("Debug mode")}
    aria-pressed=${isDebug}
    title=${title}
    @click=${() => setDebug(!isDebug)}
  >
    ${icons.debug}<span>${msg("Debug")}</span>
  </button>`;
}

/** Holds the program itself, not its playhead. @param {Controls} controls */
function holdButton({ session, hold }) {
  const { isHeld, isRunning, isFull } = session;
  const title = isHeld
    ? msg("Resume the program (F9)")
    : msg("Hold the program and its clock (F9)");
  return html`<button
    type="button"
    class="button hold"
    title=${title}
    ?disabled=${!isRunning || isFull}
    @click=${hold}
  >
    ${isHeld ? icons.goOn : icons.hold}<span>${isHeld ? msg("Resume") : msg("Hold")}</span>
  </button>`;
}

/** @param {Controls} controls */
function stepButton({ session, workspace, step }) {
  const title = session.isRunning
    ? msg("Step: run one task until it waits, then hold the program (F10)")
    : msg("Start the program, run one step and hold it (F10)");
  return html`<button
    type="button"
    class="button step"
    title=${title}
    ?disabled=${workspace.isBuilding || session.isFull}
    @click=${step}
  >
    ${icons.step}<span>${msg("Step")}</span>
  </button>`;
}

/** @param {Controls} controls */
export function runBar(controls) {
  const { session, workspace, setup, isBrief, run, stop } = controls;
  const { word, kind } = chipOf(session, workspace);
  const isIdle = !session.isRunning && !workspace.isBuilding;
  const often = html`${stepButton(controls)} ${clockField(controls)} ${debugSwitch(controls)}`;
  return html`<div class="run-bar">
    <button
      type="button"
      class="button ${isIdle ? "primary run" : "stop"}"
      title=${isIdle ? msg("Ctrl Enter") : msg("Ctrl .")}
      @click=${isIdle ? run : stop}
    >
      ${isIdle ? icons.play : icons.stop}<span>${isIdle ? msg("Run") : msg("Stop")}</span>
    </button>
    ${isBrief ? "" : often}
    <div class="status">
      <span class="chip" data-state=${kind}>${word}</span>
      <span class="facts" title=${runFacts(session)}>${runFacts(session)}</span>
    </div>
    <aw-more class="more"
      >${isBrief ? often : ""} ${holdButton(controls)}<aw-seed
        .setup=${setup}
        .kept=${setup.seed}
        .seed=${session.seed}
      ></aw-seed>
      ${controls.others ?? ""}</aw-more
    >
  </div>`;
}
