/* Tasks that wait for what they share: each kind once, and each let go on by main. */
#include <awaitc.h>

static aw_event bell = {.name = "bell"};
static aw_lock door = {.name = "door"};
static aw_condition news = {.name = "news"};
static aw_semaphore slots = AW_SEMAPHORE(1, .name = "slots");
static aw_barrier gate = AW_BARRIER(2, .name = "gate");
static aw_limiter lanes = AW_LIMITER(1, .name = "lanes");

static int wait_for_all(void *arg)
{
    aw_queue jobs = *(aw_queue *)arg;
    int job = 0, rc;
    aw_permit permit = {0};
    aw_case cases[] = {AW_CASE_GET(jobs, &job)};
    if ((rc = aw_event_wait(&bell)) < 0 || (rc = aw_lock_acquire(&door)) < 0 ||
        (rc = aw_lock_release(&door)) < 0 || (rc = aw_condition_acquire(&news)) < 0 ||
        (rc = aw_condition_wait(&news)) < 0 || (rc = aw_condition_release(&news)) < 0 ||
        (rc = aw_semaphore_acquire(&slots)) < 0 || (rc = aw_barrier_wait(&gate)) < 0 ||
        (rc = aw_limiter_acquire(&lanes, &permit)) < 0 ||
        (rc = aw_limiter_release(&lanes)) < 0 || (rc = aw_queue_get(jobs, &job)) < 0)
        return rc;
    return aw_select(cases, 1, 100);
}

static int cut_short(void *unused)
{
    (void)unused;
    aw_scope inside = {0};
    int rc = aw_scope_enter(&inside, &(aw_scope_options){.name = "try", .delay_ms = 120});
    if (rc == 0)
        rc = aw_sleep(1000);
    return aw_scope_exit(&inside, rc);
}

int main(void)
{
    aw_queue jobs = aw_queue_new_with(
        &(aw_queue_options){.name = "jobs", .item_bytes = sizeof(int), .items_max = 1});
    aw_task tasks[] = {aw_spawn(wait_for_all, &jobs, sizeof jobs), aw_spawn(cut_short, NULL, 0)};
    aw_permit permit = {0};
    int job = 1, rc;
    if ((rc = aw_lock_acquire(&door)) < 0 || (rc = aw_semaphore_acquire(&slots)) < 0 ||
        (rc = aw_limiter_acquire(&lanes, &permit)) < 0 || (rc = aw_sleep(50)) < 0)
        return 1;
    aw_event_set(&bell);
    if ((rc = aw_sleep(50)) < 0 || (rc = aw_lock_release(&door)) < 0 || (rc = aw_sleep(50)) < 0 ||
        (rc = aw_condition_acquire(&news)) < 0 || (rc = aw_condition_notify(&news, 1)) < 0 ||
        (rc = aw_condition_release(&news)) < 0 || (rc = aw_sleep(50)) < 0)
        return 1;
    aw_semaphore_release(&slots);
    if ((rc = aw_sleep(50)) < 0 || (rc = aw_barrier_wait(&gate)) < 0 || (rc = aw_sleep(50)) < 0 ||
        (rc = aw_limiter_release(&lanes)) < 0 || (rc = aw_sleep(50)) < 0 ||
        (rc = aw_queue_put(jobs, &job)) < 0 || (rc = aw_sleep(50)) < 0 ||
        (rc = aw_queue_put(jobs, &job)) < 0)
        return 1;
    return aw_await(aw_gather(tasks, 2, 0));
}
