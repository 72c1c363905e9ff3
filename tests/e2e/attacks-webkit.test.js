// The attacks on the page, in WebKit.
import { attackIn } from "./attackrun.mjs";

attackIn("WebKit");
