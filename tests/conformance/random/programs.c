/* Runs the random programs that programs.py makes: reads them as numbers from standard input and
 * prints a line for each, what every step brought and when. */
#include <awaitc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TASKS_MAX = 8, FUTURES_MAX = 4, FUTURE = 100, FOREVER = 9, KEY_ERROR = -1, ROUNDS = 8 };

/* One step of a task; what its numbers mean is said in programs.py. */
struct step {
    int kind, a, b, c, is_caught;
};

static struct {
    int future_count, task_count;
    struct step *steps[TASKS_MAX];
    int step_count[TASKS_MAX];
    int is_eager[TASKS_MAX];
    aw_ms begin;
    aw_future futures[FUTURES_MAX];
    aw_task tasks[TASKS_MAX];
    aw_event event;
    aw_lock lock;
    aw_semaphore semaphore;
} program;

static int run(int own, int begin, int end);

/* A zeroed handle: an eager task that runs has no name yet. */
static aw_future waitable(int number)
{
    return number >= FUTURE ? program.futures[number - FUTURE] : program.tasks[number];
}

static bool are_there(int a, int b)
{
    return waitable(a).id && waitable(b).id;
}

static int cancel(int number)
{
    return program.tasks[number].id ? aw_cancel(program.tasks[number]) : 0;
}

static int set(int number)
{
    if (aw_is_done(program.futures[number])) return 0;
    aw_future_set(program.futures[number], 50);
    return 1;
}

static void cancel_later(void *number)
{
    cancel((int)(intptr_t)number);
}

static void set_later(void *number)
{
    set((int)(intptr_t)number);
}

/* What a block's body gave: nothing, or its failure. */
static int of_block(int rc)
{
    return rc < 0 ? rc : 0;
}

static int within(const struct step *step, int own, int begin, int end)
{
    aw_timeout limit = {{0}};
    int rc = aw_timeout_enter(&limit, step->a);
    if (rc < 0) return rc;
    return aw_timeout_exit(&limit, of_block(run(own, begin, end)));
}

static int with_lock(int own, int begin, int end)
{
    int rc = aw_lock_acquire(&program.lock);
    if (rc < 0) return rc;
    rc = of_block(run(own, begin, end));
    aw_lock_release(&program.lock);
    return rc;
}

static int with_semaphore(int own, int begin, int end)
{
    int rc = aw_semaphore_acquire(&program.semaphore);
    if (rc < 0) return rc;
    rc = of_block(run(own, begin, end));
    aw_semaphore_release(&program.semaphore);
    return rc;
}

static int wait_for_both(const struct step *step)
{
    if (!are_there(step->a, step->b)) return 0;
    aw_ms limit = step->c % 10 == FOREVER ? AW_FOREVER : step->c % 10;
    aw_future both[] = {waitable(step->a), waitable(step->b)};
    return aw_wait(both, 2, (enum aw_wait_mode)(step->c / 10), limit);
}

static int gather(const struct step *step)
{
    if (!are_there(step->a, step->b)) return 0;
    aw_future both[] = {waitable(step->a), waitable(step->b)};
    return aw_await(aw_gather(both, 2, step->c ? AW_RETURN_ERRORS : 0));
}

static int take(const struct step *step, int own, int index, int after)
{
    void *a = (void *)(intptr_t)step->a;
    switch (step->kind) {
    case 'y': return aw_yield();
    case 's': return aw_sleep(step->a);
    case 'a': return program.tasks[step->a].id ? aw_await(program.tasks[step->a]) : 0;
    case 'f': return aw_await(program.futures[step->a]);
    case 'S': return set(step->a);
    case 'C': return cancel(step->a);
    case 'c': aw_call_later(step->b, cancel_later, a); return 0;
    case 'r': aw_call_later(step->b, set_later, a); return 0;
    case 'u': return aw_uncancel(aw_self());
    case 'w': return waitable(step->a).id ? aw_wait_for(waitable(step->a), step->b) : 0;
    case 'h': return program.tasks[step->a].id ? aw_await(aw_shield(program.tasks[step->a])) : 0;
    case 'g': return gather(step);
    case 'W': return wait_for_both(step);
    case 'v': return aw_event_wait(&program.event);
    case 'V': aw_event_set(&program.event); return 0;
    case 'x': aw_event_clear(&program.event); return 0;
    case 'e': return aw_fail(KEY_ERROR, "failed");
    case 'T': return within(step, own, index + 1, after);
    case 'L': return with_lock(own, index + 1, after);
    case 'M': return with_semaphore(own, index + 1, after);
    default: abort(); /* programs.py knows more kinds */
    }
}

