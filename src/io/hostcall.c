/* aw_host_call: a C task awaits a JavaScript function, over the operation "call". */
#include "awaitc_lowlevel.h"
#include "base/memory.h"

#include <string.h>

int aw_host_call_here(const char *name, const char *json, aw_bytes *reply, const char *at)
{
    size_t name_bytes = strlen(name) + 1, json_bytes = json ? strlen(json) : 0;
    size_t bytes = name_bytes + json_bytes;
    char *request = memory_take_raw(bytes);
    if (!request) return aw_fail_text(AW_ENOMEM, "aw_host_call: no memory for the argument");
    memcpy(request, name, name_bytes);
    if (json) memcpy(request + name_bytes, json, json_bytes);
    aw_bytes answer = {0};
    int rc = aw_operation("call", name, request, bytes, &answer, at);
    memory_give(request, bytes);
    if (rc >= 0 && reply)
        *reply = answer;
    else
        aw_bytes_free(&answer);
    return rc < 0 ? rc : 0;
}
