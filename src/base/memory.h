/* All memory of the runtime: counted, pooled by size class, and able to fail on demand for tests.
 *
 * A block is given back with the size it was taken with. Memory that programs get from malloc is
 * not counted here. */
#ifndef AW_MEMORY_H
#define AW_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* `bytes` zeroed bytes, aligned to 16, or NULL. */
void *memory_take(size_t bytes);

/* As memory_take, contents undefined: for stacks and copies. */
void *memory_take_raw(size_t bytes);

/* Gives a block back; NULL is fine. */
void memory_give(void *block, size_t bytes);

/* Bytes taken and not given back. */
uint64_t memory_bytes(void);

/* As malloc, for blocks that the program gives back with free: not counted. */
void *memory_malloc(size_t bytes);

enum {
    MEMORY_ALL_AFTER = 1, /* all after it fail, too */
    MEMORY_PARKS = 2,     /* so may each park, also where frames need no memory of their own */
};

/* Makes the `nth` coming call of the above fail (1 is the next; 0 for none). For tests of exhausted
 * memory; programs have aw_memory_fail. */
void memory_fail(uint32_t nth, int flags);

/* Whether an allocation from elsewhere has to fail. */
bool memory_refuses(void);

/* Whether a park that needs no memory has to fail nevertheless; and whether one may have to. */
bool memory_refuses_park(void);
bool memory_may_refuse_park(void);

/* How many have failed since. */
uint32_t memory_failures(void);

#endif
