/* A forecast gets 200 ms; then yesterday has to do. */
#include <awaitc.h>
#include <stdio.h>
#include <unistd.h>

struct station {
    const char *name;
    int answer_ms;
};

/* A while, a different one in each run. */
static int between(int least, int most)
{
    unsigned char byte = 0;
    getentropy(&byte, 1);
    return least + byte * (most - least) / 255;
}

/* Returns degrees. */
static int measure(void *arg)
{
    struct station *station = arg;
    aw_set_name(aw_self(), station->name);
    int rc = aw_sleep(station->answer_ms);
    if (rc < 0) return rc;
    return between(5, 30);
}

static int ask(const char *name, int answer_ms)
{
    aw_task task = aw_go(measure, struct station, name, answer_ms);
    int degrees = aw_wait_for(task, 200);
    if (degrees == AW_ETIMEDOUT)
        printf("%s: no answer, yesterday it was 12\n", name);
    else if (degrees >= 0)
        printf("%s: %d degrees\n", name, degrees);
    return degrees == AW_ECANCELLED ? degrees : 0;
}

int main(void)
{
    int rc = ask("near", between(40, 160));
    if (rc == 0) rc = ask("far", between(400, 900));
    return rc < 0;
}
