/* Task-local values: what a task and everything it starts sees under a key.
 *
 * The values of a task are one block, shared with those it has spawned until one of them sets a
 * value: then it gets a block of its own. So a spawn costs a count, and nothing when nothing was
 * set; setting a key again changes the block in place. */
#include "kernel/core.h"
#include "kernel/parts.h"
#include "base/memory.h"

#include <string.h>

struct local_value {
    const aw_local *key;
    void *value;
};

struct locals {
    uint32_t owners; /* tasks and callbacks; more than one: not to be changed */
    uint32_t count;
    struct local_value values[];
};

static size_t bytes_for(uint32_t count)
{
    return sizeof(struct locals) + count * sizeof(struct local_value);
}

/* Where the current task or callback keeps its values; NULL if neither runs. */
static struct locals **current_locals(void)
{
    return loop.current ? &loop.current->locals : loop.locals;
}

struct locals *local_share(void)
{
    struct locals **place = current_locals();
    if (!place || !*place) return NULL;
    (*place)->owners++;
    return *place;
}

void local_drop(struct locals *locals)
{
    if (--locals->owners == 0) memory_give(locals, bytes_for(locals->count));
}

/* The index of the key; the count when it is not there. */
static uint32_t locals_find(const struct locals *locals, const aw_local *key)
{
    uint32_t i = 0;
    while (locals && i < locals->count && locals->values[i].key != key) i++;
    return i;
}

void *aw_local_get(const aw_local *key)
{
    struct locals **place = current_locals();
    struct locals *locals = place ? *place : NULL;
    uint32_t i = locals_find(locals, key);
    return locals && i < locals->count ? locals->values[i].value : key->initial;
}

int aw_local_set(const aw_local *key, void *value)
{
    struct locals **place = current_locals();
    if (!place)
        return aw_fail_text(AW_ENOTASK, "aw_local_set: no task or callback is running here, so "
                                        "there is nobody to set a value for");
    struct locals *locals = *place;
    uint32_t count = locals ? locals->count : 0;
    uint32_t i = locals_find(locals, key);
    if (i == count || locals->owners > 1) {
        uint32_t wanted = i == count ? count + 1 : count;
        struct locals *own = memory_take_raw(bytes_for(wanted));
        if (!own) return aw_fail_text(AW_ENOMEM, "aw_local_set: no memory for the value");
        if (count) memcpy(own->values, locals->values, count * sizeof *own->values);
        own->owners = 1;
        own->count = wanted;
        own->values[i].key = key;
        if (locals) local_drop(locals);
        *place = locals = own;
    }
    locals->values[i].value = value;
    return 0;
}
