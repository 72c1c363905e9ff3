/* Runs the one test that argv names; `--list` lists them all, and `--fork` runs those that standard
 * input lists, each in a process of its own (native only). See test.h and run.mjs. */
#include "base/memory.h"
#include "test.h"

#include <awaitc_test.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static struct test *first, **last = &first;
static struct test *running;
static char trace_words[8192];
static size_t trace_length;
static bool is_fatal_expected;

void test_add(struct test *test)
{
    *last = test;
    last = &test->next;
}

/* -- Traces ------------------------------------------------------------------------------------ */

static void append(const char *words)
{
    size_t room = sizeof trace_words - trace_length;
    int length = snprintf(trace_words + trace_length, room, "%s%s", trace_length ? " " : "", words);
    if ((size_t)length >= room) abort(); /* a test that runs wild */
    trace_length += (size_t)length;
}

void note(const char *format, ...)
{
    char words[256];
    va_list args;
    va_start(args, format);
    vsnprintf(words, sizeof words, format, args);
    va_end(args);
    append(words);
}

void note_at(const char *format, ...)
{
    char words[256];
    va_list args;
    va_start(args, format);
    int length = vsnprintf(words, sizeof words, format, args);
    va_end(args);
    snprintf(words + length, sizeof words - (size_t)length, "@%lld", (long long)aw_now());
    append(words);
}

void note_rc(int rc)
{
    if (rc >= 0) note_at("ok=%d", rc);
    else if (rc <= -1000) note_at("!%s", aw_errname(rc) + strlen("AW_E"));
    else note_at("!%d", rc);
}

/* -- Expectations ------------------------------------------------------------------------------ */

/* A line for run.mjs, out at once: the next thing may be the end. */
static void tell(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    putchar('@');
    vprintf(format, args);
    putchar('\n');
    fflush(stdout);
    va_end(args);
}

bool test_expect(const char *file, int line, bool holds, const char *words)
{
    if (!holds) tell("fail %s:%d: expected %s", file, line, words);
    return holds;
}

bool test_expect_int(const char *file, int line, const char *words, int64_t actual,
                     int64_t expected)
{
    if (actual == expected) return true;
    tell("fail %s:%d: %s is %lld (%s), expected %lld (%s)", file, line, words, (long long)actual,
         aw_errname((int)actual), (long long)expected, aw_errname((int)expected));
    return false;
}

bool test_expect_str(const char *file, int line, const char *words, const char *actual,
                     const char *expected)
{
    if (actual && strcmp(actual, expected) == 0) return true;
    tell("fail %s:%d: %s is \"%s\", expected \"%s\"", file, line, words, actual ? actual : "(null)",
         expected);
    return false;
}

bool test_expect_has(const char *file, int line, const char *words, const char *actual,
                     const char *part)
{
    if (actual && strstr(actual, part)) return true;
    tell("fail %s:%d: %s is \"%s\", expected \"%s\" in it", file, line, words,
         actual ? actual : "(null)", part);
    return false;
}

bool test_expect_trace(const char *file, int line, const char *expected)
{
    bool holds = test_expect_str(file, line, "the trace", trace_words, expected);
    trace_length = 0;
    trace_words[0] = 0;
    return holds;
}

void expect_report(const char *words)
{
    tell("report %s", words);
}

void expect_fatal(const char *code, const char *words)
{
    is_fatal_expected = true;
    tell("fatal %s %s", code, words);
}

void expect_exit(int code)
{
    tell("exit %d", code);
}

void doing(const char *format, ...)
{
    char words[200];
    va_list args;
    va_start(args, format);
    vsnprintf(words, sizeof words, format, args);
    va_end(args);
    tell("doing %s", words);
}

aw_stats_info stats_now(void)
{
    aw_stats_info stats;
    aw_stats(&stats);
    return stats;
}

/* -- Small tasks ------------------------------------------------------------------------------- */

int job(void *arg)
{
    struct job *job = arg;
    int rc = aw_sleep(job->delay_ms);
    if (job->name) note_at(rc < 0 ? "%s!C" : "%s", job->name);
    return rc < 0 ? rc : job->result;
}

int failing(void *arg)
{
    aw_ms delay_ms = *(aw_ms *)arg;
    int rc = aw_sleep(delay_ms);
    return rc < 0 ? rc : aw_fail(-(int)delay_ms, "failed at %d", (int)delay_ms);
}

