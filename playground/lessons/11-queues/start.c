/* One worker, a queue without end, and nobody says when to stop. */
#include <awaitc.h>
#include <stdio.h>
#include <unistd.h>

enum { JOBS = 9 };
static aw_queue jobs;

/* A while, a different one in each run. */
static int between(int least, int most)
{
    unsigned char byte = 0;
    getentropy(&byte, 1);
    return least + byte * (most - least) / 255;
}

static int work(void *unused)
{
    (void)unused;
    int job;
    while (aw_queue_get(jobs, &job) == 0) {
        int rc = aw_sleep(between(50, 150));
        if (rc < 0) return rc;
        printf("job %d done\n", job);
    }
    return 0; /* no more jobs */
}

int main(void)
{
    jobs = aw_queue_new(sizeof(int), 0, AW_FIFO);
    aw_task worker = aw_spawn(work, NULL, 0);
    for (int job = 1; job <= JOBS; job++)
        if (aw_queue_put(jobs, &job) < 0) return 1;
    return aw_await(worker) < 0;
}
