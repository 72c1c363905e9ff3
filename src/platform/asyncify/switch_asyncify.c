/* Switching inside wasm: Binaryen's Asyncify pass turns every function on the way to
 * aw_switch_suspend into one that can unwind into a buffer and rewind from it.
 *
 * Suspending unwinds into one scratch buffer, whose end is the only limit on depth. The exact bytes
 * are then kept in the context, just below the parked stack pointer, or in a separate block. A
 * context with nothing on its C stack gives the stack back (stackpool.h). The C stack pointer is
 * switched by hand, because Asyncify does not know of it. toolchain/transform.js finds the
 * functions here by their export names. In all other functions it inserts a comparison
 * with `bounds` after each move of the C stack pointer, so an overflow is found before it writes.
 *
 * While `phase` is not NORMAL, only functions that Asyncify leaves alone may be called: none that
 * calls through a pointer or leads to aw_switch_suspend. See park.c and toolchain/transform.js. */
#include "platform/switch.h"

#include "awaitc.h"
#include "base/memory.h"
#include "platform/asyncify/coroutine.h"
#include "platform/wasm/stack.h"
#include "platform/wasm/wasm_abi.h"

IMPORT("asyncify", "start_unwind") void asyncify_start_unwind(void *buffer);
IMPORT("asyncify", "stop_unwind") void asyncify_stop_unwind(void);
IMPORT("asyncify", "start_rewind") void asyncify_start_rewind(void *buffer);
IMPORT("asyncify", "stop_rewind") void asyncify_stop_rewind(void);

enum { SCRATCH_BYTES = 1 << 20 };

enum phase {
    NORMAL,
    UNWINDING,
    REWINDING,
    SKIPPING, /* the coming switch: see switch_skip */
};

/* What the pass reads and writes: two words, in this order. It compares them at the start and the
 * end of a switch only. */
struct asyncify_buffer {
    char *pos;
    char *end;
};
_Static_assert(sizeof(struct asyncify_buffer) == 8, "Asyncify's buffer header on wasm32");

/* The scratch buffer stands half a page from its header: at the same offset in a page, each access
 * to `pos` would wait for the store of a frame before it. Frames that do not fit overwrite what
 * lies behind the buffer, but not the header. */
static struct {
    struct asyncify_buffer header;
    char apart[2048 - sizeof(struct asyncify_buffer)];
    char data[SCRATCH_BYTES];
} scratch __attribute__((aligned(16)));

/* Rewinding only moves down from where it starts; aw_switch_suspend checks where it ends. */
static struct asyncify_buffer rewind_buffer;

static enum phase phase;
static char *rewind_from;         /* start of the frames of the latest rewind */
static struct coroutine *current; /* the innermost running context, or NULL */

bool switch_new(struct switch_context *context, int (*entry)(void *arg), void *arg,
                size_t stack_bytes, bool keeps_stack)
{
    struct coroutine *coroutine = coroutine_of(context);
    size_t bytes = (stack_bytes + 15) & ~(size_t)15;
    struct stacks *stacks = keeps_stack ? NULL : stacks_of(bytes);
    coroutine->stack = keeps_stack ? stacks_new(bytes) : NULL;
    if (keeps_stack ? !coroutine->stack : !stacks_need(stacks, bytes)) return false;
    coroutine->entry = entry;
    coroutine->arg = arg;
    coroutine->bytes = bytes;
    coroutine->stacks = stacks;
    coroutine->sp = coroutine->stack + bytes;
    coroutine->frames = NULL;
    coroutine->block = NULL;
    return true; /* the other fields are written before they are read */
}

const char *switch_refusal(void)
{
    return NULL; /* memory is the only limit */
}

void switch_free(struct switch_context *context)
{
    struct coroutine *coroutine = coroutine_of(context);
    if (coroutine == current) stack_broken(AW_ESTATE, "a running task's stack was freed", 0, "");
    if (coroutine->block) memory_give(coroutine->block, coroutine->block->bytes);
    if (!coroutine->stack)
        stacks_unneed(coroutine->stacks, coroutine->bytes);
    else if (coroutine->stacks)
        stacks_give(coroutine->stacks, coroutine->stack, coroutine->bytes);
    else
        stacks_free(coroutine->stack, coroutine->bytes);
}

/* Where a context without a stack is going to run. */
static inline void stack_take(struct coroutine *coroutine)
{
    coroutine->stack = stacks_take(coroutine->stacks);
    coroutine->sp = coroutine->stack + coroutine->bytes;
}

/* After the entry came back without finishing: was it really a clean unwind? */
static void check_unwound(struct coroutine *coroutine)
{
    if (phase == REWINDING || stack_pointer() != coroutine->sp)
        stack_broken(AW_ESTATE, "a frame of a parked task was lost", 0,
                     "; was the module transformed by awaitc's own build?");
}

static bool is_overflown(void)
{
    return scratch.header.pos > scratch.header.end;
}

