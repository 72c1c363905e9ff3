/**
 * Names the libc functions with frames of 8 KB. The runtime runs them on the system stack, so the linker
 * must replace each with the runtime's `__wrap_` function. @module
 */

export const WRAPPED = {
  wasi: ["vfprintf", "__floatscan"],
  emcc: ["vfprintf", "vfiprintf", "__small_vfprintf", "__floatscan"], // it has three ways to print
};
