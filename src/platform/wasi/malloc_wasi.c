/* malloc for programs of the embedded compiler, an eighth of the code of wasi-libc's.
 *
 * The memory is one row of blocks, free and used. A freed block joins its free neighbours. Free
 * blocks are listed by size; the smallest list whose blocks are all large enough is used. The
 * runtime's blocks come from memory_wasm.c, which takes large chunks here. Memory is never returned
 * to the engine: WebAssembly has no way to do that. */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum {
    ALIGN = 16,
    HEAD_BYTES = 8,  /* before what the program gets */
    EXACT_MAX = 512, /* sizes below have a list each */
    EXACT_CLASSES = EXACT_MAX / ALIGN,
    STEPS = 8, /* lists for the sizes from one power of two to the next */
    CLASSES = EXACT_CLASSES + (32 - 9) * STEPS, /* 512 is the ninth power */
    LIST_TRIES = 8, /* blocks looked at in a list that fits only perhaps */
    PAGE_BYTES = 65536,
    GROW_MAX = 16777216,
    /* Bits of `size`, a multiple of ALIGN. */
    USED = 1,
    USED_BEFORE = 2, /* so is the block before this one */
    FLAGS = USED | USED_BEFORE,
};

/* A used block reaches over `before` of the next one: 12 bytes of 16 are the program's. */
struct heap_block {
    uint32_t before;               /* size of the block before, while that is free */
    uint32_t size;                 /* up to the next block; with flags */
    struct heap_block *next, *previous; /* in its list, while this is free */
};

static struct {
    struct heap_block *lists[CLASSES];
    uint64_t is_filled[(CLASSES + 63) / 64]; /* a bit a list */
    uintptr_t end;  /* of the newest region; its last block is a used one without content */
    uint32_t bytes; /* of all regions */
} heap;

/* What the linker has left for a heap. */
extern char __heap_base, __heap_end;

static uint32_t size_of(const struct heap_block *block)
{
    return block->size & ~(uint32_t)FLAGS;
}

static struct heap_block *after(struct heap_block *block, uint32_t bytes)
{
    return (struct heap_block *)((char *)block + bytes);
}

static struct heap_block *block_of(void *memory)
{
    return (struct heap_block *)((char *)memory - HEAD_BYTES);
}

/* The list for free blocks of `size`. */
static unsigned class_of(uint32_t size)
{
    if (size < EXACT_MAX) return size / ALIGN;
    unsigned power = 31 - (unsigned)__builtin_clz(size);
    return EXACT_CLASSES + (power - 9) * STEPS + ((size >> (power - 3)) & (STEPS - 1));
}

static void list_add(struct heap_block *block, uint32_t size)
{
    unsigned class = class_of(size);
    block->previous = NULL;
    block->next = heap.lists[class];
    if (block->next) block->next->previous = block;
    heap.lists[class] = block;
    heap.is_filled[class / 64] |= 1ull << class % 64;
}

static void list_unlink(struct heap_block *block)
{
    if (block->next) block->next->previous = block->previous;
    if (block->previous) {
        block->previous->next = block->next;
        return;
    }
    unsigned class = class_of(size_of(block));
    heap.lists[class] = block->next;
    if (!block->next) heap.is_filled[class / 64] &= ~(1ull << class % 64);
}

/* Makes a used block a free one, together with its free neighbours. */
static void give(struct heap_block *block)
{
    uint32_t size = size_of(block);
    struct heap_block *next = after(block, size);
    if (!(next->size & USED)) {
        list_unlink(next);
        size += size_of(next);
        next = after(block, size);
    }
    if (!(block->size & USED_BEFORE)) {
        size += block->before;
        block = (struct heap_block *)((char *)block - block->before);
        list_unlink(block);
    }
    block->size = size | USED_BEFORE; /* two free ones are never neighbours */
    next->before = size;
    next->size &= ~(uint32_t)USED_BEFORE;
    list_add(block, size);
}

/* Gives back what a used block has beyond `size`. */
static void trim(struct heap_block *block, uint32_t size)
{
    uint32_t rest = size_of(block) - size;
    if (rest == 0) return;
    block->size -= rest;
    struct heap_block *tail = after(block, size);
    tail->size = rest | FLAGS;
    give(tail);
}

/* Adds a region to the row if it begins where the last one ends; else begins a new row. */
static void add_region(uintptr_t start, uintptr_t end)
{
    struct heap_block *block = (struct heap_block *)(heap.end - HEAD_BYTES);
    if (heap.bytes == 0 || start != heap.end) {
        block = (struct heap_block *)((start + ALIGN - 1) / ALIGN * ALIGN + HEAD_BYTES);
        block->size = USED_BEFORE;
    }
    struct heap_block *last = (struct heap_block *)(end - HEAD_BYTES);
    block->size = (uint32_t)((char *)last - (char *)block) | (block->size & USED_BEFORE);
    last->size = USED;
    heap.end = end;
    heap.bytes += (uint32_t)(end - start);
    give(block);
}

/* Takes memory for a block of `size`, and more, because the engine needs long to grow it. The first
 * time, takes what the linker has left. */
