/* aw_fetch, aw_host_call and aw_response_header against a host that a test plays. */
#include "kernel/core.h"
#include "platform/native/host_native.h"
#include "test.h"

#include <awaitc_test.h>
#include <stdio.h>
#include <stdlib.h>

static char fetch_request[200]; /* the fields, with '|' between them */
static uint64_t fetch_id;
static char *fetch_answer; /* malloc's; NULL: none yet */
static size_t fetch_answer_bytes;
static int fetch_status;
static int fetch_given_up;

static bool fetch_take(const char *kind, uint64_t id, const aw_bytes *request, size_t count)
{
    fetch_id = id;
    char *end = fetch_request;
    for (size_t i = 0; i < count; i++)
        end += sprintf(end, "%s%.*s", i ? "|" : "", (int)request[i].length,
                       request[i].data ? request[i].data : "");
    if (fetch_answer) {
        aw_answer answer = {.reply = {fetch_answer, fetch_answer_bytes}};
        operation_complete(id, fetch_status, answer);
    }
    return true;
}

static void fetch_give_up(uint64_t id)
{
    fetch_given_up++;
}

/* The host will answer with these `bytes` (which a NUL follows, as aw_alloc has room for it). */
static void fetch_will_answer(int status, const void *data, size_t bytes)
{
    fetch_answer = calloc(1, bytes + 1);
    memcpy(fetch_answer, data, bytes);
    fetch_answer_bytes = bytes;
    fetch_status = status;
    host_native_on(fetch_take, fetch_give_up);
}

/* The host will answer with a message of these fields, or of the first alone. */
static void fetch_will_send(int status, const char *first, const char *second)
{
    if (!second) {
        fetch_will_answer(status, first, strlen(first));
        return;
    }
    char data[200];
    uint32_t lengths[] = {(uint32_t)strlen(first), (uint32_t)strlen(second)};
    size_t at = (size_t)sprintf(data, "%s", first) + 1;
    at += (size_t)sprintf(data + at, "%s", second) + 1;
    memcpy(data + at, lengths, sizeof lengths);
    fetch_will_answer(status, data, at + sizeof lengths);
}

TEST("aw_fetch: sends method, URL, headers and body, and gives status, headers and body")
{
    aw_response response = {0};
    aw_fetch_options options = {
        .method = "POST", .headers = "accept: */*", .body = "hello", .body_bytes = 5};
    fetch_will_send(201, "the body", "server: lab\n");
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
    fetch_will_send(404, "", "");
    EXPECT_INT(aw_fetch("/b", NULL, &response), 0);
    EXPECT_STR(fetch_request, "GET|/b||");
    EXPECT_INT(response.status, 404);
    EXPECT_STR(response.body.data, "");
    aw_response_free(&response);
}

static int fetch_task(void *unused)
{
    aw_response response = {0};
    int rc = aw_fetch("/e", NULL, &response);
    aw_response_free(&response);
    return rc;
}

/* A reply of two fields and their lengths, and what is wrong with it. */
static const struct {
    const char *what, *data;
    size_t bytes;
} malformed[] = {
    {"nothing at all", "", 0},
    {"shorter than the lengths", "\1\0\0", 3},
    {"a field less", "b\0" "\1\0\0\0", 6},
    {"a field more", "b\0h\0x\0" "\1\0\0\0\1\0\0\0\1\0\0\0", 18},
    {"a first length that is too long", "b\0h\0" "\7\0\0\0\1\0\0\0", 12},
    {"a second length that is too long", "b\0h\0" "\1\0\0\0\2\0\0\0", 12},
    {"lengths that end early", "b\0h\0h\0" "\1\0\0\0\1\0\0\0", 14},
    {"no NUL after the first", "bbh\0" "\1\0\0\0\1\0\0\0", 12},
    {"no NUL after the second", "b\0hh" "\1\0\0\0\1\0\0\0", 12},
    {"a first length of 2^32 - 1", "b\0h\0" "\377\377\377\377\1\0\0\0", 12},
    {"a second length of 2^32 - 1", "b\0h\0" "\1\0\0\0\377\377\377\377", 12},
    {"lengths whose sum wraps", "b\0h\0" "\2\0\0\0\377\377\377\377", 12},
};

TEST("aw_fetch: a reply that is not the message described is AW_EPROTO, whatever is wrong with it")
{
    for (size_t i = 0; i < sizeof malformed / sizeof *malformed; i++) {
        aw_response response = {0};
        fetch_will_answer(200, malformed[i].data, malformed[i].bytes);
        int rc = aw_fetch("/c", NULL, &response);
        if (rc != AW_EPROTO) EXPECT_STR(malformed[i].what, "refused");
        EXPECT_HAS(aw_errmsg(),
                   "aw_fetch: the host's reply is not the message that this program expects");
        EXPECT_INT(response.status, 0);
    }
}

TEST("aw_fetch: a completion without data is AW_EPROTO")
{
    host_native_on(fetch_take, fetch_give_up);
    aw_task t = aw_spawn(fetch_task, NULL, 0);
    EXPECT_INT(aw_yield(), 0);
    operation_complete(fetch_id, 200, (aw_answer){0});
    EXPECT_INT(aw_await(t), AW_EPROTO);
}

TEST("aw_fetch: header lines that could be read in two ways are AW_EINVAL, and nothing is sent")
{
    const char *wrong[] = {"a: b\r\nevil: 1", "a: b\revil: 1", "a: b\r", "no name", ": no name",
                           "a: b\n\nc: d",    "a: b\nevil",     "\na: b"};
    aw_response response = {0};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        aw_fetch_options options = {.headers = wrong[i]};
        fetch_request[0] = 0;
        host_native_on(fetch_take, fetch_give_up);
        EXPECT_INT(aw_fetch("/h", &options, &response), AW_EINVAL);
        EXPECT_HAS(aw_errmsg(), "aw_fetch: .headers must be lines");
        EXPECT_STR(fetch_request, "");
    }
    const char *right[] = {"", "a: b", "a: b\n", "a:b\nc: d: e\n", "a:"};
    for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
        aw_fetch_options options = {.headers = right[i]};
        fetch_will_send(200, "", "");
        EXPECT_INT(aw_fetch("/h", &options, &response), 0);
        aw_response_free(&response);
    }
}

TEST("aw_fetch: a failure of the network has the host's words")
{
    aw_response response = {0};
    fetch_will_send(AW_ENETWORK, "gone", NULL);
    EXPECT_INT(aw_fetch("/d", NULL, &response), AW_ENETWORK);
    EXPECT_STR(aw_errmsg(), "gone");
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
    operation_complete(fetch_id, 200, (aw_answer){0});
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
static void fetch_without_memory(int (*run)(void *), const char *first, const char *second)
{
    bool has_failed = true;
    for (uint32_t n = 1; has_failed; n++) {
        aw_leak_check check;
        char words[200];
        aw_leak_check_begin(&check);
        fetch_will_send(200, first, second);
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
    fetch_without_memory(fetch_task, "body", "a: b\n");
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
    fetch_without_memory(fetch_call, "[2]", NULL);
}

TEST("aw_host_call: a reply that nobody wants is freed")
{
    fetch_will_send(0, "\"ignored\"", NULL);
    EXPECT_INT(aw_host_call("f", NULL, NULL), 0);
    EXPECT_STR(fetch_request, "f|");
}

TEST("aw_host_call: a reply of undefined is empty")
{
    aw_bytes reply = {0};
    fetch_will_send(0, "", NULL);
    EXPECT_INT(aw_host_call("f", NULL, &reply), 0);
    EXPECT_INT(reply.data == NULL, 1);
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
