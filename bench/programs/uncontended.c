/* What costs no wait must cost next to nothing: one operation, named by argv[1], again and
 * again. */
#include <awaitc.h>
#include <stdlib.h>
#include <string.h>

static aw_lock lock;
static aw_semaphore semaphore = AW_SEMAPHORE(1);
static aw_event event;

static int lock_unlock(void)
{
    int rc = aw_lock_acquire(&lock);
    return rc < 0 ? rc : aw_lock_release(&lock);
}

static int take_permit(void)
{
    int rc = aw_semaphore_acquire(&semaphore);
    return rc < 0 ? rc : aw_semaphore_release(&semaphore);
}

int main(int argc, char **argv)
{
    if (argc != 3) return 2;
    int count = atoi(argv[2]);
    int rc = 0;
    aw_event_set(&event);
    if (strcmp(argv[1], "lock") == 0)
        for (int i = 0; i < count && rc == 0; i++) rc = lock_unlock();
    else if (strcmp(argv[1], "semaphore") == 0)
        for (int i = 0; i < count && rc == 0; i++) rc = take_permit();
    else
        for (int i = 0; i < count && rc == 0; i++) rc = aw_event_wait(&event);
    return rc;
}
