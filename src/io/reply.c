/* aw_reply_json alone, because it needs stdio's formatting. */
#include "awaitc_lowlevel.h"
#include "io/export.h"
#include "base/memory.h"
#include "platform/switch.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

struct reply_format {
    char *data; /* malloc's; NULL if there is no memory */
    int length; /* < 0 if stdio cannot write it */
    const char *format;
    va_list *args;
};

static void format_reply(void *arg)
{
    struct reply_format *it = arg;
    va_list again;
    va_copy(again, *it->args);
    it->length = vsnprintf(NULL, 0, it->format, *it->args);
    it->data = it->length < 0 ? NULL : memory_malloc((size_t)it->length + 1);
    if (it->data) vsnprintf(it->data, (size_t)it->length + 1, it->format, again);
    va_end(again);
}

int aw_reply_json(aw_reply *reply, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct reply_format it = {.format = format, .args = &args};
    switch_on_system_stack(format_reply, &it);
    va_end(args);
    if (it.length < 0)
        return aw_fail_text(AW_EINVAL, "aw_reply_json: stdio cannot write that; a wide string "
                                       "that is no text?");
    if (!it.data) return aw_fail_text(AW_ENOMEM, "aw_reply_json: no memory for the reply");
    aw_bytes_free(&reply->json);
    reply->json = (aw_bytes){it.data, (size_t)it.length};
    return 0;
}
