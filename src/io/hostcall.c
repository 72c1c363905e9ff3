/* aw_host_call: a C task awaits a JavaScript function, over the operation "call". */
#include "awaitc_lowlevel.h"
#include "base/waits.h"
#include "io/message.h"

int aw_host_call_here(const char *name, const char *json, aw_bytes *reply, const char *at)
{
    union call_request request = {{.name = message_text(name), .value = message_text(json)}};
    aw_answer answer = {0};
    int rc = aw_operation(WAIT_REASON(call), name, MESSAGE_FIELDS(request), &answer, at);
    if (rc >= 0 && reply && answer.reply.length > 0)
        *reply = answer.reply;
    else
        aw_bytes_free(&answer.reply);
    return rc < 0 ? rc : 0;
}

int aw_host_call_number_here(const char *name, double value, double *result, const char *at)
{
    union call_request request = {{.name = message_text(name), .value = message_number(&value)}};
    aw_answer answer = {0};
    int rc = aw_operation(WAIT_REASON(call), name, MESSAGE_FIELDS(request), &answer, at);
    if (rc < 0) return rc;
    if (answer.reply.data) return message_refuse("aw_host_call_number", &answer.reply);
    *result = answer.number;
    return 0;
}
