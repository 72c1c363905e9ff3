/* Tasks: from spawn to end, and how cancellation reaches them. */
#include "kernel/core.h"
#include "base/memory.h"
#include "platform/switch.h"

#include <string.h>

enum { MAIN_STACK_BYTES = 262144 };

/* A program that defines AW_STACK_BYTES has one of its own, and the linker takes that one. Not const:
 * clang 14 would put the number here in its place. */
extern size_t aw_stack_bytes;
__attribute__((weak)) size_t aw_stack_bytes = AW_STACK_BYTES;

static const aw_future_type task_type = {.name = "task"};

struct task *task_of(aw_task handle)
{
    struct future *future =
        table_get(&loop.futures, handle.id); /* looking at a name uses nothing */
    return future && future->is_task ? (struct task *)future : NULL;
}

/* A copy of `words`, or NULL when there is none to copy or no memory. */
static char *copy_words(const char *words)
{
    if (!words) return NULL;
    size_t bytes = strlen(words) + 1;
    char *copy = memory_take_raw(bytes);
    if (copy) memcpy(copy, words, bytes);
    return copy;
}

static void free_words(char *words)
{
    if (words) memory_give(words, strlen(words) + 1);
}

static aw_task no_memory(size_t stack_bytes)
{
    char words[160];
    struct text text = text_in(words, sizeof words);
    text_add(&text, "aw_go: no memory for a task with a stack of ");
    text_add_number(&text, (int64_t)stack_bytes);
    text_add(&text, " bytes (");
    text_add_number(&text, loop.stats.tasks);
    text_add(&text, " tasks alive); pass a smaller .stack_bytes or start fewer at once");
    return aw_future_failed(AW_ENOMEM, words);
}

/* Makes what a task consists of; on failure everything taken is given back. The copies of what it
 * works on stand behind the record. */
static struct task *task_make(aw_fn *fn, const aw_task_parts *parts, size_t stack_bytes,
                              const char *name, const char *at)
{
    size_t inside_bytes = (parts->inside_bytes + 15) & ~(size_t)15;
    size_t bytes = inside_bytes + parts->bytes;
    struct task *task = memory_take_raw(sizeof *task + bytes);
    if (!task) return NULL;
    memset(task, 0, offsetof(struct task, context));
    char *block = bytes ? (char *)(task + 1) : NULL;
    if (name && !(task->name = copy_words(name))) goto free_task;
    if (!switch_new(&task->context, fn, block, stack_bytes)) goto free_name;
    task->future.block = block;
    task->future.inside_bytes = (uint32_t)inside_bytes;
    task->future.data_bytes = (uint32_t)parts->bytes;
    if (!future_init(&task->future, parts->inner ? parts->inner : &task_type, at))
        goto free_context;
    if (inside_bytes) memcpy(block, parts->inside, parts->inside_bytes);
    if (parts->bytes) memcpy(block + inside_bytes, parts->arg, parts->bytes);
    return task;

free_context:
    switch_free(&task->context);
free_name:
    free_words(task->name);
free_task:
    memory_give(task, sizeof *task + bytes);
    return NULL;
}

struct task *task_create(aw_fn *fn, const aw_task_parts *parts, const aw_task_options *options,
                         const char *fn_name, const char *at, aw_task *failed)
{
    size_t stack_bytes = options && options->stack_bytes ? options->stack_bytes : aw_stack_bytes;
    if (!fn || stack_bytes < AW_STACK_BYTES_MIN || stack_bytes > INT32_MAX ||
        parts->bytes > INT32_MAX || parts->inside_bytes > INT32_MAX / 2) { /* no sum overflows */
        *failed = aw_future_failed(AW_EINVAL, "aw_spawn: needs a function, .stack_bytes of at "
                                              "least AW_STACK_BYTES_MIN, and less than 2 GiB of "
                                              "stack and argument");
        return NULL;
    }
    const char *name = options && options->name ? options->name : parts->inner ? fn_name : NULL;
    struct task *task = task_make(fn, parts, stack_bytes, name, at);
    if (!task) {
        *failed = no_memory(stack_bytes);
        return NULL;
    }
    task->future.is_task = true;
    task->is_inner = parts->inner != NULL;
    task->step.run = loop_step;
    list_init(&task->children);
    task->fn_name = fn_name;
    task->stack_bytes = stack_bytes;
    task->sequence = task->is_inner ? 0 : ++loop.task_count;
    if (local_share) task->locals = local_share();
    list_insert(&loop.tasks, &task->all);
    loop.stats.tasks++;
    loop.stats.stacks++;
    trace(SPAWN, task->future.number, loop_actor(), (double)stack_bytes, fn_name, at,
          task_name(task));
    return task;
}

aw_task task_begin(struct task *task, bool is_eager)
{
    aw_task handle = {task->future.id};
    if (task->is_inner) return handle;
    if (is_eager)
        loop_run_task(task);
    else
        loop_ready(&task->step);
    return handle;
}

