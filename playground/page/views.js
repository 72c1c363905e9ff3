/* The elements of the panels (panels.js). They show nothing before the first run, so they are
 * loaded after the page has been painted. */

import "../timeline/views/console.js";
import "../timeline/views/details.js";
import "../timeline/views/legend.js";
import "../timeline/views/playback.js";
import "../timeline/views/timeline.js";
import "../common/more.js";
import "./seed.js";
import "./strip.js";
