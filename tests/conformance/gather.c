/* Scenarios of gather, shield and wait. */
#include "scenario.h"

static void ga_note_results(aw_future gather, int count, bool is_value)
{
    int *results = aw_data(gather);
    for (int i = 0; i < count; i++) note("%s%s", i || !is_value ? "" : "=>", word_of(results[i]));
}

SCENARIO("ga_order_of_args", "b@1 c@2 a@3 =>a b c")
{
    aw_future g = aw_gather(((aw_task[]){named_job("a", 3), named_job("b", 1), named_job("c", 2)}),
                            3, 0);
    EXPECT_INT(aw_await(g), 0);
    ga_note_results(g, 3, true);
}

struct failing {
    aw_ms delay_ms;
    int letter;
};

static int ga_fail(void *arg)
{
    const struct failing *it = arg;
    int rc = aw_sleep(it->delay_ms);
    if (rc < 0) return rc;
    note_at("%c", it->letter);
    return aw_fail(KEY_ERROR(it->letter), "%c", it->letter);
}

SCENARIO("ga_exception_siblings_continue", "a@1 !KeyError('a')@1 b@2 c@3 end")
{
    aw_task tasks[] = {aw_go(ga_fail, struct failing, 1, 'a'), named_job("b", 2),
                       aw_go(ga_fail, struct failing, 3, 'c')};
    outcome(aw_await(aw_gather(tasks, 3, 0)));
    EXPECT_INT(aw_sleep(4), 0);
    note("end");
}

static int ga_await(void *arg)
{
    return aw_await(*(aw_future *)arg);
}

SCENARIO("ga_cancel_cancels_children", "a!C@0 b!C@0 !CancelledError@0")
{
    aw_future g = aw_gather(((aw_task[]){named_job("a", 5), named_job("b", 5)}), 2, 0);
    aw_task t = aw_go(ga_await, aw_future, g.id);
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(t);
    outcome(aw_await(t));
}

static int ga_slow_clean(void *unused)
{
    int rc = aw_sleep(10);
    EXPECT_INT(aw_sleep(2), 0);
    note_at("slow");
    return rc;
}

SCENARIO("ga_cancel_return_exceptions_waits_all", "b!C@0 slow@2 o!CancelledError@2")
{
    aw_future g = aw_gather(((aw_task[]){aw_spawn(ga_slow_clean, NULL, 0), named_job("b", 5)}),
                            2, AW_RETURN_ERRORS);
    aw_task t = aw_go(ga_await, aw_future, g.id);
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(t);
    int rc = aw_await(t);
    note_at("o!%s", exception(rc));
}

SCENARIO("ga_child_cancelled_raises", "b!C@0 !CancelledError@0 False False a@3")
{
    aw_task a = named_job("a", 3), b = named_job("b", 3);
    aw_future g = aw_gather(((aw_task[]){a, b}), 2, 0);
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(b);
    outcome(aw_await(g));
    note_bool(aw_is_cancelled(g));
    note_bool(aw_is_done(a));
    EXPECT_INT(aw_await(a), word("a"));
}

SCENARIO("ga_duplicates", "a@1 b@1 =>a a b a")
{
    aw_task a = named_job("a", 1), b = named_job("b", 1);
    aw_future g = aw_gather(((aw_task[]){a, a, b, a}), 4, 0);
    EXPECT_INT(aw_await(g), 0);
    ga_note_results(g, 4, true);
}

SCENARIO("ga_all_done_immediate", "True 1 1 other")
{
    aw_future f = aw_future_new(), h = aw_future_new();
    aw_future_set(f, 1);
    aw_future_set(h, 1);
    aw_future g = aw_gather(((aw_future[]){f, h}), 2, 0);
    aw_call_soon(note_cb, "other");
    note_bool(aw_is_done(g));
    EXPECT_INT(aw_await(g), 0);
    ga_note_results(g, 2, false);
    EXPECT_INT(aw_yield(), 0);
}

/* -- Shield ------------------------------------------------------------------------------------ */