static void note_step(int own, int index, int kind, int rc)
{
    printf("%d.%d%c=", own, index, kind);
    if (rc == AW_ECANCELLED) printf("C");
    else if (rc == AW_ETIMEDOUT) printf("TO");
    else if (rc == KEY_ERROR) printf("K");
    else if (rc < 0) printf("%s", aw_errname(rc));
    else printf("%d", rc);
    printf("@%lld ", (long long)(aw_now() - program.begin));
}

/* Steps from `begin` to `end` of task `own`; its number, or the failure that ended it. */
static int run(int own, int begin, int end)
{
    for (int index = begin, after; index < end; index = after) {
        const struct step *step = &program.steps[own][index];
        after = index + 1 + (strchr("TLM", step->kind) ? step->b : 0);
        int rc = take(step, own, index, after);
        note_step(own, index, step->kind, rc);
        if (rc < 0 && !step->is_caught) return rc;
    }
    return own;
}

static int task_main(void *arg)
{
    int own = *(int *)arg;
    return run(own, 0, program.step_count[own]);
}

/* How each task and future ended. */
static void finish(void)
{
    for (int i = 0; i < program.task_count; i++) {
        aw_task task = program.tasks[i];
        const char *end = !aw_is_done(task)        ? "P"
                          : aw_is_cancelled(task)  ? "C"
                          : aw_result(task) < 0    ? "K"
                                                   : "D";
        printf("%s%d ", end, aw_cancelling(task));
    }
    for (int i = 0; i < program.future_count; i++) {
        aw_future future = program.futures[i];
        const char *done = aw_is_cancelled(future) ? "C" : "D";
        printf("%s%s", i > 0 ? " " : "", aw_is_done(future) ? done : "P");
    }
    printf("\n");
}

static int play(void *unused)
{
    (void)unused;
    program.begin = aw_now();
    program.event = (aw_event){0};
    program.lock = (aw_lock){0};
    program.semaphore = (aw_semaphore)AW_SEMAPHORE(2);
    memset(program.tasks, 0, sizeof program.tasks);
    for (int i = 0; i < program.future_count; i++) program.futures[i] = aw_future_new();
    for (int i = 0; i < program.task_count; i++)
        program.tasks[i] = aw_spawn_with(task_main, &i, sizeof i,
                                         &(aw_task_options){.eager = program.is_eager[i]});
    int rc = 0;
    for (int round = 0; round < ROUNDS && rc == 0; round++) {
        rc = aw_sleep(40);
        for (int i = 0; i < program.task_count; i++) aw_cancel(program.tasks[i]);
    }
    if (rc == 0) rc = aw_sleep(40);
    finish();
    return rc;
}

static int number(void)
{
    int value;
    if (scanf("%d", &value) != 1) exit(1);
    return value;
}

static void read_tasks(void)
{
    program.task_count = number();
    for (int i = 0; i < program.task_count; i++) {
        program.is_eager[i] = number();
        program.step_count[i] = number();
        program.steps[i] = calloc((size_t)program.step_count[i] + 1, sizeof(struct step));
        for (int j = 0; j < program.step_count[i]; j++) {
            struct step *step = &program.steps[i][j];
            step->kind = number();
            step->a = number();
            step->b = number();
            step->c = number();
            step->is_caught = number();
        }
    }
}

int main(void)
{
    while (scanf("%d", &program.future_count) == 1) {
        read_tasks();
        aw_task task = aw_spawn(play, NULL, 0);
        int rc = aw_await(task);
        aw_release(task);
        for (int i = 0; i < program.task_count; i++) free(program.steps[i]);
        if (rc < 0) return 1;
    }
    return 0;
}