aw_task task_new(aw_fn *fn, const void *arg, size_t bytes, const aw_task_options *options,
                 const char *fn_name, const char *at)
{
    aw_task_parts parts = {.arg = arg, .bytes = bytes};
    return aw_task_make(fn, &parts, options, fn_name, at);
}

aw_task aw_task_make(aw_fn *fn, const aw_task_parts *parts, const aw_task_options *options,
                     const char *fn_name, const char *at)
{
    aw_task failed;
    struct task *task = task_create(fn, parts, options, fn_name, at, &failed);
    return task ? task_begin(task, options && options->eager) : failed;
}

void aw_inner_start(aw_task handle)
{
    struct task *task = task_of(handle);
    if (task && task->is_inner && task->state == TASK_NEW) loop_run_task(task);
}

bool task_start_main(aw_fn *fn)
{
    const aw_task_options options = {.name = "main", .stack_bytes = MAIN_STACK_BYTES};
    loop.main = task_of(task_new(fn, NULL, 0, &options, "main", "main"));
    if (!loop.main) return false;
    loop.main->future.is_used = true;
    future_keep(&loop.main->future); /* until the program has ended */
    return true;
}

aw_task aw_spawn_with_here(aw_fn *fn, const void *arg, size_t bytes, const aw_task_options *options,
                           const char *fn_name, const char *at)
{
    return task_new(fn, arg, bytes, options, fn_name, at);
}

aw_task aw_spawn_here(aw_fn *fn, const void *arg, size_t bytes, const char *fn_name, const char *at)
{
    return task_new(fn, arg, bytes, NULL, fn_name, at);
}

AW_NEVER_SUSPENDS(void, orphan, (struct future * future));

static void orphan(struct future *future)
{
    future->type->orphan(future->block);
}

/* Lets go of what the ended task owns: what is done goes now, the rest at its own end. What tasks
 * use, as a queue, stays when main ends: those that are left clean up with it. */
static void drop_children(struct task *task)
{
    while (!list_is_empty(&task->children)) {
        struct future *child = container_of(task->children.next, struct future, owned);
        if (child->state == PENDING && child->type->orphan) orphan(child);
        if (child->owner != task) continue; /* somebody has adopted it */
        if (task == loop.main && child->type->outlives_main)
            future_outlive(child);
        else if (task == loop.main)
            future_disown(child);
        else
            future_abandon(child);
    }
}

void task_end(struct task *task, int result)
{
    enum future_state state = result >= 0 ? DONE : FAILED;
    bool is_passed = task->must_cancel & BY_PASSED; /* not its own: aw_inner_give_back */
    task->must_cancel &= ~BY_PASSED;
    if ((task->must_cancel && state == DONE) || result == AW_ECANCELLED) {
        state = CANCELLED; /* an undelivered request takes a value's place, but not a failure's */
        result = AW_ECANCELLED;
    }
    task->must_cancel = is_passed ? BY_PASSED : 0;
    if (debug_ended && loop.is_debug) debug_ended(task, state);
    if (local_drop && task->locals) {
        local_drop(task->locals);
        task->locals = NULL;
    }
    if (scope_abandon_all && task->scope) scope_abandon_all(task);
    switch_free(&task->context);
    task->state = TASK_ENDED;
    list_remove(&task->all);
    loop.stats.tasks--;
    loop.stats.stacks--;
    if (task == loop.main) finish_main_ended(state, result);
    drop_children(task);
    future_settle(&task->future, state, result);
}

void task_free(struct task *task)
{
    free_words(task->name);
    free_words(task->cancel_message);
    memory_give(task, sizeof *task + task->future.inside_bytes + task->future.data_bytes);
}

/* -- Cancellation -------------------------------------------------------------------------------- */

void task_note_cause(struct task *task, const struct cause *cause, const char *message)
{
    char *copy = copy_words(message);
    task->cause = *cause;
    free_words(task->cancel_message);
    task->cancel_message = copy;
    trace(CANCEL, task->future.number, loop_actor(), 1, cause->kind, cause->at, message);
}

int task_cancel(struct task *task, const char *message, const char *reason, const char *at)
{
    const struct cause cause = cause_here(reason, at);
    return task_cancel_for(task, &cause, message);
}

int task_cancel_for(struct task *task, const struct cause *cause, const char *message)
{
    /* Along a chain of tasks that await each other, without recursion: each counts the request, the
     * last one gets it, and the others learn of it from its end. */
    uint8_t by = BY_REQUEST;
    for (;;) {
        task_note_cause(task, cause, message);
        task->cancels++;
        task->waits = 0;
        struct wait *wait = task->state == TASK_PARKED ? task->wait : NULL;
        if (!wait || !wait->on || !wait->on->is_task) break;
        task = (struct task *)wait->on;
        by = task->is_inner ? BY_PASSED : BY_REQUEST;
    }
    if (!park_cancel(task)) task->must_cancel |= by;
    return 1;
}

