/* The program's own observer of the trace. */
#include "kernel/core.h"
#include "kernel/parts.h"
#include "platform/switch.h"

static struct {
    aw_trace_fn *fn;
    void *arg;
} hook;

static void hook_call(void *row) AW_NEVER_SUSPENDS(hook_call);

static void hook_call(void *row)
{
    hook.fn(row, hook.arg);
}

/* On the system stack, so that an observer that prints fits under every task; and outside the task,
 * so that waiting is a named error. */
void hook_row(const aw_trace_row *row)
{
    struct task *task = loop.current;
    aw_trace_row copy = *row;
    loop.current = NULL;
    loop.tracing &= (uint8_t)~TRACE_TO_HOOK;
    switch_on_system_stack(hook_call, &copy);
    if (hook.fn) loop.tracing |= TRACE_TO_HOOK;
    loop.current = task;
}

void aw_trace_hook(aw_trace_fn *fn, void *arg)
{
    hook.fn = fn;
    hook.arg = arg;
    if (fn)
        loop.tracing |= TRACE_TO_HOOK;
    else
        loop.tracing &= (uint8_t)~TRACE_TO_HOOK;
}
