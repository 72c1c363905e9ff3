/* Task groups: tasks that are awaited together and fail together.
 *
 * The exit follows asyncio's TaskGroup step by step. A group is a scope of the task that entered
 * it, inside a record of its own. Each child has a node in the group, allocated when the child is
 * started, so that a failure allocates nothing: the failed child's record is then kept, and the
 * errors built from it keep the group's record. */
#include "kernel/core.h"
#include "kernel/scope.h"
#include "base/memory.h"
#include "base/waits.h"

enum group_state { GROUP_NEW, GROUP_ENTERED, GROUP_EXITED };

/* Behind aw_group: names the record, and keeps what may be asked without it. */
struct group_handle {
    aw_record record;
    int error_count;    /* once it has ended */
    uint8_t state;      /* enum group_state */
    bool is_cancel_due; /* asked for before the entry */
};
_Static_assert(sizeof(struct group_handle) <= sizeof(aw_group), "aw_group is large enough");

/* A task of a group; freed at its end unless it has failed. */
struct child {
    struct member member; /* its link is in the scope's `members`, after a failure in `failed` */
    aw_watch watch;
    struct group *group;
};

/* Inside the group's record. */
struct group {
    struct scope scope;   /* first; its `members` are the children that run */
    struct record *self;  /* kept while it is open */
    struct list failed;   /* children, in the order of their ends */
    struct wait *waiting; /* in aw_group_exit, or NULL */
    int failed_count;
    int body_code;      /* of the body's error, or 0; counted last */
    struct error *body; /* its message; NULL if there is none */
    bool is_exiting;
    bool is_aborting;        /* no more children; those there are were cancelled */
    bool is_ended_by_cancel; /* aw_group_cancel was the first to abort it */
    bool has_asked;          /* the task that entered to cancel; to be taken back */
};

static struct child *child_of(struct list *link)
{
    return container_of(link, struct child, member.link);
}

static void child_free(struct child *child)
{
    memory_give(child, sizeof *child);
}

static void group_drop(void *inside)
{
    struct group *group = inside;
    struct list *link;
    while ((link = list_take(&group->failed))) {
        struct child *child = child_of(link);
        record_unkeep(&child->member.task->future.record);
        child_free(child);
    }
    error_free(&group->body);
}

static const aw_record_type group_type = {.name = "group", .drop = group_drop};

/* -- Aborting ---------------------------------------------------------------------------------- */

/* Cancels the children; not those that a cancelled scope around the group has reached already, and
 * might be shielded from. */
static void abort_children(struct group *group, struct cause cause)
{
    struct list *members = &group->scope.members;
    group->is_aborting = true;
    if (scope_is_reached(&group->scope)) return;
    for (struct list *l = members->next; l != members; l = l->next) {
        struct task *task = child_of(l)->member.task;
        if (task->future.state == PENDING) task_cancel_for(task, &cause, NULL);
    }
}

/* The same with the body, because of `by`. */
static void abort_all(struct group *group, struct cause cause)
{
    abort_children(group, cause);
    group->has_asked = true;
    task_cancel_for(group->scope.task, &cause, NULL);
}

static void group_take_back(struct group *group)
{
    if (group->has_asked) aw_uncancel((aw_task){group->scope.task->future.record.id});
    group->has_asked = false;
}

static void child_failed(struct child *child)
{
    struct group *group = child->group;
    struct task *task = child->member.task;
    task->future.is_seen = true; /* the group reports it, also when the program releases the task */
    record_keep(&task->future.record);
    list_insert(&group->failed, &child->member.link);
    group->failed_count++;
    if (!group->is_aborting)
        abort_all(group, (struct cause){.kind = "group",
                                        .at = group->scope.at,
                                        .by = task->future.record.id,
                                        .by_sequence = task->sequence});
}

static void child_ended(aw_watch *watch)
{
    struct child *child = container_of(watch, struct child, watch);
    struct group *group = child->group;
    list_remove(&child->member.link);
    /* The exit is woken before a failure cancels the body: this is asyncio's order. */
    if (group->waiting && list_is_empty(&group->scope.members)) {
        park_wake(group->waiting, 0, "done");
        group->waiting = NULL;
    }
    if (child->member.task->future.state == FAILED)
        child_failed(child);
    else
        child_free(child);
}

