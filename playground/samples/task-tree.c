/* Tasks that start tasks.
 *
 * Each task splits its work between two children and waits
 * for both. The one who starts a task owns its result; the
 * timeline puts the child below its parent. */
#include <awaitc.h>
#include <stdio.h>
#include <stdlib.h>

/* knob PARTS 2..12 = 4: parts of the work */

struct part {
    int from, to;
};

static int sum(void *arg)
{
    const struct part *part = arg;
    if (part->to - part->from == 1) {
        int rc = aw_sleep(100 * part->from);
        return rc < 0 ? rc : part->from;
    }
    int middle = (part->from + part->to) / 2;
    aw_task left = aw_go(sum, struct part, part->from, middle);
    aw_task right = aw_go(sum, struct part, middle, part->to);
    int rc = aw_await(aw_gather((aw_task[]){left, right}, 2, 0));
    if (rc < 0)
        return rc;
    int total = aw_result(left) + aw_result(right);
    printf("%d to %d make %d\n", part->from, part->to - 1, total);
    return total;
}

int main(void)
{
    const char *parts = getenv("PARTS");
    int n = parts ? atoi(parts) : 4;
    struct part all = {1, n + 1};
    return sum(&all) == n * (n + 1) / 2 ? 0 : 1;
}
