/* Attacks from outside the page, for attacks.test.js: data stored in the browser, pages that put
 * ours into a frame, messages, and files. */

import assert from "node:assert/strict";

/** @typedef {import("./attacks.mjs").Attack} Attack */
/** @typedef {import("./attacks.mjs").Scene} Scene */

const script = `<img src=x onerror="top.hit='markup'"><script>top.hit='script'</script>`;

/** Stores a text under all keys of the page, and opens the page again at a place.
 * @param {Scene} scene @param {string} text @param {string} place */
async function poison({ page, server }, text, place) {
  server.replaced.set("/blank", { type: "text/html" }); // the page would store its own data
  await page.goto(`${server.url}blank`);
  await page.call((value) => {
    const kept = ["draft.hello-sleep", "draft.01-one-loop", "draft.__proto__", "lessons", "theme"];
    const more = ["language", "history.hello-sleep", "layout", "knobs", "offline"];
    for (const name of [...kept, ...more]) localStorage.setItem(`awaitc.${name}`, value);
  }, text);
  await page.goto(`${server.url}?${text.length % 1000}${place}`);
  await page.see(".run");
}

/** @type {Record<string, Attack>} */
export const storage = {
  "holds markup everywhere": async (scene) => {
    await poison(scene, script, "#hello-sleep");
    await scene.page.see({ css: ":is(li,.cm-line)", name: /<img/ });
    await poison(scene, script, "#lessons/01-one-loop");
    await scene.page.see({ css: "aw-lesson h2", name: /One thread/ });
  },
  "holds values of the wrong types": async (scene) => {
    for (const text of [
      "null",
      "[]",
      "{}",
      '"x"',
      "-1",
      '{"version":1,"lessons":[[]]}',
      "\0\ud800",
    ]) {
      await poison(scene, text, "#lessons");
      await scene.page.see({ css: "aw-classroom p", name: /0 of 14 done/ });
    }
  },
  "holds progress with prototypes and huge names": async (scene) => {
    const huge = `"99-${"x".repeat(9000)}":{}`;
    const lessons = `"__proto__":{"done":"own"},"constructor":{"done":"own"},${huge}`;
    await poison(
      scene,
      `{"version":1,"__proto__":{"done":"own"},"lessons":{${lessons}}}`,
      "#lessons",
    );
    await scene.page.see({ css: "aw-classroom p", name: /0 of 14 done/ });
  },
  "is full": async ({ page, server }) => {
    server.replaced.set(/^\/assets\/compilerworker-/, { type: "text/javascript" }); // never answers
    await page.call(() => {
      for (let size = 1 << 22; size > 0; size >>= 1)
        try {
          localStorage.setItem(`full${size}`, "x".repeat(size));
        } catch {
          continue;
        }
    });
    await page.click({ name: "Edit" });
    await page.click(".cm-content");
    await page.press("Control+End");
    await page.type("//");
    await page.see({ css: ".state", name: /Not kept for later: this browser's storage is full/ });
    await page.call(() => localStorage.clear());
    await page.click({ name: "Reset" });
  },
};

/** Opens a stranger's page. @param {Scene} scene @param {string} body */
async function visit({ page, stranger }, body) {
  stranger.page = body;
  await page.goto(stranger.url);
}

/** @param {Scene} scene @param {string} attributes */
const elementOf = ({ server }, attributes) =>
  `<script type="module" src="${server.url}awaitc-playground.js"></script>
  <awaitc-playground ${attributes}></awaitc-playground>`;

/** The element's frame. @param {Scene} scene */
const frameOf = ({ page }) => page.frame("iframe");

/** @type {Record<string, Attack>} */
export const around = {
  "has the playground in a frame": async (scene) => {
    await visit(scene, `<iframe src="${scene.server.url}" width="900" height="600"></iframe>`);
    const isThere = await scene.page
      .frame("iframe")
      .call(() => document.querySelector("aw-app") !== null)
      .catch(() => false); // an error page, which some engines do not let scripts read
    assert.equal(isThere, false);
  },
  "sends messages of all forms": async (scene) => {
    await visit(scene, elementOf(scene, 'sample="shield"'));
    const frame = frameOf(scene);
    await frame.see({ css: "aw-source li", name: /aw_shield/ });
    await scene.page.call((markup) => {
      const element = /** @type {any} */ (document.querySelector("awaitc-playground"));
      const inner = element.shadowRoot.querySelector("iframe").contentWindow;
      const forms = [null, "code", 5, [], { awaitc: 1 }, { awaitc: 1, type: "__proto__" }];
      const texts = [5, null, {}, "x".repeat(70_000), ["a"]].map((text) => ({ text }));
      const more = texts.map((text) => ({ awaitc: 1, type: "code", ...text }));
      for (const data of [
        ...forms,
        ...more,
        { awaitc: 1, type: "run" },
        { awaitc: "1", type: "code" },
      ])
        inner.postMessage(data, "*");
      for (const height of [NaN, Infinity, -1, 1e9, "9px", markup])
        postMessage({ awaitc: 1, type: "size", height }, "*");
      inner.postMessage({ awaitc: 1, type: "code", text: markup }, "*");
    }, script);
    await frame.see({ css: "aw-source li", name: /<img/ }); // the last one counts, as text
    assert.equal(await frame.text(".chip"), "not run yet");
    assert.equal(await frame.call(() => /** @type {any} */ (window).hit ?? null), null);
  },
  "puts scripts into the attributes of the element": async (scene) => {
    for (const base of ["javascript:top.hit=1//", "data:text/html,<script>top.hit=1</script>"]) {
      await visit(scene, elementOf(scene, `base="${base}"`));
      const hasFrame = await scene.page.call(async () => {
        await customElements.whenDefined("awaitc-playground"); // the element is connected then
        return !!document.querySelector("awaitc-playground")?.shadowRoot?.querySelector("iframe");
      });
      assert.equal(hasFrame, false); // such an address makes none
      assert.equal(await scene.page.call(() => /** @type {any} */ (window).hit ?? null), null);
    }
    const quoted = script.replaceAll('"', "&quot;");
    const names = ["sample", "code", "theme", "height", "readonly"];
    await visit(scene, elementOf(scene, names.map((name) => `${name}="${quoted}"`).join(" ")));
    await frameOf(scene).see({ css: "aw-source li", name: /<img/ });
    assert.equal(await scene.page.call(() => /** @type {any} */ (window).hit ?? null), null);
  },
  "gets markup into the page, were it possible": async ({ page, stranger }) => {
    await page.call(async (url) => {
      const part = document.createElement("div");
      const policy = /** @type {any} */ (window).trustedTypes;
      const trusted = { createHTML: (/** @type {string} */ text) => text };
      const markup = `<img src="${url}image" onerror="top.hit=1">
        <iframe src="${url}frame"></iframe><a id="bad" href="javascript:top.hit=1">x</a>
        <form action="${url}form"><button id="send"></button></form>
        <link rel="stylesheet" href="${url}style"><object data="${url}object"></object>`;
      try {
        part.innerHTML = policy
          ? policy.createPolicy("attack", trusted).createHTML(markup)
          : markup;
      } catch {
        // Trusted Types have refused it; the rest tries without them.
      }
      document.body.append(part);
      for (const make of [
        () => {
          const inline = document.createElement("script");
          inline.textContent = "top.hit = 1";
          part.append(inline);
        },
        () => {
          const foreign = document.createElement("script");
          foreign.src = `${url}script`;
          part.append(foreign);
        },
        () => new Worker(`data:text/javascript,fetch("${url}worker")`),
        () => new Worker(URL.createObjectURL(new Blob(["self.x = 1"]))),
        () => (0, eval)("top.hit = 1"),
        () => new Function("top.hit = 1")(),
        () => void fetch(`${url}fetch`).catch(() => {}),
        () => new EventSource(`${url}events`),
        () => new WebSocket(`${url.replace("http", "ws")}socket`),
        () => navigator.sendBeacon(`${url}beacon`),
        () => /** @type {HTMLElement} */ (part.querySelector("#bad"))?.click(),
        () => /** @type {HTMLElement} */ (part.querySelector("#send"))?.click(),
      ])
        setTimeout(make); // run by the page, because a debugger's code may do more
      await new Promise((done) => setTimeout(done));
      await fetch(location.href, { cache: "no-store" }); // answered after what they have sent
    }, stranger.url);
    await page.call(() => document.querySelector("body > div")?.remove());
  },
};

/** Loads a progress file into the lessons, as a reader would.
 * @param {Scene} scene @param {string} text */
async function readProgress({ page }, text) {
  await page.call((content) => {
    const app = /** @type {any} */ (document.querySelector("aw-app")).shadowRoot;
    const input = app.querySelector("aw-classroom").shadowRoot.querySelector("input");
    const files = new DataTransfer();
    files.items.add(new File([content], "progress.json", { type: "application/json" }));
    input.files = files.files;
    input.dispatchEvent(new Event("change"));
  }, text);
}

/** @type {Record<string, Attack>} */
export const files = {
  "is said to be progress, and is none": async (scene) => {
    const { page } = scene;
    await page.call(() => void (location.hash = "#lessons"));
    await page.see({ css: "aw-classroom p", name: /0 of 14 done/ });
    for (const [text, words] of /** @type {[string, RegExp][]} */ ([
      [script, /Nothing was read: the file is not JSON/],
      ["x".repeat(70_000), /Nothing was read: the file is too long/],
      ["[".repeat(20_000), /Nothing was read: the file is not JSON/],
      ["null", /Nothing was read: the file does not have progress/],
      ['{"version":"1","lessons":{}}', /Nothing was read: the file does not have progress/],
      [
        `{"version":1,"lessons":{"${script.replaceAll('"', "'")}":{"done":"own"}}}`,
        /has been read/,
      ],
      [
        '{"version":1,"lessons":{"__proto__":{"done":"own"},"01-one-loop":{"done":1}}}',
        /has been read/,
      ],
    ])) {
      await readProgress(scene, text);
      await page.see({ css: "aw-classroom p", name: words });
      await page.see({ css: "aw-classroom p", name: /0 of 14 done/ });
    }
  },
  "should be the worker of programs, and is none": async ({ server, open }) => {
    for (const answer of [{ status: 404 }, { type: "text/html", body: script }]) {
      server.replaced.set(/^\/assets\/worker-/, answer);
      const page = await open(); // whose cache is empty
      await page.goto(server.url);
      await page.click(".run");
      await page.see({
        css: "aw-console .note",
        name: /worker of the program could not be started/,
      });
      server.replaced.clear();
      await page.click(".run");
      await page.see({ css: ".chip", name: /^(finished|failed)/ });
      const isFailed = (await page.count('.chip[data-state="failed"]')) > 0;
      if (isFailed) await page.click(".run"); // it had the spare worker, asked for before clear()
      await page.see('.chip[data-state="finished"]');
      await page.close();
    }
  },
  "should be the compiler, and is none": async ({ server, open }) => {
    server.replaced.set(/^\/assets\/compilerworker-/, { status: 404 });
    const page = await open();
    await page.goto(server.url);
    await page.click({ name: "Edit" });
    await page.click(".cm-content");
    await page.press("Control+End");
    await page.type("//");
    await page.see({ css: "aw-problems [role=alert]", name: /the compiler was lost twice/ });
    await page.click({ name: "Reset" });
    await page.click(".run");
    await page.see('.chip[data-state="finished"]');
    await page.close();
  },
};
