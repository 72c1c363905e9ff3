/* A program for tests of the host: the first argument says what it does. */
#include <awaitc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int sleeper(void *arg)
{
    int ms = *(int *)arg;
    int rc = aw_sleep(ms);
    printf("%d %s at %lld\n", ms, rc == AW_ECANCELLED ? "cancelled" : "slept",
           (long long)aw_now());
    return rc;
}

static int sleep_sort(void)
{
    aw_future tasks[] = {aw_go(sleeper, int, 30), aw_go(sleeper, int, 10), aw_go(sleeper, int, 20)};
    return aw_await(aw_gather(tasks, 3, 0));
}

static int ask(const char *json)
{
    aw_bytes reply = {0};
    int rc = aw_host_call("ask", json, &reply);
    printf("%d %s\n", rc, rc < 0 ? aw_errmsg() : reply.data ? reply.data : "nothing");
    aw_bytes_free(&reply);
    return 0;
}

static int asker(void *arg)
{
    (void)arg;
    return aw_host_call("ask", NULL, NULL);
}

static int ask_number(const char *number)
{
    double result = 0;
    int rc = aw_host_call_number("ask", atof(number), &result);
    printf("%d %g %s\n", rc, result, rc < 0 ? aw_errmsg() : "");
    return 0;
}

static int ask_often(void *arg)
{
    (void)arg;
    int rc = 0;
    for (int i = 0; i < 3 && rc == 0; i++) rc = aw_host_call("ask", NULL, NULL);
    return rc;
}

/* 100 tasks ask at once, three times. */
static int ask_at_once(void)
{
    aw_task tasks[100];
    for (int i = 0; i < 100; i++) tasks[i] = aw_spawn(ask_often, NULL, 0);
    return aw_await(aw_gather(tasks, 100, 0));
}

/* Gives the answer up after 10 ms. */
static int ask_briefly(void)
{
    int rc = aw_wait_for(aw_spawn(asker, NULL, 0), 10);
    puts(aw_errname(rc));
    return aw_sleep(100);
}

static int get(const char *url)
{
    aw_response response = {0};
    int rc = aw_fetch(url, NULL, &response);
    if (rc < 0) printf("%s %s\n", aw_errname(rc), aw_errmsg());
    else printf("%d %.*s\n", response.status, (int)response.body.length, response.body.data);
    aw_response_free(&response);
    return 0;
}

static int post(const char *url)
{
    aw_response response = {0};
    aw_fetch_options options = {
        .method = "POST", .headers = "x-one: 1\nx-two: 2", .body = "a\0b", .body_bytes = 3};
    int rc = aw_fetch(url, &options, &response);
    char echo[40] = "none";
    if (rc == 0) aw_response_header(&response, "X-Echo", echo, sizeof echo);
    printf("%d %d %zu %s\n", rc, response.status, response.body.length, echo);
    aw_response_free(&response);
    return 0;
}

static int getter(void *arg)
{
    aw_response response = {0};
    int rc = aw_fetch(*(const char **)arg, NULL, &response);
    aw_response_free(&response);
    return rc;
}

/* Starts a request, cancels it when the server has said that it is there. */
static int get_and_cancel(const char *url)
{
    aw_task task = aw_go(getter, const char *, url);
    int rc = aw_host_call("arrived", NULL, NULL);
    if (rc < 0) return rc;
    aw_cancel(task);
    rc = aw_await(task);
    puts(aw_errname(rc));
    return 0;
}

static int deadlock(void)
{
    return aw_await(aw_future_new());
}

static int trap(void *arg)
{
    (void)arg;
    int rc = aw_sleep(1);
    __builtin_trap();
    return rc;
}

static int deep(int n)
{
    volatile char frame[1000];
    frame[n % 1000] = (char)n;
    return deep(n + 1) + frame[0];
}

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    const char *more = argc > 2 ? argv[2] : NULL;
    if (!strcmp(what, "sort")) return sleep_sort();
    if (!strcmp(what, "ask")) return ask(more);
    if (!strcmp(what, "ask-briefly")) return ask_briefly();
    if (!strcmp(what, "ask-number")) return ask_number(more);
    if (!strcmp(what, "ask-at-once")) return ask_at_once();
    if (!strcmp(what, "get")) return get(more);
    if (!strcmp(what, "post")) return post(more);
    if (!strcmp(what, "get-and-cancel")) return get_and_cancel(more);
    if (!strcmp(what, "deadlock")) return deadlock();
    if (!strcmp(what, "trap")) return aw_await(aw_spawn_with(trap, NULL, 0,
                                               &(aw_task_options){.name = "faller"}));
    if (!strcmp(what, "deep")) return deep(0);
    if (!strcmp(what, "env")) {
        const char *value = getenv("WHAT");
        puts(value ? value : "unset");
    }
    return 42;
}
