/* Many tasks, some with children: more lanes than fit. */
#include <awaitc.h>

static int leaf(void *arg)
{
    return aw_sleep(*(int *)arg);
}

static int branch(void *arg)
{
    aw_future leaves[10];
    for (int i = 0; i < 10; i++)
        leaves[i] = aw_go(leaf, int, (*(int *)arg + i) * 3);
    return aw_await(aw_gather(leaves, 10, 0));
}

int main(void)
{
    aw_future branches[20];
    for (int i = 0; i < 20; i++)
        branches[i] = aw_go(branch, int, i);
    return aw_await(aw_gather(branches, 20, 0));
}
