// A first visit to the page, in Firefox.
import { journeyIn } from "./journeyin.mjs";

journeyIn("Firefox");
