/* When one of several fails.
 *
 * A gather ends with the first error, and the others go on.
 * With AW_RETURN_ERRORS it waits for all, and the errors
 * stand among the results. */
#include <awaitc.h>
#include <stdio.h>

struct page {
    const char *name;
    aw_ms load_ms;
    bool is_missing;
};

static int load(void *arg)
{
    const struct page *page = arg;
    int rc = aw_sleep(page->load_ms);
    if (rc < 0)
        return rc;
    if (page->is_missing)
        return aw_fail(-404, "%s is missing", page->name);
    printf("%s\n", page->name);
    return (int)page->load_ms;
}

static aw_future load_all(int flags)
{
    struct page pages[] = {
        {"news", 300}, {"sport", 100, true}, {"weather", 200}};
    aw_task tasks[3];
    for (int i = 0; i < 3; i++)
        tasks[i] = aw_spawn_with(
            load, &pages[i], sizeof pages[i],
            &(aw_task_options){.name = pages[i].name});
    return aw_gather(tasks, 3, flags);
}

int main(void)
{
    int rc = aw_await(load_all(0));
    printf("gather: %d, %s\n", rc, aw_errmsg());
    if (aw_sleep(400) < 0)
        return 1;
    aw_future all = load_all(AW_RETURN_ERRORS);
    rc = aw_await(all);
    const int *results = aw_data(all);
    printf("gather: %d, results %d %d %d\n",
           rc, results[0], results[1], results[2]);
    return 0;
}
