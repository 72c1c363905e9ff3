/* Errors: the code table, their records, and how they travel from a failed task to its awaiter.
 *
 * A struct error is made when the error is, and belongs to one pointer: a future's, or a group's
 * for its body. When there is no memory for one, the loop's reserve is used. Its earlier holder
 * keeps the code and loses the message. */
#include "kernel/core.h"
#include "base/memory.h"

#include <string.h>

/* By code: the runtime's follow each other from CODE_FIRST down. The texts stand one after another,
 * which takes half the room of texts with pointers to them. */
enum { CODE_FIRST = -1001 };
static const char sentences[] =
#define ERROR_SENTENCE(name, value, python, sentence) sentence "\0"
    AW_ERRORS(ERROR_SENTENCE);
#undef ERROR_SENTENCE
static const char names[] =
#define ERROR_NAME(name, value, python, sentence) "AW_" #name "\0"
    AW_ERRORS(ERROR_NAME);
#undef ERROR_NAME

/* The text of a code, or `other` if the code is not the runtime's. */
static const char *text_of(const char *texts, int code, const char *other)
{
    if (code > CODE_FIRST) return other;
    for (; code < CODE_FIRST && *texts; code++) texts += strlen(texts) + 1;
    return *texts ? texts : other;
}

const char *aw_strerror(int code)
{
    return text_of(sentences, code, code < 0 ? "failed" : "no error");
}

const char *aw_errname(int code)
{
    return text_of(names, code, code < 0 ? "error" : "0");
}

struct error *error_new(struct error **holder, int code)
{
    struct error *error = *holder;
    if (!error) {
        error = memory_take_raw(sizeof *error);
        if (error) {
            error->group = NULL;
        } else {
            error = &loop.reserve;
            if (error->holder) *error->holder = NULL;
        }
        *holder = error;
    }
    struct record *group = error->group;
    error->holder = holder;
    error->group = NULL;
    error->code = code;
    error->parts = 0;
    error->message[0] = error->trail[0] = 0;
    if (group) record_unkeep(group);
    return error;
}

void error_set_group(struct error *error, struct record *group, int parts)
{
    record_keep(group);
    error->group = group;
    error->parts = parts;
}

void error_say(struct error *error, const char *message)
{
    struct text text = text_in(error->message, sizeof error->message);
    text_add(&text, message);
}

void error_free(struct error **holder)
{
    struct error *error = *holder;
    if (!error) return;
    struct record *group = error->group;
    error->holder = NULL;
    error->group = NULL;
    *holder = NULL;
    if (error != &loop.reserve) memory_give(error, sizeof *error);
    if (group) record_unkeep(group);
}

void error_copy(struct error **to, struct error *const *from, int code)
{
    bool has_words = *from && (*from)->code == code;
    struct error *error = error_new(to, code);
    if (!has_words || !*from) return; /* or the reserve has just changed hands */
    memcpy(error->message, (*from)->message, sizeof error->message);
    memcpy(error->trail, (*from)->trail, sizeof error->trail);
    if ((*from)->group) error_set_group(error, (*from)->group, (*from)->parts);
}

void error_add_trail(char *trail, size_t size, const struct future *from)
{
    const struct task *task = task_in(&from->record);
    if (!task) return;
    struct text text = {trail, size, strlen(trail)};
    if (text.length) text_add(&text, " < ");
    text_add(&text, task_name(task));
    text_add(&text, " (");
    text_add(&text, from->record.at);
    text_add(&text, ")");
}

const char *error_words(const struct error *error, int code)
{
    return error && error->code == code && error->message[0] ? error->message : aw_strerror(code);
}

void error_add_code(struct text *text, int code)
{
    text_add(text, " [");
    text_add(text, aw_errname(code));
    text_add(text, " ");
    text_add_number(text, code);
    text_add(text, "]");
}

void error_read(const struct error *error, int code, aw_error_info *info)
{
    *info = (aw_error_info){.code = code};
    struct text text = text_in(info->message, sizeof info->message);
    text_add(&text, error_words(error, code));
    if (!error || error->code != code) return;
    memcpy(info->trail, error->trail, sizeof info->trail);
    if (!error->group) return;
    info->parts = error->parts;
    info->group = (aw_future){error->group->id};
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
    error_say(error_new(&holder->error, code), message);
    return code;
}

int aw_fail_as(aw_future source)
{
    struct future *from = future_of(source);
    if (!from) return error_stale(source, "aw_fail_as");
    from->is_seen = true;
    struct future *holder = error_holder();
    if (!holder || holder == from) return from->result;
    int code = from->result;
    record_keep(&from->record); /* the error that this one replaces may keep it */
    error_copy(&holder->error, &from->error, code);
    error_add_trail(holder->error->trail, sizeof holder->error->trail, from);
    record_unkeep(&from->record);
    return code;
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
    if (future->state == DONE)
        *info = (aw_error_info){0};
    else
        error_read(future->error, future->result, info);
    return 0;
}

int error_of(int code, const char *function, const char *words)
{
    char message[WORDS_ERROR];
    struct text text = text_in(message, sizeof message);
    text_add(&text, function);
    text_add(&text, words);
    return aw_fail_text(code, message);
}

/* A handle without a record either says why it was never made, or its record has gone. */
int error_stale(aw_record handle, const char *function)
{
    int code = handle.id >> 32 == 0 && handle.id != 0 ? -(int)handle.id : AW_ESTALE;
    if (code != AW_ESTALE) return code; /* the words were noted when the creation failed */
    const struct record *record = record_of(handle);
    if (record && !record->kind->is_future) {
        char words[WORDS_ERROR];
        struct text text = text_in(words, sizeof words);
        text_add(&text, function);
        text_add(&text, ": the handle names a ");
        text_add(&text, record->type->name);
        text_add(&text, ", which has no result; pass a task or a future");
        return aw_fail_text(AW_EINVAL, words);
    }
    return error_of(AW_ESTALE, function,
                    handle.id ? ": the handle's record is gone; its owner has ended or it was "
                                "released: use the result before, or aw_detach"
                              : ": the handle was never set");
}

aw_future aw_future_failed(int code, const char *message)
{
    return (aw_future){.id = (uint64_t)-aw_fail_text(code, message)};
}
