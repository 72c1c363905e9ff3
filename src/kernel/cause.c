/* Who cancelled a task, and why: kept from the latest request, and told in one sentence.
 *
 * A cause names the task that asked by its handle, so that noting one allocates nothing; once that
 * record is gone, the number in its "Task-N" is left. */
#include "kernel/core.h"

#include <string.h>

struct cause cause_here(const char *kind, const char *at)
{
    struct task *by = loop.current;
    return (struct cause){.kind = kind,
                          .at = at,
                          .by = by ? by->future.record.id : 0,
                          .by_sequence = by ? by->sequence : 0};
}

/* The name of the task that asked; nothing if none did. */
static void add_name(struct text *text, const struct cause *cause)
{
    if (!cause->by) return;
    struct task *task = task_of((aw_task){cause->by}); /* NULL once its record is freed */
    if (task) {
        text_add(text, task_name(task));
        return;
    }
    text_add(text, "Task-");
    text_add_number(text, cause->by_sequence);
}

/* What a kind is called in the sentence. */
static const char *kind_words(const char *kind)
{
    if (strcmp(kind, "exit") == 0) return "end of the program";
    if (strcmp(kind, "signal") == 0) return "host's signal";
    return kind;
}

const char *cause_words(const struct task *task, struct text *text)
{
    const struct cause *cause = &task->cause;
    if (task->cancel_message) return task->cancel_message;
    if (!cause->kind) return "";
    /* Of aw_cancel, the task that called it says most; of the other kinds, the kind does. */
    bool is_plain = strcmp(cause->kind, "cancel") == 0;
    text_add(text, "cancelled");
    if (!is_plain) {
        text_add(text, " by the ");
        text_add(text, kind_words(cause->kind));
    } else if (cause->by) {
        text_add(text, " by ");
        add_name(text, cause);
    }
    if (cause->at) {
        text_add(text, " at ");
        text_add(text, cause->at);
    }
    if (!is_plain && cause->by) {
        text_add(text, ", because of ");
        add_name(text, cause);
    }
    return text->data;
}

_Static_assert(WORDS_CAUSE == sizeof((aw_cause *)0)->message, "the public size is the same");
_Static_assert(WORDS_NAME == sizeof((aw_cause *)0)->by, "the public size is the same");

int aw_cancel_cause(aw_task handle, aw_cause *out)
{
    struct task *task = task_of(handle);
    if (!task) return error_stale(handle, "aw_cancel_cause");
    if (!task->cause.kind) return 0;
    *out = (aw_cause){.kind = task->cause.kind, .at = task->cause.at};
    struct text by = text_in(out->by, sizeof out->by);
    add_name(&by, &task->cause);
    struct text message = text_in(out->message, sizeof out->message);
    char words[WORDS_CAUSE];
    struct text sentence = text_in(words, sizeof words);
    text_add(&message, cause_words(task, &sentence));
    return 1;
}
