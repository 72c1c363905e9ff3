/* Exported functions against a host that a test plays: one call, one answer. */
#include "io/export.h"
#include "kernel/core.h"
#include "platform/native/host_native.h"
#include "test.h"

#include <awaitc_test.h>
#include <stdlib.h>

static void export_note(double id, int status, const char *data, size_t bytes)
{
    note("%g=%d:%.*s", id, status, (int)bytes, data ? data : "");
}

static char *export_words(const char *words)
{
    char *copy = malloc(strlen(words) + 1);
    return strcpy(copy, words);
}

/* Calls `fn` from outside with JSON text. */
static int export_run(int (*fn)(const char *json, aw_reply *reply), double id, const char *json)
{
    static aw_export exports[8]; /* by id, modulo 8 */
    aw_export *export = &exports[(int)id % 8];
    *export = (aw_export){.fn = fn, .name = "exported", .at = "main.c:1"};
    host_native_on_reply(export_note);
    return export_call(export, id, json ? export_words(json) : NULL, json ? strlen(json) : 0);
}

static int export_echo(const char *json, aw_reply *reply)
{
    EXPECT_STR(aw_name(aw_self()), "exported");
    EXPECT_INT(aw_reply_json(reply, "first"), 0);
    EXPECT_INT(aw_sleep(3), 0);
    EXPECT_INT(aw_reply_json(reply, "[%s]", json), 0);
    return 0;
}

TEST("aw_export: a call runs as a task, and its latest reply is the answer")
{
    EXPECT_INT(export_run(export_echo, 7, "1"), 0);
    EXPECT_INT(aw_sleep(5), 0);
    EXPECT_TRACE("7=0:[1]");
}

static int export_value(const char *json, aw_reply *reply)
{
    return json ? 1 : 42;
}

TEST("aw_export: without a reply the value is the answer")
{
    EXPECT_INT(export_run(export_value, 1, NULL), 0);
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_TRACE("1=42:");
}

static int export_failing(const char *json, aw_reply *reply)
{
    return json ? aw_fail(-3, "cannot %s", json) : -3;
}

static int export_other_words(const char *json, aw_reply *reply)
{
    (void)!aw_fail(-3, "not this");
    return AW_ENETWORK;
}

TEST("aw_export: a failure is answered with its words, and is nobody else's business")
{
    EXPECT_INT(export_run(export_failing, 1, "fly"), 0);
    EXPECT_INT(export_run(export_failing, 2, NULL), 0);
    EXPECT_INT(export_run(export_other_words, 3, NULL), 0);
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_TRACE("1=-3:cannot fly 2=-3:failed 3=-1011:network failure");
}

static int export_wait(const char *json, aw_reply *reply)
{
    return aw_sleep(100);
}

TEST("export_cancel: cancels the call of that id, once")
{
    EXPECT_INT(export_run(export_wait, 1, NULL), 0);
    EXPECT_INT(export_run(export_wait, 2, NULL), 0);
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_INT(export_cancel(2), 1);
    EXPECT_INT(export_cancel(3), 0);
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_INT(export_cancel(2), 0);
    EXPECT_TRACE("2=-1001:cancelled by the host's signal, because of main");
    EXPECT_INT(aw_sleep(100), 0);
    EXPECT_TRACE("1=0:");
}

TEST("export_cancel: ids of one chain are different calls")
{
    for (int id = 1; id < 1024; id += 256) EXPECT_INT(export_run(export_wait, id, NULL), 0);
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_INT(export_cancel(513), 1);
    EXPECT_INT(export_cancel(1025), 0);
    EXPECT_INT(export_cancel(-1), 0);
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_TRACE("513=-1001:cancelled by the host's signal, because of main");
    EXPECT_INT(export_cancel(257), 1);
    EXPECT_INT(aw_sleep(100), 0);
    EXPECT_TRACE("257=-1001:cancelled by the host's signal, because of main 1=0: 769=0:");
}

TEST("export_call: without memory, at every allocation, says so, answers nothing and leaves nothing")
{
    char words[200];
    bool has_failed = true;
    EXPECT_INT(aw_fail(-1, "words"), -1);
    for (uint32_t n = 1; has_failed; n++) {
        aw_leak_check check;
        aw_leak_check_begin(&check);
        aw_memory_fail(n, false);
        int rc = export_run(export_value, 1, "1");
        has_failed = aw_memory_fail_end() > 0;
        EXPECT_INT(rc, has_failed ? AW_ENOMEM : 0);
        EXPECT_INT(aw_sleep(1), 0);
        EXPECT_TRACE(has_failed ? "" : "1=1:");
        if (aw_leak_check_end(&check, words, sizeof words)) EXPECT_STR(words, "nothing left");
    }
}

TEST("aw_reply_json: without memory keeps the reply that it has")
{
    aw_reply reply = {{0}};
    EXPECT_INT(aw_reply_json(&reply, "%d", 1), 0);
    aw_memory_fail(1, false);
    EXPECT_INT(aw_reply_json(&reply, "%d", 2), AW_ENOMEM);
    EXPECT_INT(aw_memory_fail_end(), 1);
    EXPECT_STR(aw_errmsg(), "aw_reply_json: no memory for the reply");
    EXPECT_STR(reply.json.data, "1");
    aw_bytes_free(&reply.json);
}

TEST("aw_reply_json: what stdio cannot write is AW_EINVAL")
{
    aw_reply reply = {{0}};
    const wchar_t no_text[] = {0x7fffffff, 0};
    EXPECT_INT(aw_reply_json(&reply, "%ls", no_text), AW_EINVAL);
    EXPECT_HAS(aw_errmsg(), "aw_reply_json: stdio cannot write that");
    EXPECT(reply.json.data == NULL);
}
