/* The elements of the panels (panels.js), which have nothing to show before the first run: loaded when
 * the page has been painted. */

import "../timeline/console.js";
import "../timeline/details.js";
import "../timeline/legend.js";
import "../timeline/playback.js";
import "../timeline/timeline.js";
import "./strip.js";
