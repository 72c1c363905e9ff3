// What npm's compilers are read as: toolchain/bareclang.js and barebinaryen.js.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { bareBinaryen, startBinaryen } from "../../toolchain/barebinaryen.js";
import { bareClang } from "../../toolchain/bareclang.js";

const encode = (text) => new TextEncoder().encode(text);
const END = "var a=await f(),b=a;export{b as default};\n";

test("binaryen: its module and its code come apart", async () => {
  const path = fileURLToPath(import.meta.resolve("binaryen"));
  const { text, wasm } = bareBinaryen(await readFile(path));
  assert.ok(WebAssembly.validate(wasm));
  assert.match(text, /export default [\w$]+;\s*$/);
  assert.doesNotMatch(text, /\\0asm/);
});

test("binaryen: every escape of the literal is its byte", () => {
  const literal = "\\0asm\\x01\\xfF\\b\\t\\n\\v\\f\\r\\`\\\\\\$ z";
  const bare = bareBinaryen(encode(`before(\`${literal}\`);${END}`));
  assert.equal(Buffer.from(bare.wasm).toString("latin1"), "\0asm\x01\xff\b\t\n\v\f\r`\\$ z");
  assert.equal(bare.text, "before(``);var a=f;export default f;");
});

test("binaryen: another form is left to the usual import", () => {
  for (const text of [
    `read("binaryen.wasm");${END}`,
    "before(`\\0asm`);export default await f();",
    `before(\`\\0asm\u00e9\`);${END}`,
    "before(`\\0asm",
  ])
    assert.equal(bareBinaryen(encode(text)), undefined);
});

test("binaryen: a module that cannot be instantiated is an error", async () => {
  const bytes = encode("\0asm\x01\0\0\0\x01\x04\x01`\0\0\x02\x07\x01\x01m\x01f\0\0");
  const module = await WebAssembly.compile(bytes);
  const factory = ({ instantiateWasm }) => new Promise((done) => instantiateWasm({}, done));
  await assert.rejects(startBinaryen(factory, module), TypeError);
});

test("clang: a bundle of another form is refused", () => {
  assert.throws(() => bareClang("nothing", 0), /@yowasp\/clang has no .*any more/);
});
