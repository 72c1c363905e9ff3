/* Switching inside wasm: Binaryen's Asyncify pass turns every function on the way to
 * aw_switch_suspend into one that can unwind into a buffer and rewind from it.
 *
 * Suspending unwinds into one scratch buffer, whose end is the only limit on depth. The exact bytes
 * are then kept just below the parked stack pointer, or in a separate block if they do not fit. The
 * C stack pointer is switched by hand, because Asyncify does not know of it. toolchain/transform.js
 * finds the functions here by their export names. In all other functions it inserts a comparison
 * with `bounds` after each move of the C stack pointer, so an overflow is found before it writes.
 *
 * While `phase` is not NORMAL, only functions that Asyncify leaves alone may be called: none that
 * calls through a pointer or leads to aw_switch_suspend. See park.c and toolchain/transform.js. */
#include "platform/switch.h"

#include "awaitc.h"
#include "base/memory.h"
#include "platform/wasm/stack.h"
#include "platform/wasm/wasm_abi.h"

IMPORT("asyncify", "start_unwind") void asyncify_start_unwind(void *buffer);
IMPORT("asyncify", "stop_unwind") void asyncify_stop_unwind(void);
IMPORT("asyncify", "start_rewind") void asyncify_start_rewind(void *buffer);
IMPORT("asyncify", "stop_rewind") void asyncify_stop_rewind(void);

enum { SCRATCH_BYTES = 1 << 20 };

enum phase { NORMAL, UNWINDING, REWINDING };

/* Behind switch_context. The frames of a shallow task are kept in it, so that a task which needs no
 * C stack never touches its own: thousands of stacks lie in the same few lines of a cache. */
struct coroutine {
    int (*entry)(void *arg);
    void *arg;
    char *stack;  /* lowest byte of the block */
    size_t bytes; /* of the block */
    char *sp;     /* C stack pointer while parked; at first the top */
    char *frames; /* the unwound frames while parked; NULL before the first suspension */
    size_t frame_bytes;
    char *block; /* of its own for deep frames, or NULL */
    size_t block_bytes;
    int result;   /* of the entry, once finished */
    int value;    /* of the latest resume */
    bool is_kept; /* false if there was no memory to keep the frames */
    bool is_finished;
    uint32_t shallow[15]; /* room for the frames of a few functions */
};
_Static_assert(sizeof(struct coroutine) <= sizeof(struct switch_context), "fits a record");

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

static struct coroutine *coroutine_of(struct switch_context *context)
{
    return (struct coroutine *)(void *)context;
}

bool switch_new(struct switch_context *context, int (*entry)(void *arg), void *arg,
                size_t stack_bytes)
{
    size_t bytes = (stack_bytes + 15) & ~(size_t)15;
    char *stack = memory_take_raw(bytes);
    if (!stack) return false;
    if ((uintptr_t)stack % 16 != 0)
        stack_broken(AW_ESTATE, "a task's stack is not aligned to 16", 0,
                     "; this is a fault of the runtime");
    struct coroutine *coroutine = coroutine_of(context);
    coroutine->entry = entry;
    coroutine->arg = arg;
    coroutine->stack = stack;
    coroutine->bytes = bytes;
    coroutine->sp = stack + bytes;
    coroutine->frames = coroutine->block = NULL;
    coroutine->block_bytes = 0;
    coroutine->is_finished = false; /* the other fields are written before they are read */
    return true;
}

const char *switch_refusal(void)
{
    return NULL; /* memory is the only limit */
}

void switch_free(struct switch_context *context)
{
    struct coroutine *coroutine = coroutine_of(context);
    if (coroutine == current) stack_broken(AW_ESTATE, "a running task's stack was freed", 0, "");
    memory_give(coroutine->block, coroutine->block_bytes);
    memory_give(coroutine->stack, coroutine->bytes);
}

/* Moves the frames from the scratch buffer to where they stay while parked: into the record, below
 * the C stack, or into a block of their own. False: there is no memory, and they stay where they
 * are. */
