/* Writes the trace, and reports what nobody would see otherwise. */
#include "kernel/core.h"
#include "kernel/parts.h"
#include "platform/host.h"

#include <string.h>

void trace_emit(enum aw_trace_kind kind, uint32_t task, uint32_t other, double value,
                const char *reason, const char *at, const char *detail)
{
    aw_trace_row row = {
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
    if (loop.tracing & TRACE_TO_HOST) host_trace(&row);
    if (profile_row && loop.tracing & TRACE_TO_PROFILE) profile_row(&row);
    if (hook_row && loop.tracing & TRACE_TO_HOOK) hook_row(&row);
}

void report(const char *lint, uint32_t number, const char *at, const char *sentence)
{
    trace(LINT, number, 0, 0, lint, at, sentence);
    host_report(sentence);
}