/* Cancels what still runs and lets it go on by itself, out of the group and its scopes. */
static void leave_children(struct group *group)
{
    struct list *link;
    abort_children(group, cause_here("group", group->scope.at));
    while ((link = list_take(&group->scope.members))) {
        struct child *child = child_of(link);
        scope_detach(child->member.task, &group->scope);
        aw_watch_drop(&child->watch);
        child_free(child);
    }
}

/* -- Entering and starting --------------------------------------------------------------------- */

/* The group is over. Its record stays its owner's only if there are errors to be asked for. */
static void group_end(struct group *group, bool has_failed)
{
    struct record *self = group->self;
    if (!has_failed) record_disown(self);
    record_unkeep(self);
}

static void group_abandon(struct scope *scope)
{
    struct group *group = (struct group *)scope;
    leave_children(group);
    group_take_back(group);
    group_end(group, false);
}

static const struct scope_type group_scope = {"group", "aw_group_exit", group_abandon};

static struct group_handle *group_handle_of(aw_group *node)
{
    return (struct group_handle *)(void *)node;
}

/* The group while it is open, or NULL. */
static struct group *group_of(const struct group_handle *handle)
{
    return handle->state == GROUP_ENTERED ? aw_inside_of(handle->record, &group_type) : NULL;
}

int aw_group_enter_here(aw_group *node, const char *at)
{
    struct group_handle *handle = group_handle_of(node);
    if (handle->state != GROUP_NEW)
        return aw_fail_text(AW_ESTATE, "aw_group_enter: the group has already been entered; zero "
                                       "one for each use");
    if (!loop.current)
        return aw_fail_text(AW_ENOTASK,
                            "aw_group_enter: a group needs a task to wait in; callbacks "
                            "do not wait");
    handle->record = aw_record_make(&group_type, sizeof(struct group), 0, NULL, 0, at);
    struct group *group = aw_inside(handle->record);
    if (!group) return -(int)handle->record.id;
    group->scope = (struct scope){.type = &group_scope, .deadline_us = AW_FOREVER, .at = at};
    group->self = record_of(handle->record);
    list_init(&group->scope.members);
    list_init(&group->failed);
    record_keep(group->self);
    scope_open(&group->scope, NULL);
    handle->state = GROUP_ENTERED;
    if (handle->is_cancel_due) aw_group_cancel_here(node, at);
    return 0;
}

/* Why a group takes no child now, or NULL. */
static const char *refusal(const struct group_handle *handle, const struct group *group)
{
    if (handle->state == GROUP_NEW)
        return "aw_group_go: the group has not been entered; call aw_group_enter first";
    if (!group || (group->is_exiting && list_is_empty(&group->scope.members)))
        return "aw_group_go: the group has ended; start tasks before aw_group_exit has returned";
    if (group->is_aborting)
        return "aw_group_go: the group is shutting down after an error or a cancellation";
    return NULL;
}

aw_task aw_group_spawn_with_here(aw_group *node, aw_fn *fn, const void *arg, size_t bytes,
                                 const aw_task_options *options, const char *fn_name,
                                 const char *at)
{
    struct group *group = group_of(group_handle_of(node));
    const char *words = refusal(group_handle_of(node), group);
    if (words) return aw_future_failed(AW_ESTATE, words);
    struct child *child = memory_take(sizeof *child);
    if (!child)
        return aw_future_failed(AW_ENOMEM, "aw_group_go: no memory for a task of the group");
    aw_task failed;
    aw_task_parts parts = {.arg = arg, .bytes = bytes};
    struct task *task = task_create(fn, &parts, options, fn_name, at, &failed);
    if (!task) {
        child_free(child);
        return failed;
    }
    struct task *owner = group->scope.task;
    child->group = group;
    child->member.task = task;
    list_insert(&group->scope.members, &child->member.link);
    record_give(&task->future.record, owner);
    scope_attach(task, &group->scope);
    aw_watch_add((aw_future){task->future.record.id}, &child->watch, child_ended,
                 (aw_future){owner->future.record.id});
    return task_begin(task, options && options->eager);
}

aw_task aw_group_spawn_here(aw_group *node, aw_fn *fn, const void *arg, size_t bytes,
                            const char *fn_name, const char *at)
{
    return aw_group_spawn_with_here(node, fn, arg, bytes, NULL, fn_name, at);
}

