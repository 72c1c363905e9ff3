/* Main, and the end: what asyncio.run does when main has returned, and what is reported when
 * nothing can go on.
 *
 * The turn under way completes. Then every task that is left is cancelled once, and the program
 * waits for its cleanup. Further rounds (8 at most) reach tasks that were started meanwhile, that
 * would wait forever, or that went on waiting a thousand times. */
#include "kernel/core.h"
#include "kernel/parts.h"
#include "platform/host.h"
#include "base/memory.h"

enum {
    MAIN_STACK_BYTES = 262144,
    ROUNDS_MAX = 8,
    WAITS_MAX = 1000, /* of a task after its cancellation: it has swallowed it */
    LINGER_TURNS = 4, /* for callbacks of what ended last; asyncio runs as many */
    REPORT_TASKS = 16,
};

/* Main has ended: its result becomes the program's. Exit codes are main's own; a code of the
 * runtime's becomes 1, and its message is reported. */
static void main_ended(aw_watch *watch)
{
    struct future *main_future = &loop.main->future;
    bool is_cancelled = main_future->state == CANCELLED;
    bool is_runtime_code = is_cancelled || main_future->result <= -1000;
    loop.exit_code = is_runtime_code ? 1 : main_future->result & 0xff;
    main_future->is_seen = !is_runtime_code;
    if (is_cancelled)
        report("main-cancelled", main_future->record.number, main_future->record.at,
               "main was cancelled");
    clock_release(); /* what is left must not wait for a test that has ended */
    loop.phase = LOOP_STOPPING;
}

bool finish_start_main(aw_fn *fn)
{
    static aw_watch watch;
    const aw_task_options options = {.name = "main", .stack_bytes = MAIN_STACK_BYTES};
    loop.main = task_new(fn, NULL, 0, &options, "main", "main");
    if (!loop.main) return false;
    loop.main->future.record.is_used = true;
    record_keep(&loop.main->future.record); /* until the program has ended */
    watch = (aw_watch){{0}};
    watch_add(&loop.main->future, &watch, main_ended, 0);
    return true;
}

/* Cancels every task that is left; inner ones end with those whose they are, unless they hang. */
static void cancel_all(void)
{
    loop.rounds++;
    loop.finish_limit = loop.numbers;
    for (struct list *l = loop.tasks.next; l != &loop.tasks; l = l->next) {
        struct task *task = container_of(l, struct task, all);
        if (!task->is_inner || loop.rounds > 1) task_cancel(task, NULL, "exit", NULL);
    }
}

static char *describe_all(const char *sentence)
{
    static char words[2048]; /* the program is over, so nothing else is reported */
    struct text text = text_in(words, sizeof words);
    text_add(&text, sentence);
    int left = REPORT_TASKS;
    for (struct list *l = loop.tasks.next; l != &loop.tasks && left > 0; l = l->next, left--) {
        text_add(&text, "\n  ");
        park_describe(&text, container_of(l, struct task, all));
    }
    if (left == 0) text_add(&text, "\n  ...");
    return words;
}

static bool is_round_over(void)
{
    for (struct list *l = loop.tasks.next; l != &loop.tasks; l = l->next) {
        struct task *task = container_of(l, struct task, all);
        if (task->future.record.number <= loop.finish_limit && task->waits < WAITS_MAX)
            return false;
    }
    return true;
}

static void finish_end(void)
{
    if (!list_is_empty(&loop.tasks))
        report("task-left", 0, NULL,
               describe_all("main has ended, but tasks go on after being cancelled 8 times:"));
    if (profile_forget) profile_forget();
    if (callback_drop_all)
        callback_drop_all(); /* asyncio's loop drops what was to come later, too */
    struct task *main_task = loop.main;
    loop.main = NULL;
    record_unkeep(&main_task->future.record); /* reports its error if it is the runtime's */
    future_forget_all();
    if (loop.stats.records == 0) table_free(&loop.records);
    if (loop.stats.callbacks == 0) table_free(&loop.handles);
    if (loop.stats.operations == 0) table_free(&loop.operations);
    loop.phase = LOOP_ENDED;
}

/* Returns whether it began another round of cancelling. */
static bool next_round(void)
{
    if (list_is_empty(&loop.tasks) || loop.rounds == ROUNDS_MAX) return false;
    cancel_all();
    loop.linger = LINGER_TURNS;
    return true;
}

bool finish_turn(void)
{
    if (loop.phase == LOOP_ENDED) return true;
    if (loop.phase == LOOP_STOPPING) {
        if (debug_orphans && loop.is_debug) debug_orphans();
        loop.phase = LOOP_FINISHING;
        loop.linger = LINGER_TURNS;
        if (next_round()) return false;
    }
    if (!is_round_over() || next_round()) return false;
    if (list_is_empty(&loop.tasks) && loop.linger > 0 && !list_is_empty(&loop.ready)) {
        loop.linger--;
        return false;
    }
    finish_end();
    return true;
}

void finish_deadlock(const char *words)
{
    if (loop.phase == LOOP_FINISHING) { /* main's result stands, even if a task refuses to end */
        if (!next_round()) finish_end();
        return;
    }
    host_flush();
    if (!words) words = "deadlock: nothing can go on, because every task waits:";
    words = describe_all(words);
    trace(LINT, 0, 0, 0, "deadlock", NULL, words);
    host_fatal(AW_EDEADLK, words);
}
