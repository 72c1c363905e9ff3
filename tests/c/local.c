/* aw_local_get, aw_local_set: task-local values. The order of copying is in the conformance
 * tests. */
#include "base/memory.h"
#include "test.h"

static aw_local local_word = AW_LOCAL("none");
static aw_local local_other;

static const char *local_get(void)
{
    return aw_local_get(&local_word);
}

TEST("aw_local_get: gives the key's own value until one is set")
{
    EXPECT_STR(local_get(), "none");
    EXPECT(aw_local_get(&local_other) == NULL);
    EXPECT_INT(aw_local_set(&local_other, "other"), 0);
    EXPECT_STR(local_get(), "none");
    EXPECT_STR(aw_local_get(&local_other), "other");
}

TEST("aw_local_set: keeps keys apart, and takes back what was there")
{
    EXPECT_INT(aw_local_set(&local_word, "a"), 0);
    EXPECT_INT(aw_local_set(&local_other, "b"), 0);
    void *before = aw_local_get(&local_word);
    EXPECT_INT(aw_local_set(&local_word, "c"), 0);
    EXPECT_STR(local_get(), "c");
    EXPECT_INT(aw_local_set(&local_word, before), 0);
    EXPECT_STR(local_get(), "a");
    EXPECT_STR(aw_local_get(&local_other), "b");
    EXPECT_INT(aw_local_set(&local_word, NULL), 0);
    EXPECT(local_get() == NULL);
}

static int local_see(void *unused)
{
    note("sees %s", local_get());
    EXPECT_INT(aw_local_set(&local_word, "child's"), 0);
    EXPECT_INT(aw_sleep(5), 0);
    note("keeps %s", local_get());
    return 0;
}

TEST("aw_go: hands the values over as they are at the spawn; the child's own stay its own")
{
    EXPECT_INT(aw_local_set(&local_word, "first"), 0);
    aw_task t = aw_spawn(local_see, NULL, 0);
    EXPECT_INT(aw_local_set(&local_word, "second"), 0);
    EXPECT_INT(aw_await(t), 0);
    note("main %s", local_get());
    EXPECT_TRACE("sees first keeps child's main second");
}

static int local_see_late(void *unused)
{
    int rc = aw_sleep(5);
    note("sees %s", local_get());
    return rc;
}

static int local_owner(void *unused)
{
    EXPECT_INT(aw_local_set(&local_word, "owner's"), 0);
    aw_detach(aw_spawn(local_see_late, NULL, 0));
    return 0;
}

TEST("aw_local_get: works after the task that set the value has ended and gone")
{
    aw_task t = aw_spawn(local_owner, NULL, 0);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_INT(aw_release(t), 0);
    EXPECT_INT(aw_sleep(10), 0);
    EXPECT_TRACE("sees owner's");
}

TEST("aw_local_set: setting the same key again takes no more memory")
{
    EXPECT_INT(aw_local_set(&local_word, "a"), 0);
    uint64_t bytes = stats_now().bytes;
    for (int i = 0; i < 1000; i++) EXPECT_INT(aw_local_set(&local_word, i % 2 ? "a" : "b"), 0);
    EXPECT_INT((int64_t)stats_now().bytes, (int64_t)bytes);
}

static int local_set_again(void *unused)
{
    uint64_t bytes = stats_now().bytes;
    EXPECT_INT(aw_local_set(&local_word, "own"), 0);
    uint64_t own = stats_now().bytes;
    EXPECT(own > bytes);
    for (int i = 0; i < 100; i++) EXPECT_INT(aw_local_set(&local_word, "own"), 0);
    EXPECT_INT((int64_t)stats_now().bytes, (int64_t)own);
    return 0;
}

TEST("aw_local_set: in a child takes one block, which goes with the child")
{
    EXPECT_INT(aw_local_set(&local_word, "a"), 0);
    EXPECT_INT(aw_yield(), 0);
    uint64_t bytes = stats_now().bytes;
    aw_task t = aw_spawn(local_set_again, NULL, 0);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_INT(aw_release(t), 0);
    EXPECT_INT((int64_t)stats_now().bytes, (int64_t)bytes);
}

static int local_nothing(void *unused)
{
    return 0;
}

