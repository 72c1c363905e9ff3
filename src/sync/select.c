/* Select: waits in several queues, and for futures and a deadline, until one thing happens.
 *
 * It checks the cases in order and does the first that can happen. If none can, it joins every
 * queue and watches every future. The first of them that wakes it removes it from all others, so it
 * never holds two wake-ups; then it checks again. Its wait entries lie in the cases. */
#include "awaitc_lowlevel.h"
#include "base/list.h"
#include "base/text.h"
#include "base/waits.h"

struct select {
    aw_waiter wait;
    aw_timer timer;
    aw_case *cases;
    int count;
    int woken; /* index of the case whose queue woke it, or -1 */
};

/* Behind the private part of aw_case. */
struct case_wait {
    union {
        aw_wait_entry entry; /* in the queue */
        aw_watch watch;      /* of the future */
    };
    struct select *select;
};
_Static_assert(sizeof(struct case_wait) <= sizeof((aw_case *)0)->private_,
               "aw_case is large enough");

static struct case_wait *case_wait_of(aw_case *one)
{
    return (struct case_wait *)(void *)one->private_;
}

static aw_case *case_of(struct case_wait *wait)
{
    return container_of(wait, aw_case, private_);
}

static bool is_queue_case(const aw_case *one)
{
    return one->kind == AW_CASE_KIND_GET || one->kind == AW_CASE_KIND_PUT;
}

static enum aw_queue_way way_of(const aw_case *one)
{
    return one->kind == AW_CASE_KIND_GET ? AW_QUEUE_GET : AW_QUEUE_PUT;
}

/* -- Looking ----------------------------------------------------------------------------------- */

/* Whether the case can happen now; if so it has. */
static bool case_happens(aw_case *one)
{
    if (one->kind == AW_CASE_KIND_NONE) return false;
    if (one->kind == AW_CASE_KIND_DONE) {
        if (!aw_is_done(one->future)) return false;
        one->rc = aw_peek(one->future);
        return true;
    }
    int rc = aw_queue_try(one->queue, way_of(one), one->item);
    if (rc == AW_EEMPTY || rc == AW_EFULL) return false;
    one->rc = rc == AW_ESTALE ? AW_ESHUTDOWN : rc; /* it was there: it went during the wait */
    return true;
}

/* The index of the case that happened, or -1. */
static int look(aw_case *cases, int count)
{
    for (int i = 0; i < count; i++)
        if (case_happens(&cases[i])) return i;
    return -1;
}

/* 0, or why these cases cannot be waited for. */
static int select_check(const aw_case *cases, int count)
{
    if (count <= 0 || !cases) return aw_fail_text(AW_EINVAL, "aw_select: needs at least one case");
    for (int i = 0; i < count; i++) {
        int rc = 0;
        if (is_queue_case(&cases[i])) {
            rc = aw_queue_check(cases[i].queue, "aw_select");
        } else if (cases[i].kind == AW_CASE_KIND_DONE) {
            rc = aw_keep(cases[i].future);
            if (rc == 0) aw_unkeep(cases[i].future);
        } else if (cases[i].kind != AW_CASE_KIND_NONE) {
            rc = aw_fail_text(AW_EINVAL, "aw_select: no such case; make it with AW_CASE_GET, "
                                         "AW_CASE_PUT or AW_CASE_DONE");
        }
        if (rc < 0) return rc;
    }
    return 0;
}

/* -- Waiting ----------------------------------------------------------------------------------- */

/* Takes it out of everything it waits in. */
static void select_stop(struct select *select)
{
    aw_timer_drop(&select->timer);
    for (int i = 0; i < select->count; i++) {
        aw_case *one = &select->cases[i];
        if (is_queue_case(one)) aw_wait_queue_leave(&case_wait_of(one)->entry);
        if (one->kind == AW_CASE_KIND_DONE) aw_watch_drop(&case_wait_of(one)->watch);
    }
}

static void queue_woke(aw_wait_entry *entry)
{
    struct case_wait *wait = container_of(entry, struct case_wait, entry);
    struct select *select = wait->select;
    select->woken = (int)(case_of(wait) - select->cases);
    select_stop(select);
    aw_unpark(&select->wait, 0, "queue");
}

