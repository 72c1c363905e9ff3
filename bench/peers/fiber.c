/* The same two yielding tasks on Emscripten's own fibers; prints nanoseconds a resume. */
#include <emscripten.h>
#include <emscripten/fiber.h>
#include <stdio.h>

enum { C_BYTES = 8192, ASYNCIFY_BYTES = 4096, WARM_UP = 1000, ROUNDS = 200000 };

static emscripten_fiber_t main_fiber, fibers[2];
static char main_frames[ASYNCIFY_BYTES], frames[2][ASYNCIFY_BYTES];
static char stacks[2][C_BYTES] __attribute__((aligned(16)));

static void body(void *arg)
{
    for (;;) emscripten_fiber_swap(arg, &main_fiber);
}

static void rounds(int count)
{
    while (count-- > 0)
        for (int i = 0; i < 2; i++) emscripten_fiber_swap(&main_fiber, &fibers[i]);
}

int main(void)
{
    emscripten_fiber_init_from_current_context(&main_fiber, main_frames, sizeof main_frames);
    for (int i = 0; i < 2; i++)
        emscripten_fiber_init(&fibers[i], body, &fibers[i], stacks[i], C_BYTES, frames[i],
                              ASYNCIFY_BYTES);
    rounds(WARM_UP);
    double start = emscripten_get_now();
    rounds(ROUNDS);
    printf("%.1f\n", (emscripten_get_now() - start) * 1e6 / (2.0 * ROUNDS));
    return 0;
}
