/* Switching with ucontext, for sanitizers, fuzzers and debuggers; not built for speed.
 *
 * Each stack is a separate block from malloc, so that ASan's red zones catch an overflow at once.
 * In builds without ASan, a canary at the low end detects it. Native frames are much larger than
 * wasm frames, so stacks are padded. A parked context always has frames on its stack, so it keeps
 * its stack. */
#include "platform/switch.h"

#include "awaitc.h"
#include "platform/host.h"
#include "base/memory.h"

#include <stdint.h>
#include <string.h>
#include <ucontext.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/common_interface_defs.h>
#define fiber_start(save, bottom, size) __sanitizer_start_switch_fiber(save, bottom, size)
#define fiber_finish(save, bottom, size) __sanitizer_finish_switch_fiber(save, bottom, size)
#else
#define fiber_start(save, bottom, size) ((void)(save), (void)(bottom), (void)(size))
#define fiber_finish(save, bottom, size) ((void)(save), (void)(bottom), (void)(size))
#endif

enum { PADDING_BYTES = 65536 };
static const uint64_t CANARY = 0x6177616974632121u; /* "awaitc!!" */

/* Behind switch_context, which holds its address: it is too large for every task's record. */
struct coroutine {
    int (*entry)(void *arg);
    void *arg;
    char *stack;
    size_t stack_bytes;        /* of the block */
    ucontext_t here;           /* while parked */
    ucontext_t resumer;        /* who resumed it */
    void *here_fake;           /* ASan's fake stack of this context */
    void *resumer_fake;        /* and of the resumer */
    const void *resumer_stack; /* the resumer's stack, as ASan tells it */
    size_t resumer_bytes;
    struct coroutine *outer; /* running before this one */
    int result;              /* of the entry */
    int value;               /* of the latest resume */
    bool is_finished;
    bool skips; /* the coming switch: see switch_skip */
};

static struct coroutine *current;
static struct switch_usage usage;

static void check_canary(const struct coroutine *coroutine)
{
    uint64_t found;
    memcpy(&found, coroutine->stack, sizeof found);
    if (found != CANARY)
        host_fatal(AW_EOVERFLOW, "stack overflow: the task needs more than its C stack; "
                                 "pass a larger .stack_bytes to aw_spawn_with");
}

/* Leaves the context for its resumer; for good if `fake` is NULL. */
static void coroutine_leave(struct coroutine *coroutine, void **fake)
{
    fiber_start(fake, coroutine->resumer_stack, coroutine->resumer_bytes);
    swapcontext(&coroutine->here, &coroutine->resumer);
    fiber_finish(coroutine->here_fake, &coroutine->resumer_stack, &coroutine->resumer_bytes);
}

static void run(unsigned high, unsigned low)
{
    struct coroutine *coroutine = (struct coroutine *)(((uintptr_t)high << 32) | (uintptr_t)low);
    fiber_finish(NULL, &coroutine->resumer_stack, &coroutine->resumer_bytes);
    coroutine->result = coroutine->entry(coroutine->arg);
    coroutine->is_finished = true;
    coroutine_leave(coroutine, NULL);
}

static struct coroutine *coroutine_of(const struct switch_context *context)
{
    return (struct coroutine *)(uintptr_t)context->private_[0];
}

bool switch_new(struct switch_context *context, int (*entry)(void *arg), void *arg,
                size_t stack_bytes, bool keeps_stack)
{
    (void)keeps_stack; /* all do */
    struct coroutine *coroutine = memory_take(sizeof *coroutine);
    if (!coroutine) return false;
    size_t bytes = (stack_bytes + PADDING_BYTES + 15) & ~(size_t)15;
    char *stack = memory_take_raw(bytes);
    if (!stack) {
        memory_give(coroutine, sizeof *coroutine);
        return false;
    }
    *coroutine =
        (struct coroutine){.entry = entry, .arg = arg, .stack = stack, .stack_bytes = bytes};
    memcpy(stack, &CANARY, sizeof CANARY);
    getcontext(&coroutine->here);
    coroutine->here.uc_stack.ss_sp = stack;
    coroutine->here.uc_stack.ss_size = bytes;
    makecontext(&coroutine->here, (void (*)(void))run, 2, (unsigned)((uintptr_t)coroutine >> 32),
                (unsigned)(uintptr_t)coroutine);
    context->private_[0] = (uintptr_t)coroutine;
    usage.stacks++;
    usage.bytes += bytes;
    return true;
}

const char *switch_refusal(void)
{
    return NULL; /* memory is the only limit */
}

void switch_free(struct switch_context *context)
{
    struct coroutine *coroutine = coroutine_of(context);
    usage.stacks--;
    usage.bytes -= coroutine->stack_bytes;
    memory_give(coroutine->stack, coroutine->stack_bytes);
    memory_give(coroutine, sizeof *coroutine);
}

enum switch_outcome switch_resume(struct switch_context *context, int value)
{
    struct coroutine *coroutine = coroutine_of(context);
    coroutine->value = value;
    coroutine->outer = current;
    current = coroutine;
    fiber_start(&coroutine->resumer_fake, coroutine->stack, coroutine->stack_bytes);
    swapcontext(&coroutine->resumer, &coroutine->here);
    fiber_finish(coroutine->resumer_fake, NULL, NULL);
    current = coroutine->outer;
    check_canary(coroutine);
    if (coroutine->is_finished) return SWITCH_FINISHED;
    return memory_refuses_park() ? SWITCH_NO_MEMORY : SWITCH_PARKED; /* frames need none here */
}

int switch_result(const struct switch_context *context)
{
    return coroutine_of(context)->result;
}

int aw_switch_suspend(void)
{
    if (!current)
        host_fatal(AW_ENOTASK, "suspended outside a task; callbacks must not wait: "
                               "start a task with aw_go instead");
    struct coroutine *coroutine = current;
    if (!coroutine->skips) coroutine_leave(coroutine, &coroutine->here_fake);
    coroutine->skips = false;
    return coroutine->value;
}

const struct switch_usage *switch_stacks(void)
{
    return &usage;
}

bool switch_can_nest(const struct switch_context *context)
{
    (void)context;                    /* the padding is for that */
    return !memory_may_refuse_park(); /* nothing may have run when a park fails */
}

bool switch_can_resume(struct switch_context *context)
{
    (void)context;
    return true;
}

void switch_skip(int value)
{
    current->skips = true;
    current->value = value;
}

void switch_on_system_stack(void (*fn)(void *arg), void *arg)
{
    fn(arg); /* native stacks are padded for it */
}

bool switch_is_moving(void)
{
    return false; /* swapcontext leaves nobody in between */
}

void switch_init(void)
{
}
