/* The trace: what rows say, and, in every test of the mode `traced`, that they can be true. In that
 * mode a pump makes one step, too: where the host cuts a turn must not change anything.
 *
 * The checker below follows each task, future, timer, scope and operation by its number through the
 * states that docs/host-interface.md describes. It is the proof that a reader who does the same,
 * such as the timeline, never meets a row that does not fit. */
#include "kernel/core.h"
#include "platform/native/host_native.h"
#include "states.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>

/* -- Following every row ----------------------------------------------------------------------- */

enum life { UNKNOWN, NEW, RUNNING, WAITING, READY, OVER };

/* States by number; grows as numbers do. */
struct lives {
    uint8_t *states;
    uint32_t count;
};

static struct {
    struct lives records, timers, scopes, operations;
    uint32_t seq;
    double t;
    bool has_failed;
} follow;

static const char *const trace_words[] = {
#define WORD(name, word) word,
    AW_TRACE_KINDS(WORD)
#undef WORD
};

static void follow_fail(const struct aw_trace_row *row, const char *words)
{
    char found[300];
    if (follow.has_failed) return;
    follow.has_failed = true;
    snprintf(found, sizeof found, "row %u (%s, task %u, other %u, %s): %s", (unsigned)row->seq,
             trace_words[row->kind], (unsigned)row->task, (unsigned)row->other,
             row->reason ? row->reason : "no reason", words);
    EXPECT_STR(found, "a row that fits");
}

static uint8_t *life_of(struct lives *lives, uint32_t number)
{
    if (number >= lives->count) {
        uint32_t count = number * 2 + 64;
        lives->states = realloc(lives->states, count);
        memset(lives->states + lives->count, UNKNOWN, count - lives->count);
        lives->count = count;
    }
    return lives->states + number;
}

/* The state must be one of `from`, a bit each, and becomes `to`. */
static void follow_move(const struct aw_trace_row *row, struct lives *lives, uint32_t number,
                        unsigned from, enum life to)
{
    uint8_t *state = life_of(lives, number);
    if (!(from >> *state & 1)) follow_fail(row, "does not follow from what was before");
    *state = (uint8_t)to;
}

#define ONE(state) (1u << (state))

/* The lives of timers, scopes and operations begin and end with one row each. */
static void follow_other(const struct aw_trace_row *row)
{
    uint32_t number = row->other;
    switch (row->kind) {
    case AW_TRACE_TIMER_SET: follow_move(row, &follow.timers, number, ONE(UNKNOWN), NEW); break;
    case AW_TRACE_TIMER_FIRE:
    case AW_TRACE_TIMER_DROP: follow_move(row, &follow.timers, number, ONE(NEW), OVER); break;
    case AW_TRACE_SCOPE_OPEN: follow_move(row, &follow.scopes, number, ONE(UNKNOWN), NEW); break;
    case AW_TRACE_SCOPE_CLOSE: follow_move(row, &follow.scopes, number, ONE(NEW), OVER); break;
    case AW_TRACE_OP_START:
        follow_move(row, &follow.operations, number, ONE(UNKNOWN) | ONE(OVER), NEW);
        break;
    case AW_TRACE_OP_END: follow_move(row, &follow.operations, number, ONE(NEW), OVER); break;
    default: break;
    }
}

static void follow_record(const struct aw_trace_row *row)
{
    struct lives *records = &follow.records;
    switch (row->kind) {
    case AW_TRACE_SPAWN: follow_move(row, records, row->task, ONE(UNKNOWN), NEW); break;
    case AW_TRACE_START: follow_move(row, records, row->task, ONE(NEW), RUNNING); break;
    case AW_TRACE_SUSPEND: follow_move(row, records, row->task, ONE(RUNNING), WAITING); break;
    case AW_TRACE_WAKE: follow_move(row, records, row->task, ONE(WAITING), READY); break;
    case AW_TRACE_RESUME: follow_move(row, records, row->task, ONE(READY), RUNNING); break;
    case AW_TRACE_FUTURE: follow_move(row, records, row->task, ONE(UNKNOWN), READY); break;
    case AW_TRACE_END: /* a task that is cancelled before it begins ends as new */
        follow_move(row, records, row->task, ONE(NEW) | ONE(RUNNING) | ONE(READY), OVER);
        break;
    case AW_TRACE_CANCEL:
        if (*life_of(records, row->task) == OVER) follow_fail(row, "asks one that has ended");
        break;
    default: break;
    }
}

static void follow_row(const struct aw_trace_row *row)
{
    if (row->seq != ++follow.seq) follow_fail(row, "a row is missing");
    if (row->t < follow.t) follow_fail(row, "time went back");
    follow.t = row->t;
    if (row->task > 0 && row->kind != AW_TRACE_SPAWN && row->kind != AW_TRACE_FUTURE &&
        *life_of(&follow.records, row->task) == UNKNOWN)
        follow_fail(row, "nobody has told of this record");
    follow_record(row);
    follow_other(row);
    const char *fault = row->kind == AW_TRACE_TURN ? states_fault() : NULL;
    if (fault) follow_fail(row, fault);
}

__attribute__((constructor)) static void follow_all(void)
{
    if (!getenv("AW_TEST_TRACE")) return;
    host_native_on_row(follow_row);
    host_native_pump(1e9, 1);
}

/* -- What rows say ----------------------------------------------------------------------------- */

