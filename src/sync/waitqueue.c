/* Wait queues: the one place where tasks wait for their turn, under every lock, event and queue.
 *
 * An entry stays in the queue until its task has run, woken or not. Until then no task may overtake
 * one that was woken, and a lock relies on a task that gives up at the head to wake the next.
 * Nothing is allocated: an entry lives in the waiting task's record, or in the frame of one that
 * waits in several queues. All entries are linked, so that the queue can release them before it is
 * freed. */
#include "awaitc_lowlevel.h"
#include "base/list.h"

/* Behind aw_wait_queue. */
struct wait_queue {
    struct list line;   /* in order of arrival; zeroed until the first one joins */
    struct wait_entry *next; /* the first that is WAITING, or NULL */
    int waiting_count;
    int woken_count;
    uint64_t joined_count; /* ever */
};
_Static_assert(sizeof(struct wait_queue) <= sizeof(aw_wait_queue), "aw_wait_queue is large enough");

enum entry_state {
    WAITING,
    WOKEN,    /* its task has not run since, or it has left */
    GIVEN_UP, /* cancelled; its task has not run since */
};

/* Behind aw_wait_entry. */
struct wait_entry {
    struct list link;
    struct wait_queue *queue; /* NULL if it is in none */
    void (*woken)(aw_wait_entry *entry);
    enum entry_state state;
};
_Static_assert(sizeof(struct wait_entry) <= sizeof(aw_wait_entry), "aw_wait_entry is large enough");

/* A task parked in one queue; in its aw_wait_room. */
struct parked {
    aw_waiter wait;
    struct wait_entry entry;
};
_Static_assert(sizeof(struct parked) <= AW_WAIT_QUEUE_BYTES, "as the header says");

static void entry_join(struct wait_queue *queue, struct wait_entry *entry)
{
    if (!queue->line.next) list_init(&queue->line);
    list_insert(&queue->line, &entry->link);
    entry->queue = queue;
    entry->state = WAITING;
    queue->waiting_count++;
    queue->joined_count++;
    if (!queue->next) queue->next = entry;
}

/* One that is WAITING will not be any more. `next` only ever moves on, so each entry is passed
 * once. */
static void entry_end_waiting(struct wait_entry *entry, enum entry_state state)
{
    struct wait_queue *queue = entry->queue;
    entry->state = state;
    queue->waiting_count--;
    if (queue->next != entry) return;
    queue->next = NULL;
    for (struct list *l = entry->link.next; queue->waiting_count > 0; l = l->next) {
        struct wait_entry *after = container_of(l, struct wait_entry, link);
        if (after->state != WAITING) continue;
        queue->next = after;
        return;
    }
}

static void entry_leave(struct wait_entry *entry)
{
    struct wait_queue *queue = entry->queue;
    if (!queue) return;
    if (entry->state == WAITING) entry_end_waiting(entry, GIVEN_UP);
    if (entry->state == WOKEN) queue->woken_count--;
    list_remove(&entry->link);
    entry->queue = NULL;
}

static void entry_woken(struct wait_entry *entry) AW_NEVER_SUSPENDS(entry_woken);

static void entry_woken(struct wait_entry *entry)
{
    entry->woken((aw_wait_entry *)(void *)entry);
}

/* Wakes the first that waits; there is one. */
static void wake_next(struct wait_queue *queue, int result, const char *by)
{
    struct wait_entry *entry = queue->next;
    entry_end_waiting(entry, WOKEN);
    queue->woken_count++;
    if (entry->woken)
        entry_woken(entry);
    else
        aw_unpark(&container_of(entry, struct parked, entry)->wait, result, by);
}

int aw_wait_queue_wake(aw_wait_queue *node, int count, const char *by)
{
    struct wait_queue *queue = (struct wait_queue *)(void *)node;
    int woken = 0;
    if (count > queue->waiting_count) count = queue->waiting_count; /* those of now */
    for (; woken < count && queue->next; woken++) wake_next(queue, 0, by);
    return woken;
}

int aw_wait_queue_wake_head(aw_wait_queue *node, const char *by)
{
    struct wait_queue *queue = (struct wait_queue *)(void *)node;
    if (!queue->next || queue->line.next != &queue->next->link) return 0;
    wake_next(queue, 0, by);
    return 1;
}

void aw_wait_queue_close(aw_wait_queue *node, int result, const char *by)
{
    struct wait_queue *queue = (struct wait_queue *)(void *)node;
    if (!queue->line.next) return;
    while (queue->next) wake_next(queue, result, by);
    while (!list_is_empty(&queue->line))
        entry_leave(container_of(queue->line.next, struct wait_entry, link));
}

int aw_wait_queue_count(const aw_wait_queue *node)
{
    const struct wait_queue *queue = (const struct wait_queue *)(const void *)node;
    return queue->waiting_count + queue->woken_count;
}

int aw_wait_queue_woken(const aw_wait_queue *node)
{
    return ((const struct wait_queue *)(const void *)node)->woken_count;
}

uint64_t aw_wait_queue_joined(const aw_wait_queue *node)
{
    return ((const struct wait_queue *)(const void *)node)->joined_count;
}

void aw_wait_queue_join(aw_wait_queue *queue, aw_wait_entry *node,
                        void (*woken)(aw_wait_entry *entry))
{
    struct wait_entry *entry = (struct wait_entry *)(void *)node;
    entry->woken = woken;
    entry_join((struct wait_queue *)(void *)queue, entry);
}

void aw_wait_queue_leave(aw_wait_entry *entry)
{
    entry_leave((struct wait_entry *)(void *)entry);
}

bool aw_wait_entry_is_woken(const aw_wait_entry *entry)
{
    return ((const struct wait_entry *)(const void *)entry)->state == WOKEN;
}

static enum aw_abort_result parked_abort(aw_waiter *wait)
{
    entry_end_waiting(&container_of(wait, struct parked, wait)->entry, GIVEN_UP);
    return AW_ABORT_DONE;
}

int aw_wait_queue_begin(aw_wait_queue *queue, const aw_park_options *options, const char *at)
{
    struct parked *parked = aw_wait_room();
    if (!parked) return aw_park_begin(NULL, NULL, options, at); /* which says why not */
    parked->entry = (struct wait_entry){0};
    entry_join((struct wait_queue *)(void *)queue, &parked->entry);
    return aw_park_begin(&parked->wait, parked_abort, options, at);
}

bool aw_wait_queue_end(void)
{
    struct wait_entry *entry = &((struct parked *)aw_wait_room())->entry;
    bool was_woken = entry->state == WOKEN;
    entry_leave(entry);
    return was_woken;
}

int aw_wait_queue_park(aw_wait_queue *queue, const aw_park_options *options, bool *was_woken,
                       const char *at)
{
    bool is_woken = false;
    int rc = aw_wait_queue_begin(queue, options, at);
    if (rc == 1) {
        rc = aw_park_switch();
        is_woken = aw_wait_queue_end();
    }
    if (was_woken) *was_woken = is_woken;
    return rc;
}
