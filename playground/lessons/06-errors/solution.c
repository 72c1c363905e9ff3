/* One page of five is missing; the others are kept. */
#include <awaitc.h>
#include <stdio.h>
#include <unistd.h>

enum { PAGES = 5 };
static int missing; /* which page */

/* A while, a different one in each run. */
static int between(int least, int most)
{
    unsigned char byte = 0;
    getentropy(&byte, 1);
    return least + byte * (most - least) / 255;
}

/* Returns the size of the page. */
static int load_page(void *arg)
{
    int page = *(int *)arg;
    int rc = aw_sleep(page == missing ? 50 : between(100, 300));
    if (rc < 0) return rc;
    if (page == missing)
        return aw_fail(-404, "page %d is missing", page);
    return between(10, 900);
}

int main(void)
{
    aw_task pages[PAGES];
    missing = between(1, PAGES - 1);
    for (int i = 0; i < PAGES; i++) pages[i] = aw_go(load_page, int, i);
    aw_future all = aw_gather(pages, PAGES, AW_RETURN_ERRORS);
    if (aw_await(all) < 0) return 1;
    const int *bytes = aw_data(all);
    for (int i = 0; i < PAGES; i++) {
        aw_error_info error;
        if (bytes[i] >= 0)
            printf("page %d: %d bytes\n", i, bytes[i]);
        else if (aw_error(pages[i], &error) == 0)
            printf("page %d: %s\n", i, error.message);
    }
    return 0;
}
