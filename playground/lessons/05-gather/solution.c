/* Five pages in the time of the slowest. */
#include <awaitc.h>
#include <stdio.h>
#include <unistd.h>

enum { PAGES = 5 };
static const char *const names[PAGES] = {"home", "news", "mail", "shop",
                                         "help"};

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
    const char *name = *(const char **)arg;
    aw_set_name(aw_self(), name);
    int rc = aw_sleep(between(100, 300));
    if (rc < 0) return rc;
    return between(10, 900);
}

int main(void)
{
    aw_task pages[PAGES];
    for (int i = 0; i < PAGES; i++)
        pages[i] = aw_go(load_page, const char *, names[i]);
    aw_future all = aw_gather(pages, PAGES, 0);
    if (aw_await(all) < 0) return 1;
    const int *bytes = aw_data(all);
    for (int i = 0; i < PAGES; i++)
        printf("%s: %d bytes\n", names[i], bytes[i]);
    return 0;
}
