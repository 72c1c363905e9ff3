/* Scenarios of barriers. */
#include "scenario.h"

/* Notes "a0", "a!C" or "a!BrokenBarrierError". */
static int ba_wait(void *arg)
{
    const struct worker *it = arg;
    int rc = aw_barrier_wait(it->object);
    if (!it->name) return rc;
    if (rc >= 0)
        note("%s%d", it->name, rc);
    else if (rc == AW_EBROKEN)
        note("%s!%s", it->name, exception(rc));
    else
        note_end(it->name, rc);
    return rc == AW_EBROKEN ? 0 : rc;
}

static int ba_wait_plain(void *barrier)
{
    return aw_barrier_wait(*(aw_barrier **)barrier);
}

/* Two come together: notes what they got. */
static void ba_note_pair(aw_barrier *barrier)
{
    aw_task tasks[] = {aw_go(ba_wait_plain, aw_barrier *, barrier),
                       aw_go(ba_wait_plain, aw_barrier *, barrier)};
    EXPECT_INT(aw_await(aw_gather(tasks, 2, 0)), 0);
    note("%d %d", aw_result(tasks[0]), aw_result(tasks[1]));
}

SCENARIO("ba_abort", "!BrokenBarrierError@0 True !BrokenBarrierError@0")
{
    aw_barrier barrier = AW_BARRIER(2);
    aw_task t = aw_go(ba_wait_plain, aw_barrier *, &barrier);
    EXPECT_INT(aw_yield(), 0);
    aw_barrier_abort(&barrier);
    outcome(aw_await(t));
    note_bool(aw_barrier_is_broken(&barrier));
    outcome(aw_barrier_wait(&barrier));
}

SCENARIO("ba_cancel_one_waiter", "1 !CancelledError@0 0 False 0 1")
{
    aw_barrier barrier = AW_BARRIER(2);
    aw_task t = aw_go(ba_wait_plain, aw_barrier *, &barrier);
    EXPECT_INT(aw_yield(), 0);
    note("%d", aw_barrier_waiting(&barrier));
    aw_cancel(t);
    outcome(aw_await(t));
    note("%d", aw_barrier_waiting(&barrier));
    note_bool(aw_barrier_is_broken(&barrier));
    ba_note_pair(&barrier);
}

SCENARIO("ba_order_last_first", "t1 c2 t2 a0 b1 t3 t4")
{
    aw_barrier barrier = AW_BARRIER(3);
    aw_task clock = ticks(4);
    aw_task tasks[] = {go_worker(ba_wait, &barrier, "a"), go_worker(ba_wait, &barrier, "b"),
                       go_worker(ba_wait, &barrier, "c")};
    EXPECT_INT(aw_await(aw_gather(tasks, 3, 0)), 0);
    EXPECT_INT(aw_await(clock), 0);
}

SCENARIO("ba_draining_blocks_newcomers", "b1 t1 a0 t2 d1 t3 c0 t4 t5 t6")
{
    aw_barrier barrier = AW_BARRIER(2);
    aw_task tasks[] = {go_worker(ba_wait, &barrier, "a"), go_worker(ba_wait, &barrier, "b"),
                       go_worker(ba_wait, &barrier, "c"), go_worker(ba_wait, &barrier, "d")};
    aw_task clock = ticks(6);
    EXPECT_INT(aw_await(aw_gather(tasks, 4, 0)), 0);
    EXPECT_INT(aw_await(clock), 0);
}

static int ba_three_rounds(void *arg)
{
    const struct worker *it = arg;
    for (int round = 0; round < 3; round++)
        note("%s%d%d", it->name, round, aw_barrier_wait(it->object));
    return 0;
}

SCENARIO("ba_loop_rounds", "t1 b01 t2 a00 t3 b11 t4 a10 t5 b21 t6 a20 t7 t8 t9")
{
    aw_barrier barrier = AW_BARRIER(2);
    aw_task clock = ticks(9);
    aw_task tasks[] = {go_worker(ba_three_rounds, &barrier, "a"),
                       go_worker(ba_three_rounds, &barrier, "b")};
    EXPECT_INT(aw_await(aw_gather(tasks, 2, 0)), 0);
    EXPECT_INT(aw_await(clock), 0);
}

SCENARIO("ba_reset_while_waiting",
         "2 0 False t1 a!BrokenBarrierError c!BrokenBarrierError t2 1 t3 f2 t4 d0 e1 t5")
{
    aw_barrier barrier = AW_BARRIER(3);
    aw_task a = go_worker(ba_wait, &barrier, "a"), c = go_worker(ba_wait, &barrier, "c");
    EXPECT_INT(aw_yield(), 0);
    note("%d", aw_barrier_waiting(&barrier));
    aw_task clock = ticks(5);
    aw_barrier_reset(&barrier);
    note("%d", aw_barrier_waiting(&barrier));
    note_bool(aw_barrier_is_broken(&barrier));
    aw_task d = go_worker(ba_wait, &barrier, "d");
    EXPECT_INT(aw_await(a), 0);
    EXPECT_INT(aw_await(c), 0);
    note("%d", aw_barrier_waiting(&barrier));
    aw_task e = go_worker(ba_wait, &barrier, "e"), f = go_worker(ba_wait, &barrier, "f");
    EXPECT_INT(aw_await(aw_gather(((aw_task[]){d, e, f}), 3, 0)), 0);
    EXPECT_INT(aw_await(clock), 0);
}

