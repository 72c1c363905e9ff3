/* Staggered race: starts one attempt after another, each when the previous one has failed or used
 * up its time, until the first success. Then it cancels the others and waits for them to finish.
 *
 * A future of its own represents the whole race and outlives all attempts. An attempt waits for its
 * turn, starts the next attempt, and then calls the function. */
#include "awaitc_lowlevel.h"
#include "base/list.h"
#include "base/text.h"
#include "base/waits.h"

#include <string.h>

struct attempt {
    aw_watch watch;
    aw_task task;
    aw_wait_queue failed; /* where the next one waits for its turn */
    struct staggered *staggered;
    bool has_begun;
    bool has_failed;
};

struct staggered {
    aw_future self;
    aw_task owner; /* of all records */
    aw_fn *fn;
    const char *fn_name;
    const char *at;
    char *args; /* `count` times `bytes` */
    size_t bytes;
    aw_ms delay_ms;
    int count;
    int started; /* attempts, whether their turn has come or not */
    int running; /* of these */
    int winner;  /* -1 until there is one */
    bool is_cancelled;
    struct attempt attempts[];
};

/* What an attempt's task begins with. */
struct turn {
    struct staggered *staggered; /* outlives the attempts */
    int index;
};

static bool cancel_others(struct staggered *staggered, int but, const char *message)
{
    bool is_accepted = false;
    for (int i = 0; i < staggered->started; i++)
        if (i != but &&
            aw_cancel_by(staggered->attempts[i].task, "race", message, staggered->at) > 0)
            is_accepted = true;
    return is_accepted;
}

static void attempt_ended(aw_watch *watch)
{
    struct staggered *staggered = container_of(watch, struct attempt, watch)->staggered;
    if (--staggered->running > 0) return;
    if (staggered->is_cancelled)
        aw_future_cancelled(staggered->self);
    else if (staggered->winner < 0)
        aw_future_fail(staggered->self, AW_EGROUP, NULL);
    else
        aw_future_set(staggered->self, staggered->winner);
}

/* Waits until the attempt before has failed, or has had its time. */
static int attempt_wait(struct staggered *staggered, struct attempt *before, const char *at)
{
    static const aw_park_options options = {.reason = WAIT_REASON(staggered)};
    if (staggered->delay_ms <= 0) { /* asyncio takes three turns for no delay */
        for (int i = 0; i < 3; i++) {
            int rc = aw_yield_here(at);
            if (rc < 0) return rc;
        }
        return 0;
    }
    aw_timeout limit = {{0}};
    int rc = aw_timeout_enter_here(&limit, staggered->delay_ms, at);
    while (rc == 0 && !before->has_failed)
        rc = aw_wait_queue_park(&before->failed, &options, NULL, at);
    rc = aw_timeout_exit(&limit, rc);
    return rc == AW_ETIMEDOUT ? 0 : rc;
}

static int attempt_start(struct staggered *staggered);

/* What an attempt's task runs. */
static int attempt_run(void *arg)
{
    struct turn turn = *(struct turn *)arg;
    struct staggered *staggered = turn.staggered;
    struct attempt *attempt = &staggered->attempts[turn.index];
    int rc = turn.index > 0 ? attempt_wait(staggered, attempt - 1, staggered->at) : 0;
    if (rc < 0) return rc;
    attempt->has_begun = true;
    attempt_start(staggered);
    rc = staggered->fn(aw_data(attempt->task));
    if (rc >= 0 && staggered->winner < 0) {
        staggered->winner = turn.index;
        cancel_others(staggered, turn.index, NULL);
    } else if (rc < 0) {
        attempt->has_failed = true;
        aw_wait_queue_wake(&attempt->failed, 1, "failed");
        if (staggered->running == 1) attempt_start(staggered); /* there was no memory before */
    }
    return rc;
}

