/* Together, or not at all.
 *
 * A group waits for all of its tasks. When one fails, the
 * group cancels the others, waits until they have tidied up,
 * and only then reports: nobody is left behind. */
#include <awaitc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* knob FULL none|flight|hotel|car = hotel: which has no room */

struct leg {
    const char *name;
    aw_ms takes_ms;
};

static bool is_full(const struct leg *leg)
{
    const char *full = getenv("FULL");
    return strcmp(leg->name, full ? full : "hotel") == 0;
}

static int book(void *arg)
{
    const struct leg *leg = arg;
    int rc = aw_sleep(leg->takes_ms);
    if (rc == AW_ECANCELLED)
        printf("%s: cancelled\n", leg->name);
    else if (is_full(leg))
        rc = aw_fail(-1, "no room in the %s", leg->name);
    else
        printf("%s: booked\n", leg->name);
    return rc;
}

int main(void)
{
    aw_group trip = {0};
    int rc = aw_group_enter(&trip);
    if (rc == 0) {
        aw_group_go(&trip, book, struct leg, "flight", 100);
        aw_group_go(&trip, book, struct leg, "hotel", 200);
        aw_group_go(&trip, book, struct leg, "car", 300);
    }
    rc = aw_group_exit(&trip, rc);
    for (int i = 0; i < aw_group_error_count(&trip); i++) {
        aw_error_info error;
        aw_group_error(&trip, i, &error);
        printf("trip: %s\n", error.message);
    }
    return rc == AW_EGROUP ? 0 : rc;
}
