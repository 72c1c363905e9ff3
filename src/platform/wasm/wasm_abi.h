/* Attributes of the functions that a wasm module imports and exports. */
#ifndef AW_WASM_ABI_H
#define AW_WASM_ABI_H

/* An export keeps a frame of its own, under its own name. */
#define EXPORT(name) __attribute__((export_name(name), noinline))
#define IMPORT(module, name) __attribute__((import_module(module), import_name(name)))

/* From the host, by docs/host-interface.md. */
#define HOST(name) IMPORT("awaitc", name)

/* From a standard that hosts and C libraries share. */
#define WASI(name) IMPORT("wasi_snapshot_preview1", name)

#endif
