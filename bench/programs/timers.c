/* Timers: fire sets some and waits for all of them, churn keeps some alive while it takes back the
 * oldest and sets a new one, as timeouts do that rarely pass. */
#include "numbers.h"
#include <awaitc.h>

enum { LIVE_MAX = 100000 };

static int left;
static aw_future done;

static void fired(void *unused)
{
    (void)unused;
    if (--left == 0) aw_future_set(done, 0);
}

/* Less than `span`, and spread over it. */
static int spread(int i, int span)
{
    return (int)((unsigned)i * 387 % (unsigned)span);
}

/* [count, span]: at deadlines within `span` ms. */
AW_EXPORT(fire)
{
    left = number(json, 0);
    int span_ms = number(json, 1);
    done = aw_future_new();
    for (int i = left; i > 0; i--) aw_call_later(1 + spread(i, span_ms), fired, NULL);
    int rc = aw_await(done);
    aw_release(done);
    return rc;
}

/* [count, live]: sets and takes back `count`, with `live` alive. */
AW_EXPORT(churn)
{
    static aw_handle handles[LIVE_MAX];
    int count = number(json, 0), live = number(json, 1);
    for (int i = 0; i < live + count; i++) {
        aw_handle_cancel(handles[i % live]);
        handles[i % live] = aw_call_later(10000 + spread(i, 1000), fired, NULL);
    }
    for (int i = 0; i < live; i++) aw_handle_cancel(handles[i]);
    return 0;
}
