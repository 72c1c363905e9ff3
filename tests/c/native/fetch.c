/* aw_fetch, aw_host_call and aw_response_header against a host that a test plays. */
#include "kernel/core.h"
#include "platform/native/host_native.h"
#include "test.h"

#include <awaitc_test.h>
#include <stdlib.h>

static char fetch_request[200]; /* with '|' for each NUL */
static double fetch_id;
static char *fetch_answer; /* malloc's; NULL: none yet */
static size_t fetch_answer_bytes;
static int fetch_status;
static int fetch_given_up;

static bool fetch_take(const char *kind, double id, const void *data, size_t bytes)
{
    fetch_id = id;
    memcpy(fetch_request, data, bytes);
    fetch_request[bytes] = 0;
    for (size_t i = 0; i < bytes; i++)
        if (!fetch_request[i]) fetch_request[i] = '|';
    if (fetch_answer) operation_complete(id, fetch_status, fetch_answer, fetch_answer_bytes);
    return true;
}

static void fetch_give_up(double id)
{
    fetch_given_up++;
}

/* What the host will answer: the length that it claims for the headers, headers and body. */
static void fetch_will_answer(int status, uint32_t header_bytes, const char *rest)
{
    fetch_answer_bytes = sizeof header_bytes + strlen(rest);
    fetch_answer = malloc(fetch_answer_bytes + 1);
    memcpy(fetch_answer, &header_bytes, sizeof header_bytes);
    strcpy(fetch_answer + sizeof header_bytes, rest);
    fetch_status = status;
    host_native_on(fetch_take, fetch_give_up);
}

TEST("aw_fetch: sends method, URL, headers and body, and gives status, headers and body")
{
    aw_response response = {0};
    aw_fetch_options options = {
        .method = "POST", .headers = "accept: */*", .body = "hello", .body_bytes = 5};
    fetch_will_answer(201, 12, "server: lab\nthe body");
    EXPECT_INT(aw_fetch("/a", &options, &response), 0);
    EXPECT_STR(fetch_request, "POST|/a|accept: */*|hello");
    EXPECT_INT(response.status, 201);
    EXPECT_STR(response.headers.data, "server: lab\n");
    EXPECT_INT((int64_t)response.headers.length, 12);
    EXPECT_STR(response.body.data, "the body");
    EXPECT_INT((int64_t)response.body.length, 8);
    aw_response_free(&response);
    EXPECT_INT(response.status, 0);
}

TEST("aw_fetch: without options is a GET without headers; any status is a response")
{
    aw_response response = {0};
    fetch_will_answer(404, 0, "");
    EXPECT_INT(aw_fetch("/b", NULL, &response), 0);
    EXPECT_STR(fetch_request, "GET|/b||");
    EXPECT_INT(response.status, 404);
    EXPECT_STR(response.body.data, "");
    aw_response_free(&response);
}

TEST("aw_fetch: an answer that is too short, or claims more than there is, is AW_EPROTO")
{
    aw_response response = {0};
    fetch_will_answer(200, 9, "a: b\n");
    EXPECT_INT(aw_fetch("/c", NULL, &response), AW_EPROTO);
    fetch_will_answer(200, 0, "");
    fetch_answer_bytes = 3;
    EXPECT_INT(aw_fetch("/c", NULL, &response), AW_EPROTO);
    EXPECT_HAS(aw_errmsg(), "aw_fetch: the host's completion is shorter than the headers");
    EXPECT_HAS(aw_errmsg(), "docs/host-interface.md");
    EXPECT_INT(response.status, 0);
}

TEST("aw_fetch: a failure of the network has the host's words")
{
    aw_response response = {0};
    fetch_will_answer(AW_ENETWORK, 0, "");
    strcpy(fetch_answer, "gone");
    EXPECT_INT(aw_fetch("/d", NULL, &response), AW_ENETWORK);
    EXPECT_STR(aw_errmsg(), "gone");
}

static int fetch_task(void *unused)
{
    aw_response response = {0};
    int rc = aw_fetch("/e", NULL, &response);
    aw_response_free(&response);
    return rc;
}

TEST("aw_fetch: cancelled while it waits aborts the request")
{
    host_native_on(fetch_take, fetch_give_up);
    aw_task t = aw_spawn(fetch_task, NULL, 0);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_cancel(t), 1);
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
    EXPECT_INT(fetch_given_up, 1);
}

