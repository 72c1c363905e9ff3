/* What an embedded lesson shows: its topic and its exercise. The whole lesson, with its question
 * and check, is in the playground. */

import { html } from "lit";
import { blocksOf, wordsOf } from "../lesson/prose.js";
import { open, shelf } from "../lesson/shelf.js";
import { msg, str } from "../common/words.js";

/** @param {string} name */
export async function lessonView(name) {
  const { text } = await open(name);
  const number = shelf.findIndex((lesson) => lesson.name === name) + 1;
  const whole = new URL(`./#lessons/${name}`, document.baseURI).href;
  return html`<section class="lesson" aria-label=${msg("Lesson")} lang=${text.language}>
    <h2>${msg(str`Lesson ${number}: ${text.title}`)}</h2>
    <p>
      ${text.sentence}
      <a href=${whole} target="_blank" rel="noopener"
        >${msg("Read the lesson and check your work")}</a
      >
    </p>
    <details>
      <summary>${msg("What to do")}</summary>
      ${blocksOf(text.change)}
      <ul>
        ${text.goals.map(({ goal }) => html`<li>${wordsOf(goal)}</li>`)}
      </ul>
    </details>
  </section>`;
}
