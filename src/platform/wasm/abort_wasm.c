/* abort for wasm: the program ends with an error that names the task and the line. Emscripten's
 * would end it without words, and wasi-libc's is a bare trap. The linker puts this in its place
 * (--wrap=abort). */
#include "platform/switch.h"

_Noreturn void __wrap_abort(void);

__attribute__((nodebug)) _Noreturn void __wrap_abort(void)
{
    switch_stop("abort() was called");
}
