/* The harness of every C test: one test is one program, whose main task runs the test's body.
 *
 * The same sources run natively under sanitizers (a forked process for each test) and as wasm (an
 * instance for each). What only the outside can see (reports on standard error, a fatal end, the
 * exit code) is announced with an EXPECT_ line and judged by run.mjs. When a program has ended
 * nothing may be left of it: test.c checks every count. Static names are unique over all files:
 * for wasm they are one translation unit. */
#ifndef TEST_H
#define TEST_H

#include <awaitc_inspect.h>
#include <stdbool.h>
#include <string.h>

struct test {
    const char *file;
    const char *name;  /* "function: what holds, as a clause" */
    void (*body)(void);
    int (*program)(void); /* instead of `body`: its result is main's */
    const char *trace;    /* the whole trace, checked after the program's end; NULL: no check */
    unsigned left;        /* tasks that are meant to be left at the end */
    struct test *next;
};

void test_add(struct test *test);

/* Natively: forks for each line of standard input, and returns true in each child, with its line.
 * The parent writes to standard output how each child ended (forks.c), and returns false at the
 * end of the input. */
bool test_fork(char *line, size_t size);

/* A test whose body leaves nothing behind: TEST("aw_sleep: ends at its deadline") { ... } */
#define TEST(title) TEST_(title, __COUNTER__)
#define TEST_(title, n) TEST__(title, n)
#define TEST__(title, n)                                                                     \
    static void test_body_##n(void);                                                         \
    static struct test test_##n = {.file = __FILE__, .name = title, .body = test_body_##n};  \
    __attribute__((constructor)) static void test_add_##n(void) { test_add(&test_##n); }     \
    static void test_body_##n(void)

/* A test of how a program ends: returns main's result; `whole` is the trace up to the very end. */
#define PROGRAM(title, whole) PROGRAM_(title, whole, __COUNTER__)
#define PROGRAM_(title, whole, n) PROGRAM__(title, whole, n)
#define PROGRAM__(title, whole, n)                                                           \
    static int test_body_##n(void);                                                          \
    static struct test test_##n = {                                                          \
        .file = __FILE__, .name = title, .program = test_body_##n, .trace = whole};          \
    __attribute__((constructor)) static void test_add_##n(void) { test_add(&test_##n); }     \
    static int test_body_##n(void)

/* The same, for a program that ends although `count` tasks are left; their counts are not
 * checked. */
#define PROGRAM_LEAVING(title, count) PROGRAM_LEAVING_(title, count, __COUNTER__)
#define PROGRAM_LEAVING_(title, count, n) PROGRAM_LEAVING__(title, count, n)
#define PROGRAM_LEAVING__(title, count, n)                                                   \
    static int test_body_##n(void);                                                          \
    static struct test test_##n = {                                                          \
        .file = __FILE__, .name = title, .program = test_body_##n, .left = count};           \
    __attribute__((constructor)) static void test_add_##n(void) { test_add(&test_##n); }     \
    static int test_body_##n(void)

/* A scenario of the conformance list, under its name there, with its trace to the program's end. */
#define SCENARIO(title, whole) SCENARIO_(title, whole, __COUNTER__)
#define SCENARIO_(title, whole, n) SCENARIO__(title, whole, n)
#define SCENARIO__(title, whole, n)                                                          \
    static void test_body_##n(void);                                                         \
    static struct test test_##n = {                                                          \
        .file = __FILE__, .name = title, .body = test_body_##n, .trace = whole};             \
    __attribute__((constructor)) static void test_add_##n(void) { test_add(&test_##n); }     \
    static void test_body_##n(void)

/* Appends a word to the trace (printf form); note_at adds the time: "a@3". */
void note(const char *format, ...) __attribute__((format(printf, 1, 2)));
void note_at(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* "ok=3@1" or "!CANCELLED@1": what a wait returned, and when. */
void note_rc(int rc);

#define AT __FILE__, __LINE__
#define EXPECT(condition) test_expect(AT, condition, #condition)
#define EXPECT_INT(actual, expected) test_expect_int(AT, #actual, actual, expected)
#define EXPECT_STR(actual, expected) test_expect_str(AT, #actual, actual, expected)
#define EXPECT_HAS(actual, part) test_expect_has(AT, #actual, actual, part)
/* The words noted since the last check. */
#define EXPECT_TRACE(expected) test_expect_trace(AT, expected)

bool test_expect(const char *file, int line, bool holds, const char *words);
bool test_expect_int(const char *file, int line, const char *words, int64_t actual,
                     int64_t expected);
bool test_expect_str(const char *file, int line, const char *words, const char *actual,
                     const char *expected);
bool test_expect_has(const char *file, int line, const char *words, const char *actual,
                     const char *part);
bool test_expect_trace(const char *file, int line, const char *expected);

/* The next line on standard error has these words; every line there must be announced. */
void expect_report(const char *words);
/* The program cannot go on: this code ("AW_EDEADLK"), these words in the message. */
void expect_fatal(const char *code, const char *words);
/* The program ends with this code; 0 unless said. */
void expect_exit(int code);

/* What the test is at (printf form): told when it fails, also when it breaks or hangs. */
void doing(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Counts now. */
aw_stats_info stats_now(void);

/* Small tasks that most tests need. */
struct job {
    aw_ms delay_ms;
    const char *name; /* noted with the time at the end, or with "!C" if cancelled; NULL: silent */
    int result;
};
int job(void *arg); /* sleeps, notes its name and gives its result */
int failing(void *delay_ms); /* sleeps 3 ms, an aw_ms, fails with -3: "failed at 3" */
int forever(void *unused); /* waits for a future that nobody completes */
#define go_job(ms, ...) aw_go(job, struct job, ms, __VA_ARGS__)

/* Whether the frames of a parked task are kept in memory of the program, and its C stack is given
 * back: not natively, and not with JSPI. */
bool park_takes_memory(void);

/* What `wait(object)` gives when it would have to park and there is no memory for it: AW_ENOMEM.
 * Natively parking needs none: there it is cancelled while it waits, and this gives
 * AW_ECANCELLED. */
int wait_without_memory(int (*wait)(void *object), void *object);

#endif
