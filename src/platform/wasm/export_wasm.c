/* The wasm exports that run a function marked AW_EXPORT; linked into programs that have one. */
#include "io/export.h"
#include "platform/wasm/alloc.h"
#include "platform/wasm/wasm_abi.h"

/* Referred to by every AW_EXPORT, so that this file is linked. */
const int aw_export_support = 1;

EXPORT("aw_call")
int export_call_start(const aw_export *export, double id, char *json, size_t bytes)
{
    if (!json && !(json = export_alloc(0))) return AW_ENOMEM;
    json[bytes] = 0;
    return export_call(export, id, json, bytes);
}

EXPORT("aw_call_cancel") int export_call_cancel(double id)
{
    return export_cancel(id);
}
