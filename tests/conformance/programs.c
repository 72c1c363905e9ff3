#include "programs.h"

struct delayed {
    const char *name;
    aw_ms delay_ms;
};

static int failing_main(void *arg)
{
    const struct delayed *it = arg;
    int rc = aw_sleep(it->delay_ms);
    if (rc < 0) return rc;
    note_at("%s", it->name);
    return aw_fail(KEY_ERROR(it->name[0]), "%s", it->name);
}

aw_task failing_job(const char *name, aw_ms delay_ms)
{
    return aw_go(failing_main, struct delayed, name, delay_ms);
}

static int swallowing_main(void *arg)
{
    return aw_sleep(10) == AW_ECANCELLED ? word(*(const char **)arg) : 0;
}

aw_task swallowing_job(const char *value)
{
    return aw_go(swallowing_main, const char *, value);
}

static int giving_main(void *arg)
{
    return *(int *)arg;
}

aw_task giving(int value)
{
    return aw_go(giving_main, int, value);
}

static int noting_main(void *arg)
{
    note("%s", *(const char **)arg);
    return 0;
}

aw_task noting(const char *text)
{
    return aw_go(noting_main, const char *, text);
}

static int awaiting_main(void *arg)
{
    return aw_await(*(aw_future *)arg);
}

aw_task awaiting(aw_future future)
{
    return aw_go(awaiting_main, aw_future, future.id);
}

struct watched {
    const char *name;
    aw_future future;
};

static int outcome_main(void *arg)
{
    const struct watched *it = arg;
    outcome_as(it->name, aw_await(it->future));
    return 0;
}

aw_task outcome_of(aw_future future, const char *name)
{
    return aw_go(outcome_main, struct watched, name, future);
}

static int cleaning_main(void *arg)
{
    const struct delayed *it = arg;
    int rc = aw_sleep(10);
    int cleaned = aw_sleep(it->delay_ms);
    note_at(cleaned < 0 ? "%s!C" : "%s", it->name);
    return cleaned < 0 ? cleaned : rc;
}

aw_task cleaning_job(aw_ms delay_ms, const char *text)
{
    return aw_go(cleaning_main, struct delayed, text, delay_ms);
}

static int refusing_main(void *unused)
{
    int rc = aw_sleep(10);
    return rc == AW_ECANCELLED ? aw_fail(KEY_ERROR('k'), "k") : rc;
}

aw_task refusing_job(void)
{
    return aw_spawn(refusing_main, NULL, 0);
}

aw_future done_future(int value)
{
    aw_future future = aw_future_new();
    EXPECT_INT(aw_future_set(future, value), 0);
    return future;
}

aw_future failed_future(int letter)
{
    aw_future future = aw_future_new();
    EXPECT_INT(aw_future_fail(future, KEY_ERROR(letter), "failed"), 0);
    return future;
}

void outcome_as(const char *name, int rc)
{
    if (rc >= 0) note_at("%sok=%s", name, word_of(rc));
    else note_at("%s!%s", name, exception(rc));
}

/* -- Turns ------------------------------------------------------------------------------------- */

void pass_turns(int count)
{
    for (int i = 0; i < count; i++) EXPECT_INT(aw_yield(), 0);
}

static int turn_now, turn_last;

static void turn_cb(void *unused)
{
    note("%d", ++turn_now);
    if (turn_now < turn_last) aw_call_soon(turn_cb, NULL);
}

void count_turns(int count)
{
    turn_now = 0;
    turn_last = count;
    aw_call_soon(turn_cb, NULL);
}

void count_turns_cb(void *count)
{
    count_turns(*(int *)count);
}

/* -- Timeouts ---------------------------------------------------------------------------------- */

int limit_exit(aw_timeout *limit, int rc, const char *name)
{
    rc = aw_timeout_exit(limit, rc);
    if (rc == AW_ETIMEDOUT) note_at("%sTO", name);
    else if (rc >= 0) note_at("%sok", name);
    else return rc;
    return 0;
}

void limit_enter(aw_timeout *limit, aw_ms delay_ms)
{
    EXPECT_INT(aw_timeout_enter(limit, delay_ms), 0);
}

/* -- Callbacks --------------------------------------------------------------------------------- */

void note_at_cb(void *text)
{
    note_at("%s", (const char *)text);
}

void cancel_cb(void *handle)
{
    aw_cancel(*(aw_future *)handle);
}

void set_cb(void *handle)
{
    EXPECT_INT(aw_future_set(*(aw_future *)handle, word("v")), 0);
}

void soon_cb(void *arg)
{
    const struct call_later *call = arg;
    aw_call_soon(call->callback, call->arg);
}
