/* atexit for wasm. Emscripten's libc has an empty one in modules without an entry, since they are
 * assumed never to exit; wasi-libc's would let a handler wait. Linked only into programs that use
 * atexit. exit() calls __funcs_on_exit in place of libc's weak stub. */
#include "kernel/core.h"

#include <stdlib.h>

enum { BLOCK_CALLS = 32 };

struct atexit_block {
    struct atexit_block *older;
    int count;
    struct {
        void (*fn)(void *arg);
        void *arg;
    } calls[BLOCK_CALLS];
};

static struct atexit_block oldest,
    *newest = &oldest; /* the first block needs no memory: C promises 32 */

int __cxa_atexit(void (*fn)(void *arg), void *arg, void *dso);
void __funcs_on_exit(void);

int __cxa_atexit(void (*fn)(void *arg), void *arg, void *dso)
{
    (void)dso;
    if (newest->count == BLOCK_CALLS) {
        struct atexit_block *block = calloc(1, sizeof *block);
        if (!block) return -1;
        block->older = newest;
        newest = block;
    }
    newest->calls[newest->count].fn = fn;
    newest->calls[newest->count++].arg = arg;
    return 0;
}

static void call_plain(void *fn)
{
    ((void (*)(void))fn)();
}

int atexit(void (*fn)(void))
{
    return __cxa_atexit(call_plain, (void *)fn, NULL);
}

/* Newest first; a handler may add others. A task that called exit() runs no further, so a handler
 * cannot wait in its place: waiting is AW_ENOTASK here, as after main's return. */
void __funcs_on_exit(void)
{
    loop.current = NULL;
    for (; newest; newest = newest->older)
        while (newest->count > 0) {
            newest->count--;
            newest->calls[newest->count].fn(newest->calls[newest->count].arg);
        }
}
