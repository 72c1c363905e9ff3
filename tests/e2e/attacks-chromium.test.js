// The attacks on the page, in Chromium.
import { attackIn } from "./attackin.mjs";

attackIn("Chromium");
