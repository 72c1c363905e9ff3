/* aw_generator: values one after the other, inside the step of the task that asks for them. */
#include "test.h"

struct gen_range {
    int from;
    int to;
    aw_ms delay_ms; /* before each value */
};

static int gen_range(void *arg)
{
    const struct gen_range *range = arg;
    for (int i = range->from; i < range->to; i++) {
        int rc = range->delay_ms > 0 ? aw_sleep(range->delay_ms) : 0;
        if (rc == 0) rc = aw_generator_yield(&i);
        if (rc < 0) return rc;
    }
    return 0;
}

#define gen_go_range(...) aw_generator_go(gen_range, int, struct gen_range, __VA_ARGS__)

TEST("aw_generator_next: gives what is yielded, then 0, however often it is asked")
{
    aw_generator g = gen_go_range(.to = 3);
    int n = -1;
    for (int i = 0; i < 3; i++) {
        EXPECT_INT(aw_generator_next(g, &n), 1);
        EXPECT_INT(n, i);
    }
    EXPECT_INT(aw_generator_next(g, &n), 0);
    EXPECT_INT(aw_generator_next(g, &n), 0);
    EXPECT_INT(n, 2);
    EXPECT_INT(aw_generator_close(g), 0);
}

TEST("aw_generator_next: takes no turn of the loop when the generator does not wait")
{
    aw_generator g = gen_go_range(.to = 1000);
    uint64_t turns = stats_now().turns;
    int n, sum = 0;
    while (aw_generator_next(g, &n) > 0) sum += n;
    EXPECT_INT(sum, 499500);
    EXPECT_INT(stats_now().turns - turns, 0);
}

TEST("aw_generator_next: waits while the generator waits")
{
    aw_generator g = gen_go_range(.to = 3, .delay_ms = 2);
    int n;
    while (aw_generator_next(g, &n) > 0) note_at("%d", n);
    EXPECT_TRACE("0@2 1@4 2@6");
}

static int gen_noisy(void *unused)
{
    note("in");
    int i = 1;
    return aw_generator_yield(&i);
}

TEST("aw_generator_go: calls the function at the first next, not before")
{
    int n;
    aw_generator g = aw_generator_new(gen_noisy, sizeof(int), NULL, 0, NULL);
    EXPECT_INT(aw_yield(), 0);
    note("made");
    EXPECT_INT(aw_generator_next(g, &n), 1);
    EXPECT_INT(aw_generator_close(g), 0);
    EXPECT_TRACE("made in");
}

struct gen_item {
    double x;
    char words[40];
};

static int gen_items(void *unused)
{
    struct gen_item item = {1.5, "first"};
    int rc = aw_generator_yield(&item);
    if (rc < 0) return rc;
    item = (struct gen_item){2.5, "second"};
    return aw_generator_yield(&item);
}

TEST("aw_generator_next: copies whole items, and none when nobody wants them")
{
    struct gen_item item = {0};
    aw_generator g = aw_generator_new(gen_items, sizeof item, NULL, 0, NULL);
    EXPECT_INT(aw_generator_next(g, NULL), 1);
    EXPECT_INT(aw_generator_next(g, &item), 1);
    EXPECT_STR(item.words, "second");
    EXPECT(item.x == 2.5);
    EXPECT_INT(aw_generator_next(g, &item), 0);
}

static int gen_failing(void *unused)
{
    int i = 1, rc = aw_generator_yield(&i);
    if (rc == 0) rc = aw_sleep(1);
    return rc < 0 ? rc : aw_fail(-7, "seven of %d", 9);
}

TEST("aw_generator_next: an error inside is its result once, with words and trail")
{
    int n;
    aw_generator g = aw_generator_new(gen_failing, sizeof n, NULL, 0, NULL);
    EXPECT_INT(aw_generator_next(g, &n), 1);
    EXPECT_INT(aw_generator_next(g, &n), -7);
    EXPECT_STR(aw_errmsg(), "seven of 9");
    EXPECT_INT(aw_now(), 1);
    EXPECT_INT(aw_generator_next(g, &n), 0);
}

static int gen_use_failing(void *unused)
{
    int n;
    aw_generator g = aw_generator_new(gen_failing, sizeof n, NULL, 0, NULL);
    EXPECT_INT(aw_generator_next(g, &n), 1);
    return aw_generator_next(g, &n);
}

