/* aw_dump: the await graph as text and JSON. Lines of this file are left out by dump_plain. */
#include "base/memory.h"
#include "test.h"

#include <stdio.h>

static char dump_words[4096];

/* Takes the line numbers out of `words`: "tests/c/dump.c:12" becomes "dump.c". */
static void dump_plain(char *words)
{
    static const char folder[] = "tests/c/";
    char *to = words;
    for (const char *from = words; *from;) {
        if (strncmp(from, folder, strlen(folder)) == 0) from += strlen(folder);
        *to++ = *from++;
        if (to[-1] != ':' || to - words < 3 || to[-2] != 'c' || to[-3] != '.') continue;
        to--;
        while (*from >= '0' && *from <= '9') from++;
    }
    *to = 0;
}

static const char *dump_of(enum aw_dump_format format)
{
    size_t length = aw_dump(format, dump_words, sizeof dump_words);
    EXPECT_INT((int64_t)length, (int64_t)strlen(dump_words));
    dump_plain(dump_words);
    return dump_words;
}

static int dump_sleep(void *unused)
{
    return aw_sleep(10);
}

static int dump_await(void *arg)
{
    return aw_await(*(aw_future *)arg);
}

/* Main waits for a gather of a sleeper and of one that awaits a future; a callback dumps. */
struct dump_request {
    enum aw_dump_format format;
    aw_future future; /* to be completed; AW_DUMP_GRAPH: of this one */
};

static void dump_in_callback(void *arg)
{
    struct dump_request *request = arg;
    if (request->format == AW_DUMP_GRAPH) {
        EXPECT_INT((int64_t)aw_dump(AW_DUMP_GRAPH, dump_words, sizeof dump_words), 0);
        EXPECT_STR(dump_words, "");
        aw_dump_graph(request->future, dump_words, sizeof dump_words);
        dump_plain(dump_words);
    } else {
        dump_of(request->format);
    }
}

static void dump_family(enum aw_dump_format format, int of)
{
    aw_future future = aw_future_new();
    aw_task tasks[] = {aw_spawn(dump_sleep, NULL, 0), aw_go(dump_await, aw_future, future.id)};
    aw_set_name(tasks[1], "a \"reader\"");
    struct dump_request request = {format, of == 0 ? future : tasks[0]};
    aw_call_later(5, dump_in_callback, &request);
    aw_future all = aw_gather(tasks, 2, 0);
    EXPECT_INT(aw_wait_for(all, 7), AW_ETIMEDOUT);
    EXPECT(aw_is_cancelled(future));
}

TEST("aw_dump: a tree shows main at the top and below each what it waits for")
{
    dump_family(AW_DUMP_TREE, 0);
    EXPECT_STR(dump_words, "main waits for gather at dump.c\n"
                           "└─ gather made at dump.c\n"
                           "   ├─ Task-2 waits for sleep at dump.c\n"
                           "   └─ a \"reader\" waits for future at dump.c\n"
                           "      └─ future made at dump.c\n");
}

TEST("aw_dump_graph: shows a future and who waits for it, up to main")
{
    dump_family(AW_DUMP_GRAPH, 0);
    EXPECT_STR(dump_words, "future made at dump.c\n"
                           "└─ awaited by a \"reader\" waits for future at dump.c\n"
                           "   └─ awaited by gather made at dump.c\n"
                           "      └─ awaited by main waits for gather at dump.c\n");
    dump_family(AW_DUMP_GRAPH, 1);
    EXPECT_STR(dump_words, "Task-4 waits for sleep at dump.c\n"
                           "└─ awaited by gather made at dump.c\n"
                           "   └─ awaited by main waits for gather at dump.c\n");
}

TEST("aw_dump: a table has a line a task, with what it waits for, where and since when")
{
    dump_family(AW_DUMP_TABLE, 0);
    EXPECT_STR(dump_words,
               "#  task        function    state   waits for  at                 since ms  awaited by\n"
               "1  main        main        parked  gather     dump.c  0\n"
               "3  Task-2      dump_sleep  parked  sleep      dump.c  0         5\n"
               "4  a \"reader\"  dump_await  parked  future     dump.c  0         5\n");
}