int forever(void *unused)
{
    (void)unused;
    aw_future never = aw_future_new();
    return aw_await(never);
}

struct waiting {
    int (*wait)(void *object);
    void *object;
    int depth;
};

__attribute__((noinline)) static int wait_deep(const struct waiting *it, int depth)
{
    int rc = depth > 0 ? wait_deep(it, depth - 1) : it->wait(it->object);
    return rc > 0 ? rc - 1 : rc; /* so that this is no tail call, and has a frame */
}

static int wait_task(void *arg)
{
    const struct waiting *it = arg;
    return wait_deep(it, it->depth);
}

#ifdef __wasm__
__attribute__((weak)) void stack_close(void); /* of switch_jspi.c alone */
#endif

bool park_takes_memory(void)
{
#ifdef __wasm__
    return !stack_close;
#else
    return false;
#endif
}

int wait_without_memory(int (*wait)(void *object), void *object)
{
    const int depth_max = park_takes_memory() ? 100 : 1; /* else each depth is the same */
    int rc = 0;
    /* Ever deeper, until the frames of the small task need a block of their own. */
    for (int depth = 0; depth < depth_max && rc != AW_ENOMEM; depth++) {
        struct waiting it = {wait, object, depth};
        aw_task_options options = {.stack_bytes = 1024};
        aw_task task = aw_spawn_with(wait_task, &it, sizeof it, &options);
        memory_fail(1, 1);
        EXPECT_INT(aw_yield(), 0);
        memory_fail(0, 0);
        aw_cancel(task);
        rc = aw_await(task);
        EXPECT_INT(aw_release(task), 0);
    }
    EXPECT_INT(rc, park_takes_memory() ? AW_ENOMEM : AW_ECANCELLED);
    return rc;
}

/* -- Running ----------------------------------------------------------------------------------- */

static aw_leak_check before_body;

static void check_nothing_left(const aw_leak_check *check, const char *when)
{
    char words[400];
    int kinds = aw_leak_check_end(check, words, sizeof words);
    if (kinds > 0) tell("fail %s:0: %s %s", running->file, when, words);
}

/* Nothing a test's body started may be left but records, which are main's. */
static void check_body_end(void)
{
    before_body.start.records = stats_now().records;
    before_body.start.bytes = INT64_MAX;
    check_nothing_left(&before_body, "after the body");
    test_expect_trace(running->file, 0, "");
}

/* Nothing of the program may be left. Runs from atexit, in wasm too. */
static void check_program_end(void)
{
    if (is_fatal_expected) return; /* and when it does not come, `end` is missing nothing */
    if (running->left)
        test_expect_int(running->file, 0, "tasks at the end", stats_now().tasks, running->left);
    else
        check_nothing_left(&(aw_leak_check){0}, "at the end");
    if (running->trace) test_expect_trace(running->file, 0, running->trace);
    tell("end");
}

static void list(void)
{
    for (struct test *test = first; test; test = test->next)
        printf("%s\t%s\n", test->file, test->name);
}

static struct test *find(const char *file, const char *name)
{
    for (struct test *test = first; test; test = test->next)
        if (!strcmp(test->file, file) && !strcmp(test->name, name)) return test;
    return NULL;
}

static int run(struct test *test)
{
    running = test;
    atexit(check_program_end);
    if (test->program) return test->program();
    aw_leak_check_begin(&before_body);
    test->body();
    if (!test->trace) check_body_end();
    return 0;
}

int main(int argc, char **argv)
{
    const char *file = argc == 3 ? argv[1] : NULL;
    const char *name = argc == 3 ? argv[2] : NULL;
    if (argc == 2 && !strcmp(argv[1], "--list")) {
        list();
        return 0;
    }
#ifndef __wasm__
    char line[1024];
    if (argc == 2 && !strcmp(argv[1], "--fork")) {
        if (!test_fork(line, sizeof line)) return 0;
        file = strtok(line, "\t");
        name = strtok(NULL, "");
    }
#endif
    if (!file || !name) {
        fputs("usage: tests --list | tests --fork < LIST | tests FILE NAME\n", stderr);
        return 2;
    }
    struct test *test = find(file, name);
    if (test) return run(test);
    fprintf(stderr, "no such test: %s %s\n", file, name);
    return 2;
}
