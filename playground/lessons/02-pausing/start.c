/* A guest waits until the door is open, and keeps the host from
 * opening it. */
#include <awaitc.h>
#include <stdio.h>
#include <unistd.h>

static bool door_is_open;

/* A while, a different one in each run. */
static int between(int least, int most)
{
    unsigned char byte = 0;
    getentropy(&byte, 1);
    return least + byte * (most - least) / 255;
}

static int open_door(void *unused)
{
    (void)unused;
    int rc = aw_sleep(between(100, 300));
    if (rc < 0) return rc;
    door_is_open = true;
    puts("host: come in");
    return 0;
}

/* Returns how often the door was looked at. */
static int wait_at_door(void *unused)
{
    (void)unused;
    int looks = 0;
    while (!door_is_open && looks < 100000) {
        looks++;
    }
    printf("guest: looked %d times; the door is %s\n", looks,
           door_is_open ? "open" : "still closed");
    return looks;
}

int main(void)
{
    aw_task host = aw_spawn(open_door, NULL, 0);
    aw_task guest = aw_spawn(wait_at_door, NULL, 0);
    int rc = aw_await(guest);
    if (rc >= 0) rc = aw_await(host);
    return rc < 0;
}