TEST("aw_dump: JSON has every task and future with its waiters; strings are escaped")
{
    dump_family(AW_DUMP_JSON, 0);
    EXPECT_STR(
        dump_words,
        "{\"now\":5,\"tasks\":["
        "{\"id\":1,\"name\":\"main\",\"function\":\"main\",\"spawned_at\":\"main\","
        "\"state\":\"parked\","
        "\"reason\":\"gather\",\"detail\":null,\"at\":\"dump.c\",\"since\":0,\"awaits\":5,"
        "\"cancelling\":0,\"awaited_by\":[]},"
        "{\"id\":3,\"name\":\"Task-2\",\"function\":\"dump_sleep\",\"spawned_at\":\"dump.c\","
        "\"state\":\"parked\",\"reason\":\"sleep\",\"detail\":null,\"at\":\"dump.c\",\"since\":0,"
        "\"cancelling\":0,\"awaited_by\":[5]},"
        "{\"id\":4,\"name\":\"a \\\"reader\\\"\",\"function\":\"dump_await\","
        "\"spawned_at\":\"dump.c\","
        "\"state\":\"parked\",\"reason\":\"future\",\"detail\":null,\"at\":\"dump.c\",\"since\":0,"
        "\"awaits\":2,\"cancelling\":0,\"awaited_by\":[5]}],"
        "\"futures\":[{\"id\":2,\"type\":\"future\",\"made_at\":\"dump.c\",\"awaited_by\":[4]},"
        "{\"id\":5,\"type\":\"gather\",\"made_at\":\"dump.c\",\"awaited_by\":[1]}]}");
}

static int dump_name_all(void *unused)
{
    return aw_sleep(1);
}

TEST("aw_dump: JSON escapes control characters and backslashes")
{
    aw_task t = aw_spawn(dump_name_all, NULL, 0);
    EXPECT_INT(aw_set_name(t, "a\\b\n\x1f\"é"), 0);
    EXPECT_HAS(dump_of(AW_DUMP_JSON), "\"name\":\"a\\\\b\\u000a\\u001f\\\"é\",");
    EXPECT_INT(aw_await(t), 0);
}

static int dump_self(void *unused)
{
    EXPECT_INT(aw_yield(), 0);
    EXPECT_STR(dump_of(AW_DUMP_GRAPH), "Task-2 is running\n"
                                       "└─ awaited by main waits for task Task-2 at dump.c\n");
    return 0;
}

TEST("aw_dump: a graph is the current task's")
{
    EXPECT_INT(aw_await(aw_spawn(dump_self, NULL, 0)), 0);
}

TEST("aw_dump_graph: of what is done or gone")
{
    aw_task t = aw_spawn(dump_name_all, NULL, 0);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_INT((int64_t)aw_dump_graph(t, dump_words, sizeof dump_words), 17);
    EXPECT_STR(dump_words, "Task-2 has ended\n");
    EXPECT_INT(aw_release(t), 0);
    EXPECT_INT((int64_t)aw_dump_graph(t, dump_words, sizeof dump_words), 0);
    EXPECT_STR(dump_words, "");
}

static int dump_waiting(void *arg)
{
    int rc = aw_wait(arg, 2, AW_ALL_COMPLETED, AW_FOREVER);
    return rc < 0 ? rc : 0;
}

TEST("aw_dump: a tree shows what nobody waits for beside main, and shared parts once")
{
    aw_future futures[] = {aw_future_new(), aw_spawn(dump_sleep, NULL, 0)};
    aw_future lonely = aw_shield(futures[0]);
    aw_task a = aw_spawn(dump_waiting, futures, sizeof futures);
    aw_task b = aw_go(dump_await, aw_future, a.id), c = aw_go(dump_await, aw_future, a.id);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_STR(dump_of(AW_DUMP_TREE), "main is running\n"
                                      "Task-4 waits for task Task-3 at dump.c\n"
                                      "└─ Task-3 waits for wait at dump.c\n"
                                      "   ├─ future made at dump.c\n"
                                      "   └─ Task-2 waits for sleep at dump.c\n"
                                      "Task-5 waits for task Task-3 at dump.c\n"
                                      "└─ Task-3 waits for wait at dump.c (see above)\n"
                                      "shield made at dump.c\n"
                                      "└─ future made at dump.c\n");
    aw_future_set(futures[0], 0);
    EXPECT_INT(aw_await(b), 0);
    EXPECT_INT(aw_await(c), 0);
    EXPECT_INT(aw_await(lonely), 0);
}

static int dump_in_circle(void *arg)
{
    aw_task *other = *(aw_task **)arg;
    return aw_wait(other, 1, AW_ALL_COMPLETED, AW_FOREVER);
}

TEST("aw_dump: a cycle is named instead of followed")
{
    aw_task pair[2];
    pair[0] = aw_go(dump_in_circle, aw_task *, &pair[1]);
    pair[1] = aw_go(dump_in_circle, aw_task *, &pair[0]);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_STR(dump_of(AW_DUMP_TREE), "main is running\n"
                                      "Task-2 waits for wait at dump.c\n"
                                      "└─ Task-3 waits for wait at dump.c\n"
                                      "   └─ Task-2 waits for wait at dump.c (a cycle)\n");
    aw_dump_graph(pair[1], dump_words, sizeof dump_words);
    EXPECT_HAS(dump_words, "awaited by Task-3 waits for wait at tests/c/dump.c:");
    EXPECT_HAS(dump_words, "(a cycle)\n");
    for (int i = 0; i < 2; i++) aw_cancel(pair[i]);
    EXPECT_INT(aw_wait(pair, 2, AW_ALL_COMPLETED, AW_FOREVER), 2);
}

