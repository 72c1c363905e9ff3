/* Host operations under a test's control: completions that are late, twice, early or unknown. */
#include "kernel/core.h"
#include "platform/native/host_native.h"
#include "test.h"

#include <awaitc_test.h>
#include <stdio.h>
#include <stdlib.h>

static uint64_t operation_id, operation_cancelled;
static char operation_request[64];
static int operation_early = 1; /* status with which the handler completes at once; 1: later */
static aw_answer operation_answer; /* what it gives then */

static aw_answer operation_words(const char *words)
{
    char *copy = malloc(strlen(words) + 1);
    return (aw_answer){.reply = {strcpy(copy, words), strlen(words)}};
}

static const aw_answer operation_nothing;

static bool operation_take(const char *kind, uint64_t id, const aw_bytes *request, size_t count)
{
    operation_id = id;
    snprintf(operation_request, sizeof operation_request, "%s:%.*s", kind,
             (int)request->length, request->data);
    if (operation_early <= 0) operation_complete(id, operation_early, operation_answer);
    return true;
}

static void operation_give_up(uint64_t id)
{
    operation_cancelled = id;
}

static void operation_install(void)
{
    host_native_on(operation_take, operation_give_up);
}

static int operation_call(void *arg)
{
    aw_bytes request = {"request", 7};
    aw_answer answer = {0};
    int rc = aw_operation("test", "detail", &request, 1, &answer, AW_HERE);
    note("%d:%s", rc, answer.reply.data ? answer.reply.data : "");
    aw_bytes_free(&answer.reply);
    return rc;
}

/* A task that waits for the operation it has started. */
static aw_task operation_start(void)
{
    operation_install();
    aw_task t = aw_spawn(operation_call, NULL, 0);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(stats_now().operations, 1);
    return t;
}

TEST("aw_operation: hands the request over and gives status and reply")
{
    aw_task t = operation_start();
    EXPECT_STR(operation_request, "test:request");
    EXPECT_INT(operation_complete(operation_id, 3, operation_words("reply")), 1);
    EXPECT_INT(stats_now().operations, 0);
    EXPECT_INT(aw_await(t), 3);
    EXPECT_TRACE("3:reply");
}

TEST("aw_operation: a failure leaves the host's words")
{
    aw_task t = operation_start();
    operation_complete(operation_id, AW_EHOST, operation_words("it threw"));
    EXPECT_INT(aw_await(t), AW_EHOST);
    EXPECT_STR(aw_errmsg(), "it threw");
    EXPECT_TRACE("-1010:");
}

TEST("aw_operation: an empty completion gives an empty reply")
{
    aw_task t = operation_start();
    operation_complete(operation_id, 0, operation_nothing);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_TRACE("0:");
    aw_task u = operation_start();
    operation_complete(operation_id, -5, operation_nothing);
    EXPECT_INT(aw_await(u), -5);
    EXPECT_STR(aw_errmsg(), "failed");
    EXPECT_TRACE("-5:");
}

TEST("operation_complete: twice, unknown, or of nonsense, is dropped and counted")
{
    aw_task t = operation_start();
    EXPECT_INT(operation_complete(operation_id, 1, operation_nothing), 1);
    EXPECT_INT(operation_complete(operation_id, 2, operation_words("twice")), 0);
    uint64_t generation = (uint64_t)1 << 32;
    uint64_t ids[] = {0,          operation_id + 1,          operation_id + generation,
                      UINT64_MAX, operation_id - generation, operation_id & (generation - 1)};
    for (int i = 0; i < 6; i++)
        EXPECT_INT(operation_complete(ids[i], 2, operation_words("unknown")), 0);
    EXPECT_INT((int64_t)stats_now().dropped, 7);
    EXPECT_INT(aw_await(t), 1);
    EXPECT_TRACE("1:");
}

