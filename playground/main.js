/* The page's entry: sets the theme and the language, loads the app, then what keeps the page for
 * offline use. */

import { speak } from "./common/language.js";
import { applyTheme } from "./common/theme.js";
import "./style.css";

applyTheme();
await speak();
await import("./page/app.js");
if (import.meta.env.PROD && "serviceWorker" in navigator) {
  const idle =
    globalThis.requestIdleCallback ?? ((/** @type {() => void} */ act) => setTimeout(act, 500));
  idle(() => void import("./offline/updates.js").then(({ keepPage }) => keepPage()));
}
