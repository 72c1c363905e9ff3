/* Errors: the code table, their records, and how they travel from a failed task to its awaiter.
 *
 * An error record is made when the error is born and belongs to one future. When there is no memory
 * for one, the loop's reserve is used; whoever held it keeps its code and loses its words. */
#include "core.h"
#include "memory.h"

#include <string.h>

const char *aw_strerror(int code)
{
    switch (code) {
#define SENTENCE(name, value, python, sentence) \
    case value: return sentence;
        AW_ERRORS(SENTENCE)
#undef SENTENCE
    default: return code < 0 ? "failed" : "no error";
    }
}

const char *aw_errname(int code)
{
    switch (code) {
#define NAME(name, value, python, sentence) \
    case value: return "AW_" #name;
        AW_ERRORS(NAME)
#undef NAME
    default: return code < 0 ? "error" : "0";
    }
}

struct error *error_new(struct future *owner, int code)
{
    struct error *error = owner->error;
    if (!error) {
        error = memory_take_raw(sizeof *error);
        if (!error) {
            error = &loop.reserve;
            if (error->owner) error->owner->error = NULL;
        }
        owner->error = error;
    }
    error->owner = owner;
    error->code = code;
    error->message[0] = error->trail[0] = 0;
    return error;
}

void error_say(struct error *error, const char *message)
{
    struct text text = text_in(error->message, sizeof error->message);
    text_add(&text, message);
}

void error_free(struct future *owner)
{
    if (!owner->error) return;
    if (owner->error == &loop.reserve)
        loop.reserve.owner = NULL;
    else
        memory_give(owner->error, sizeof *owner->error);
    owner->error = NULL;
}

void error_copy(struct future *to, const struct future *from)
{
    bool has_words = from->error && from->error->code == from->result;
    struct error *error = error_new(to, from->result);
    if (has_words && from->error) { /* not if the reserve has just changed hands */
        memcpy(error->message, from->error->message, sizeof error->message);
        memcpy(error->trail, from->error->trail, sizeof error->trail);
    }
}

/* Where the current task's errors go; in a callback, to main or nowhere. */
static struct future *error_holder(void)
{
    struct task *task = loop.current ? loop.current : loop.main;
    return task ? &task->future : NULL;
}

int aw_fail_text(int code, const char *message)
{
    if (code >= 0) {
        code = AW_EINVAL;
        message = "aw_fail: an error code must be negative";
    }
    struct future *holder = error_holder();
    if (!holder) return code;
    error_say(error_new(holder, code), message);
    return code;
}

int aw_fail_as(aw_future source)
{
    struct future *from = future_of(source);
    if (!from) return error_stale(source, "aw_fail_as");
    from->is_seen = true;
    struct future *holder = error_holder();
    if (!holder || holder == from) return from->result;
    error_copy(holder, from);
    if (from->is_task) {
        struct error *error = holder->error;
        struct text text = {error->trail, sizeof error->trail, strlen(error->trail)};
        if (text.length) text_add(&text, " < ");
        text_add(&text, task_name((struct task *)from));
        text_add(&text, " (");
        text_add(&text, from->at);
        text_add(&text, ")");
    }
    return from->result;
}

const char *aw_errmsg(void)
{
    struct future *holder = error_holder();
    if (!holder || !holder->error) return "";
    struct error *error = holder->error;
    return error->message[0] ? error->message : aw_strerror(error->code);
}

int aw_error(aw_future handle, aw_error_info *info)
{
    struct future *future = future_of(handle);
    if (!future) return error_stale(handle, "aw_error");
    if (future->state == PENDING)
        return aw_fail_text(AW_ENOTDONE, "aw_error: the future is not done; await it first");
    if (future->state == CANCELLED) return AW_ECANCELLED;
    future->is_seen = true;
    *info = (aw_error_info){0};
    if (future->state == DONE) return 0;
    info->code = future->result;
    struct error *error = future->error;
    bool has_words = error && error->code == future->result && error->message[0];
    struct text text = text_in(info->message, sizeof info->message);
    text_add(&text, has_words ? error->message : aw_strerror(future->result));
    if (error) memcpy(info->trail, error->trail, sizeof info->trail);
    return 0;
}

/* A handle without a record either says why it was never made, or its record has gone. */
int error_stale(aw_future handle, const char *function)
{
    int code = handle.id >> 32 == 0 && handle.id != 0 ? -(int)handle.id : AW_ESTALE;
    if (code != AW_ESTALE) return code; /* the words were noted when the creation failed */
    char words[160];
    struct text text = text_in(words, sizeof words);
    text_add(&text, function);
    text_add(&text, handle.id ? ": the handle's record is gone; its owner has ended or it was "
                                "released: use the result before, or aw_detach"
                              : ": the handle was never set");
    return aw_fail_text(AW_ESTALE, words);
}

aw_future aw_future_failed(int code, const char *message)
{
    return (aw_future){.id = (uint64_t)-aw_fail_text(code, message)};
}
