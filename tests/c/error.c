/* Errors: messages, trails, and the report of errors that were never retrieved. */
#include <awaitc_lowlevel.h>

#include "test.h"

TEST("aw_fail: notes code and words of the current task")
{
    EXPECT_STR(aw_errmsg(), "");
    EXPECT_INT(aw_fail(-7, "GET %s: %d", "/a", 404), -7);
    EXPECT_STR(aw_errmsg(), "GET /a: 404");
    EXPECT_INT(aw_fail(-8, "%s again", aw_errmsg()), -8);
    EXPECT_STR(aw_errmsg(), "GET /a: 404 again");
    EXPECT_INT(aw_fail(3, "positive"), AW_EINVAL);
    EXPECT_STR(aw_errmsg(), "aw_fail: an error code must be negative");
}

TEST("aw_fail: cuts words that are too long")
{
    char words[1000];
    memset(words, 'x', sizeof words - 1);
    words[sizeof words - 1] = 0;
    EXPECT_INT(aw_fail(-1, "%s", words), -1);
    EXPECT(strlen(aw_errmsg()) < sizeof((aw_error_info *)0)->message);
    EXPECT(strlen(aw_errmsg()) > 190);
}

TEST("aw_strerror: every code has a name and a sentence")
{
    EXPECT_STR(aw_errname(AW_ETIMEDOUT), "AW_ETIMEDOUT");
    EXPECT_STR(aw_strerror(AW_ETIMEDOUT), "timed out");
    EXPECT_STR(aw_errname(-3), "error");
    EXPECT_STR(aw_strerror(-3), "failed");
    EXPECT_STR(aw_errname(0), "0");
    EXPECT_STR(aw_strerror(0), "no error");
}

static int error_inner(void *unused)
{
    EXPECT_INT(aw_sleep(1), 0);
    return aw_fail(-5, "disk is full");
}

static int error_outer(void *unused)
{
    aw_task inner = aw_spawn_with(error_inner, NULL, 0, &(aw_task_options){.name = "inner"});
    return aw_await(inner);
}

TEST("aw_await: copies the error of a failed task with the trail it came along")
{
    aw_task outer = aw_spawn_with(error_outer, NULL, 0, &(aw_task_options){.name = "outer"});
    EXPECT_INT(aw_await(outer), -5);
    EXPECT_STR(aw_errmsg(), "disk is full");
    aw_error_info info;
    EXPECT_INT(aw_error(outer, &info), 0);
    EXPECT_INT(info.code, -5);
    EXPECT_STR(info.message, "disk is full");
    EXPECT_HAS(info.trail, "inner (tests/c/error.c:");
    EXPECT(!strstr(info.trail, "outer"));
}

static int error_relay(void *arg)
{
    int depth = *(int *)arg;
    if (depth == 0) return aw_fail(-5, "deep");
    return aw_await(aw_go(error_relay, int, depth - 1));
}

TEST("aw_await: a trail that is too long is cut, and the words stay")
{
    aw_task t = aw_go(error_relay, int, 30);
    EXPECT_INT(aw_await(t), -5);
    EXPECT_STR(aw_errmsg(), "deep");
    aw_error_info info;
    EXPECT_INT(aw_error(t, &info), 0);
    EXPECT_HAS(info.trail, "Task-32 (");
}

TEST("aw_errmsg: is the task's own")
{
    aw_fail(-1, "mine");
    aw_task t = aw_spawn(error_inner, NULL, 0);
    EXPECT_INT(aw_sleep(5), 0);
    EXPECT_STR(aw_errmsg(), "mine");
    EXPECT_INT(aw_await(t), -5);
    EXPECT_STR(aw_errmsg(), "disk is full");
}

TEST("aw_release: an error that was never retrieved is reported")
{
    expect_report("Task-2 (tests/c/error.c:");
    aw_task t = aw_spawn(error_inner, NULL, 0);
    EXPECT_INT(aw_sleep(2), 0);
    EXPECT_INT(aw_release(t), 0);
}

TEST("aw_result: marks an error as seen, as do aw_error, aw_await and aw_cancel")
{
    aw_error_info info;
    aw_task t[4];
    for (int i = 0; i < 4; i++) t[i] = aw_spawn(error_inner, NULL, 0);
    EXPECT_INT(aw_sleep(2), 0);
    EXPECT_INT(aw_result(t[0]), -5);
    EXPECT_INT(aw_error(t[1], &info), 0);
    EXPECT_INT(aw_await(t[2]), -5);
    EXPECT_INT(aw_cancel(t[3]), 0);
}

TEST("aw_peek: looking at a failed future with aw_is_done does not mark it as seen")
{
    expect_report("failed and its error was never retrieved: disk is full [error -5]");
    aw_task t = aw_spawn(error_inner, NULL, 0);
    EXPECT_INT(aw_sleep(2), 0);
    EXPECT(aw_is_done(t) && !aw_is_cancelled(t));
}

