/* Means harm, in the way that its first argument says. */
#include <awaitc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MARKUP "<img src=x onerror=\"top.hit='markup'\"><script>top.hit='script'</script>"

static int nothing(void *unused)
{
    (void)unused;
    return 0;
}

static int fail(void *arg)
{
    return aw_fail(-77, "%s", *(const char **)arg);
}

static int sleeper(void *unused)
{
    (void)unused;
    return aw_sleep(1000);
}

/* Bytes that a terminal, a string or a line of text takes for more than they are. */
static int print_bytes(void)
{
    static const char bytes[] =
        "\x1b[31mred\x1b]0;title\a|nul\0nul|bad\xff\xc0\x80\xed\xa0\x80|"
        "\xe2\x80\xaeturned|\r\b\v\f|\xc2\x85|\xe2\x80\xa8|\xf4\x8f\xbf\xbf\n";
    fwrite(bytes, 1, sizeof bytes - 1, stdout);
    puts("an honest line");
    return 0;
}

/* What has a name has this one. */
static int name_all(const char *name)
{
    static aw_lock lock;
    lock.name = name;
    aw_queue queue =
        aw_queue_new_with(&(aw_queue_options){.name = name, .item_bytes = 1, .items_max = 1});
    aw_task task = aw_spawn_with(nothing, NULL, 0, &(aw_task_options){.name = name});
    int rc = aw_await(task);
    char item;
    aw_scope scope = {0};
    if (rc == 0)
        rc = aw_scope_enter(&scope, &(aw_scope_options){.name = name, .delay_ms = 10});
    if (rc == 0)
        rc = aw_scope_exit(&scope, aw_queue_get(queue, &item));
    rc = aw_lock_acquire(&lock);
    return rc < 0 ? rc : aw_lock_acquire(&lock);
}

static int fetch_from(const char *url)
{
    aw_response response = {0};
    int rc = aw_fetch(url, NULL, &response);
    if (rc < 0)
        printf("%s: %s\n", aw_errname(rc), aw_errmsg());
    else
        printf("status %d, %d bytes: %.40s\n", response.status, (int)response.body.length,
               (const char *)response.body.data);
    aw_response_free(&response);
    return 0;
}

static int call_host(void)
{
    static const char *const names[] = {"constructor", "__proto__", "toString", "eval", "fetch"};
    for (int i = 0; i < 5; i++) {
        aw_bytes reply = {0};
        int rc = aw_host_call(names[i], "\"top.hit='host'\"", &reply);
        printf("%s: %s\n", names[i], aw_errname(rc));
    }
    return 0;
}

static int take_memory(void)
{
    long taken = 0;
    char *last = NULL, *block;
    for (size_t bytes = 1u << 30; bytes >= 1 << 16; bytes /= 2)
        for (; (block = malloc(bytes)); taken += (long)bytes)
            last = block;
    free(last); /* or nobody could be told */
    printf("took %ld MB\n", taken >> 20);
    return 0;
}

static void fire(void *unused)
{
    (void)unused;
    aw_call_later(1, fire, NULL);
    aw_call_later(2, fire, NULL);
}

static int bomb(void)
{
    fire(NULL);
    return aw_sleep(AW_FOREVER);
}

static int multiply(void *unused)
{
    (void)unused;
    for (int i = 0; i < 2; i++)
        aw_detach(aw_spawn(multiply, NULL, 0));
    return aw_sleep(1);
}

static int recurse(int depth)
{
    volatile char earth[64];
    earth[depth % 64] = (char)depth;
    return depth < 0 ? 0 : recurse(depth + 1) + earth[0];
}

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    const char *more = argc > 2 ? argv[2] : MARKUP;
    if (strcmp(what, "print") == 0)
        return puts(MARKUP) < 0;
    if (strcmp(what, "bytes") == 0)
        return print_bytes();
    if (strcmp(what, "names") == 0)
        return name_all(more);
    if (strcmp(what, "fail") == 0)
        return aw_go(fail, const char *, more).id == 0 || aw_sleep(1) < 0;
    if (strcmp(what, "fetch") == 0)
        return fetch_from(more);
    if (strcmp(what, "call") == 0)
        return call_host();
    if (strcmp(what, "memory") == 0)
        return take_memory();
    if (strcmp(what, "timers") == 0)
        return bomb();
    if (strcmp(what, "tasks") == 0)
        return multiply(NULL) + aw_await(aw_spawn(sleeper, NULL, 0));
    if (strcmp(what, "recurse") == 0)
        return recurse(0);
    if (strcmp(what, "trap") == 0)
        __builtin_trap();
    return 1;
}