TEST("aw_operation: cancelled while it waits tells the host, and a late completion is dropped")
{
    aw_task t = operation_start();
    uint64_t id = operation_id;
    EXPECT_INT(aw_cancel(t), 1);
    EXPECT(operation_cancelled == id);
    EXPECT_INT(stats_now().operations, 0);
    EXPECT_INT(operation_complete(id, 1, operation_words("late")), 0);
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    EXPECT_INT((int64_t)stats_now().dropped, 1);
    EXPECT_TRACE("-1001:");
}

/* Reads until it is cancelled, as a program would from a socket. */
static int operation_read_all(void *unused)
{
    int rc;
    while ((rc = operation_call(NULL)) >= 0) continue;
    return rc;
}

TEST("aw_operation: cancelled after its completion has come, it gives that, and the next wait is cut")
{
    operation_install();
    aw_task t = aw_spawn(operation_read_all, NULL, 0);
    EXPECT_INT(aw_yield(), 0);
    operation_cancelled = 0;
    operation_complete(operation_id, 1, operation_words("kept"));
    EXPECT_INT(aw_cancel(t), 1);
    EXPECT(operation_cancelled == 0);
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    EXPECT(operation_cancelled == operation_id); /* the next one, which was given up */
    EXPECT_TRACE("1:kept -1001:");
}

TEST("aw_operation: cancelled after its completion has come, it is the last wait: the task is cancelled")
{
    aw_task t = operation_start();
    operation_complete(operation_id, 1, operation_words("kept"));
    EXPECT_INT(aw_cancel(t), 1);
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    EXPECT_TRACE("1:kept");
}

TEST("aw_operation: cancelled after it has failed, its error goes first")
{
    aw_task t = operation_start();
    operation_complete(operation_id, AW_EHOST, operation_words("it threw"));
    EXPECT_INT(aw_cancel(t), 1);
    EXPECT_INT(aw_await(t), AW_EHOST);
    EXPECT_STR(aw_errmsg(), "it threw");
    EXPECT_TRACE("-1010:");
}

static int operation_in_scope(void *arg)
{
    aw_scope *scope = *(aw_scope **)arg;
    int rc = aw_scope_enter(scope, NULL);
    if (rc == 0) rc = operation_call(NULL);
    note_rc(rc);
    if (rc >= 0) note_rc(aw_yield()); /* still in the scope that was cancelled */
    rc = aw_scope_exit(scope, rc);
    note_rc(aw_yield());
    return rc;
}

TEST("aw_operation: in a scope that is cancelled after its completion has come gives that")
{
    operation_install();
    aw_scope scope = {{0}};
    aw_task t = aw_go(operation_in_scope, aw_scope *, &scope);
    EXPECT_INT(aw_yield(), 0);
    operation_complete(operation_id, 1, operation_words("kept"));
    EXPECT_INT(aw_scope_cancel(&scope, NULL), 1);
    EXPECT_INT(aw_await(t), 1);
    EXPECT_TRACE("1:kept ok=1@0 !CANCELLED@0 ok=0@0");
}

static void operation_cancel_task(void *arg)
{
    EXPECT_INT(aw_cancel(*(aw_task *)arg), 1);
}

/* Runs before the arrival; what it queues runs after that, and before the task. */
static void operation_cancel_next(void *arg)
{
    aw_call_soon(operation_cancel_task, arg);
}

TEST("aw_operation: cancelled when it has been woken but has not run, it gives what has come")
{
    aw_task t = operation_start();
    operation_complete(operation_id, 1, operation_words("kept"));
    aw_call_soon(operation_cancel_next, &t);
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    EXPECT_TRACE("1:kept");
}

TEST("aw_operation: completed before the task is parked goes on at the next turn")
{
    operation_install();
    operation_early = 0;
    EXPECT_INT(operation_call(NULL), 0);
    operation_early = -7;
    EXPECT_INT(operation_call(NULL), -7);
    EXPECT_TRACE("0: -7:");
}

