/* Two tasks that yield in turn: what a switch costs, scheduler included. A real task is some calls
 * deep when it waits, so the same is measured with frames between the task and the yield. */
#include "numbers.h"
#include <awaitc.h>

struct job {
    int depth;
    int count;
};

/* Keeps each call a call: a frame has something left to do when the call in it returns. */
static volatile int returned;

static __attribute__((noinline)) int yield_below(int depth)
{
    if (depth == 0) return aw_yield();
    int rc = yield_below(depth - 1);
    returned = depth;
    return rc;
}

static __attribute__((noinline)) int loop_below(int depth, int count)
{
    int rc = 0;
    if (depth > 0) {
        rc = loop_below(depth - 1, count);
        returned = depth;
        return rc;
    }
    while (count-- > 0 && rc == 0) rc = aw_yield();
    return rc;
}

static int body_of_calls(void *arg)
{
    const struct job *job = arg;
    int rc = 0;
    for (int left = job->count; left > 0 && rc == 0; left--) rc = yield_below(job->depth);
    return rc;
}

static int body_of_loop(void *arg)
{
    const struct job *job = arg;
    return loop_below(job->depth, job->count);
}

static int pair(aw_fn *body, const char *json)
{
    struct job job = {number(json, 0), number(json, 1)};
    aw_task both[] = {aw_spawn(body, &job, sizeof job), aw_spawn(body, &job, sizeof job)};
    return aw_await(aw_gather(both, 2, 0));
}

/* [depth, count]: each calls `depth` functions down to a yield and returns, `count` times. */
AW_EXPORT(yield_calls)
{
    return pair(body_of_calls, json);
}

/* [depth, count]: each yields `count` times in a loop below `depth` calls. */
AW_EXPORT(yield_loop)
{
    return pair(body_of_loop, json);
}
