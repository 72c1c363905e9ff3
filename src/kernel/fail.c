/* aw_fail alone: the one place where the runtime formats with stdio, so that programs that do not
 * use it need no printf. */
#include "kernel/core.h"
#include "platform/switch.h"

#include <stdarg.h>
#include <stdio.h>

struct fail_format {
    char *data;
    size_t size;
    const char *format;
    va_list *args;
};

static void format_words(void *arg)
{
    struct fail_format *it = arg;
    vsnprintf(it->data, it->size, it->format, *it->args);
}

int aw_fail(int code, const char *format, ...)
{
    char words[sizeof((struct error *)0)->message + 1]; /* more, to see what aw_fail_text cuts */
    va_list args;
    va_start(args, format);
    struct fail_format it = {words, sizeof words, format, &args};
    switch_on_system_stack(format_words, &it);
    va_end(args);
    return aw_fail_text(code, words);
}
