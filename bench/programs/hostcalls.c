/* Calls of a JavaScript function that resolves at once. */
#include "numbers.h"
#include <awaitc.h>

struct job {
    int count;
    int is_by_value;
};

static int call(void *arg)
{
    const struct job *job = arg;
    for (int left = job->count; left > 0; left--) {
        aw_bytes reply = {0};
        double result = 0;
        int rc = job->is_by_value ? aw_host_call_number("echo", 1, &result)
                                  : aw_host_call("echo", "1", &reply);
        if (rc < 0) return rc;
        aw_bytes_free(&reply);
    }
    return 0;
}

/* [count, tasks, is_by_value]: `tasks` tasks make `count` calls each, of JSON or of a number by
 * value. */
AW_EXPORT(host_calls)
{
    struct job job = {number(json, 0), number(json, 2)};
    int tasks = number(json, 1);
    aw_task *all = malloc((size_t)tasks * sizeof *all);
    for (int i = 0; i < tasks; i++) all[i] = aw_spawn(call, &job, sizeof job);
    int rc = aw_await(aw_gather(all, tasks, 0));
    for (int i = 0; i < tasks; i++) aw_release(all[i]);
    free(all);
    return rc;
}
