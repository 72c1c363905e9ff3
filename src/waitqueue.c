/* Wait queues: the one place where tasks wait for their turn, under every lock, event and queue.
 *
 * An entry is linked while it waits. A wake-up takes it out of the list and counts it as woken until
 * its task has run, because until then nobody may overtake it. Nothing is allocated; an entry lives
 * in the frame of the task that waits. */
#include "awaitc_lowlevel.h"
#include "list.h"

/* Behind aw_wait_queue. */
struct queue {
    struct list waiting; /* zeroed until the first entry joins */
    int waiting_count;
    int woken_count;
};
_Static_assert(sizeof(struct queue) <= sizeof(aw_wait_queue), "aw_wait_queue is large enough");

/* Behind aw_wait_entry. */
struct place {
    struct list link;
    struct queue *queue; /* NULL: in none */
    void (*woken)(aw_wait_entry *entry);
    bool is_woken;
};
_Static_assert(sizeof(struct place) <= sizeof(aw_wait_entry), "aw_wait_entry is large enough");

/* A task parked in one queue. */
struct parked {
    aw_waiter wait;
    struct place place;
};

static void join(struct queue *queue, struct place *place)
{
    if (!queue->waiting.next) list_init(&queue->waiting);
    list_insert(&queue->waiting, &place->link);
    place->queue = queue;
    place->is_woken = false;
    queue->waiting_count++;
}

static void leave(struct place *place)
{
    struct queue *queue = place->queue;
    if (!queue) return;
    place->queue = NULL;
    if (place->is_woken) {
        queue->woken_count--;
        return;
    }
    list_remove(&place->link);
    queue->waiting_count--;
}

AW_NEVER_SUSPENDS(void, place_woken, (struct place * place));

static void place_woken(struct place *place)
{
    place->woken((aw_wait_entry *)(void *)place);
}

int aw_wait_queue_wake(aw_wait_queue *node, int count, const char *by)
{
    struct queue *queue = (struct queue *)(void *)node;
    int woken = 0;
    while (woken < count && queue->waiting_count > 0) {
        struct place *place = container_of(list_take(&queue->waiting), struct place, link);
        queue->waiting_count--;
        queue->woken_count++;
        place->is_woken = true;
        woken++;
        if (place->woken)
            place_woken(place);
        else
            aw_unpark(&container_of(place, struct parked, place)->wait, 0, by);
    }
    return woken;
}

int aw_wait_queue_count(const aw_wait_queue *node)
{
    const struct queue *queue = (const struct queue *)(const void *)node;
    return queue->waiting_count + queue->woken_count;
}

int aw_wait_queue_woken(const aw_wait_queue *node)
{
    return ((const struct queue *)(const void *)node)->woken_count;
}

void aw_wait_queue_join(aw_wait_queue *queue, aw_wait_entry *node,
                        void (*woken)(aw_wait_entry *entry))
{
    struct place *place = (struct place *)(void *)node;
    place->woken = woken;
    join((struct queue *)(void *)queue, place);
}

void aw_wait_queue_leave(aw_wait_entry *entry)
{
    leave((struct place *)(void *)entry);
}

bool aw_wait_entry_is_woken(const aw_wait_entry *entry)
{
    return ((const struct place *)(const void *)entry)->is_woken;
}

static enum aw_abort_result parked_abort(aw_waiter *wait)
{
    leave(&container_of(wait, struct parked, wait)->place);
    return AW_ABORT_DONE;
}

int(aw_wait_queue_park)(aw_wait_queue *queue, const aw_park_options *options, bool *was_woken AW_AT)
{
    struct parked parked = {.place = {.woken = NULL}};
    join((struct queue *)(void *)queue, &parked.place);
    int rc = (aw_park)(&parked.wait, parked_abort, options, at);
    *was_woken = parked.place.is_woken;
    leave(&parked.place);
    return rc;
}
