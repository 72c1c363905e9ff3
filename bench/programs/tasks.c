/* Tasks that are started and awaited, one by one and many at once. */
#include "numbers.h"
#include <awaitc.h>

enum { TASKS_MAX = 100000 };

static int yielding(void *arg)
{
    int rc = aw_yield();
    return rc < 0 ? rc : *(int *)arg;
}

static int inert(void *arg)
{
    return *(int *)arg;
}

static int one_by_one(aw_fn *child, int count)
{
    for (int i = 0; i < count; i++) {
        aw_task task = aw_spawn(child, &i, sizeof i);
        if (aw_await(task) != i) return -1;
        aw_release(task);
    }
    return 0;
}

/* [count]: starts a task that yields once, awaits it, releases it. */
AW_EXPORT(spawn)
{
    return one_by_one(yielding, number(json, 0));
}

/* [count]: the same with a task that never suspends. */
AW_EXPORT(spawn_inert)
{
    return one_by_one(inert, number(json, 0));
}

/* [tasks, rounds]: gathers `tasks` tasks that yield once. */
AW_EXPORT(gather)
{
    static aw_task tasks[TASKS_MAX];
    int count = number(json, 0);
    for (int rounds = number(json, 1); rounds > 0; rounds--) {
        for (int i = 0; i < count; i++) tasks[i] = aw_go(yielding, int, i);
        aw_future all = aw_gather(tasks, count, 0);
        int rc = aw_await(all);
        if (rc < 0) return rc;
        aw_release(all);
        for (int i = 0; i < count; i++) aw_release(tasks[i]);
    }
    return 0;
}

struct node {
    int levels;
    int width;
};

static int tree(void *arg)
{
    const struct node *node = arg;
    if (node->levels == 0) return aw_sleep(AW_FOREVER);
    aw_task children[16];
    struct node below = {node->levels - 1, node->width};
    for (int i = 0; i < node->width; i++) children[i] = aw_spawn(tree, &below, sizeof below);
    return aw_await(aw_gather(children, node->width, 0));
}

/* [levels, width, rounds]: starts a tree of gathered tasks, cancels its root, awaits it. */
AW_EXPORT(cancel_tree)
{
    struct node root = {number(json, 0), number(json, 1)};
    for (int rounds = number(json, 2); rounds > 0; rounds--) {
        aw_task task = aw_spawn(tree, &root, sizeof root);
        int rc = 0;
        for (int level = 0; level <= root.levels && rc == 0; level++) rc = aw_yield();
        if (rc < 0) return rc;
        aw_cancel(task);
        if (aw_await(task) != AW_ECANCELLED) return -1;
        aw_release(task);
    }
    return 0;
}