SCENARIO("ba_reset_empty_does_not_yield", "True False t1")
{
    aw_barrier barrier = AW_BARRIER(2);
    aw_task clock = ticks(1);
    aw_barrier_reset(&barrier);
    aw_barrier_abort(&barrier);
    note_bool(aw_barrier_is_broken(&barrier));
    aw_barrier_reset(&barrier);
    note_bool(aw_barrier_is_broken(&barrier));
    EXPECT_INT(aw_await(clock), 0);
}

SCENARIO("ba_abort_while_draining", "1 a!BrokenBarrierError True False")
{
    aw_barrier barrier = AW_BARRIER(2);
    aw_task a = go_worker(ba_wait, &barrier, "a");
    EXPECT_INT(aw_yield(), 0);
    note("%d", aw_barrier_wait(&barrier));
    aw_barrier_abort(&barrier);
    EXPECT_INT(aw_await(a), 0);
    note_bool(aw_barrier_is_broken(&barrier));
    aw_barrier_reset(&barrier);
    note_bool(aw_barrier_is_broken(&barrier));
}

SCENARIO("ba_reset_while_draining", "1 a!BrokenBarrierError False 0")
{
    aw_barrier barrier = AW_BARRIER(2);
    aw_task a = go_worker(ba_wait, &barrier, "a");
    EXPECT_INT(aw_yield(), 0);
    note("%d", aw_barrier_wait(&barrier));
    aw_barrier_reset(&barrier);
    EXPECT_INT(aw_await(a), 0);
    note_bool(aw_barrier_is_broken(&barrier));
    note("%d", aw_barrier_waiting(&barrier));
}

SCENARIO("ba_cancel_wakes_next_to_the_end", "f3 d2 c1 e2")
{
    aw_barrier barrier = AW_BARRIER(4);
    aw_task a = go_worker(ba_wait, &barrier, NULL);
    aw_task c = go_worker(ba_wait, &barrier, "c"), d = go_worker(ba_wait, &barrier, "d");
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(a);
    for (int i = 0; i < 3; i++) EXPECT_INT(aw_yield(), 0);
    aw_task e = go_worker(ba_wait, &barrier, "e"), f = go_worker(ba_wait, &barrier, "f");
    EXPECT_INT(aw_await(aw_gather(((aw_task[]){c, d, e, f}), 4, 0)), 0);
}

SCENARIO("ba_cancel_after_trip", "1 a!C !CancelledError@0 0 False 0 1")
{
    aw_barrier barrier = AW_BARRIER(2);
    aw_task a = go_worker(ba_wait, &barrier, "a");
    EXPECT_INT(aw_yield(), 0);
    note("%d", aw_barrier_wait(&barrier));
    aw_cancel(a);
    outcome(aw_await(a));
    note("%d", aw_barrier_waiting(&barrier));
    note_bool(aw_barrier_is_broken(&barrier));
    ba_note_pair(&barrier);
}

SCENARIO("ba_cancel_while_blocked_by_draining", "1 a0 z1 ok=1@0 x!C t1 t2 t3 t4")
{
    aw_barrier barrier = AW_BARRIER(2);
    go_worker(ba_wait, &barrier, "a");
    EXPECT_INT(aw_yield(), 0);
    note("%d", aw_barrier_wait(&barrier));
    aw_task x = go_worker(ba_wait, &barrier, "x"), z = go_worker(ba_wait, &barrier, "z");
    EXPECT_INT(aw_yield(), 0);
    aw_cancel(x);
    aw_task clock = ticks(4);
    outcome(aw_await(z));
    EXPECT_INT(aw_await(clock), 0);
}

SCENARIO("ba_timeout_of_one", "TO@1 0 False 0 1")
{
    aw_barrier barrier = AW_BARRIER(2);
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_timeout_enter(&limit, 1), 0);
    if (aw_timeout_exit(&limit, aw_barrier_wait(&barrier)) == AW_ETIMEDOUT) note_at("TO");
    note("%d", aw_barrier_waiting(&barrier));
    note_bool(aw_barrier_is_broken(&barrier));
    ba_note_pair(&barrier);
}

SCENARIO("ba_abort_with_blocked", "1 a0 t1 t2 x!BrokenBarrierError t3 t4")
{
    aw_barrier barrier = AW_BARRIER(2);
    aw_task a = go_worker(ba_wait, &barrier, "a");
    EXPECT_INT(aw_yield(), 0);
    note("%d", aw_barrier_wait(&barrier));
    aw_task x = go_worker(ba_wait, &barrier, "x"), clock = ticks(4);
    EXPECT_INT(aw_yield(), 0);
    aw_barrier_abort(&barrier);
    EXPECT_INT(aw_await(a), 0);
    EXPECT_INT(aw_await(x), 0);
    EXPECT_INT(aw_await(clock), 0);
}

SCENARIO("ba_parties_one", "0 0 t1")
{
    aw_barrier barrier = AW_BARRIER(1);
    aw_task clock = ticks(1);
    note("%d", aw_barrier_wait(&barrier));
    note("%d", aw_barrier_wait(&barrier));
    EXPECT_INT(aw_await(clock), 0);
}