static void future_done(aw_watch *watch)
{
    struct select *select = container_of(watch, struct case_wait, watch)->select;
    select_stop(select);
    aw_unpark(&select->wait, 0, "done");
}

static void timed_out(aw_timer *timer)
{
    struct select *select = container_of(timer, struct select, timer);
    select_stop(select);
    aw_unpark(&select->wait, AW_ETIMEDOUT, "timer");
}

static enum aw_abort_result select_abort(aw_waiter *wait)
{
    select_stop(container_of(wait, struct select, wait));
    return AW_ABORT_DONE;
}

/* Joins every queue and watches every future. */
static void select_start(struct select *select, int64_t deadline_us)
{
    select->woken = -1;
    for (int i = 0; i < select->count; i++) {
        aw_case *one = &select->cases[i];
        struct case_wait *wait = case_wait_of(one);
        *wait = (struct case_wait){.select = select};
        if (is_queue_case(one))
            aw_wait_queue_join(aw_queue_waiters(one->queue, way_of(one)), &wait->entry, queue_woke);
        if (one->kind == AW_CASE_KIND_DONE)
            aw_watch_add(one->future, &wait->watch, future_done, aw_self());
    }
    if (deadline_us != AW_FOREVER) aw_timer_set(&select->timer, deadline_us, timed_out, "select");
}

/* What it waits for, in a few words: "get jobs, future". */
static void select_describe(const struct select *select, struct text *text)
{
    for (int i = 0; i < select->count; i++) {
        const aw_case *one = &select->cases[i];
        if (one->kind == AW_CASE_KIND_NONE) continue;
        if (text->length) text_add(text, ", ");
        const char *name = aw_name(one->future);
        if (is_queue_case(one)) name = aw_queue_label(one->queue, way_of(one));
        text_add(text, *name ? name : "future");
    }
}

static int select_park(struct select *select, int64_t deadline_us, const char *at)
{
    char words[WORDS_WAIT];
    struct text text = text_in(words, sizeof words);
    select_describe(select, &text);
    select_start(select, deadline_us);
    const aw_park_options options = {
        .reason = WAIT_REASON(select),
        .detail = words,
        .deadline = deadline_us == AW_FOREVER ? 0 : deadline_us / 1000,
    };
    return aw_park(&select->wait, select_abort, &options, at);
}

/* Whether case `happened` used the wake-up of case `woken`. */
static bool is_used(const aw_case *cases, int woken, int happened)
{
    return happened >= 0 && cases[happened].kind == cases[woken].kind &&
           cases[happened].queue.id == cases[woken].queue.id;
}

/* Waits until a case has happened. */
static __attribute__((noinline)) int wait_for_one(struct select *select, int64_t deadline_us,
                                                  const char *at)
{
    aw_case *cases = select->cases;
    int rc, happened = -1;
    do {
        rc = select_park(select, deadline_us, at);
        if (rc == 0) happened = look(cases, select->count);
        int woken = select->woken;
        if (woken >= 0 && !is_used(cases, woken, happened))
            aw_queue_pass(cases[woken].queue, way_of(&cases[woken]));
    } while (rc == 0 && happened < 0);
    return rc == 0 ? happened : rc;
}

int aw_select_here(aw_case *cases, int count, aw_ms delay_ms, const char *at)
{
    int rc = select_check(cases, count);
    if (rc < 0) return rc;
    int happened = look(cases, count);
    if (happened >= 0) return happened;
    if (delay_ms > 0) {
        struct select select = {.cases = cases, .count = count};
        for (int i = 0; i < count; i++) /* so that their results are there after the wait */
            if (cases[i].kind == AW_CASE_KIND_DONE) aw_keep(cases[i].future);
        rc = wait_for_one(&select, aw_deadline_us(delay_ms), at);
        for (int i = 0; i < count; i++)
            if (cases[i].kind == AW_CASE_KIND_DONE) aw_unkeep(cases[i].future);
        if (rc != AW_ETIMEDOUT) return rc;
    }
    return aw_fail_text(AW_ETIMEDOUT, "aw_select: no case happened in time");
}
