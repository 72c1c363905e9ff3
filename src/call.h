/* Calls of exported functions from outside; between program_wasm.c, call.c and reply.c. */
#ifndef AW_CALL_H
#define AW_CALL_H

#include "awaitc.h"

struct aw_reply {
    aw_bytes json; /* malloc's; empty: the answer is the function's result */
};

/* Runs the export as a task that answers by host_reply. `json` (malloc's, NUL-terminated) becomes
 * the runtime's. Returns 0, or a code, and then there will be no answer. */
int call_from_outside(const aw_export *export, double id, char *json, size_t bytes);

/* Cancels that task. Returns 1 asked, 0 too late or unknown. */
int call_cancel(double id);

#endif
