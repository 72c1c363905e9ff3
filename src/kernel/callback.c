/* Callbacks on the loop: call_soon, call_later, call_at, and the handles that take them back. */
#include "kernel/core.h"
#include "kernel/parts.h"
#include "base/memory.h"

struct call {
    union {
        struct entry entry; /* call_soon */
        struct timer timer; /* call_later, call_at; begins with an entry */
    };
    aw_callback *callback;
    void *arg;
    const char *at;        /* where it was asked for */
    struct locals *locals; /* as they were there, or NULL */
    uint64_t id;
};

static void call_free(struct call *call)
{
    if (local_drop && call->locals) local_drop(call->locals);
    table_remove(&loop.handles, call->id);
    loop.stats.callbacks--;
    memory_give(call, sizeof *call);
}

static void call_run(struct call *call) AW_NEVER_SUSPENDS(call_run);

static void call_run(struct call *call)
{
    aw_callback *callback = call->callback;
    void *arg = call->arg;
    struct locals *locals = call->locals;
    call->locals = NULL;
    loop.callback_at = call->at;
    call_free(call); /* first: taking back a callback that runs is too late */
    loop.locals = &locals;
    callback(arg);
    loop.locals = NULL;
    if (local_drop && locals) local_drop(locals);
}

static void call_entry_run(struct entry *entry)
{
    call_run(container_of(entry, struct call, entry));
}

static void call_timer_fire(aw_timer *timer)
{
    call_run((struct call *)(void *)timer);
}

static aw_timer *call_timer(struct call *call)
{
    return (aw_timer *)(void *)&call->timer;
}

static struct call *call_new(aw_callback *callback, void *arg, const char *at)
{
    struct call *call = callback ? memory_take_raw(sizeof *call) : NULL;
    if (call && !(call->id = table_add(&loop.handles, call))) {
        memory_give(call, sizeof *call);
        call = NULL;
    }
    if (!call) {
        aw_fail_text(callback ? AW_ENOMEM : AW_EINVAL,
                     callback ? "aw_call: no memory for a callback" : "aw_call: no callback given");
        return NULL;
    }
    call->entry = (struct entry){.run = call_entry_run};
    call->callback = callback;
    call->arg = arg;
    call->at = at;
    call->locals = local_share ? local_share() : NULL;
    loop.stats.callbacks++;
    return call;
}

aw_handle aw_call_soon_here(aw_callback *callback, void *arg, const char *at)
{
    struct call *call = call_new(callback, arg, at);
    if (!call) return (aw_handle){0};
    ready_add(&call->entry);
    return (aw_handle){call->id};
}

static aw_handle call_at_us(int64_t deadline_us, aw_callback *callback, void *arg, const char *at)
{
    struct call *call = call_new(callback, arg, at);
    if (!call) return (aw_handle){0};
    aw_timer_set(call_timer(call), deadline_us, call_timer_fire, "call");
    return (aw_handle){call->id};
}

aw_handle aw_call_later_here(aw_ms delay_ms, aw_callback *callback, void *arg, const char *at)
{
    return call_at_us(aw_deadline_us(delay_ms), callback, arg, at);
}

aw_handle aw_call_at_here(aw_ms deadline, aw_callback *callback, void *arg, const char *at)
{
    return call_at_us(clock_us(deadline), callback, arg, at);
}

void callback_drop_all(void)
{
    struct call *call;
    for (uint32_t i = 0; (call = table_next(&loop.handles, &i));)
        aw_handle_cancel((aw_handle){call->id});
}

int aw_handle_cancel(aw_handle handle)
{
    struct call *call = table_get(&loop.handles, handle.id);
    if (!call) return 0;
    if (call->entry.run == call_entry_run)
        list_remove(&call->entry.link);
    else
        aw_timer_drop(call_timer(call));
    call_free(call);
    return 1;
}
