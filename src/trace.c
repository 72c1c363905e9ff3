/* Writes the trace, and reports what nobody would see otherwise. */
#include "core.h"
#include "host.h"

#include <string.h>

void trace_emit(enum trace_kind kind, const struct trace_args *args)
{
    struct trace_row row = {
        .t = (double)aw_now_us() / 1000,
        .value = args->value,
        .seq = ++loop.trace_seq,
        .kind = kind,
        .task = args->task,
        .other = args->other,
        .reason = args->reason,
        .at = args->at,
        .detail = args->detail,
    };
    host_trace(&row);
}

void report(const char *lint, const struct future *about, const char *sentence)
{
    trace(LINT, .task = about ? about->number : 0, .reason = lint,
          .at = about ? about->at : NULL, .detail = sentence);
    host_report(sentence);
}
