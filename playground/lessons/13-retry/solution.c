/* Three pages; the server has troubles, and we give it time. */
#include <awaitc.h>
#include <stdio.h>
#include <unistd.h>

struct page {
    const char *name;
    int error;    /* -503: busy, -404: there is no such page */
    int failures; /* before it answers */
    int tries;
};

/* A while, a different one in each run. */
static int between(int least, int most)
{
    unsigned char byte = 0;
    getentropy(&byte, 1);
    return least + byte * (most - least) / 255;
}

static int request(void *arg)
{
    struct page *page = arg;
    int rc = aw_sleep(between(20, 40));
    if (rc < 0) return rc;
    if (page->tries <= page->failures)
        return aw_fail(page->error, "%s: error %d", page->name,
                       -page->error);
    return 200;
}

static int try_once(void *arg)
{
    struct page *page = arg;
    page->tries++;
    return aw_await(aw_spawn(request, page, sizeof *page));
}

static bool is_worth_it(int code, void *arg)
{
    (void)arg;
    return code != -404;
}

static int visit(void *arg)
{
    struct page *page = arg;
    aw_set_name(aw_self(), page->name);
    aw_retry_options options = {
        .tries_max = 4,
        .first_delay_ms = 100,
        .should_retry = is_worth_it,
    };
    int rc = aw_retry(try_once, page, &options);
    printf("%s: %s after %d\n",
           page->name, rc < 0 ? "given up" : "here", page->tries);
    return rc;
}

int main(void)
{
    aw_task visits[] = {
        aw_go(visit, struct page, "news", -503, between(1, 2)),
        aw_go(visit, struct page, "shop", -503, 99),
        aw_go(visit, struct page, "blog", -404, 99),
    };
    return aw_await(aw_gather(visits, 3, AW_RETURN_ERRORS)) < 0;
}
