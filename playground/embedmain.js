/* The entry of the page that others put into frames: sets the theme and the language, then loads
 * the program. */

import { speak } from "./common/language.js";
import { applyTheme } from "./common/theme.js";
import "./style.css";

applyTheme(new URLSearchParams(location.search).get("theme"));
await speak();
await import("./embed/embed.js");
