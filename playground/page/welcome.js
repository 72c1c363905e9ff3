/* What a first visit reads above the opening run: what awaitc is, what the picture shows, and three
 * ways on. A template, laid out with the page; its handlers are passed in. */

import { html } from "lit";
import { icons } from "../common/icons.js";
import { msg } from "../common/words.js";

/** @param {{ run: () => void, change: () => void, learn: () => void }} doors */
export function welcome({ run, change, learn }) {
  return html`<section class="welcome" aria-label=${msg("Welcome")}>
    <p>
      ${msg(
        html`<strong>awaitc is asyncio for C.</strong> Here three tasks wait at the same time. The
          outlines are the same tasks one after the other, which takes twice as long.`,
      )}
    </p>
    <div class="doors">
      <button type="button" class="button primary" @click=${run}>
        ${icons.play}${msg("Run it")}
      </button>
      <button type="button" class="button" @click=${change}>
        ${icons.edit}${msg("Change it")}
      </button>
      <button type="button" class="button" @click=${learn}>
        ${icons.lessons}${msg("Learn it")}
      </button>
    </div>
  </section>`;
}
