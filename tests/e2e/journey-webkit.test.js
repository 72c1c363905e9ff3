// A first visit to the page, in WebKit.
import { journeyIn } from "./journeyin.mjs";

journeyIn("WebKit");
