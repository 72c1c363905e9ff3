// The attacks on the page, in Chromium.
import { attackIn } from "./attackrun.mjs";

attackIn("Chromium");
