// A first visit to the page, in Chromium.
import { journeyIn } from "./journey.mjs";

journeyIn("Chromium");
