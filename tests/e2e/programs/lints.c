/* Faults that break nothing: each is told by a lint. */
#include <awaitc.h>

static int fail(void *unused)
{
    (void)unused;
    return aw_fail(-5, "the disk is full");
}

static int swallow(void *unused)
{
    (void)unused;
    return aw_sleep(1000) == AW_ECANCELLED ? 7 : 0;
}

static int forget_to_leave(void *unused)
{
    (void)unused;
    aw_timeout limit = {0};
    return aw_timeout_enter(&limit, 500) < 0 ? -1 : aw_sleep(50);
}

static int be_slow(void *unused)
{
    (void)unused;
    for (aw_ms end = aw_now() + 150; aw_now() < end;)
        ;
    return 0;
}

static int run_on(void *unused)
{
    (void)unused;
    return aw_sleep(10000);
}

static aw_task named(aw_fn *fn, const char *name)
{
    return aw_spawn_with(fn, NULL, 0, &(aw_task_options){.name = name});
}

static int keep(void *unused)
{
    (void)unused;
    named(fail, "loser");
    named(forget_to_leave, "insider");
    aw_task stubborn = named(swallow, "stubborn");
    int rc = aw_sleep(100);
    aw_cancel(stubborn);
    return rc < 0 ? rc : aw_sleep(10);
}

int main(void)
{
    int rc = aw_await(named(keep, "keeper"));
    aw_task slow = named(be_slow, "slow");
    named(run_on, "orphan");
    return rc < 0 ? rc : aw_await(slow);
}
