/* Tasks: from spawn to end, and how a cancellation reaches them. run.c lets them run. */
#include "kernel/core.h"
#include "kernel/parts.h"
#include "base/memory.h"
#include "base/waits.h"
#include "platform/switch.h"

#include <string.h>

/* A program that defines AW_STACK_BYTES has one of its own, and the linker takes that one. Not
 * const: clang 14 would put the number here in its place. */
extern size_t aw_stack_bytes;
__attribute__((weak)) size_t aw_stack_bytes = AW_STACK_BYTES;

static const aw_record_type task_type = {.name = WAIT_REASON(task)};

struct task *task_of(aw_task handle)
{
    struct record *record = table_get(&loop.records, handle.id); /* a look at a name is no use */
    return record ? task_in(record) : NULL;
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
    const char *refusal = switch_refusal();
    if (refusal) return aw_future_failed(AW_ENOMEM, refusal);
    char words[WORDS_ERROR];
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
    memset(task, 0, offsetof(struct task, room));
    char *block = bytes ? (char *)(task + 1) : NULL;
    if (name && !(task->name = copy_words(name))) goto free_task;
    bool is_inner = parts->inner != NULL; /* resumed inside others */
    if (!switch_new(&task->context, fn, block, stack_bytes, is_inner)) goto free_name;
    struct record *record = &task->future.record;
    record->inside_bytes = (uint32_t)inside_bytes;
    record->data_bytes = (uint32_t)parts->bytes;
    if (!future_init(&task->future, &task_kind, parts->inner ? parts->inner : &task_type, at))
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
    task->is_inner = parts->inner != NULL;
    task->step.run = task_step;
    list_init(&task->records);
    task->fn_name = fn_name;
    task->stack_bytes = stack_bytes;
    task->sequence = task->is_inner ? 0 : ++loop.task_count;
    if (local_share) task->locals = local_share();
    list_insert(&loop.tasks, &task->all);
    loop.stats.tasks++;
    trace(SPAWN, task->future.record.number, loop_actor(), (double)stack_bytes, fn_name, at,
          task_name(task));
    return task;
}

/* -- Beginning and end ------------------------------------------------------------------------- */

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
    record_disown_all(task);
    future_settle(&task->future, state, result);
}

struct task *task_new(aw_fn *fn, const void *arg, size_t bytes, const aw_task_options *options,
                      const char *fn_name, const char *at)
{
    const aw_task_parts parts = {.arg = arg, .bytes = bytes};
    aw_task failed;
    struct task *task = task_create(fn, &parts, options, fn_name, at, &failed);
    if (task) ready_add(&task->step);
    return task;
}

/* -- As a record ------------------------------------------------------------------------------- */

static void task_free(struct record *record)
{
    struct task *task = (struct task *)record;
    future_free(&task->future);
    free_words(task->name);
    free_words(task->cancel_message);
    memory_give(task, sizeof *task + record->inside_bytes + record->data_bytes);
}

static const char *task_record_name(const struct record *record)
{
    return task_name((const struct task *)record);
}

static int task_future_cancel(struct future *future, const char *message, const char *reason,
                              const char *at)
{
    return task_cancel((struct task *)future, message, reason, at);
}

const struct record_kind task_kind = {
    .bytes = sizeof(struct task),
    .is_future = true,
    .free = task_free,
    .name = task_record_name,
    .cancel = task_future_cancel,
};

/* -- Cancellation ------------------------------------------------------------------------------ */

void task_note_cause(struct task *task, const struct cause *cause, const char *message)
{
    char *copy = copy_words(message);
    task->cause = *cause;
    free_words(task->cancel_message);
    task->cancel_message = copy;
    trace(CANCEL, task->future.record.number, loop_actor(), 1, cause->kind, cause->at, message);
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
        struct task *awaited = wait && wait->on ? task_in(&wait->on->record) : NULL;
        if (!awaited) break;
        task = awaited;
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
    char words[WORDS_CAUSE];
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

/* As an abort: the request goes on to what the task awaits, whose end will wake it. */
enum aw_abort_result task_pass_cancel(aw_waiter *node)
{
    struct wait *wait = (struct wait *)(void *)node;
    struct task *task = wait->task;
    if (wait->on->is_cancelling) { /* the request has come round a cycle: it ends here */
        list_remove(&task->step.link);
        return AW_ABORT_DONE;
    }
    struct task *awaited = task_in(&wait->on->record);
    int asked = awaited ? task_cancel_for(awaited, &task->cause, task->cancel_message)
                        : future_cancel(wait->on, task->cancel_message, "cancel", task->at);
    return asked > 0 ? AW_ABORT_PASSED : AW_ABORT_LATER;
}

/* -- Looking around ---------------------------------------------------------------------------- */

aw_task aw_self(void)
{
    return (aw_task){loop.current ? loop.current->future.record.id : 0};
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
    trace(NAME, task->future.record.number, 0, 0, NULL, NULL, copy);
    return 0;
}

int aw_all_tasks(aw_task *tasks, int tasks_max)
{
    int count = 0;
    for (struct list *l = loop.tasks.next; l != &loop.tasks; l = l->next) {
        struct task *task = container_of(l, struct task, all);
        if (task->is_inner) continue;
        if (count < tasks_max) tasks[count] = (aw_task){task->future.record.id};
        count++;
    }
    return count;
}
