/* Three requests in the time of the slowest.
 *
 * aw_fetch parks its task until the server has answered; the
 * others run on. The page simulates a server whose answers
 * take 300, 500 and 400 ms of real time. */
#include <awaitc.h>
#include <stdio.h>

static int get(void *arg)
{
    const char *url = *(const char **)arg;
    aw_response response = {0};
    int rc = aw_fetch(url, NULL, &response);
    if (rc < 0)
        return rc;
    printf("%d from %s: %s\n", response.status,
           aw_name(aw_self()), response.body.data);
    aw_response_free(&response);
    return 0;
}

int main(void)
{
    const char *names[] = {"users", "orders", "prices"};
    const char *urls[] = {"/api/delay?ms=300&body=3+users",
                          "/api/delay?ms=500&body=12+orders",
                          "/api/delay?ms=400&body=7+prices"};
    aw_task tasks[3];

    for (int i = 0; i < 3; i++)
        tasks[i] = aw_spawn_with(
            get, &urls[i], sizeof urls[i],
            &(aw_task_options){.name = names[i]});
    int rc = aw_await(aw_gather(tasks, 3, 0));
    puts(rc == 0 ? "all three are here" : aw_errmsg());
    return rc < 0;
}