TEST("aw_generator_next: the generator stands in the trail of its error")
{
    aw_error_info error;
    aw_task t = aw_spawn(gen_use_failing, NULL, 0);
    EXPECT_INT(aw_await(t), -7);
    EXPECT_INT(aw_error(t, &error), 0);
    EXPECT_HAS(error.trail, "gen_failing (tests/c/generator.c:");
}

/* -- Who runs ---------------------------------------------------------------------------------- */

static int gen_selves(void *unused)
{
    aw_task self = aw_self();
    int rc = aw_generator_yield(&self);
    if (rc == 0) rc = aw_sleep(1);
    self = aw_self();
    return rc < 0 ? rc : aw_generator_yield(&self);
}

TEST("aw_self: inside is the generator's own task, with its name, and in no list")
{
    aw_task a, b, self = aw_self();
    aw_generator g = aw_generator_new(gen_selves, sizeof a, NULL, 0, NULL);
    EXPECT_INT(aw_generator_next(g, &a), 1);
    EXPECT_STR(aw_name(a), "gen_selves");
    EXPECT_INT(aw_all_tasks(NULL, 0), 1);
    EXPECT_INT((int64_t)aw_self().id, (int64_t)self.id);
    EXPECT_INT(aw_generator_next(g, &b), 1);
    EXPECT_INT((int64_t)b.id, (int64_t)a.id);
    EXPECT(a.id != self.id);
    EXPECT_INT(aw_generator_close(g), 0);
    aw_task t = go_job(1, NULL);
    EXPECT_STR(aw_name(t), "Task-2");
    EXPECT_INT(aw_await(t), 0);
}

static int gen_use(void *arg)
{
    int n = 0, rc;
    while ((rc = aw_generator_next(*(aw_generator *)arg, &n)) > 0) note_at("%d", n);
    note_rc(rc);
    return 0;
}

TEST("aw_generator_next: of two tasks at once one is refused")
{
    int n;
    aw_generator g = gen_go_range(.to = 2, .delay_ms = 2);
    aw_task t = aw_go(gen_use, aw_generator, g.id);
    EXPECT_INT(aw_sleep(1), 0);
    EXPECT_INT(aw_generator_next(g, &n), AW_EBUSY);
    EXPECT_HAS(aw_errmsg(), "another call is waiting in this generator");
    EXPECT_INT(aw_generator_close(g), AW_EBUSY);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_TRACE("0@2 1@4 ok=0@4");
}

TEST("aw_generator_next: of several tasks in turn each gets the next value")
{
    int n;
    aw_generator g = gen_go_range(.to = 3);
    EXPECT_INT(aw_generator_next(g, &n), 1);
    aw_task t = aw_go(gen_use, aw_generator, g.id);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_TRACE("1@0 2@0 ok=0@0");
}

struct gen_pair {
    aw_generator *made;
    aw_ms delay_ms;
};

static int gen_make(void *arg)
{
    const struct gen_pair *pair = arg;
    *pair->made = gen_go_range(.to = 2, .delay_ms = 2);
    return aw_sleep(pair->delay_ms);
}

TEST("aw_generator: whose owner ends while another task waits in it becomes that one's")
{
    aw_generator g = {0};
    aw_task owner = aw_go(gen_make, struct gen_pair, &g, 1);
    EXPECT_INT(aw_yield(), 0);
    aw_task t = aw_go(gen_use, aw_generator, g.id);
    EXPECT_INT(aw_await(owner), 0);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_TRACE("0@2 1@4 ok=0@4");
}

static int gen_outer(void *unused)
{
    int n, rc;
    aw_generator inner = gen_go_range(.to = 3, .delay_ms = 1);
    while ((rc = aw_generator_next(inner, &n)) > 0) {
        n *= 10;
        if ((rc = aw_generator_yield(&n)) < 0) break;
    }
    int closing = aw_generator_close(inner);
    return rc < 0 ? rc : closing;
}

TEST("aw_generator: generators of generators hand on in one step")
{
    int n;
    aw_generator g = aw_generator_new(gen_outer, sizeof n, NULL, 0, NULL);
    EXPECT_INT(aw_generator_next(g, &n), 1);
    EXPECT_INT(aw_generator_next(g, &n), 1);
    note_at("%d", n);
    EXPECT_INT(aw_generator_close(g), 0);
    EXPECT_INT(stats_now().tasks, 1);
    EXPECT_TRACE("10@2");
}