TEST("aw_operation: cancelled before it starts begins and gives up at once")
{
    operation_install();
    aw_cancel(aw_self());
    EXPECT_INT(operation_call(NULL), AW_ECANCELLED);
    EXPECT(operation_cancelled == operation_id);
    EXPECT_INT(aw_uncancel(aw_self()), 0);
    EXPECT_TRACE("-1001:");
}

static void operation_complete_now(void *unused)
{
    EXPECT_INT(operation_complete(operation_id, 6, operation_words("in time")), 1);
}

TEST("aw_operation: whose deadline and completion come in the same turn gives what has come")
{
    operation_install();
    aw_call_at(5, operation_complete_now, NULL);
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_timeout_enter(&limit, 5), 0);
    EXPECT_INT(aw_timeout_exit(&limit, operation_call(NULL)), 6);
    EXPECT(aw_timeout_expired(&limit));
    EXPECT_INT(aw_yield(), 0); /* the request went with the scope */
    EXPECT_TRACE("6:in time");
}

TEST("aw_operation: without memory for its id never reaches the host")
{
    operation_install();
    operation_id = 0;
    aw_memory_fail(1, true);
    EXPECT_INT(operation_call(NULL), AW_ENOMEM);
    aw_memory_fail_end();
    EXPECT(operation_id == 0);
    EXPECT_INT(stats_now().operations, 0);
    EXPECT_TRACE("-1003:");
}

TEST("aw_host_call: gives nothing for a completion without a reply, or the host's error")
{
    operation_install();
    aw_bytes reply = {0};
    operation_early = 0;
    EXPECT_INT(aw_host_call("f", "[1]", &reply), 0);
    EXPECT(reply.data == NULL);
    EXPECT_HAS(operation_request, "call:");
    operation_early = AW_ENOSYS;
    EXPECT_INT(aw_host_call("f", NULL, NULL), AW_ENOSYS);
}

static double operation_argument; /* of aw_host_call_number */

static bool operation_take_number(const char *kind, uint64_t id, const aw_bytes *request,
                                  size_t count)
{
    EXPECT_INT((int64_t)count, 2);
    EXPECT(request[1].length == SIZE_MAX);
    memcpy(&operation_argument, request[1].data, sizeof operation_argument);
    operation_complete(id, operation_early, operation_answer);
    return true;
}

TEST("aw_host_call_number: passes numbers by value, and refuses a reply that is text")
{
    host_native_on(operation_take_number, NULL);
    double result = 7;
    operation_early = 0;
    operation_answer = (aw_answer){.number = -0.5};
    EXPECT_INT(aw_host_call_number("f", 1e300, &result), 0);
    EXPECT(operation_argument == 1e300 && result == -0.5);
    operation_answer = operation_words("2");
    EXPECT_INT(aw_host_call_number("f", 1, &result), AW_EPROTO);
    EXPECT_HAS(aw_errmsg(), "aw_host_call_number: the host's reply is not the message");
    operation_early = AW_EHOST;
    operation_answer = operation_words("it threw");
    EXPECT_INT(aw_host_call_number("f", 1, &result), AW_EHOST);
    EXPECT_STR(aw_errmsg(), "it threw");
    EXPECT(result == -0.5);
}

TEST("aw_operation: on a host without that kind is AW_ENOSYS")
{
    EXPECT_INT(operation_call(NULL), AW_ENOSYS);
    EXPECT_TRACE("-1012:");
}

static bool operation_decline(const char *kind, uint64_t id, const aw_bytes *request, size_t count)
{
    return false;
}

TEST("aw_operation: that the host declines is AW_ENOSYS")
{
    host_native_on(operation_decline, NULL);
    EXPECT_INT(operation_call(NULL), AW_ENOSYS);
    EXPECT_TRACE("-1012:");
}

PROGRAM("aw_operation: under way at main's end is cancelled, and the host is told", "-1001:")
{
    operation_start();
    operation_cancelled = 0;
    return 0;
}
