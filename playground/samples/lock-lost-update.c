/* A lost update, and the lock that prevents it.
 *
 * Each task reads the balance, waits, and writes it back.
 * Without the lock both read 100 and one deposit is lost;
 * with it the second waits until the first has written. */
#include <awaitc.h>
#include <stdio.h>

static int balance;
static aw_lock account = {.name = "account"};

struct deposit {
    int amount;
    bool use_lock;
};

static int pay_in(void *arg)
{
    const struct deposit *deposit = arg;
    int rc = deposit->use_lock ? aw_lock_acquire(&account) : 0;
    if (rc < 0)
        return rc;
    int seen = balance;
    rc = aw_sleep(100); /* somebody else may run here */
    if (rc == 0)
        balance = seen + deposit->amount;
    if (deposit->use_lock)
        aw_lock_release(&account);
    return rc;
}

static int both(bool use_lock)
{
    balance = 100;
    aw_task tasks[] = {
        aw_go(pay_in, struct deposit, 20, use_lock),
        aw_go(pay_in, struct deposit, 5, use_lock)};
    int rc = aw_await(aw_gather(tasks, 2, 0));
    printf("%s lock: %d\n",
           use_lock ? "with a" : "without a", balance);
    return rc;
}

int main(void)
{
    return both(false) < 0 || both(true) < 0;
}
