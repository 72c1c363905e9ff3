/* aw_host_call: a C task awaits a JavaScript function, over the operation "call". */
#include "awaitc_lowlevel.h"
#include "base/waits.h"
#include "io/message.h"

int aw_host_call_here(const char *name, const char *json, aw_bytes *reply, const char *at)
{
    union call_request request = {{.name = message_text(name), .json = message_text(json)}};
    union call_reply answer;
    aw_bytes block = {0};
    int rc = aw_operation(WAIT_REASON(call), name, MESSAGE_FIELDS(request), &block, at);
    if (rc >= 0) rc = message_read("aw_host_call", &block, MESSAGE_FIELDS(answer));
    if (rc >= 0 && reply && answer.json.length > 0)
        *reply = answer.json; /* the first field: the block is its */
    else
        aw_bytes_free(&block);
    return rc < 0 ? rc : 0;
}
