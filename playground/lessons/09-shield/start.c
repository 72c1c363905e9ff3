/* The wait has a limit, and the save dies of it. */
#include <awaitc.h>
#include <stdio.h>
#include <unistd.h>

/* A while, a different one in each run. */
static int between(int least, int most)
{
    unsigned char byte = 0;
    getentropy(&byte, 1);
    return least + byte * (most - least) / 255;
}

static int save(void *unused)
{
    (void)unused;
    int rc = aw_sleep(between(300, 600));
    if (rc < 0) return rc;
    puts("save: safely on disk");
    return 0;
}

int main(void)
{
    aw_task saving = aw_spawn(save, NULL, 0);
    int rc = aw_wait_for(saving, 200);
    if (rc == AW_ETIMEDOUT) {
        puts("main: this takes a while");
    }
    return rc < 0;
}