static int sh_await(void *arg)
{
    int rc = aw_await(aw_shield(*(aw_future *)arg));
    note_at("o!%s", exception(rc));
    return rc;
}

SCENARIO("sh_outer_cancel_inner_continues", "o!CancelledError@0 in@3 iok=in@3")
{
    aw_task inner = named_job("in", 3);
    aw_task t = aw_go(sh_await, aw_future, inner.id);
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(t);
    EXPECT_INT(aw_wait(&t, 1, AW_ALL_COMPLETED, AW_FOREVER), 1);
    int rc = aw_await(inner);
    note_at("iok=%s", word_of(rc));
}

static int sh_fail_late(void *unused)
{
    EXPECT_INT(aw_sleep(1), 0);
    note_at("in");
    return aw_fail(KEY_ERROR('e'), "lost");
}

SCENARIO("sh_exception_after_outer_cancel_reported_once", "in@1 end")
{
    expect_report("failed in a shielded future: lost");
    aw_task inner = aw_spawn_with(sh_fail_late, NULL, 0,
                                  &(aw_task_options){.name = "shield_fail_late"});
    aw_future a = aw_shield(inner), b = aw_shield(inner);
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(a);
    aw_cancel(b);
    EXPECT_INT(aw_sleep(2), 0);
    note("end");
}

SCENARIO("sh_gather_outer_cancel", "!CancelledError@0 a@1 b@2 a b")
{
    aw_future g = aw_gather(((aw_task[]){named_job("a", 1), named_job("b", 2)}), 2, 0);
    aw_future shield = aw_shield(g);
    aw_cancel(shield);
    outcome(aw_await(shield));
    EXPECT_INT(aw_await(g), 0);
    ga_note_results(g, 2, false);
}

/* -- Wait -------------------------------------------------------------------------------------- */

SCENARIO("wa_first_completed", "a@1 True True @1 b@2")
{
    aw_task tasks[] = {named_job("a", 1), named_job("b", 2)};
    int done = aw_wait(tasks, 2, AW_FIRST_COMPLETED, AW_FOREVER);
    note_bool(done == 1 && aw_is_done(tasks[0]));
    note_bool(!aw_is_done(tasks[1]));
    note_at("%s", "");
    EXPECT_INT(aw_await(tasks[1]), word("b"));
}

SCENARIO("wa_first_exception", "a@1 b@2 2 1 @2 c@3")
{
    aw_task tasks[] = {named_job("a", 1), aw_go(ga_fail, struct failing, 2, 'b'),
                       named_job("c", 3)};
    int done = aw_wait(tasks, 3, AW_FIRST_ERROR, AW_FOREVER);
    note("%d %d", done, 3 - done);
    note_at("%s", "");
    EXPECT_INT(aw_await(tasks[2]), word("c"));
    EXPECT_INT(aw_await(tasks[1]), KEY_ERROR('b'));
}

SCENARIO("wa_timeout_no_raise_no_cancel", "0 1 @1 False a@3")
{
    aw_task a = named_job("a", 3);
    int done = aw_wait(&a, 1, AW_ALL_COMPLETED, 1);
    note("%d %d", done, 1 - done);
    note_at("%s", "");
    note_bool(aw_is_done(a));
    EXPECT_INT(aw_await(a), word("a"));
}

static int wa_for_all(void *arg)
{
    return aw_wait(arg, 1, AW_ALL_COMPLETED, AW_FOREVER);
}

SCENARIO("wa_cancel_leaves_children", "!CancelledError@0 False a@3")
{
    aw_task a = named_job("a", 3);
    aw_task t = aw_go(wa_for_all, aw_task, a.id);
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(t);
    outcome(aw_await(t));
    note_bool(aw_is_done(a));
    EXPECT_INT(aw_await(a), word("a"));
}

SCENARIO("wa_errors", "!ValueError@0 !ReferenceError@0")
{
    aw_task nothing = {0};
    outcome(aw_wait(&nothing, 0, AW_ALL_COMPLETED, AW_FOREVER));
    outcome(aw_wait(&nothing, 1, AW_ALL_COMPLETED, AW_FOREVER));
}
