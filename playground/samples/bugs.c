/* Find the bug.
 *
 * Six programs, each wrong in its own way. Choose one with the
 * knob, run it, and look at what the page has to say. */
#include <awaitc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* knob BUG blocked|forgotten|swallowed|hoarding|spinning|deadlock = blocked: bug */
static aw_lock fork_ = {.name = "fork"}, knife = {.name = "knife"};
static bool is_served;

static int blocked(void *unused)
{
    for (volatile int i = 0; i < 200000000; i++) /* counts */
        ;
    return 0;
}

static int forgotten(void *unused)
{
    return aw_sleep(100);
}

static int swallowed(void *unused)
{
    if (aw_sleep(5000) == AW_ECANCELLED)
        puts("never mind");
    return 0;
}

static int hoarding(void *unused)
{
    int rc = aw_lock_acquire(&fork_);
    if (rc < 0)
        return rc;
    rc = aw_sleep(400);
    aw_lock_release(&fork_);
    return rc;
}

static int spinning(void *unused)
{
    for (int i = 0; i < 300 && !is_served; i++)
        if (aw_yield() < 0)
            return AW_ECANCELLED;
    return 0;
}

static int dine(aw_lock *first, aw_lock *second)
{
    int rc = aw_lock_acquire(first);
    if (rc < 0)
        return rc;
    rc = aw_sleep(100);
    if (rc == 0 && (rc = aw_lock_acquire(second)) == 0)
        aw_lock_release(second);
    aw_lock_release(first);
    return rc;
}

static int deadlock(void *unused)
{
    return dine(&fork_, &knife);
}

int main(void)
{
    const char *knob = getenv("BUG"), *bug = knob ? knob : "blocked";
    const struct { const char *name; aw_fn *run; } bugs[] = {
        {"blocked", blocked}, {"forgotten", forgotten},
        {"swallowed", swallowed}, {"hoarding", hoarding},
        {"spinning", spinning}, {"deadlock", deadlock}};
    int chosen = 0;
    while (chosen < 5 && strcmp(bugs[chosen].name, bug) != 0)
        chosen++;
    printf("what is wrong: %s\n", bugs[chosen].name);
    aw_fn *dinner = bugs[chosen].run;
    aw_task task = aw_spawn_with(
        dinner, NULL, 0, &(aw_task_options){.name = bugs[chosen].name});
    int rc = aw_sleep(50);
    if (rc == 0 && chosen == 3)
        rc = hoarding(NULL);
    if (rc == 0 && chosen == 5)
        rc = dine(&knife, &fork_);
    if (chosen == 1)
        return aw_sleep(100);
    if (chosen == 2)
        aw_cancel(task);
    is_served = true;
    return rc < 0 ? rc : aw_await(task);
}
