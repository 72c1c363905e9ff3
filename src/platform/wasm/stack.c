/* The C stacks of a wasm program; see stack.h. */
#include "platform/wasm/stack.h"

#include "awaitc.h"
#include "platform/host.h"
#include "platform/switch.h"
#include "base/text.h"
#include "platform/wasm/wasm_abi.h"

struct stack_bounds stack_bounds = {.range = SIZE_MAX}; /* before stack_init, anywhere */
struct stack_bounds stack_system_bounds;
char *stack_system_sp;
struct stack_fault stack_fault;

/* The linker's: Emscripten's system stack lies between them, or at address 0. */
extern char __data_end, __heap_base;

void stack_init(void)
{
    if (stack_pointer() > &__data_end)
        stack_system_bounds = (struct stack_bounds){
            &__data_end + RED_ZONE_BYTES, (size_t)(&__heap_base - &__data_end) - RED_ZONE_BYTES};
    else
        stack_system_bounds = (struct stack_bounds){NULL, INT32_MAX};
    stack_bounds = stack_system_bounds;
}

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

_Noreturn void stack_broken(int code, const char *what, size_t bytes, const char *remedy)
{
    stack_bounds = (struct stack_bounds){NULL, SIZE_MAX}; /* the last words need a few bytes */
    if (stack_system_sp) stack_pointer_set(stack_system_sp);
    speak(code, what, bytes, remedy);
}

/* Where the transform's checks find the bounds, and what they call. */
EXPORT("aw_switch_stack_bounds") struct stack_bounds *export_stack_bounds(void);
EXPORT("aw_switch_stack_overflow") _Noreturn void export_stack_overflow(void);

struct stack_bounds *export_stack_bounds(void)
{
    return &stack_bounds;
}

void export_stack_overflow(void)
{
    if (stack_is_system())
        stack_broken(AW_EOVERFLOW, "stack overflow on the system stack", 0,
                     "; a callback recurses too deeply or has very large locals");
    stack_broken(AW_EOVERFLOW, "stack overflow: the task needs more than its C stack",
                 stack_bounds.range + RED_ZONE_BYTES,
                 "; pass a larger .stack_bytes to aw_spawn_with or recurse less deeply");
}

EXPORT("aw_switch_on_system_stack") void switch_on_system_stack(void (*fn)(void *arg), void *arg)
{
    if (stack_is_system()) {
        fn(arg);
        return;
    }
    char *task_sp = stack_pointer();
    struct stack_bounds task_bounds = stack_bounds;
    stack_bounds = stack_system_bounds;
    stack_pointer_set(stack_system_sp);
    fn(arg);
    stack_bounds = task_bounds;
    stack_pointer_set(task_sp);
}

/* Ends the program where it is called: the host finds the line, which is not in here. */
__attribute__((nodebug)) _Noreturn void switch_stop(const char *words)
{
    stack_stop(0, words);
}