static int gen_recursive(void *arg)
{
    int depth = *(int *)arg, n, rc;
    if (depth == 0) return aw_generator_yield(&depth);
    aw_generator below = aw_generator_go(gen_recursive, int, int, depth - 1);
    while ((rc = aw_generator_next(below, &n)) > 0) {
        n++;
        if ((rc = aw_generator_yield(&n)) < 0) return rc;
    }
    return rc < 0 ? rc : aw_generator_yield(&depth);
}

TEST("aw_generator: twenty deep")
{
    int n, count = 0;
    aw_generator g = aw_generator_go(gen_recursive, int, int, 20);
    while (aw_generator_next(g, &n) > 0) count++, EXPECT_INT(n, 20);
    EXPECT_INT(count, 21);
}

static int gen_spawning(void *unused)
{
    aw_task t = go_job(2, "child", 3);
    int n = aw_await(t);
    return n < 0 ? n : aw_generator_yield(&n);
}

TEST("aw_generator: may spawn and await, and its tasks run beside those of others")
{
    int n;
    aw_task t = go_job(1, "other");
    aw_generator g = aw_generator_new(gen_spawning, sizeof n, NULL, 0, NULL);
    EXPECT_INT(aw_generator_next(g, &n), 1);
    EXPECT_INT(n, 3);
    EXPECT_INT(aw_await(t), 0);
    EXPECT_INT(aw_generator_close(g), 0);
    EXPECT_TRACE("other@1 child@2");
}

static int gen_await_user(void *arg)
{
    return aw_await(*(aw_task *)arg);
}

PROGRAM("aw_generator_next: of one that awaits the asking task is refused with the chain", "")
{
    int n;
    aw_generator g = aw_generator_go(gen_await_user, int, aw_task, aw_self().id);
    EXPECT_INT(aw_generator_next(g, &n), AW_EDEADLK);
    EXPECT_HAS(aw_errmsg(), "main > gen_await_user > main");
    return 0;
}

static aw_generator gen_self;

static int gen_ask_self(void *unused)
{
    int n;
    EXPECT_INT(aw_generator_next(gen_self, &n), AW_EBUSY);
    EXPECT_INT(aw_generator_close(gen_self), AW_EBUSY);
    return 0;
}

TEST("aw_generator_next: called by the generator itself is refused")
{
    int n;
    gen_self = aw_generator_new(gen_ask_self, sizeof n, NULL, 0, NULL);
    EXPECT_INT(aw_generator_next(gen_self, &n), 0);
}

/* -- Misuse ------------------------------------------------------------------------------------ */

TEST("aw_generator_yield: outside a generator is refused with words")
{
    EXPECT_INT(aw_generator_yield(&(int){1}), AW_ESTATE);
    EXPECT_HAS(aw_errmsg(), "in a generator's own task");
}

static int gen_yield_nothing(void *unused)
{
    return aw_generator_yield(NULL);
}

TEST("aw_generator_yield: of no item is refused, unless items have no size")
{
    aw_generator g = aw_generator_new(gen_yield_nothing, sizeof(int), NULL, 0, NULL);
    EXPECT_INT(aw_generator_next(g, NULL), AW_ESTATE);
    g = aw_generator_new(gen_yield_nothing, 0, NULL, 0, NULL);
    EXPECT_INT(aw_generator_next(g, NULL), 1);
    EXPECT_INT(aw_generator_next(g, NULL), 0);
}

static void gen_callback(void *arg)
{
    int n;
    EXPECT_INT(aw_generator_next(*(aw_generator *)arg, &n), AW_ENOTASK);
    EXPECT_INT(aw_generator_close(*(aw_generator *)arg), AW_ENOTASK);
}

TEST("aw_generator: a callback, no function, and a handle that was never set are refused")
{
    int n;
    aw_generator g = gen_go_range(.to = 1), none = {0};
    aw_call_soon(gen_callback, &g);
    EXPECT_INT(aw_yield(), 0);
    EXPECT_INT(aw_generator_close(g), 0);
    EXPECT_INT(aw_generator_next(none, &n), AW_ESTALE);
    EXPECT_HAS(aw_errmsg(), "aw_generator_next: the handle was never set");
    EXPECT_INT(aw_generator_next(aw_generator_new(NULL, 4, NULL, 0, NULL), &n), AW_EINVAL);
    EXPECT_HAS(aw_errmsg(), "aw_generator_go");
}
