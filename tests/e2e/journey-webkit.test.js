// A first visit to the page, in WebKit.
import { journeyIn } from "./journey.mjs";

journeyIn("WebKit");
