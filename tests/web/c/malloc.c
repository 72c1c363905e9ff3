/* malloc and its kin under a random load: prints what it finds wrong. Built with -fno-builtin, so
 * that the compiler takes nothing for granted. */
#include <awaitc.h>
#include <errno.h>
#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SLOTS = 500, ROUNDS = 30000 };

static struct slot {
    unsigned char *memory;
    size_t bytes;
    unsigned char mark; /* what every byte is */
} slots[SLOTS];

static uint32_t seed = 1;

static uint32_t random_below(uint32_t end)
{
    seed = seed * 1664525 + 1013904223;
    return (uint32_t)(((uint64_t)seed * end) >> 32);
}

/* Mostly small, now and then up to a megabyte. */
static size_t random_bytes(void)
{
    uint32_t kind = random_below(100);
    return random_below(kind < 70 ? 200 : kind < 98 ? 8000 : 1000000);
}

static int wrong(const char *what, const struct slot *slot)
{
    printf("%s: %zu bytes at %p\n", what, slot->bytes, (void *)slot->memory);
    return 1;
}

static bool is_whole(const struct slot *slot, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        if (slot->memory[i] != slot->mark) return false;
    return true;
}

/* A block by one of the ways there are. */
static int take(struct slot *slot)
{
    size_t alignment = 16;
    slot->bytes = random_bytes();
    slot->mark = 0;
    switch (random_below(4)) {
    case 0: slot->memory = calloc(slot->bytes / 4 + 1, 4); break;
    case 1:
        alignment = (size_t)32 << random_below(12);
        slot->memory = aligned_alloc(alignment, slot->bytes);
        break;
    default: slot->memory = malloc(slot->bytes);
    }
    if (!slot->memory) return wrong("no memory", slot);
    if ((uintptr_t)slot->memory % alignment != 0) return wrong("not aligned", slot);
    if (malloc_usable_size(slot->memory) < slot->bytes) return wrong("too small", slot);
    return 0;
}

static int change(struct slot *slot)
{
    if (!is_whole(slot, slot->bytes)) return wrong("overwritten", slot);
    size_t bytes = random_bytes();
    if (random_below(3) > 0) {
        free(slot->memory);
        slot->memory = NULL;
        return 0;
    }
    unsigned char *moved = realloc(slot->memory, bytes);
    if (!moved) return wrong("no memory", slot);
    slot->memory = moved;
    if (!is_whole(slot, bytes < slot->bytes ? bytes : slot->bytes)) return wrong("lost", slot);
    slot->bytes = bytes;
    return 0;
}

static int churn(void)
{
    for (int round = 0; round < ROUNDS; round++) {
        struct slot *slot = &slots[random_below(SLOTS)];
        if (slot->memory ? change(slot) : take(slot)) return 1;
        slot->mark = (unsigned char)random_below(256);
        if (slot->memory) memset(slot->memory, slot->mark, slot->bytes);
    }
    for (int i = 0; i < SLOTS; i++) {
        free(slots[i].memory);
        slots[i].memory = NULL;
    }
    return 0;
}

/* What is given back comes together again: a large block fits where small ones were. */
static int join(void)
{
    size_t before = (size_t)__builtin_wasm_memory_size(0);
    for (int i = 0; i < 20; i++) {
        void *block = malloc(20u << 20);
        if (!block) return puts("no memory for 20 MB"), 1;
        free(block);
    }
    size_t pages = (size_t)__builtin_wasm_memory_size(0) - before;
    if (pages > (20u << 20) / 65536 + 1) return printf("grew by %zu pages\n", pages), 1;
    return 0;
}

static int refuse(void)
{
    void *volatile none = NULL;
    volatile size_t uneven = 24;
    errno = 0;
    if ((none = malloc(SIZE_MAX - 8)) || errno != ENOMEM) return puts("malloc gave too much"), 1;
    if ((none = calloc(SIZE_MAX / 2, 4)) || errno != ENOMEM) return puts("calloc overflows"), 1;
    if ((none = realloc(NULL, SIZE_MAX))) return puts("realloc gave too much"), 1;
    if ((none = aligned_alloc(uneven, 24)) || errno != EINVAL) return puts("aligned to 24"), 1;
    void *block = malloc(8);
    if ((none = realloc(block, (size_t)PTRDIFF_MAX + 1))) return puts("realloc gave too much"), 1;
    free(block);
    void *given = NULL;
    if (posix_memalign(&given, 3, 8) != EINVAL || given) return puts("aligned to 3"), 1;
    if (posix_memalign(&given, 64, 8) != 0 || (uintptr_t)given % 64) return puts("not to 64"), 1;
    free(given);
    return 0;
}

/* Fills the memory up to its end, and empties it. */
static int fill(void)
{
    enum { BLOCK = 100u << 20, MAX = 64 };
    void *blocks[MAX];
    int count = 0;
    while (count < MAX && (blocks[count] = malloc(BLOCK))) count++;
    if (count < 35 || count == MAX) return printf("%d blocks of 100 MB\n", count), 1;
    void *small = malloc(100);
    if (!small) return puts("no small block beside the large ones"), 1;
    free(small);
    for (int i = 0; i < count; i++) free(blocks[i]);
    void *large = malloc(2000u << 20);
    if (!large) return puts("no large block after small ones"), 1;
    free(large);
    return 0;
}

int main(void)
{
    if (churn() || join() || refuse() || fill() || churn()) return 1;
    puts("sound");
    return 0;
}
