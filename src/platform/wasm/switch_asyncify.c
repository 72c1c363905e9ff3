/* Switching inside wasm: Binaryen's Asyncify pass turns every function on the way to
 * aw_switch_suspend into one that can unwind into a buffer and rewind from it.
 *
 * Suspending unwinds into one scratch buffer, whose end is the only limit on depth. The exact bytes
 * are then kept in the context, just below the parked stack pointer, or in a separate block. A
 * context with nothing on its C stack gives the stack back (stacks.h). The C stack pointer is
 * switched by hand, because Asyncify does not know of it. toolchain/transform.js finds the
 * functions here by their export names. In all other functions it inserts a comparison
 * with `bounds` after each move of the C stack pointer, so an overflow is found before it writes.
 *
 * While `phase` is not NORMAL, only functions that Asyncify leaves alone may be called: none that
 * calls through a pointer or leads to aw_switch_suspend. See park.c and toolchain/transform.js. */
#include "platform/switch.h"

#include "awaitc.h"
#include "platform/host.h"
#include "base/memory.h"
#include "base/text.h"
#include "platform/wasm/coroutine.h"
#include "platform/wasm/wasm_abi.h"

IMPORT("asyncify", "start_unwind") void asyncify_start_unwind(void *buffer);
IMPORT("asyncify", "stop_unwind") void asyncify_stop_unwind(void);
IMPORT("asyncify", "start_rewind") void asyncify_start_rewind(void *buffer);
IMPORT("asyncify", "stop_rewind") void asyncify_stop_rewind(void);

__asm__(".globaltype __stack_pointer, i32\n");

static inline char *stack_pointer(void)
{
    char *sp;
    __asm__ volatile("global.get __stack_pointer\n\tlocal.set %0" : "=r"(sp));
    return sp;
}

static inline void stack_pointer_set(char *sp)
{
    __asm__ volatile("local.get %0\n\tglobal.set __stack_pointer" : : "r"(sp) : "memory");
}

/* The red zone: what a function that calls nothing may use without moving the stack pointer. */
enum { SCRATCH_BYTES = 1 << 20, RED_ZONE_BYTES = 128 };

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
static char *system_sp;           /* where the system stack stood when `current` was entered */
static bool is_on_system_stack;   /* inside switch_on_system_stack */

/* Where the stack pointer may be: from `limit` for `range` bytes. One subtraction and one
 * comparison find it below, and also above, when a huge array has wrapped it round. */
static struct bounds {
    char *limit;
    size_t range;
} bounds = {.range = SIZE_MAX}, system_bounds; /* before switch_init, anywhere */

/* The linker's: Emscripten's system stack lies between them, or at address 0. */
extern char __data_end, __heap_base;

static _Noreturn __attribute__((noinline)) void speak(int code, const char *what, size_t bytes,
                                                      const char *remedy)
{
    static char message[256];
    struct text text = text_in(message, sizeof message);
    text_add(&text, what);
    if (bytes) {
        text_add(&text, " of ");
        text_add_number(&text, (int64_t)bytes);
        text_add(&text, " bytes");
    }
    text_add(&text, remedy);
    host_fatal(code, message);
}

/* Ends the program. Moves to the system stack first, and so has no frame of its own; calls nothing
 * that could be instrumented. */
static _Noreturn void broken(int code, const char *what, size_t bytes, const char *remedy)
{
    bounds = (struct bounds){NULL, SIZE_MAX}; /* the last words need a few bytes, wherever */
    if (system_sp) stack_pointer_set(system_sp);
    speak(code, what, bytes, remedy);
}

/* Where the transform's checks find the bounds, and what they call. */
EXPORT("aw_switch_stack_bounds") struct bounds *switch_stack_bounds(void)
{
    return &bounds;
}

EXPORT("aw_switch_stack_overflow") _Noreturn void switch_stack_overflow(void);

void switch_stack_overflow(void)
{
    bool is_task = current && !is_on_system_stack;
    broken(AW_EOVERFLOW,
           is_task ? "stack overflow: the task needs more than its C stack"
                   : "stack overflow on the system stack",
           is_task ? current->bytes : 0,
           is_task ? "; pass a larger .stack_bytes to aw_spawn_with or recurse less deeply"
                   : "; a callback recurses too deeply or has very large locals");
}

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

