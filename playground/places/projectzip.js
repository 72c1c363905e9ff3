/* Writes a project as a zip file that contains a folder of the project's name. Loaded when one is
 * saved. */

import { strToU8, zipSync } from "fflate";
import { engines, version } from "../../package.json";
import gitignore from "../../cli/template/gitignore?raw";
import readme from "../../cli/template/README.md?raw";
import test from "../../cli/template/test/main.test.js?raw";
import { projectOf } from "./project.js";

/** @param {import("./project.js").Program} program */
export function projectZip(program) {
  const template = { "README.md": readme, gitignore, "test/main.test.js": test };
  const files = Object.entries(projectOf(program, template, { version, engines }));
  const packed = files.map(([path, text]) => [`${program.name}/${path}`, strToU8(text)]);
  return zipSync(Object.fromEntries(packed));
}
