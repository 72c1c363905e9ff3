/* A cancelled print job gives the printer back. */
#include <awaitc.h>
#include <stdio.h>
#include <unistd.h>

struct job {
    const char *name;
    int pages;
};

static aw_lock printer = {.name = "printer"};

/* A while, a different one in each run. */
static int between(int least, int most)
{
    unsigned char byte = 0;
    getentropy(&byte, 1);
    return least + byte * (most - least) / 255;
}

static int print(void *arg)
{
    struct job *job = arg;
    aw_set_name(aw_self(), job->name);
    int rc = aw_lock_acquire(&printer);
    if (rc < 0) return rc;
    for (int page = 1; page <= job->pages; page++) {
        rc = aw_sleep(between(30, 70));
        if (rc < 0) break; /* cancelled: tidy up below */
        printf("%s: page %d\n", job->name, page);
    }
    aw_lock_release(&printer);
    return rc; /* and hand it on */
}

int main(void)
{
    aw_task novel = aw_go(print, struct job, "novel", 300);
    aw_task letter = aw_go(print, struct job, "letter", 2);
    if (aw_sleep(200) < 0) return 1;
    puts("main: not the novel, please");
    aw_cancel(novel);
    return aw_await(letter) < 0;
}