TEST("aw_detach: the error of a detached task is reported at its end")
{
    expect_report("disk is full");
    EXPECT_INT(aw_detach(aw_spawn(error_inner, NULL, 0)), 0);
    EXPECT_INT(aw_sleep(2), 0);
    EXPECT_INT(stats_now().records, 1);
}

static int error_plain_code(void *unused)
{
    return AW_ENETWORK;
}

TEST("aw_await: a code without words comes with its sentence")
{
    EXPECT_INT(aw_await(aw_spawn(error_plain_code, NULL, 0)), AW_ENETWORK);
    EXPECT_STR(aw_errmsg(), "network failure");
}

static int error_stale_words(void *unused)
{
    aw_fail(-9, "an old failure that was handled");
    return -4;
}

TEST("aw_await: words of another code are not taken for the result's")
{
    aw_error_info info;
    aw_fail(-4, "my own older words");
    aw_task t = aw_spawn(error_stale_words, NULL, 0);
    EXPECT_INT(aw_await(t), -4);
    EXPECT_STR(aw_errmsg(), "failed");
    EXPECT_INT(aw_error(t, &info), 0);
    EXPECT_STR(info.message, "failed");
}

TEST("aw_errname: every code of the runtime's has its own name and sentence")
{
#define CHECK(name, value, python, sentence)             \
    EXPECT_STR(aw_errname(AW_##name), "AW_" #name);      \
    EXPECT_STR(aw_strerror(value), sentence);
    AW_ERRORS(CHECK)
#undef CHECK
}

static int error_of_other_code(void *unused)
{
    (void)!aw_fail(-4, "another");
    return -3;
}

TEST("aw_error: words of another code are not the result's, and a report leaves them out")
{
    expect_report("failed and its error was never retrieved: failed [error -3]");
    aw_error_info info;
    aw_task a = aw_spawn(error_of_other_code, NULL, 0), b = aw_spawn(error_of_other_code, NULL, 0);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_error(a, &info), 0);
    EXPECT_INT(info.code, -3);
    EXPECT_STR(info.message, "failed");
    EXPECT_INT(aw_release(b), 0);
}

TEST("aw_error: of what is pending, cancelled or gone is a code, and the info is untouched")
{
    aw_error_info info = {.code = 99};
    aw_future f = aw_future_new();
    EXPECT_INT(aw_error(f, &info), AW_ENOTDONE);
    aw_cancel(f);
    EXPECT_INT(aw_error(f, &info), AW_ECANCELLED);
    EXPECT_INT(aw_error((aw_future){0}, &info), AW_ESTALE);
    EXPECT_STR(aw_errmsg(), "aw_error: the handle was never set");
    EXPECT_INT(info.code, 99);
}

TEST("aw_release: a future made nowhere in particular is reported without a place")
{
    expect_report("future (?) failed and its error was never retrieved: failed [error -3]");
    aw_future f = aw_future_new_here(NULL);
    aw_future_fail(f, -3, NULL);
    EXPECT_INT(aw_release(f), 0);
}

TEST("aw_fail: words that are too long are cut between two characters, whatever their bytes")
{
    static const char *const characters[] = {"\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80"};
    for (int i = 0; i < 3; i++) {
        size_t bytes = strlen(characters[i]);
        for (size_t before = 0; before < bytes; before++) {
            char words[300] = "";
            for (size_t b = 0; b < before; b++) strcat(words, "x");
            while (strlen(words) + bytes < sizeof words) strcat(words, characters[i]);
            EXPECT_INT(aw_fail(-3, "%s", words), -3);
            size_t length = strlen(aw_errmsg());
            EXPECT_INT(length, before + (199 - before) / bytes * bytes);
            EXPECT(strncmp(aw_errmsg(), words, length) == 0);
        }
    }
}

TEST("aw_cancel_with, aw_cancel_by, aw_peek: a stale handle's error names the function that was called")
{
    aw_future stale = aw_future_new();
    EXPECT_INT(aw_peek(stale), AW_ENOTDONE);
    EXPECT_HAS(aw_errmsg(), "aw_peek: ");
    EXPECT_INT(aw_future_set(stale, 1), 0);
    EXPECT_INT(aw_release(stale), 0);
    EXPECT_INT(aw_cancel_with(stale, "why"), AW_ESTALE);
    EXPECT_HAS(aw_errmsg(), "aw_cancel_with: ");
    EXPECT_INT(aw_cancel_by(stale, "gather", NULL, AW_HERE), AW_ESTALE);
    EXPECT_HAS(aw_errmsg(), "aw_cancel_by: ");
    EXPECT_INT(aw_peek(stale), AW_ESTALE);
    EXPECT_HAS(aw_errmsg(), "aw_peek: ");
}
