// A first visit to the page, in Firefox.
import { journeyIn } from "./journey.mjs";

journeyIn("Firefox");