static bool keep_frames(struct coroutine *coroutine)
{
    size_t bytes = (size_t)(scratch.header.pos - scratch.data); /* a multiple of 4 */
    coroutine->frame_bytes = bytes;
    coroutine->is_kept = true;
    if (bytes <= sizeof coroutine->shallow) {
        coroutine->frames = (char *)coroutine->shallow;
    } else if (bytes <= (size_t)(coroutine->sp - coroutine->stack)) {
        coroutine->frames = coroutine->sp - bytes;
    } else {
        if (coroutine->block_bytes < bytes) {
            char *block = memory_take_raw(bytes);
            coroutine->is_kept = block != NULL;
            if (!block) {
                if (!coroutine->frames) coroutine->frames = scratch.data; /* non-NULL: it has run */
                return false;
            }
            memory_give(coroutine->block, coroutine->block_bytes);
            coroutine->block = block;
            coroutine->block_bytes = bytes;
        }
        coroutine->frames = coroutine->block;
    }
    /* Word by word: frames are short, and wider loads would wait for the narrow stores. */
    uint32_t *to = (uint32_t *)(void *)coroutine->frames;
    const uint32_t *from = (const uint32_t *)(const void *)scratch.data;
    for (size_t words = bytes / sizeof *to; words > 0; words--) *to++ = *from++;
    return true;
}

/* For the stack of `coroutine`, or the system stack. */
static inline void bounds_set(const struct coroutine *coroutine)
{
    if (coroutine)
        stack_bounds_set(coroutine->stack, coroutine->bytes);
    else
        stack_bounds = stack_system_bounds;
}

/* After the entry came back without finishing: was it really a clean unwind? */
static void check_unwound(struct coroutine *coroutine)
{
    if (phase == REWINDING)
        stack_broken(AW_ESTATE, "a parked task could not be resumed: a frame was lost", 0,
                     "; was the module transformed by awaitc's own build?");
    if (stack_pointer() != coroutine->sp)
        stack_broken(AW_ESTATE,
                     "a function that was not made suspendable was on the stack at a suspension", 0,
                     "; do not suspend inside a libc callback");
}

static bool is_overflown(void)
{
    return scratch.header.pos > scratch.header.end;
}

EXPORT("aw_switch_resume")
enum switch_outcome switch_resume(struct switch_context *context, int value)
{
    struct coroutine *coroutine = coroutine_of(context);
    if (phase != NORMAL || coroutine->is_finished)
        stack_broken(AW_ESTATE,
                     phase ? "resumed a task during a switch" : "resumed a finished task", 0,
                     "; this is a fault of the runtime");
    struct coroutine *outer = current;
    char *outer_system_sp = stack_system_sp;
    char *outer_sp = stack_pointer();
    if (!outer) stack_system_sp = outer_sp;
    current = coroutine;
    coroutine->value = value;
    if (coroutine->frames) {
        phase = REWINDING;
        rewind_from = coroutine->is_kept ? coroutine->frames : scratch.data;
        rewind_buffer.pos = rewind_from + coroutine->frame_bytes;
        asyncify_start_rewind(&rewind_buffer);
    }
    bounds_set(coroutine);
    stack_pointer_set(coroutine->sp);
    int result = coroutine->entry(coroutine->arg);
    if (is_overflown()) __builtin_trap(); /* nothing else can be trusted; see switch_fault */
    enum switch_outcome outcome = SWITCH_FINISHED;
    if (phase == NORMAL) {
        coroutine->result = result;
        coroutine->is_finished = true;
    } else {
        check_unwound(coroutine);
        asyncify_stop_unwind();
        phase = NORMAL;
        outcome = keep_frames(coroutine) ? SWITCH_PARKED : SWITCH_NO_MEMORY;
    }
    current = outer;
    stack_system_sp = outer_system_sp;
    bounds_set(outer);
    stack_pointer_set(outer_sp);
    return outcome;
}

int switch_result(const struct switch_context *context)
{
    return coroutine_of((struct switch_context *)context)->result;
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
    if (phase == REWINDING) {
        if (rewind_buffer.pos != rewind_from || stack_pointer() != current->sp)
            stack_stop(AW_ESTATE, "a parked task came back with other frames than it left; do not "
                                  "suspend inside a libc callback");
        asyncify_stop_rewind();
        phase = NORMAL;
        return current->value;
    }
    if (phase == UNWINDING)
        stack_stop(AW_ESTATE,
                   "suspended again while suspending: a function on the stack was not made "
                   "suspendable; do not suspend inside a libc callback");
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

bool switch_is_moving(void)
{
    return phase != NORMAL;
}

EXPORT("aw_switch_init") void switch_init(void)
{
    scratch.header.end = scratch.data + SCRATCH_BYTES;
    rewind_buffer.end = (char *)UINT32_MAX;
    stack_init();
}
