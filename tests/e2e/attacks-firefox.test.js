// The attacks on the page, in Firefox.
import { attackIn } from "./attackrun.mjs";

attackIn("Firefox");
