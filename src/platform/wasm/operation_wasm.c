/* Host operations in wasm; linked into programs that use one. */
#include "kernel/core.h"
#include "platform/host.h"
#include "platform/wasm/wasm_abi.h"

HOST("op_start")
void import_op_start(const char *kind, double id, const aw_bytes *request, size_t count);
HOST("op_cancel") void import_op_cancel(double id);

void host_op_start(const char *kind, double id, const aw_bytes *request, size_t count)
{
    import_op_start(kind, id, request, count);
}

void host_op_cancel(double id)
{
    import_op_cancel(id);
}

EXPORT("aw_complete") int export_complete(double id, int status, char *data, size_t bytes)
{
    if (data) data[bytes] = 0; /* aw_alloc left room for it */
    return operation_complete(id, status, data, bytes);
}
