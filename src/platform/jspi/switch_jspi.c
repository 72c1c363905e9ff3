/* Switching by the engine: JavaScript Promise Integration (JSPI) gives each context an engine stack
 * of its own. A program links this file in place of switch_asyncify.c when it is built with
 * --backend=jspi. web/host/stacks.js is its other half.
 *
 * The host enters a context through the export aw_stack_run, made promising, on a new engine stack.
 * Parking suspends that stack in an import that returns a promise. A resumer wakes the parked stack
 * and suspends its own; the engine goes on with both in microtasks, in this order, so the resumer
 * finds the context parked again or finished. If not, the context waits for another one that it has
 * resumed itself; then the resumer parks, too, until the context wakes it.
 *
 * The C stack pointer is switched by hand, because the engine does not know of it. Whenever a stack
 * is suspended it stands on the system stack, so the host may call exports then. */
#include "platform/switch.h"

#include "awaitc.h"
#include "platform/wasm/stack.h"
#include "platform/wasm/stackpool.h"
#include "platform/wasm/wasm_abi.h"

/* Calls aw_stack_run on a new engine stack, and returns when that is suspended or has ended. */
HOST("stack_start") void import_stack_start(void *coroutine);

/* Lets a suspended stack go on, in a microtask. */
HOST("stack_wake") void import_stack_wake(uint32_t stack);

/* Suspends the running stack, whose number is given, until it is woken. */
HOST("stack_park") void import_stack_park(uint32_t stack);

/* Wakes another stack, and suspends the running one until that has had its microtask. */
HOST("stack_resume") void import_stack_resume(uint32_t stack);

/* How many contexts there may be at once. */
HOST("stack_max") uint32_t import_stack_max(void);

enum { PUMP = 0, NOBODY = UINT32_MAX }; /* instead of a context's number: where aw_pump runs */

enum state { NEW, RUNNING, PARKED, FINISHED };

/* Behind switch_context. */
struct coroutine {
    int (*entry)(void *arg);
    void *arg;
    char *block;      /* its C stack */
    size_t bytes;     /* of the block */
    uint32_t stack;   /* number of its engine stack, once it runs */
    uint32_t resumer; /* number of the stack that is parked until it comes back, or NOBODY */
    enum state state;
    int result; /* of the entry, once finished */
    int value;  /* of the latest resume */
};
_Static_assert(sizeof(struct coroutine) <= sizeof(struct switch_context), "fits a record");

static struct coroutine *current; /* the innermost running context, or NULL */
static uint32_t contexts;         /* how many there are */
static uint32_t contexts_max;
static bool is_closed; /* the program is over; what was already woken must not run */

static struct coroutine *coroutine_of(const struct switch_context *context)
{
    return (struct coroutine *)(uintptr_t)context;
}

bool switch_new(struct switch_context *context, int (*entry)(void *arg), void *arg,
                size_t stack_bytes, bool keeps_stack)
{
    (void)keeps_stack; /* all do */
    if (contexts == contexts_max) return false;
    size_t bytes = (stack_bytes + 15) & ~(size_t)15;
    char *block = stacks_new(bytes);
    if (!block) return false;
    contexts++;
    *coroutine_of(context) =
        (struct coroutine){.entry = entry, .arg = arg, .block = block, .bytes = bytes};
    return true;
}

const char *switch_refusal(void)
{
    if (contexts < contexts_max) return NULL;
    return "aw_go: the engine has no stack for another task; start fewer at once, or build "
           "without --backend=jspi";
}

void switch_free(struct switch_context *context)
{
    struct coroutine *coroutine = coroutine_of(context);
    stacks_free(coroutine->block, coroutine->bytes);
    contexts--;
}

/* Before the running stack is suspended or left: others, and the host, find the system stack. */
static inline void leave(void)
{
    stack_bounds = stack_system_bounds;
    stack_pointer_set(stack_system_sp);
}

/* The running stack goes on where its C stack pointer stood at `sp`. */
static inline void enter(const struct coroutine *coroutine, char *sp)
{
    if (is_closed) __builtin_trap();
    if (coroutine) stack_bounds_set(coroutine->block, coroutine->bytes);
    stack_pointer_set(sp);
}

/* The context has parked or finished. */
static inline void come_back(struct coroutine *coroutine, enum state state)
{
    leave();
    coroutine->state = state;
    if (coroutine->resumer != NOBODY) import_stack_wake(coroutine->resumer);
}

EXPORT("aw_stack_run") void stack_run(struct coroutine *coroutine, uint32_t stack);

void stack_run(struct coroutine *coroutine, uint32_t stack)
{
    coroutine->stack = stack;
    enter(coroutine, coroutine->block + coroutine->bytes);
    coroutine->result = coroutine->entry(coroutine->arg);
    come_back(coroutine, FINISHED);
}

EXPORT("aw_switch_resume")
enum switch_outcome switch_resume(struct switch_context *context, int value)
{
    struct coroutine *coroutine = coroutine_of(context);
    struct coroutine *outer = current;
    char *outer_system_sp = stack_system_sp;
    char *outer_sp = stack_pointer();
    if (!outer) stack_system_sp = outer_sp;
    bool is_new = coroutine->state == NEW;
    coroutine->value = value;
    coroutine->state = RUNNING;
    coroutine->resumer = NOBODY;
    current = coroutine;
    leave();
    if (is_new)
        import_stack_start(coroutine);
    else
        import_stack_resume(coroutine->stack);
    if (coroutine->state == RUNNING) {
        coroutine->resumer = outer ? outer->stack : PUMP;
        import_stack_park(coroutine->resumer);
    }
    current = outer;
    stack_system_sp = outer_system_sp;
    enter(outer, outer_sp);
    return coroutine->state == FINISHED ? SWITCH_FINISHED : SWITCH_PARKED;
}

int switch_result(const struct switch_context *context)
{
    return coroutine_of(context)->result;
}

EXPORT("aw_switch_suspend") int aw_switch_suspend(void)
{
    if (stack_is_system())
        stack_stop(AW_ENOTASK, "suspended outside a task; callbacks must not wait: start a task "
                               "with aw_go instead");
    struct coroutine *coroutine = current;
    char *sp = stack_pointer();
    come_back(coroutine, PARKED);
    import_stack_park(coroutine->stack);
    enter(coroutine, sp);
    return coroutine->value;
}

/* The program is over: the host lets go of the suspended stacks, and no stack may run. */
EXPORT("aw_stack_close") void stack_close(void);

void stack_close(void)
{
    is_closed = true;
}

int switch_fault(const char **words)
{
    *words = stack_fault.words;
    return stack_fault.code;
}

/* Each context is on an engine stack of its own, so none runs on top of another. */
bool switch_can_nest(const struct switch_context *context)
{
    (void)context;
    return false;
}

bool switch_can_resume(struct switch_context *context)
{
    (void)context;
    return true;
}

void switch_skip(int value)
{
    (void)value;
    __builtin_unreachable(); /* is for contexts that others ran on top of */
}

bool switch_is_moving(void)
{
    return false; /* the engine leaves nobody in between */
}

void switch_init(void)
{
    contexts_max = import_stack_max();
    stack_init();
}
