/* awaitc's programs as native code. Reads lines "WORK ARG ARG …" and answers each with the
 * nanoseconds that the work took. */
#define _GNU_SOURCE
#include <awaitc.h>
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static double now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* A work, and its arguments as JSON. */
struct request {
    int (*work)(const char *json, aw_reply *reply);
    const char *json;
};

static int answer(void *arg)
{
    const struct request *request = arg;
    return request->work(request->json, NULL);
}

int main(void)
{
    char line[200];
    setvbuf(stdout, NULL, _IOLBF, 0);
    while (fgets(line, sizeof line, stdin)) {
        char json[200] = "[";
        char *word = strtok(line, " \n");
        struct request request = {0};
        *(void **)&request.work = dlsym(RTLD_DEFAULT, word);
        while ((word = strtok(NULL, " \n"))) {
            if (json[1]) strcat(json, ",");
            strcat(json, word);
        }
        request.json = strcat(json, "]");
        double start = now_ns();
        aw_task task = aw_spawn(answer, &request, sizeof request); /* owns what the work starts */
        int rc = aw_await(task);
        if (rc < 0) {
            fprintf(stderr, "%s: %s\n", line, aw_errmsg());
            return 1;
        }
        printf("%.0f\n", now_ns() - start);
        aw_release(task);
    }
    return 0;
}
