/* Trying again, politely.
 *
 * The service is down for a second. Each failed try waits
 * twice as long as the one before, with a random part so
 * that many clients do not come back all at once. */
#include <awaitc.h>
#include <stdio.h>

static int ask(void *unused)
{
    (void)unused;
    printf("%4d ms  try: ", (int)aw_now());
    if (aw_now() < 1000) {
        puts("no");
        return aw_fail(-503, "the service is down");
    }
    puts("yes");
    return 0;
}

int main(void)
{
    aw_retry_options patience = {
        .tries_max = 8,
        .first_delay_ms = 100,
        .delay_max_ms = 800,
        .jitter = 0.2,
        .seed = 7,
    };
    int rc = aw_retry(ask, NULL, &patience);
    if (rc < 0)
        printf("%4d ms  gave up: %s\n", (int)aw_now(), aw_errmsg());
    return rc < 0;
}
