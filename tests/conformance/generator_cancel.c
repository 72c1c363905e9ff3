/* Scenarios of async generators that are cancelled while they run, or cancel their consumer. */
#include "scenario.h"

static int ag_long(void *arg)
{
    int i = 7, rc = aw_sleep(9);
    if (rc == AW_ECANCELLED) note_at("g!C");
    return rc < 0 && !*(bool *)arg ? rc : aw_generator_yield(&i);
}

static int ag_use_long(void *unused)
{
    int n, rc;
    aw_generator g = aw_generator_go(ag_long, int, bool, false);
    while ((rc = aw_generator_next(g, &n)) > 0) note("%d", n);
    if (rc == AW_ECANCELLED) note_at("u!C");
    return rc;
}

SCENARIO("ag_cancel_is_seen_inside", "g!C@1 u!C@1 !CancelledError@1 True")
{
    aw_task t = aw_spawn(ag_use_long, NULL, 0);
    EXPECT_INT(aw_sleep(1), 0);
    aw_cancel(t);
    outcome(aw_await(t));
    note_bool(aw_is_cancelled(t));
}

static int ag_use_swallowing(void *unused)
{
    int n;
    aw_generator g = aw_generator_go(ag_long, int, bool, true);
    while (aw_generator_next(g, &n) > 0) note_at("%d", n);
    EXPECT_INT(aw_sleep(1), 0);
    note_at("on");
    return aw_cancelling(aw_self());
}

SCENARIO("ag_cancel_swallowed_inside", "g!C@1 7@1 on@2 ok=1@2")
{
    aw_task t = aw_spawn(ag_use_swallowing, NULL, 0);
    EXPECT_INT(aw_sleep(1), 0);
    aw_cancel(t);
    outcome(aw_await(t));
}

SCENARIO("ag_timeout_around", "g!C@2 TO@2 0")
{
    int n, rc;
    aw_timeout limit = {{0}};
    aw_generator g = aw_generator_go(ag_long, int, bool, false);
    EXPECT_INT(aw_timeout_enter(&limit, 2), 0);
    while ((rc = aw_generator_next(g, &n)) > 0) note("%d", n);
    if (aw_timeout_exit(&limit, rc) == AW_ETIMEDOUT) note_at("TO");
    note("%d", aw_cancelling(aw_self()));
}

static int ag_cancel_self_first(void *unused)
{
    int n, rc;
    aw_cancel(aw_self());
    aw_generator g = aw_generator_go(ag_long, int, bool, false);
    while ((rc = aw_generator_next(g, &n)) > 0) note("%d", n);
    return rc;
}

SCENARIO("ag_pending_cancel_reaches_its_wait", "g!C@0 !CancelledError@0")
{
    outcome(aw_await(aw_spawn(ag_cancel_self_first, NULL, 0)));
}

static int ag_yield_two(void *unused)
{
    int first = 0, second = 1;
    int rc = aw_generator_yield(&first);
    return rc < 0 ? rc : aw_generator_yield(&second);
}

static int ag_cancel_self_no_wait(void *unused)
{
    int n;
    aw_cancel(aw_self());
    aw_generator g = aw_generator_new(ag_yield_two, sizeof(int), NULL, 0, NULL);
    while (aw_generator_next(g, &n) > 0) note("%d", n);
    int rc = aw_yield();
    if (rc == 0) note("never");
    return rc;
}

SCENARIO("ag_pending_cancel_passes_what_does_not_wait", "0 1 !CancelledError@0")
{
    outcome(aw_await(aw_spawn(ag_cancel_self_no_wait, NULL, 0)));
}

static int ag_clean_long(void *unused)
{
    int rc = aw_generator_yield(&(int){1});
    int cut = aw_sleep(5);
    if (cut == AW_ECANCELLED) note_at("g!C");
    return cut < 0 ? cut : rc;
}

static int ag_close_long(void *unused)
{
    int n;
    aw_generator g = aw_generator_new(ag_clean_long, sizeof(int), NULL, 0, NULL);
    EXPECT_INT(aw_generator_next(g, &n), 1);
    return aw_generator_close(g);
}

/* A generator that waits, cancels its consumer, and then does `then`. */
struct ag_canceller {
    aw_task *user;
    enum { AG_YIELDS, AG_WAITS, AG_ENDS } then;
};

static int ag_cancels_user(void *arg)
{
    const struct ag_canceller *it = arg;
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_INT(aw_cancel(*it->user), 1);
    int rc = it->then == AG_WAITS ? aw_sleep(1) : 0;
    note_end("g", rc);
    if (rc < 0 || it->then == AG_ENDS) return rc;
    rc = aw_generator_yield(&(int){1});
    note_at("again");
    return rc < 0 ? rc : aw_generator_yield(&(int){2});
}

static int ag_use_canceller(void *arg)
{
    int n;
    aw_generator g = aw_generator_go(ag_cancels_user, int, struct ag_canceller,
                                     ((struct ag_canceller *)arg)->user,
                                     ((struct ag_canceller *)arg)->then);
    int rc;
    while ((rc = aw_generator_next(g, &n)) > 0) note_at("%d", n);
    if (rc < 0) return rc;
    note_at("on");
    rc = aw_sleep(1);
    note_end("u", rc);
    note("%d", aw_cancelling(aw_self()));
    return rc;
}

static void ag_cancel_user_and(int then)
{
    aw_task t;
    t = aw_go(ag_use_canceller, struct ag_canceller, &t, then);
    outcome(aw_await(t));
}

SCENARIO("ag_cancels_its_consumer_and_yields", "g 1@1 again@1 2@1 on@1 u!C 1 !CancelledError@1")
{
    ag_cancel_user_and(AG_YIELDS);
}

SCENARIO("ag_cancels_its_consumer_and_waits", "g!C !CancelledError@1")
{
    ag_cancel_user_and(AG_WAITS);
}

SCENARIO("ag_cancels_its_consumer_and_ends", "g on@1 u!C 1 !CancelledError@1")
{
    ag_cancel_user_and(AG_ENDS);
}

SCENARIO("ag_aclose_cancelled_in_cleanup", "g!C@1 !CancelledError@1")
{
    aw_task t = aw_spawn(ag_close_long, NULL, 0);
    EXPECT_INT(aw_sleep(1), 0);
    aw_cancel(t);
    outcome(aw_await(t));
}

static int ag_count_tasks(void *unused)
{
    note("%d", aw_all_tasks(NULL, 0));
    return aw_generator_yield(&(int){1});
}

SCENARIO("ag_is_no_task_of_all_tasks", "1 1")
{
    int n;
    aw_generator g = aw_generator_new(ag_count_tasks, sizeof(int), NULL, 0, NULL);
    EXPECT_INT(aw_generator_next(g, &n), 1);
    note("%d", aw_all_tasks(NULL, 0));
    EXPECT_INT(aw_generator_close(g), 0);
}
