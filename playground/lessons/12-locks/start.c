/* Six deposits of 10, and most of the money is gone. */
#include <awaitc.h>
#include <stdio.h>
#include <unistd.h>

enum { CUSTOMERS = 6 };
static int balance;

/* A while, a different one in each run. */
static int between(int least, int most)
{
    unsigned char byte = 0;
    getentropy(&byte, 1);
    return least + byte * (most - least) / 255;
}

/* Returns the balance after the deposit. */
static int deposit(void *arg)
{
    int coins = *(int *)arg;
    int rc = aw_sleep(between(20, 60)); /* at the counter: a form */
    int before = balance;
    if (rc == 0) rc = aw_sleep(between(20, 60)); /* the book is slow */
    if (rc == 0) rc = balance = before + coins;
    return rc;
}

int main(void)
{
    aw_task customers[CUSTOMERS];
    for (int i = 0; i < CUSTOMERS; i++)
        customers[i] = aw_go(deposit, int, 10);
    int rc = aw_await(aw_gather(customers, CUSTOMERS, 0));
    printf("balance: %d\n", balance);
    return rc < 0;
}
