// A first visit to the page, in Chromium.
import { journeyIn } from "./journeyin.mjs";

journeyIn("Chromium");