void switch_free(struct switch_context *context)
{
    struct coroutine *coroutine = coroutine_of(context);
    if (coroutine == current) broken(AW_ESTATE, "a running task's stack was freed", 0, "");
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
    if (phase == REWINDING)
        broken(AW_ESTATE, "a parked task could not be resumed: a frame was lost", 0,
               "; was the module transformed by awaitc's own build?");
    if (stack_pointer() != coroutine->sp)
        broken(AW_ESTATE,
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
    if (phase != NORMAL || !coroutine->entry)
        broken(AW_ESTATE, phase ? "resumed a task during a switch" : "resumed a finished task", 0,
               "; this is a fault of the runtime");
    struct coroutine *outer = current;
    char *outer_system_sp = system_sp;
    char *outer_sp = stack_pointer();
    struct bounds outer_bounds = bounds;
    bool is_from_system_stack = !outer || is_on_system_stack;
    if (is_from_system_stack) system_sp = outer_sp;
    is_on_system_stack = false;
    current = coroutine;
    coroutine->value = value;
    if (!coroutine->stack) stack_take(coroutine);
    if (coroutine->frames) {
        phase = REWINDING;
        rewind_from = coroutine->frames;
        rewind_buffer.pos = rewind_from + coroutine->frame_bytes;
        asyncify_start_rewind(&rewind_buffer);
    }
    bounds.limit = coroutine->stack + RED_ZONE_BYTES;
    bounds.range = coroutine->bytes - RED_ZONE_BYTES;
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
    system_sp = outer_system_sp;
    is_on_system_stack = outer && is_from_system_stack;
    bounds = outer_bounds;
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

/* What stopped the program; told by aw_where after the trap. */
static struct {
    int code;
    const char *words;
} fault;

int switch_fault(const char **words)
{
    if (is_overflown()) {
        *words = "stack overflow: the suspended frames need more than the buffer of 1 MiB; "
                 "suspend at a smaller depth of calls";
        return AW_EOVERFLOW;
    }
    *words = fault.words;
    return fault.code;
}

/* Stops the program without a call: aw_switch_suspend must be one that Binaryen can put into its
 * callers, after the pass, for a fifth of the time of a switch. */
static inline _Noreturn void stop(int code, const char *words)
{
    fault.code = code;
    fault.words = words;
    __builtin_trap();
}

/* Ends the program where it is called: the host finds the line, which is not in here. */
__attribute__((nodebug)) _Noreturn void switch_stop(const char *words)
{
    fault.words = words;
    __builtin_trap();
}

EXPORT("aw_switch_suspend") int aw_switch_suspend(void)
{
    if (phase >= REWINDING) {
        if (phase == SKIPPING) {
            phase = NORMAL;
            return current->value;
        }
        if (rewind_buffer.pos != rewind_from || stack_pointer() != current->sp)
            stop(AW_ESTATE, "a parked task came back with other frames than it left; do not "
                            "suspend inside a libc callback");
        asyncify_stop_rewind();
        phase = NORMAL;
        return current->value;
    }
    if (phase == UNWINDING)
        stop(AW_ESTATE, "suspended again while suspending: a function on the stack was not made "
                        "suspendable; do not suspend inside a libc callback");
    if (!current || is_on_system_stack)
        stop(AW_ENOTASK, "suspended outside a task; callbacks must not wait: start a task with "
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

EXPORT("aw_switch_on_system_stack") void switch_on_system_stack(void (*fn)(void *arg), void *arg)
{
    if (!current || is_on_system_stack) {
        fn(arg);
        return;
    }
    char *task_sp = stack_pointer();
    struct bounds task_bounds = bounds;
    is_on_system_stack = true;
    bounds = system_bounds;
    stack_pointer_set(system_sp);
    fn(arg);
    stack_pointer_set(task_sp);
    bounds = task_bounds;
    is_on_system_stack = false;
}

bool switch_is_moving(void)
{
    return phase == UNWINDING || phase == REWINDING;
}

EXPORT("aw_switch_init") void switch_init(void)
{
    scratch.header.end = scratch.data + SCRATCH_BYTES;
    rewind_buffer.end = (char *)UINT32_MAX;
    if (stack_pointer() > &__data_end)
        system_bounds = (struct bounds){&__data_end + RED_ZONE_BYTES,
                                        (size_t)(&__heap_base - &__data_end) - RED_ZONE_BYTES};
    else
        system_bounds = (struct bounds){NULL, INT32_MAX};
    bounds = system_bounds;
}
