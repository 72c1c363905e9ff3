/* Scenarios of debug mode. */
#include "scenario.h"

void clock_pass(int64_t us); /* of the kernel, for tests */

/* Notes what a report says after "took": "0.100 seconds". */
static void debug_note_seconds(const aw_trace_row *row, void *unused)
{
    const char *took = row->kind == AW_TRACE_LINT ? strstr(row->detail, " took ") : NULL;
    if (took) note("%.13s", took + 6);
}

static void debug_pass(void *us)
{
    clock_pass(*(const int64_t *)us);
}

SCENARIO("debug_slow_callback", "0.100 seconds")
{
    static const int64_t quick = 62500, slow = 100000;
    aw_set_debug(true);
    aw_trace_hook(debug_note_seconds, NULL);
    expect_report("a callback asked for at tests/conformance/debug.c:");
    aw_call_soon(debug_pass, (void *)&quick);
    aw_call_soon(debug_pass, (void *)&slow);
    EXPECT_INT(aw_yield(), 0);
    aw_trace_hook(NULL, NULL);
}
