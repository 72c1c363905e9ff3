/* The page's entry: the theme, then the app. */

import { applyTheme } from "./theme.js";
import "./style.css";

applyTheme();
await import("./app.js");
