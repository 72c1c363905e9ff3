// The attacks on the page, in Firefox.
import { attackIn } from "./attackin.mjs";

attackIn("Firefox");
