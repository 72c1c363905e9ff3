/* The page's entry: the theme and the language, then the app; when that is there, what keeps it for
 * offline use. */

import { speak } from "./language.js";
import { applyTheme } from "./theme.js";
import "./style.css";

applyTheme();
await speak();
await import("./app.js");
if (import.meta.env.PROD && "serviceWorker" in navigator) {
  const idle =
    globalThis.requestIdleCallback ?? ((/** @type {() => void} */ act) => setTimeout(act, 500));
  idle(() => void import("./updates.js").then(({ keepPage }) => keepPage()));
}