static bool grow(uint32_t size)
{
    if (heap.bytes == 0) {
        add_region((uintptr_t)&__heap_base, (uintptr_t)&__heap_end);
        return true;
    }
    size_t need = (size + 2 * ALIGN - 1) / PAGE_BYTES + 1;
    size_t pages = heap.bytes / 8 / PAGE_BYTES;
    if (pages > GROW_MAX / PAGE_BYTES) pages = GROW_MAX / PAGE_BYTES;
    if (pages < need) pages = need;
    size_t page = __builtin_wasm_memory_grow(0, pages);
    if (page == SIZE_MAX) page = __builtin_wasm_memory_grow(0, pages = need);
    if (page == SIZE_MAX) return false;
    add_region(page * PAGE_BYTES, (page + pages) * PAGE_BYTES);
    return true;
}

/* A free block for `size`, if there is one. */
static struct heap_block *find_block(uint32_t size)
{
    unsigned class = class_of(size);
    struct heap_block *block = heap.lists[class];
    for (int i = 0; block && i < LIST_TRIES; i++, block = block->next)
        if (size_of(block) >= size) return block;
    if (++class >= CLASSES) return NULL;
    unsigned word = class / 64;
    uint64_t filled = heap.is_filled[word] & ~0ull << class % 64;
    while (!filled && ++word < sizeof heap.is_filled / sizeof *heap.is_filled)
        filled = heap.is_filled[word];
    return filled ? heap.lists[word * 64 + (unsigned)__builtin_ctzll(filled)] : NULL;
}

/* The size of a block in which the program has `bytes`. */
static uint32_t size_for(size_t bytes)
{
    return (bytes + 4 + ALIGN - 1) & -ALIGN;
}

/* What malloc does. A name of its own, since the compiler makes calloc of malloc and memset. */
static void *allocate(size_t bytes)
{
    struct heap_block *block = NULL;
    uint32_t size = size_for(bytes);
    while (bytes <= PTRDIFF_MAX && !(block = find_block(size)) && grow(size)) continue;
    if (!block) {
        errno = ENOMEM;
        return NULL;
    }
    list_unlink(block);
    block->size |= USED;
    after(block, size_of(block))->size |= USED_BEFORE;
    trim(block, size);
    return (char *)block + HEAD_BYTES;
}

void *malloc(size_t bytes)
{
    return allocate(bytes);
}

void free(void *memory)
{
    if (memory) give(block_of(memory));
}

void *calloc(size_t count, size_t item_bytes)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, item_bytes, &bytes)) bytes = SIZE_MAX;
    void *memory = allocate(bytes);
    return memory ? memset(memory, 0, bytes) : NULL;
}

size_t malloc_usable_size(void *memory)
{
    return memory ? size_of(block_of(memory)) - 4 : 0;
}

/* Takes in the block behind, if it is free and large enough to make this one `size`. */
static void extend(struct heap_block *block, uint32_t size)
{
    uint32_t own = size_of(block);
    struct heap_block *next = after(block, own);
    if (next->size & USED || own + size_of(next) < size) return;
    list_unlink(next);
    block->size += size_of(next);
    after(block, size_of(block))->size |= USED_BEFORE;
}

void *realloc(void *memory, size_t bytes)
{
    if (!memory) return allocate(bytes);
    uint32_t size = size_for(bytes);
    struct heap_block *block = block_of(memory);
    if (bytes <= PTRDIFF_MAX) {
        if (size_of(block) < size) extend(block, size);
        if (size_of(block) >= size) {
            trim(block, size);
            return memory;
        }
    }
    void *moved = allocate(bytes);
    if (!moved) return NULL;
    memcpy(moved, memory, size_of(block) - 4); /* it is too small, so all of it fits */
    free(memory);
    return moved;
}

void *aligned_alloc(size_t alignment, size_t bytes)
{
    if (alignment == 0 || alignment & (alignment - 1)) {
        errno = EINVAL;
        return NULL;
    }
    if (alignment <= ALIGN) return allocate(bytes);
    char *memory = allocate(bytes > PTRDIFF_MAX ? bytes : bytes + alignment);
    if (!memory) return NULL;
    struct heap_block *block = block_of(memory);
    uint32_t gap = -(uintptr_t)memory & (alignment - 1);
    if (gap > 0) {
        struct heap_block *front = block;
        block = after(front, gap);
        block->size = (size_of(front) - gap) | FLAGS;
        front->size -= size_of(block);
        give(front);
    }
    trim(block, size_for(bytes));
    return (char *)block + HEAD_BYTES;
}

int posix_memalign(void **memory, size_t alignment, size_t bytes)
{
    if (alignment < sizeof(void *) || alignment & (alignment - 1)) return EINVAL;
    void *made = aligned_alloc(alignment, bytes);
    if (!made) return ENOMEM;
    *memory = made;
    return 0;
}

/* By these names wasi-libc calls them itself. */
void *__libc_malloc(size_t bytes) __attribute__((alias("malloc")));
void __libc_free(void *memory) __attribute__((alias("free")));
void *__libc_calloc(size_t count, size_t item_bytes) __attribute__((alias("calloc")));
