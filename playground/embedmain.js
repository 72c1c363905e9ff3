/* The entry of the page that others put into theirs: the theme, then the program. */

import { applyTheme } from "./theme.js";
import "./style.css";

applyTheme(new URLSearchParams(location.search).get("theme"));
await import("./embed.js");
