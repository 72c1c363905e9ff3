/* Await a JavaScript function that resolves at once, again and again: COUNT times in each of TASKS
 * tasks at once. With a third argument the function gets and gives a number by value, not JSON. */
#include <awaitc.h>
#include <stdlib.h>

struct job {
    int count;
    int by_value;
};

static int call(void *arg)
{
    const struct job *job = arg;
    for (int left = job->count; left > 0; left--) {
        aw_bytes reply = {0};
        double result = 0;
        int rc = job->by_value ? aw_host_call_number("echo", 1, &result)
                               : aw_host_call("echo", "1", &reply);
        if (rc < 0) return rc;
        aw_bytes_free(&reply);
    }
    return 0;
}

int main(int argc, char **argv)
{
    struct job job = {argc > 1 ? atoi(argv[1]) : 1000, argc > 3};
    int tasks = argc > 2 ? atoi(argv[2]) : 1;
    if (tasks == 1) return call(&job) < 0;
    aw_task *all = malloc((size_t)tasks * sizeof *all);
    for (int i = 0; i < tasks; i++) all[i] = aw_spawn(call, &job, sizeof job);
    int rc = aw_await(aw_gather(all, tasks, 0));
    free(all);
    return rc < 0;
}
