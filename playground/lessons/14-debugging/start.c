/* A crawler with four mistakes. The runtime has seen them all. */
#include <awaitc.h>
#include <stdio.h>
#include <unistd.h>

enum { PAGES = 6 };
static aw_semaphore slots = AW_SEMAPHORE(2, .name = "slots");
static int visited;

/* A while, a different one in each run. */
static int between(int least, int most)
{
    unsigned char byte = 0;
    getentropy(&byte, 1);
    return least + byte * (most - least) / 255;
}

/* The server: pages 2 and 5 are missing, page 4 hardly answers. */
static int request(void *arg)
{
    int page = *(int *)arg;
    int rc = aw_sleep(page == 4 ? 5000 : between(50, 100));
    if (rc == AW_ECANCELLED) return 0;
    if (page == 2 || page == 5)
        return aw_fail(-404, "page %d is missing", page);
    return rc;
}

static int note(void *arg)
{
    int rc = aw_sleep(between(5, 15));
    if (rc < 0) return rc;
    printf("page %d\n", *(int *)arg);
    visited++;
    return 0;
}

static int visit(void *arg)
{
    int page = *(int *)arg;
    int rc = aw_semaphore_acquire(&slots);
    if (rc < 0) return rc;
    rc = aw_wait_for(aw_go(request, int, page), 200);
    if (rc < 0) return rc;
    aw_semaphore_release(&slots);
    aw_go(note, int, page);
    return 0;
}

int main(void)
{
    aw_task pages[PAGES];
    for (int i = 0; i < PAGES; i++) pages[i] = aw_go(visit, int, i + 1);
    int rc = aw_wait(pages, PAGES, AW_ALL_COMPLETED, AW_FOREVER);
    printf("%d of %d pages\n", visited, PAGES);
    return rc < 0;
}
