/* The C stacks of a wasm program, which lie in linear memory: the system stack, and one for each
 * task. What all wasm backends of switch.h need: moving the stack pointer, the bounds that the
 * inserted checks compare it with, and the ways in which a program ends by a fault.
 *
 * toolchain/transform.js inserts a comparison with `stack_bounds` after each move of the stack
 * pointer, so an overflow is found before it writes. */
#ifndef AW_STACK_H
#define AW_STACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The red zone: what a function that calls nothing may use without moving the stack pointer. */
enum { RED_ZONE_BYTES = 128 };

/* Where the stack pointer may be: from `limit` for `range` bytes. One subtraction and one
 * comparison find it below, and also above, when a huge array has wrapped it round. */
struct stack_bounds {
    char *limit;
    size_t range;
};
extern struct stack_bounds stack_bounds;
extern struct stack_bounds stack_system_bounds; /* of the system stack */

/* Where the system stack stood when the outermost running context was entered. */
extern char *stack_system_sp;

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

/* From now on the stack pointer must stay in this block. */
static inline void stack_bounds_set(char *block, size_t bytes)
{
    stack_bounds.limit = block + RED_ZONE_BYTES;
    stack_bounds.range = bytes - RED_ZONE_BYTES;
}

/* Whether no context runs, or a part of one that must not suspend. */
static inline bool stack_is_system(void)
{
    return stack_bounds.limit == stack_system_bounds.limit;
}

/* What stopped the program; told by aw_where after the trap. */
struct stack_fault {
    int code;
    const char *words;
};
extern struct stack_fault stack_fault;

/* Stops the program without a call, so that Binaryen can put the caller into its callers. */
static inline _Noreturn void stack_stop(int code, const char *words)
{
    stack_fault.code = code;
    stack_fault.words = words;
    __builtin_trap();
}

/* Ends the program. Moves to the system stack first, and so has no frame of its own; calls nothing
 * that could be instrumented. `bytes`, unless 0, belong to `what`. */
_Noreturn void stack_broken(int code, const char *what, size_t bytes, const char *remedy);

/* Once, before anything else: finds the system stack. */
void stack_init(void);

#endif
