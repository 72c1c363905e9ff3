/* Calls of exported functions by the host; shared by export_wasm.c, export.c and reply.c. */
#ifndef AW_EXPORT_H
#define AW_EXPORT_H

#include "awaitc.h"

struct aw_reply {
    aw_bytes json; /* malloc's; if empty, the answer is the function's result */
};

/* Runs the export as a task that answers by host_reply. `json` (malloc's, NUL-terminated) becomes
 * the runtime's. Returns 0, or a code if there will be no answer. */
int export_call(const aw_export *export, double id, char *json, size_t bytes);

/* Cancels that task. Returns 1, or 0 if it was too late or the id is unknown. */
int export_cancel(double id);

#endif