static void fetch_complete(void *unused)
{
    operation_complete(fetch_id, 200, NULL, 0);
}

TEST("aw_fetch: whose deadline comes in the turn of the answer gives that")
{
    host_native_on(fetch_take, fetch_give_up);
    aw_call_at(5, fetch_complete, NULL);
    aw_timeout limit = {{0}};
    EXPECT_INT(aw_timeout_enter(&limit, 5), 0);
    EXPECT_INT(aw_timeout_exit(&limit, fetch_task(NULL)), AW_EPROTO); /* it is an empty one */
    EXPECT(aw_timeout_expired(&limit));
}

/* Every allocation of `run` in turn fails: it says AW_ENOMEM, and nothing is left. */
static void fetch_without_memory(int (*run)(void *))
{
    bool has_failed = true;
    for (uint32_t n = 1; has_failed; n++) {
        aw_leak_check check;
        char words[200];
        aw_leak_check_begin(&check);
        fetch_will_answer(200, 5, "a: b\nbody");
        char *answer = fetch_answer;
        fetch_request[0] = 0;
        aw_memory_fail(n, false);
        int rc = run(NULL);
        has_failed = aw_memory_fail_end() > 0;
        if (!fetch_request[0]) free(answer); /* it never came to the host */
        EXPECT_INT(rc, has_failed ? AW_ENOMEM : 0);
        if (aw_leak_check_end(&check, words, sizeof words)) EXPECT_STR(words, "nothing left");
    }
}

TEST("aw_fetch: without memory, at every allocation, says so and leaves nothing")
{
    fetch_task(NULL); /* the error's words have their memory now */
    fetch_without_memory(fetch_task);
    EXPECT_HAS(aw_errmsg(), "no memory for the headers");
}

static int fetch_call(void *unused)
{
    aw_bytes reply = {0};
    int rc = aw_host_call("f", "[1]", &reply);
    aw_bytes_free(&reply);
    return rc < 0 ? rc : 0;
}

TEST("aw_host_call: without memory, at every allocation, says so and leaves nothing")
{
    EXPECT_INT(fetch_call(NULL), AW_ENOSYS);
    fetch_without_memory(fetch_call);
}

TEST("aw_host_call: a reply that nobody wants is freed")
{
    fetch_will_answer(0, 0, "\"ignored\"");
    EXPECT_INT(aw_host_call("f", NULL, NULL), 0);
    EXPECT_STR(fetch_request, "f|");
}

TEST("aw_response_header: finds a name in any case, and cuts what does not fit")
{
    char value[32] = "untouched", small[4];
    char lines[] = "content-type: text/plain\nx-empty:\nX-Last: end";
    aw_response response = {.headers = {lines, sizeof lines - 1}};
    EXPECT_INT(aw_response_header(&response, "Content-Type", value, sizeof value), 10);
    EXPECT_STR(value, "text/plain");
    EXPECT_INT(aw_response_header(&response, "content-type", small, sizeof small), 10);
    EXPECT_STR(small, "tex");
    EXPECT_INT(aw_response_header(&response, "x-empty", value, sizeof value), 0);
    EXPECT_STR(value, "");
    EXPECT_INT(aw_response_header(&response, "x-last", value, sizeof value), 3);
    EXPECT_STR(value, "end");
}

TEST("aw_response_header: of a name that is not there, or only begins so, is AW_EINVAL")
{
    char value[32] = "untouched";
    char lines[] = "content-type: text/plain\n";
    aw_response response = {.headers = {lines, sizeof lines - 1}}, empty = {0};
    EXPECT_INT(aw_response_header(&response, "content", value, sizeof value), AW_EINVAL);
    EXPECT_INT(aw_response_header(&response, "content-type-x", value, sizeof value), AW_EINVAL);
    EXPECT_INT(aw_response_header(&response, "content-type", value, 0), AW_EINVAL);
    EXPECT_INT(aw_response_header(&empty, "content-type", value, sizeof value), AW_EINVAL);
    EXPECT_STR(value, "untouched");
    EXPECT_STR(aw_errmsg(), "aw_response_header: there is no such header");
}