int aw_group_cancel_here(aw_group *node, const char *at)
{
    struct group_handle *handle = group_handle_of(node);
    struct group *group = group_of(handle);
    if (handle->state == GROUP_NEW && !handle->is_cancel_due) {
        handle->is_cancel_due = true;
        return 1;
    }
    if (!group || group->is_aborting) return 0;
    if (group->is_exiting && list_is_empty(&group->scope.members)) return 0;
    group->is_ended_by_cancel = true;
    abort_all(group, cause_here("group", at));
    return 1;
}

/* -- Errors ------------------------------------------------------------------------------------ */

/* One of a group's errors: whose record has it, and its code. */
struct group_part {
    const struct error *error;  /* its message, or NULL */
    const struct future *child; /* whose it is, or NULL for the body's */
    int code;
};

static struct group_part group_part_at(const struct group *group, int index)
{
    const struct list *l = group->failed.next;
    while (l != &group->failed && index-- > 0) l = l->next;
    if (l == &group->failed) return (struct group_part){group->body, NULL, group->body_code};
    const struct future *future = &child_of((struct list *)l)->member.task->future;
    return (struct group_part){future->error, future, future->result};
}

static int error_count(const struct group *group)
{
    return group->failed_count + (group->body_code < 0);
}

/* "2 errors in a group: no such page [error -4]; timed out [AW_ETIMEDOUT -1002]" */
static void summarise(const struct group *group, struct text *text)
{
    int count = error_count(group);
    text_add_number(text, count);
    text_add(text, count == 1 ? " error in a group" : " errors in a group");
    for (int i = 0; i < count && text->length + 1 < text->size; i++) {
        struct group_part part = group_part_at(group, i);
        text_add(text, i == 0 ? ": " : "; ");
        text_add(text, error_words(part.error, part.code));
        error_add_code(text, part.code);
    }
}

/* Makes AW_EGROUP the error of the task. A request from outside is delivered again, because the
 * error has taken the place of the first delivery. */
static int fail_as_group(struct group *group)
{
    struct task *task = group->scope.task;
    struct error *error = error_new(&task->future.error, AW_EGROUP);
    struct text text = text_in(error->message, sizeof error->message);
    summarise(group, &text);
    error_set_group(error, group->self, error_count(group));
    if (task->cancels > 0) task->must_cancel |= BY_REQUEST;
    return AW_EGROUP;
}

static int read_part(const struct group *group, int index, aw_error_info *info)
{
    if (index < 0 || index >= error_count(group))
        return aw_fail_text(AW_EINVAL, "aw_group_error: there is no error of that index; ask "
                                       "aw_group_error_count, or .parts, first");
    struct group_part part = group_part_at(group, index);
    error_read(part.error, part.code, info);
    if (part.child) error_add_trail(info->trail, sizeof info->trail, part.child);
    return 0;
}

int aw_error_part(const aw_error_info *error, int index, aw_error_info *info)
{
    if (error->parts == 0)
        return aw_fail_text(AW_EINVAL, "aw_error_part: that is not the error of a group");
    const struct group *group = aw_inside_of(error->group, &group_type);
    if (!group) return error_stale(error->group, "aw_error_part");
    return read_part(group, index, info);
}

/* -- Leaving ----------------------------------------------------------------------------------- */

/* aw_group_exit while it waits. */
struct exiting {
    struct wait wait;
    struct group *group;
};

static enum aw_abort_result exit_abort(aw_waiter *node)
{
    struct wait *wait = (struct wait *)(void *)node;
    container_of(wait, struct exiting, wait)->group->waiting = NULL;
    return AW_ABORT_DONE;
}

/* Waits until the last child has ended, or something else happens. In a group that is aborting the
 * scopes around have nothing more to say. */
static int wait_once(struct group *group, const char *at)
{
    struct exiting exiting = {
        .wait = {.abort = exit_abort, .reason = WAIT_REASON(group)}, .group = group};
    bool is_held = group->is_aborting;
    if (is_held) aw_scopes_hold();
    group->waiting = &exiting.wait;
    int rc = park(&exiting.wait, at);
    group->waiting = NULL;
    if (is_held) aw_scopes_release();
    return rc;
}

/* Waits for all children; returns 0, AW_ECANCELLED if that has aborted the group, AW_ENOMEM. */
static int wait_all(struct group *group, const char *at)
{
    int result = 0;
    while (!list_is_empty(&group->scope.members)) {
        int rc = wait_once(group, at);
        if (rc == AW_ENOMEM) return rc;
        if (rc != AW_ECANCELLED || group->is_aborting) continue; /* the children know already */
        result = rc;
        abort_children(group, cause_here("group", group->scope.at));
    }
    return result;
}

