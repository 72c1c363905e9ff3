/* Three workers, a short queue, and a clear end. */
#include <awaitc.h>
#include <stdio.h>
#include <unistd.h>

enum { JOBS = 9, WORKERS = 3 };
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
    aw_task workers[WORKERS];
    jobs = aw_queue_new(sizeof(int), 2, AW_FIFO);
    for (int i = 0; i < WORKERS; i++)
        workers[i] = aw_spawn(work, NULL, 0);
    for (int job = 1; job <= JOBS; job++)
        if (aw_queue_put(jobs, &job) < 0) return 1;
    aw_queue_shutdown(jobs, false);
    return aw_await(aw_gather(workers, WORKERS, 0)) < 0;
}