/* Starts the next attempt, if there is one and it may still win. Returns 0, AW_ENOMEM. */
static int attempt_start(struct staggered *staggered)
{
    int index = staggered->started;
    if (index == staggered->count || staggered->winner >= 0 || staggered->is_cancelled) return 0;
    struct attempt *attempt = &staggered->attempts[index];
    struct turn turn = {staggered, index};
    aw_task_parts parts = {
        .inside = &turn,
        .inside_bytes = sizeof turn,
        .arg = staggered->bytes ? staggered->args + (size_t)index * staggered->bytes : NULL,
        .bytes = staggered->bytes,
    };
    aw_task task = aw_task_make(attempt_run, &parts, NULL, staggered->fn_name, staggered->at);
    int rc = aw_adopt(task, staggered->owner);
    if (rc < 0) return rc; /* no memory; its owner is there while it runs no attempts */
    attempt->task = task;
    attempt->staggered = staggered;
    aw_watch_add(task, &attempt->watch, attempt_ended, staggered->self);
    staggered->started++;
    staggered->running++;
    return 0;
}

static enum aw_abort_result staggered_cancel(void *inside, const char *message)
{
    struct staggered *staggered = inside;
    if (!cancel_others(staggered, -1, message)) return AW_ABORT_LATER;
    staggered->is_cancelled = true;
    return AW_ABORT_PASSED;
}

static void staggered_drop(void *inside)
{
    struct staggered *staggered = inside;
    for (int i = 0; i < staggered->started; i++) aw_watch_drop(&staggered->attempts[i].watch);
}

static const aw_record_type staggered_type = {
    .name = WAIT_REASON(staggered), .cancel = staggered_cancel, .drop = staggered_drop};

static int all_failed(const struct staggered *staggered)
{
    aw_error_info first;
    char words[WORDS_ERROR];
    struct text text = text_in(words, sizeof words);
    text_add(&text, "aw_staggered_race: all ");
    text_add_number(&text, staggered->started);
    text_add(&text, " failed; the first: ");
    int rc = aw_error(staggered->attempts[0].task, &first);
    text_add(&text, rc < 0 ? aw_strerror(rc) : first.message);
    return aw_fail_text(AW_EGROUP, words);
}

/* Hands the tasks over, or lets go of them; their errors have been seen either way. */
static void staggered_end(struct staggered *staggered, aw_task *tasks)
{
    for (int i = 0; i < staggered->started; i++) {
        struct attempt *attempt = &staggered->attempts[i];
        aw_disregard(attempt->task);
        if (tasks && attempt->has_begun)
            tasks[i] = attempt->task;
        else
            aw_detach(attempt->task);
    }
}

int aw_staggered_race_here(aw_fn *fn, const void *args, size_t bytes, int count, aw_ms delay_ms,
                           aw_task *tasks, const char *fn_name, const char *at)
{
    if (!fn || count < 1 || (bytes && !args))
        return aw_fail_text(AW_EINVAL,
                            "aw_staggered_race: needs a function and at least one argument "
                            "to try it with");
    if (!aw_self().id)
        return aw_fail_text(AW_ENOTASK,
                            "aw_staggered_race: callbacks must not wait: start a task with "
                            "aw_go");
    if (count > AW_COUNT_MAX) return aw_fail_too_many("aw_staggered_race");
    if (bytes > INT32_MAX / (size_t)count)
        return aw_fail_text(AW_ENOMEM, "aw_staggered_race: no memory for a copy of so many bytes");
    size_t inside = sizeof(struct staggered) + (size_t)count * sizeof(struct attempt);
    aw_future self = aw_future_make(&staggered_type, inside, (size_t)count * bytes, NULL, 0, at);
    struct staggered *staggered = aw_inside(self);
    if (!staggered) return aw_peek(self);
    *staggered = (struct staggered){
        .self = self,
        .owner = aw_self(),
        .fn = fn,
        .fn_name = fn_name,
        .at = at,
        .args = aw_data(self),
        .bytes = bytes,
        .delay_ms = delay_ms,
        .count = count,
        .winner = -1,
    };
    if (bytes) memcpy(staggered->args, args, (size_t)count * bytes);
    if (tasks) memset(tasks, 0, (size_t)count * sizeof *tasks);
    int rc = attempt_start(staggered);
    if (rc < 0) aw_future_cancelled(self);
    if (rc == 0) rc = aw_await_here(self, at);
    if (rc == AW_EGROUP) rc = all_failed(staggered);
    if (!aw_is_done(self)) aw_cancel_here(self, at); /* no memory to wait: they end by themselves */
    staggered_end(staggered, tasks);
    aw_detach(self);
    return rc;
}