EXPORT("aw_switch_resume")
enum switch_outcome switch_resume(struct switch_context *context, int value)
{
    struct coroutine *coroutine = coroutine_of(context);
    if (phase != NORMAL || !coroutine->entry)
        stack_broken(AW_ESTATE,
                     phase ? "resumed a task during a switch" : "resumed a finished task", 0,
                     "; this is a fault of the runtime");
    struct coroutine *outer = current;
    char *outer_system_sp = stack_system_sp;
    char *outer_sp = stack_pointer();
    struct stack_bounds outer_bounds = stack_bounds;
    if (stack_is_system()) stack_system_sp = outer_sp;
    current = coroutine;
    coroutine->value = value;
    if (!coroutine->stack) stack_take(coroutine);
    if (coroutine->frames) {
        phase = REWINDING;
        rewind_from = coroutine->frames;
        rewind_buffer.pos = rewind_from + coroutine->frame_bytes;
        asyncify_start_rewind(&rewind_buffer);
    }
    stack_bounds_set(coroutine->stack, coroutine->bytes);
    stack_pointer_set(coroutine->sp);
    int result = coroutine->entry(coroutine->arg);
    if (is_overflown()) __builtin_trap(); /* nothing else can be trusted; see switch_fault */
    bool is_finished = phase == NORMAL;
    if (is_finished) {
        coroutine->value = result;
        coroutine->entry = NULL;
    } else {
        check_unwound(coroutine);
        asyncify_stop_unwind();
        phase = NORMAL;
    }
    current = outer;
    stack_system_sp = outer_system_sp;
    stack_bounds = outer_bounds;
    stack_pointer_set(outer_sp); /* before the frames are kept, which may be on the context's */
    if (is_finished) return SWITCH_FINISHED;
    size_t bytes = (size_t)(scratch.header.pos - scratch.data); /* a multiple of 4 */
    bool is_kept = frames_keep(coroutine, scratch.data, bytes) && stack_keep(coroutine);
    return is_kept ? SWITCH_PARKED : SWITCH_NO_MEMORY;
}

int switch_result(const struct switch_context *context)
{
    return coroutine_of((struct switch_context *)context)->value;
}

int switch_fault(const char **words)
{
    if (is_overflown()) {
        *words = "stack overflow: the suspended frames need more than the buffer of 1 MiB; "
                 "suspend at a smaller depth of calls";
        return AW_EOVERFLOW;
    }
    *words = stack_fault.words;
    return stack_fault.code;
}

EXPORT("aw_switch_suspend") int aw_switch_suspend(void)
{
    if (phase >= REWINDING) {
        if (phase == SKIPPING) {
            phase = NORMAL;
            return current->value;
        }
        if (rewind_buffer.pos != rewind_from || stack_pointer() != current->sp)
            stack_stop(AW_ESTATE, "a parked task came back with other frames than it left");
        asyncify_stop_rewind();
        phase = NORMAL;
        return current->value;
    }
    if (stack_is_system())
        stack_stop(AW_ENOTASK,
                   "suspended outside a task; callbacks must not wait: start a task with "
                   "aw_go instead");
    current->sp = stack_pointer();
    scratch.header.pos = scratch.data;
    phase = UNWINDING;
    asyncify_start_unwind(&scratch.header);
    return 0; /* never seen: the value that counts is given after the rewind */
}

bool switch_can_nest(const struct switch_context *context)
{
    enum { STACK_MAX = 1024, FRAMES_MAX = 256 }; /* bytes */
    const struct coroutine *coroutine = (const struct coroutine *)(const void *)context;
    /* How deep its calls are is not known; how deep they were when it switched last, is. */
    bool was_shallow = coroutine->frames && coroutine->frame_bytes <= FRAMES_MAX;
    return was_shallow && coroutine->stack + coroutine->bytes - stack_pointer() <= STACK_MAX;
}

bool switch_can_resume(struct switch_context *context)
{
    struct coroutine *coroutine = coroutine_of(context);
    return coroutine->stack || stacks_ensure(coroutine->stacks, coroutine->bytes);
}

void switch_skip(int value)
{
    current->value = value;
    phase = SKIPPING;
}

bool switch_is_moving(void)
{
    return phase == UNWINDING || phase == REWINDING;
}

/* Where the checks in functions that the transform leaves out find the phase, and what they call
 * when a task has suspended below one; debug_wasm.c has what they call in debug builds. */
EXPORT("aw_switch_phase") enum phase *export_phase(void);
EXPORT("aw_switch_left_out") __attribute__((nodebug)) _Noreturn void export_left_out(void);

enum phase *export_phase(void)
{
    return &phase;
}

void export_left_out(void)
{
    stack_stop(AW_ESTATE, "a task waited below a function that never suspends (AW_NEVER_SUSPENDS, "
                          "--never-suspends); build with -g to see which");
}

EXPORT("aw_switch_init") void switch_init(void)
{
    scratch.header.end = scratch.data + SCRATCH_BYTES;
    rewind_buffer.end = (char *)UINT32_MAX;
    stack_init();
}
