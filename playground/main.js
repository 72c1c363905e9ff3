/* The page's entry: the theme and the language, then the app. */

import { speak } from "./language.js";
import { applyTheme } from "./theme.js";
import "./style.css";

applyTheme();
await speak();
await import("./app.js");