static int dump_lock(void *lock)
{
    int rc = aw_lock_acquire(*(aw_lock **)lock);
    if (rc < 0) return rc;
    rc = aw_sleep(5);
    aw_lock_release(*(aw_lock **)lock);
    return rc;
}

TEST("aw_dump: a task that waits for a lock stands above the one that holds it")
{
    aw_lock lock = {.name = "door"};
    aw_task tasks[] = {aw_go(dump_lock, aw_lock *, &lock), aw_go(dump_lock, aw_lock *, &lock)};
    EXPECT_INT(aw_yield(), 0);
    EXPECT_STR(dump_of(AW_DUMP_TREE), "main is running\n"
                                      "Task-3 waits for lock door, held by Task-2, at dump.c\n"
                                      "└─ Task-2 waits for sleep at dump.c\n");
    aw_dump_graph(tasks[0], dump_words, sizeof dump_words);
    EXPECT_HAS(dump_words, "└─ awaited by Task-3 waits for lock door, held by Task-2, at ");
    EXPECT_HAS(dump_of(AW_DUMP_JSON), "\"reason\":\"lock\",\"detail\":\"door\",\"at\":\"dump.c\","
                                      "\"since\":0,\"held_by\":2,\"cancelling\":0,");
    EXPECT_INT(aw_await(aw_gather(tasks, 2, 0)), 0);
}

TEST("aw_dump: is cut off at the size, and always tells the whole length")
{
    char small[10];
    size_t whole = aw_dump(AW_DUMP_TABLE, NULL, 0);
    EXPECT_INT((int64_t)aw_dump(AW_DUMP_TABLE, small, sizeof small), (int64_t)whole);
    EXPECT_STR(small, "#  task  ");
    EXPECT_INT((int64_t)aw_dump(AW_DUMP_TABLE, small, 1), (int64_t)whole);
    EXPECT_STR(small, "");
    EXPECT_INT((int64_t)aw_dump(AW_DUMP_TABLE, dump_words, sizeof dump_words), (int64_t)whole);
    EXPECT_INT((int64_t)strlen(dump_words), (int64_t)whole);
}

TEST("aw_dump: without memory for the graph says so; the table needs none")
{
    memory_fail(1, 1);
    EXPECT_STR(dump_of(AW_DUMP_TREE), "no memory for the await graph\n");
    EXPECT_STR(dump_of(AW_DUMP_TABLE),
               "#  task  function  state    waits for  at  since ms  awaited by\n"
               "1  main  main      running\n");
    EXPECT_HAS(dump_of(AW_DUMP_JSON), "\"state\":\"running\",\"reason\":null,");
    memory_fail(0, 0);
}

TEST("aw_dump: a long chain of tasks needs no deep stack")
{
    enum { LINKS = 300 };
    aw_task last = aw_spawn(dump_sleep, NULL, 0);
    for (int i = 0; i < LINKS; i++) last = aw_go(dump_await, aw_future, last.id);
    EXPECT_INT(aw_yield(), 0);
    EXPECT(aw_dump(AW_DUMP_TREE, dump_words, sizeof dump_words) > sizeof dump_words);
    EXPECT_INT((int64_t)strlen(dump_words), sizeof dump_words - 1);
    EXPECT_INT(aw_await(last), 0);
}

static int dump_small(void *unused)
{
    aw_dump(AW_DUMP_TREE, dump_words, sizeof dump_words);
    return 0;
}

TEST("aw_dump: fits into a small task, on the system stack")
{
    aw_task_options small = {.stack_bytes = 1024};
    EXPECT_INT(aw_await(aw_spawn_with(dump_small, NULL, 0, &small)), 0);
    EXPECT_HAS(dump_words, "\n└─ Task-2 is running\n");
}

static aw_lock dump_door = {.name = "door"};

static int dump_wait_at_door(void *unused)
{
    return aw_lock_acquire(&dump_door);
}

TEST("aw_dump: the table names what a task waits for")
{
    EXPECT_INT(aw_lock_acquire(&dump_door), 0);
    aw_task t = aw_spawn(dump_wait_at_door, NULL, 0);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_HAS(dump_of(AW_DUMP_TABLE), "lock door");
    EXPECT_INT(aw_lock_release(&dump_door), 0);
    EXPECT_INT(aw_await(t), 0);
}
