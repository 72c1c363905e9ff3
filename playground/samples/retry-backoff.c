/* Trying again, politely.
 *
 * The service is down for a while. Each failed try waits
 * twice as long as the one before, with a random part so
 * that many clients do not come back all at once. */
#include <awaitc.h>
#include <stdio.h>
#include <stdlib.h>

/* knob DOWN 0..5000 = 1000: ms until the service is back */
static aw_ms down_ms = 1000;

static int ask(void *unused)
{
    (void)unused;
    printf("try: ");
    if (aw_now() < down_ms) {
        puts("no");
        return aw_fail(-503, "the service is down");
    }
    puts("yes");
    return 0;
}

int main(void)
{
    const char *down = getenv("DOWN");
    if (down)
        down_ms = atoi(down);
    aw_retry_options patience = {
        .tries_max = 8,
        .first_delay_ms = 100,
        .delay_max_ms = 800,
        .jitter = 0.2,
        .seed = 7,
    };
    int rc = aw_retry(ask, NULL, &patience);
    if (rc < 0)
        printf("gave up: %s\n", aw_errmsg());
    return rc < 0;
}
