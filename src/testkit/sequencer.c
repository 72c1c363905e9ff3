/* Sequencers: run parts of several tasks in one order, for tests that need a certain interleaving.
 *
 * Waiting parts are few, so they are kept in a list and the next one is searched for. */
#include "awaitc_lowlevel.h"
#include "awaitc_test.h"
#include "base/list.h"
#include "base/text.h"
#include "base/waits.h"

/* Behind aw_sequencer. */
struct sequencer {
    struct list waiting; /* zeroed until the first part */
    uint64_t holder;     /* handle of the task whose part runs; 0 if none does */
    int32_t next;        /* the first part that has not begun */
    bool is_broken;      /* a part was cancelled, so no later one will begin */
};
_Static_assert(sizeof(struct sequencer) <= sizeof(aw_sequencer), "aw_sequencer is large enough");

/* Lives in the waiter's frame. */
struct sequence_part {
    aw_waiter wait;
    struct list link;
    uint64_t task;
    int number;
};

static int fail(int code, int part, const char *words)
{
    char message[WORDS_ERROR];
    struct text text = text_in(message, sizeof message);
    text_add(&text, "aw_sequence: part ");
    text_add_number(&text, part);
    text_add(&text, words);
    return aw_fail_text(code, message);
}

static int fail_broken(int part)
{
    return fail(AW_EBROKEN, part,
                " will not run: another was given up while it waited for its turn");
}

static struct sequence_part *part_find(const struct sequencer *sequencer, int number)
{
    for (struct list *l = sequencer->waiting.next; l != &sequencer->waiting; l = l->next) {
        struct sequence_part *part = container_of(l, struct sequence_part, link);
        if (part->number == number) return part;
    }
    return NULL;
}

static void part_begin(struct sequencer *sequencer, int number, uint64_t task)
{
    sequencer->next = number + 1;
    sequencer->holder = task;
}

/* The part that runs is over; the next one begins, if its task is here. */
static void part_end(struct sequencer *sequencer)
{
    sequencer->holder = 0;
    struct sequence_part *part = part_find(sequencer, sequencer->next);
    if (!part) return;
    list_remove(&part->link);
    part_begin(sequencer, part->number, part->task);
    aw_unpark(&part->wait, 0, "sequence");
}

/* A part will never run, and so no other. */
static void give_up(struct sequencer *sequencer)
{
    sequencer->is_broken = true;
    if (sequencer->holder == aw_self().id) sequencer->holder = 0;
    struct list *link;
    while ((link = list_take(&sequencer->waiting)))
        aw_unpark(&container_of(link, struct sequence_part, link)->wait, AW_EBROKEN, "sequence");
}

static enum aw_abort_result part_abort(aw_waiter *wait)
{
    struct sequence_part *part = container_of(wait, struct sequence_part, wait);
    list_remove(&part->link);
    return AW_ABORT_DONE;
}

/* Waits until all before it are over. */
static int part_wait(struct sequencer *sequencer, int number, const char *at)
{
    char name[24];
    struct text text = text_in(name, sizeof name);
    text_add(&text, "part ");
    text_add_number(&text, number);
    struct sequence_part part = {.task = aw_self().id, .number = number};
    list_insert(&sequencer->waiting, &part.link);
    int rc = aw_park(&part.wait, part_abort,
                     &(aw_park_options){.reason = WAIT_REASON(sequence), .detail = name}, at);
    if (rc == AW_EBROKEN) return fail_broken(number);
    if (rc < 0) give_up(sequencer);
    return rc;
}

int aw_sequence_here(aw_sequencer *node, int part, const char *at)
{
    struct sequencer *sequencer = (struct sequencer *)(void *)node;
    if (!sequencer->waiting.next) list_init(&sequencer->waiting);
    uint64_t self = aw_self().id;
    if (!self) return fail(AW_ENOTASK, part, " needs a task to run in: use aw_go");
    if (part < 0) return fail(AW_EINVAL, part, ": parts are numbered from 0");
    if (part < sequencer->next || part_find(sequencer, part))
        return fail(AW_ESTATE, part, " was used before; each runs once");
    if (sequencer->holder == self) part_end(sequencer);
    if (sequencer->is_broken) return fail_broken(part);
    if (part > sequencer->next || sequencer->holder) return part_wait(sequencer, part, at);
    part_begin(sequencer, part, self);
    return 0;
}

int aw_sequence_end(aw_sequencer *node)
{
    struct sequencer *sequencer = (struct sequencer *)(void *)node;
    if (!sequencer->holder || sequencer->holder != aw_self().id)
        return aw_fail_text(AW_ESTATE, "aw_sequence_end: the current task is in no part; "
                                       "aw_sequence begins one");
    part_end(sequencer);
    return 0;
}
