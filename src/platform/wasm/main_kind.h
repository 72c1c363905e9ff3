/* Which main a program has. Comparing the addresses of weak symbols would tell, too, but put main
 * into the table, where every pointer of its type could lead to it, for all that transform.js
 * knows: it replaces the constant. */
#ifndef AW_MAIN_KIND_H
#define AW_MAIN_KIND_H

#include "platform/wasm/wasm_abi.h"

enum main_kind {
    MAIN_NONE,
    MAIN_PLAIN,     /* __main_void, which takes nothing */
    MAIN_ARGUMENTS, /* __main_argc_argv */
    MAIN_OLD,       /* main, of Emscripten's clang 14: takes arguments */
};

EXPORT("aw_main_kind") enum main_kind aw_main_kind(void);

#endif
