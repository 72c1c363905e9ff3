/* See stackpool.h. Up to 64 KiB the blocks come in the coarser sizes of memory_wasm.c, so rounding
 * costs nothing; above, it costs at most a quarter. */
#include "platform/wasm/stackpool.h"

#include "awaitc.h"
#include "base/memory.h"
#include "platform/host.h"
#include "platform/switch.h"

enum { SIZES = 4 * 28 + 8 + 1 }; /* up to 2 GiB */

static struct stacks sizes[SIZES];
static struct switch_usage usage;

/* How many steps of 1 << `shift` hold so many bytes: 4 to 8, and 4 are a power of two. */
static unsigned steps_of(size_t bytes, unsigned *shift)
{
    *shift = 29 - (unsigned)__builtin_clz((uint32_t)bytes);
    return (unsigned)((bytes - 1) >> *shift) + 1;
}

static size_t stack_size(size_t bytes)
{
    unsigned shift;
    size_t steps = steps_of(bytes, &shift);
    return steps << shift;
}

struct stacks *stacks_of(size_t bytes)
{
    unsigned shift;
    unsigned steps = steps_of(bytes, &shift);
    return &sizes[4 * shift + steps];
}

char *stacks_new(size_t bytes)
{
    size_t size = stack_size(bytes);
    char *stack = memory_take_raw(size);
    if ((uintptr_t)stack % 16 != 0)
        host_fatal(AW_ESTATE,
                   "a task's stack is not aligned to 16; this is a fault of the runtime");
    usage.stacks += stack != NULL;
    usage.bytes += stack ? size : 0;
    return stack;
}

void stacks_free(char *stack, size_t bytes)
{
    size_t size = stack_size(bytes);
    usage.stacks--;
    usage.bytes -= size;
    memory_give(stack, size);
}

bool stacks_need(struct stacks *stacks, size_t bytes)
{
    stacks->needed++;
    if (stacks_ensure(stacks, bytes)) return true;
    stacks->needed--;
    return false;
}

void stacks_unneed(struct stacks *stacks, size_t bytes)
{
    if (--stacks->needed > 0 || !stacks->ready) return;
    stacks_free(stacks->ready, bytes);
    stacks->ready = NULL;
}

const struct switch_usage *switch_stacks(void)
{
    return &usage;
}
