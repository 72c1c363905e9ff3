// The attacks on the page, in WebKit.
import { attackIn } from "./attackin.mjs";

attackIn("WebKit");
