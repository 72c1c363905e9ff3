/**
 * Names the libc functions that the linker must replace by the runtime's `__wrap_` functions: the
 * cores of printing and scanning have frames of 8 KB and run on the system stack; abort gets an
 * error message.
 * @module
 */

export const WRAPPED = {
  wasi: ["vfprintf", "__floatscan", "abort"],
  // Emscripten's libc prints in three ways.
  emcc: ["vfprintf", "vfiprintf", "__small_vfprintf", "__floatscan", "abort"],
};