/* Whether a group that aw_group_cancel has ended was cancelled from outside as well. */
static bool is_cancelled_too(const struct group *group, bool is_cancelled)
{
    const struct task *task = group->scope.task;
    if (task->scope_bit && is_cancelled) return true;
    return task->cancels > group->scope.cancels && !(task->must_cancel & BY_REQUEST);
}

/* What the group's code is when all children have ended: `rc` is the body's, `waited` the
 * wait's. */
static int group_result(struct group *group, int rc, int waited)
{
    bool is_cancelled = rc == AW_ECANCELLED || waited == AW_ECANCELLED;
    if (group->is_ended_by_cancel)
        is_cancelled = !group->body_code && is_cancelled_too(group, is_cancelled);
    /* Errors take precedence over a cancellation, so that none is lost. */
    if (is_cancelled && group->failed_count == 0) return AW_ECANCELLED;
    if (error_count(group) > 0) return fail_as_group(group);
    if (waited == AW_ENOMEM) return waited;
    return rc < 0 ? 0 : rc; /* the cancellation was the group's own request, and ends here */
}

static int exit_misuse(const struct group_handle *handle, const struct group *group)
{
    if (group)
        return aw_fail_text(AW_ESTATE, "aw_group_exit: only the task that entered it can leave it");
    if (handle->state == GROUP_EXITED)
        return aw_fail_text(AW_ESTATE, "aw_group_exit: the group has ended already");
    if (handle->state == GROUP_ENTERED)
        return aw_fail_text(AW_ESTATE,
                            "aw_group_exit: the group is gone, because what is around it "
                            "was left first; leave scopes in the reverse order");
    return aw_fail_text(AW_ESTATE,
                        "aw_group_exit: the group has not been entered; call aw_group_enter first");
}

int aw_group_exit_here(aw_group *node, int rc, const char *at)
{
    struct group_handle *handle = group_handle_of(node);
    struct group *group = group_of(handle);
    if (handle->state == GROUP_NEW && rc < 0) return rc; /* why it was not entered */
    if (!group || group->scope.task != loop.current) return exit_misuse(handle, group);
    scope_unwind(&group->scope);
    group->is_exiting = true;
    if (rc < 0 && rc != AW_ECANCELLED) { /* its words go when the wait below is cancelled */
        group->body_code = rc;
        error_copy(&group->body, &loop.current->future.error, rc);
    }
    if (rc < 0 && !group->is_aborting) abort_children(group, cause_here("group", group->scope.at));
    int waited = wait_all(group, at);
    if (waited == AW_ENOMEM) leave_children(group); /* nobody can wait for them any more */
    const char *detail = group->has_asked ? "expired" : NULL;
    group_take_back(group);
    handle->state = GROUP_EXITED;
    handle->error_count = error_count(group);
    rc = group_result(group, rc, waited);
    if (rc != AW_EGROUP) handle->error_count = 0;
    scope_close(&group->scope, rc, detail);
    group_end(group, rc < 0 && rc != AW_ECANCELLED);
    return rc;
}

/* -- Afterwards -------------------------------------------------------------------------------- */

int aw_group_error_count(const aw_group *node)
{
    const struct group_handle *handle = (const struct group_handle *)(const void *)node;
    if (handle->state != GROUP_EXITED)
        return aw_fail_text(AW_ESTATE, "aw_group_error_count: the group has not ended");
    return handle->error_count;
}

int aw_group_error(const aw_group *node, int index, aw_error_info *error)
{
    const struct group_handle *handle = (const struct group_handle *)(const void *)node;
    if (handle->state != GROUP_EXITED)
        return aw_fail_text(AW_ESTATE, "aw_group_error: the group has not ended");
    if (handle->error_count == 0)
        return aw_fail_text(AW_EINVAL, "aw_group_error: the group has no errors");
    const struct group *group = aw_inside_of(handle->record, &group_type);
    if (!group) return error_stale(handle->record, "aw_group_error");
    return read_part(group, index, error);
}

int aw_group_release(aw_group *node)
{
    struct group_handle *handle = group_handle_of(node);
    struct record *self = handle->state == GROUP_EXITED ? record_of(handle->record) : NULL;
    if (self) record_disown(self);
    return 0;
}