void aw_inner_give_back(aw_task handle)
{
    struct task *inner = task_of(handle), *task = loop.current;
    if (!inner || !(inner->must_cancel & BY_PASSED)) return;
    inner->must_cancel &= ~BY_PASSED;
    if (inner->cancels > 0) inner->cancels--;
    if (!task->scope_bit) task->must_cancel |= BY_REQUEST; /* a scope asks again by itself */
}

void task_deliver_cancel(struct task *task)
{
    char words[160];
    struct text text = text_in(words, sizeof words);
    task->must_cancel = 0;
    if (task->cancels > 0) task->cancelled_at = task->at;
    aw_fail_text(AW_ECANCELLED, cause_words(task, &text));
}

int aw_cancelling(aw_task handle)
{
    struct task *task = task_of(handle);
    return task ? task->cancels : error_stale(handle, "aw_cancelling");
}

int aw_uncancel(aw_task handle)
{
    struct task *task = task_of(handle);
    if (!task) return error_stale(handle, "aw_uncancel");
    if (task->cancels > 0) task->cancels--;
    if (task->cancels == 0) {
        task->must_cancel &= BY_SCOPE;
        task->cancelled_at = NULL;
    }
    return task->cancels;
}

/* -- Awaiting ------------------------------------------------------------------------------------ */

enum aw_abort_result await_abort(aw_waiter *node)
{
    struct wait *wait = (struct wait *)(void *)node;
    struct task *task = wait->task;
    if (wait->on->is_cancelling) { /* the request has come round a cycle: it ends here */
        list_remove(&task->step.link);
        return AW_ABORT_DONE;
    }
    int asked = wait->on->is_task
                    ? task_cancel_for((struct task *)wait->on, &task->cause, task->cancel_message)
                    : future_cancel(wait->on, task->cancel_message, "cancel", task->at);
    return asked > 0 ? AW_ABORT_PASSED : AW_ABORT_LATER;
}

/* Fails with the words with which `future` was cancelled, or with which the current task was. */
static int await_cancelled(const struct future *future)
{
    char words[160];
    struct text text = text_in(words, sizeof words);
    const struct task *task = future->is_task ? (const struct task *)future : loop.current;
    const struct error *error = future->error;
    if (error && error->code == AW_ECANCELLED && error->message[0])
        return aw_fail_text(AW_ECANCELLED, error->message);
    bool is_told = task && (future->is_task || task->cancels > 0 || task->scope_bit);
    return aw_fail_text(AW_ECANCELLED, is_told ? cause_words(task, &text) : "");
}

static int await_result(struct future *future)
{
    if (future->state == DONE) return future->result;
    struct task *task = loop.current;
    if (future->result == AW_ECANCELLED && task && task->cancels > 0) task->cancelled_at = task->at;
    if (future->state == FAILED) return aw_fail_as((aw_future){future->id});
    return await_cancelled(future);
}

int aw_await_here(aw_future handle, const char *at)
{
    struct future *future = future_of(handle);
    if (!future) return error_stale(handle, "aw_await");
    if (future->state != PENDING) return await_result(future);
    struct task *task = loop.current;
    if (!task)
        return aw_fail_text(AW_ENOTASK, "aw_await: callbacks must not wait: start a task with "
                                        "aw_go, or use aw_on_done");
    if (future_is_cycle(future, task)) return await_cycle(future);
    struct wait wait = {.abort = await_abort, .on = future, .reason = future->type->name};
    list_insert(&future->watchers, &task->step.link);
    future_keep(future);
    int rc = park(&wait, at);
    if (rc == 0) rc = await_result(future);
    future_unkeep(future);
    return rc;
}

/* -- Looking around ------------------------------------------------------------------------------ */

aw_task aw_self(void)
{
    return (aw_task){loop.current ? loop.current->future.id : 0};
}

const char *task_name(const struct task *task)
{
    if (task->name) return task->name;
    struct text text = text_in(loop.name_buffer, sizeof loop.name_buffer);
    text_add(&text, "Task-");
    text_add_number(&text, task->sequence);
    return loop.name_buffer;
}

const char *aw_name(aw_task handle)
{
    struct task *task = task_of(handle);
    return task ? task_name(task) : "";
}

int aw_set_name(aw_task handle, const char *name)
{
    struct task *task = task_of(handle);
    if (!task) return error_stale(handle, "aw_set_name");
    char *copy = copy_words(name);
    if (!copy) return aw_fail_text(AW_ENOMEM, "aw_set_name: no memory for the name");
    free_words(task->name);
    task->name = copy;
    trace(NAME, task->future.number, 0, 0, NULL, NULL, copy);
    return 0;
}

int aw_all_tasks(aw_task *tasks, int tasks_max)
{
    int count = 0;
    for (struct list *l = loop.tasks.next; l != &loop.tasks; l = l->next) {
        struct task *task = container_of(l, struct task, all);
        if (task->is_inner) continue;
        if (count < tasks_max) tasks[count] = (aw_task){task->future.id};
        count++;
    }
    return count;
}
