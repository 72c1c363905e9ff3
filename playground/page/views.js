/* The elements of the panels (panels.js), which have nothing to show before the first run: loaded when
 * the page has been painted. */

import "../timeline/views/console.js";
import "../timeline/views/details.js";
import "../timeline/views/legend.js";
import "../timeline/views/playback.js";
import "../timeline/views/timeline.js";
import "./strip.js";
