/* Timers, called from JavaScript round by round: fire sets some and waits for all of them, churn
 * keeps some alive while it takes back the oldest and sets a new one. */
#include <awaitc.h>
#include <stdlib.h>
#include <string.h>

enum { LIVE_MAX = 100000 };

static int left;
static aw_future done;

static void fired(void *unused)
{
    (void)unused;
    if (--left == 0) aw_future_set(done, 0);
}

static int second(const char *json)
{
    return atoi(strchr(json, ',') + 1);
}

/* Less than `span`, and spread over it. */
static int spread(int i, int span)
{
    return (int)((unsigned)i * 387 % (unsigned)span);
}

/* [count, span]: at deadlines within `span` ms. */
AW_EXPORT(fire)
{
    left = atoi(json + 1);
    int span_ms = second(json);
    done = aw_future_new();
    for (int i = left; i > 0; i--) aw_call_later(1 + spread(i, span_ms), fired, NULL);
    return aw_await(done);
}

/* [count, live]: sets and takes back `count`, with `live` alive. */
AW_EXPORT(churn)
{
    static aw_handle handles[LIVE_MAX];
    int count = atoi(json + 1), live = second(json);
    for (int i = 0; i < live + count; i++) {
        aw_handle_cancel(handles[i % live]);
        handles[i % live] = aw_call_later(10000 + spread(i, 1000), fired, NULL);
    }
    for (int i = 0; i < live; i++) aw_handle_cancel(handles[i]);
    return 0;
}