TEST("aw_go: costs no memory for values, whether there are any or not")
{
    aw_release(aw_spawn(local_nothing, NULL, 0));
    EXPECT_INT(aw_yield(), 0);
    aw_task first = aw_spawn(local_nothing, NULL, 0); /* a stack is kept ready from now on */
    uint64_t begin = stats_now().bytes;
    aw_task bare = aw_spawn(local_nothing, NULL, 0);
    uint64_t one = stats_now().bytes - begin;
    EXPECT_INT(aw_local_set(&local_word, "a"), 0);
    begin = stats_now().bytes;
    aw_task dressed = aw_spawn(local_nothing, NULL, 0);
    EXPECT_INT((int64_t)(stats_now().bytes - begin), (int64_t)one);
    EXPECT_INT(aw_await(first), 0);
    EXPECT_INT(aw_await(bare), 0);
    EXPECT_INT(aw_await(dressed), 0);
}

static void local_callback(void *unused)
{
    note("%s", local_get());
    EXPECT_INT(aw_local_set(&local_word, "callback's"), 0);
    EXPECT_STR(local_get(), "callback's");
}

static void local_done(aw_future future, void *unused)
{
    local_callback(NULL);
}

TEST("aw_call_soon: a callback sees what its asker saw, and what it sets goes with it")
{
    aw_future f = aw_future_new();
    EXPECT_INT(aw_local_set(&local_word, "a"), 0);
    aw_call_soon(local_callback, NULL);
    aw_call_later(1, local_callback, NULL);
    aw_on_done(f, local_done, NULL);
    EXPECT_INT(aw_local_set(&local_word, "b"), 0);
    aw_call_soon(local_callback, NULL);
    aw_future_set(f, 0);
    EXPECT_INT(aw_sleep(2), 0);
    EXPECT_STR(local_get(), "b");
    EXPECT_TRACE("a b a a");
}

TEST("aw_handle_cancel: of a callback, and aw_off_done, give the values back")
{
    aw_future f = aw_future_new();
    EXPECT_INT(aw_local_set(&local_word, "a"), 0);
    aw_handle soon = aw_call_soon(local_callback, NULL);
    aw_handle late = aw_call_later(1, local_callback, NULL);
    EXPECT_INT(aw_on_done(f, local_done, NULL), 0);
    EXPECT_INT(aw_local_set(&local_word, "b"), 0); /* the callbacks keep their block */
    EXPECT_INT(aw_handle_cancel(soon), 1);
    EXPECT_INT(aw_handle_cancel(late), 1);
    EXPECT_INT(aw_off_done(f, local_done, NULL), 1);
    aw_cancel(f);
}

TEST("aw_local_get: a cancelled task that has never run gives its values back")
{
    EXPECT_INT(aw_local_set(&local_word, "a"), 0);
    aw_task t = aw_spawn(local_see, NULL, 0);
    EXPECT_INT(aw_local_set(&local_word, "b"), 0);
    aw_cancel(t);
    EXPECT_INT(aw_await(t), AW_ECANCELLED);
}

TEST("aw_local_set: without memory says so and changes nothing")
{
    EXPECT_INT(aw_local_set(&local_word, "a"), 0);
    memory_fail(1, 1);
    EXPECT_INT(aw_local_set(&local_other, "b"), AW_ENOMEM);
    EXPECT_INT(aw_local_set(&local_word, "c"), 0); /* in place: needs none */
    memory_fail(0, 0);
    EXPECT_STR(aw_errmsg(), "aw_local_set: no memory for the value");
    EXPECT_STR(local_get(), "c");
    EXPECT(aw_local_get(&local_other) == NULL);
}

static int local_set_without_memory(void *unused)
{
    memory_fail(1, 1);
    EXPECT_INT(aw_local_set(&local_word, "b"), AW_ENOMEM);
    memory_fail(0, 0);
    EXPECT_STR(local_get(), "a");
    return 0;
}

TEST("aw_local_set: without memory in a child leaves it what it inherited")
{
    EXPECT_INT(aw_local_set(&local_word, "a"), 0);
    EXPECT_INT(aw_await(aw_spawn(local_set_without_memory, NULL, 0)), 0);
}

static void local_in_hook(const aw_trace_row *row, void *unused)
{
    if (row->kind != AW_TRACE_SUSPEND) return;
    EXPECT_INT(aw_local_set(&local_word, "hook's"), AW_ENOTASK);
    note("%s: %s", local_get(), aw_errmsg());
}

TEST("aw_local_set: where no task or callback runs is AW_ENOTASK; the key's own value is seen")
{
    EXPECT_INT(aw_local_set(&local_word, "a"), 0);
    aw_trace_hook(local_in_hook, NULL);
    EXPECT_INT(aw_yield(), 0);
    aw_trace_hook(NULL, NULL);
    EXPECT_STR(local_get(), "a");
    EXPECT_TRACE("none: aw_local_set: no task or callback is running here, so there is nobody to "
                 "set a value for");
}