static void trace_note(const struct aw_trace_row *row)
{
    char other[16] = "", reason[80] = "", detail[80] = "";
    if (row->other) snprintf(other, sizeof other, "<%u", (unsigned)row->other);
    if (row->reason) snprintf(reason, sizeof reason, ":%s", row->reason);
    if (row->detail) snprintf(detail, sizeof detail, "(%s)", row->detail);
    if (row->kind == AW_TRACE_TURN) return;
    note("%s.%u%s%s%s@%g", trace_words[row->kind], (unsigned)row->task, other, reason, detail,
         row->t);
}

static void trace_begin(void)
{
    host_native_on_row(trace_note);
}

/* Checks the rows so far; no more are made. */
#define EXPECT_ROWS(expected)      \
    do {                           \
        host_native_on_row(NULL);  \
        EXPECT_TRACE(expected);    \
    } while (0)

TEST("trace: a task's rows, from its spawn to its end")
{
    trace_begin();
    aw_task t = go_job(5, NULL, 3);
    EXPECT_INT(aw_set_name(t, "a"), 0);
    EXPECT_INT(aw_await(t), 3);
    EXPECT_ROWS("spawn.2<1:job(Task-2)@0 name.2(a)@0 suspend.1<2:task(a)@0 start.2@0 "
                "timer-set.2<1:sleep@0 suspend.2:sleep@0 timer-fire.2<1:sleep@5 wake.2:timer@5 "
                "resume.2@5 end.2:done@5 wake.1<2:done@5 resume.1@5");
}

TEST("trace: a cancellation's rows name who asked and how")
{
    aw_task t = aw_spawn(forever, NULL, 0);
    EXPECT_INT(aw_yield(), 0);
    trace_begin();
    EXPECT_INT(aw_cancel_with(t, "enough"), 1);
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    EXPECT_ROWS("cancel.2<1:cancel(enough)@0 cancel.3<1:cancel(enough)@0 end.3:cancelled@0 "
                "wake.2<3:cancel@0 suspend.1<2:task(Task-2)@0 resume.2@0 end.2:cancelled@0 "
                "wake.1<2:cancel@0 resume.1@0");
}

TEST("trace: a timeout's rows tell when it opened, struck and closed")
{
    trace_begin();
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_timeout_enter(&limit, 3), 0);
    EXPECT_INT(aw_timeout_exit(&limit, aw_sleep(9)), AW_ETIMEDOUT);
    aw_timeout never = {{0}};
    EXPECT_INT(aw_timeout_enter(&never, AW_FOREVER), 0);
    EXPECT_INT(aw_timeout_exit(&never, aw_yield()), 0);
    EXPECT_ROWS("scope-open.1<1:timeout@0 timer-set.1<2:timeout@0 timer-set.1<3:sleep@0 "
                "suspend.1:sleep@0 timer-fire.1<2:timeout@3 cancel.1:timeout@3 "
                "timer-drop.1<3:sleep@3 wake.1:cancel@3 resume.1@3 "
                "scope-close.1<1:timeout(expired)@3 scope-open.1<4:timeout@3 suspend.1:yield@3 "
                "wake.1<1:yield@3 resume.1@3 scope-close.1<4:timeout@3");
}

TEST("trace: futures tell their children, and why they failed")
{
    trace_begin();
    aw_future a = aw_future_new(), b = aw_future_new();
    aw_future all = aw_gather(((aw_future[]){a, b}), 2, 0);
    aw_future_fail(a, -3, "own words");
    aw_future_fail(b, AW_ENETWORK, NULL);
    EXPECT_INT(aw_await(all), -3);
    EXPECT_ROWS("future.2<1:future()@0 future.3<1:future()@0 future.4<1:gather(2 3)@0 "
                "end.2:failed(own words)@0 end.3:failed(network failure)@0 suspend.1<4:gather@0 "
                "end.4:failed(own words)@0 wake.1<4:done@0 resume.1@0");
}

TEST("trace: of a future's children those are told whose records are there")
{
    static const aw_record_type whole = {.name = "whole"};
    aw_future gone = aw_future_new(), a = aw_future_new();
    aw_future_set(gone, 1);
    aw_release(gone);
    trace_begin();
    aw_future f = aw_future_make(&whole, 0, 0, (aw_future[]){gone, a}, 2, AW_HERE);
    EXPECT_ROWS("future.4<1:whole(3)@0");
    aw_cancel(a);
    aw_cancel(f);
}

static int trace_failing(void *unused)
{
    return -3;
}

TEST("trace: a report is a row, too")
{
    static const char words[] = "Task-2 (main.c:1) failed and its error was never retrieved: "
                                "failed [error -3]";
    expect_report(words);
    aw_task t = aw_spawn_here(trace_failing, NULL, 0, "trace_failing", "main.c:1");
    EXPECT_INT(aw_yield(), 0);
    trace_begin();
    EXPECT_INT(aw_release(t), 0);
    EXPECT_ROWS("lint.2:error-never-retrieved(Task-2 (main.c:1) failed and its error was never "
                "retrieved: failed [error -3])@0");
}

static int trace_never(void *unused)
{
    note("never");
    return 0;
}

TEST("trace: a task that is cancelled before it begins only ends")
{
    trace_begin();
    aw_task t = aw_spawn(trace_never, NULL, 0);
    aw_cancel(t);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_ROWS("spawn.2<1:trace_never(Task-2)@0 cancel.2<1:cancel@0 suspend.1:yield@0 "
                "wake.1<1:yield@0 end.2:cancelled@0 resume.1@0");
}
