/* Writes the trace, and reports what nobody would see otherwise. */
#include "core.h"
#include "host.h"

#include <string.h>

void trace_emit(enum trace_kind kind, uint32_t task, uint32_t other, double value,
                const char *reason, const char *at, const char *detail)
{
    struct trace_row row = {
        .t = (double)aw_now_us() / 1000,
        .value = value,
        .seq = ++loop.trace_seq,
        .kind = kind,
        .task = task,
        .other = other,
        .reason = reason,
        .at = at,
        .detail = detail,
    };
    host_trace(&row);
}

void report(const char *lint, const struct future *about, const char *sentence)
{
    trace(LINT, about ? about->number : 0, 0, 0, lint, about ? about->at : NULL, sentence);
    host_report(sentence);
}
