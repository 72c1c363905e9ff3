/* The C stacks of tasks, in linear memory.
 *
 * A context takes a stack when it runs, and gives it back when it parks with nothing on it. While
 * contexts of a size are without one, a stack of that size is kept ready, so that the next of them
 * to run has one. Memory can therefore run out in two places only, and both can report it: where a
 * context is made, and where one parks with its stack while others are without. Read switch.h
 * first. */
#ifndef AW_STACKPOOL_H
#define AW_STACKPOOL_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The contexts with stacks of one size, rounded up to three significant bits. */
struct stacks {
    char *ready;     /* NULL if none is: none is needed, or a running context has it */
    uint32_t needed; /* contexts without a stack */
};

/* Those that have stacks of `bytes`. */
struct stacks *stacks_of(size_t bytes);

/* A new stack, or NULL if there is no memory; and the end of one. */
char *stacks_new(size_t bytes);
void stacks_free(char *stack, size_t bytes);

/* One context more is without a stack. False if none could be made ready for it. */
bool stacks_need(struct stacks *stacks, size_t bytes);

/* A context without a stack has ended. */
void stacks_unneed(struct stacks *stacks, size_t bytes);

/* Makes sure that one is ready if it is needed, because a context parks with its own. False if
 * there is no memory. */
static inline bool stacks_ensure(struct stacks *stacks, size_t bytes)
{
    if (stacks->needed == 0 || stacks->ready) return true;
    stacks->ready = stacks_new(bytes);
    return stacks->ready != NULL;
}

/* For a context without one that is going to run. */
static inline char *stacks_take(struct stacks *stacks)
{
    char *stack = stacks->ready;
    assert(stack);
    stacks->ready = NULL;
    stacks->needed--;
    return stack;
}

/* Gives a stack back, of a context that has ended. */
static inline void stacks_give(struct stacks *stacks, char *stack, size_t bytes)
{
    if (stacks->needed > 0 && !stacks->ready)
        stacks->ready = stack;
    else
        stacks_free(stack, bytes);
}

#endif
