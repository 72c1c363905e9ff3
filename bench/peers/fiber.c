/* Two yielding tasks on Emscripten's own fibers. */
#include <emscripten.h>
#include <emscripten/fiber.h>

enum { C_BYTES = 65536, ASYNCIFY_BYTES = 65536 };

static emscripten_fiber_t main_fiber, fibers[2];
static char main_frames[ASYNCIFY_BYTES], frames[2][ASYNCIFY_BYTES];
static char stacks[2][C_BYTES] __attribute__((aligned(16)));
static int depth;
static volatile int returned;

static __attribute__((noinline)) void loop_below(int level, emscripten_fiber_t *own)
{
    if (level > 0) {
        loop_below(level - 1, own);
        returned = level;
        return;
    }
    for (;;) emscripten_fiber_swap(own, &main_fiber);
}

static void body(void *own)
{
    loop_below(depth, own);
}

/* Each of two fibers yields `count` times below `levels` calls. */
EMSCRIPTEN_KEEPALIVE void switches(int levels, int count)
{
    depth = levels;
    emscripten_fiber_init_from_current_context(&main_fiber, main_frames, sizeof main_frames);
    for (int i = 0; i < 2; i++)
        emscripten_fiber_init(&fibers[i], body, &fibers[i], stacks[i], C_BYTES, frames[i],
                              ASYNCIFY_BYTES);
    while (count-- > 0)
        for (int i = 0; i < 2; i++) emscripten_fiber_swap(&main_fiber, &fibers[i]);
}
