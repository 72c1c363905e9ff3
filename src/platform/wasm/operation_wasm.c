/* Host operations in wasm; linked into programs that use one. An id crosses as its two halves,
 * because JavaScript has no 64-bit integer that is quick. */
#include "kernel/core.h"
#include "platform/host.h"
#include "platform/wasm/alloc.h"
#include "platform/wasm/wasm_abi.h"

HOST("op_start")
void import_op_start(const char *kind, uint32_t slot, uint32_t generation, const aw_bytes *request,
                     size_t count);
HOST("op_cancel") void import_op_cancel(uint32_t slot, uint32_t generation);

void host_op_start(const char *kind, uint64_t id, const aw_bytes *request, size_t count)
{
    import_op_start(kind, (uint32_t)id, (uint32_t)(id >> 32), request, count);
}

void host_op_cancel(uint64_t id)
{
    import_op_cancel((uint32_t)id, (uint32_t)(id >> 32));
}

EXPORT("aw_complete")
int export_complete(uint32_t slot, uint32_t generation, int status, double number, char *data,
                    size_t bytes)
{
    if (data) data[bytes] = 0; /* aw_alloc left room for it */
    aw_answer answer = {number, {data, data ? bytes : 0}};
    return operation_complete((uint64_t)generation << 32 | slot, status, answer);
}
