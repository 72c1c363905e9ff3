/* A crawler: a queue, three workers, a limit of time.
 *
 * Each page of this made-up site has two more below it.
 * Workers take pages from a queue and put in what they find;
 * a page that takes longer than 130 ms is given up. join
 * ends when everything that was put in has been dealt with. */
#include <awaitc.h>
#include <stdio.h>

enum { PAGES = 12 };

static int read_page(aw_queue pages, int page)
{
    aw_timeout limit = {0};
    int rc = aw_timeout_enter(&limit, 130);
    if (rc == 0)
        rc = aw_sleep(50 + 30 * (page % 4)); /* the network */
    rc = aw_timeout_exit(&limit, rc);
    printf("%-4s page %d%s\n",
           aw_name(aw_self()), page, rc < 0 ? ": too slow" : "");
    for (int i = 0; i < 2 && rc == 0; i++) {
        int next = 2 * page + i;
        if (next <= PAGES)
            rc = aw_queue_put(pages, &next);
    }
    return rc;
}

static int worker(void *arg)
{
    aw_queue pages = *(aw_queue *)arg;
    int page, rc;
    while ((rc = aw_queue_get(pages, &page)) == 0) {
        rc = read_page(pages, page);
        aw_queue_task_done(pages);
        if (rc == AW_ECANCELLED)
            return rc;
    }
    return rc == AW_ESHUTDOWN ? 0 : rc;
}

int main(void)
{
    aw_queue pages = aw_queue_new(sizeof(int), 0, AW_FIFO);
    int first = 1;
    if (aw_queue_put(pages, &first) < 0)
        return 1;
    const char *names[] = {"Ann", "Bob", "Cleo"};
    aw_task workers[3];
    for (int i = 0; i < 3; i++)
        workers[i] = aw_spawn_with(
            worker, &pages, sizeof pages,
            &(aw_task_options){.name = names[i]});
    int rc = aw_queue_join(pages);
    aw_queue_shutdown(pages, false);
    puts("no pages are left");
    return rc < 0 ? rc : aw_await(aw_gather(workers, 3, 0));
}
