/* Wait queues: the one place where tasks wait for their turn, under every lock, event and queue.
 *
 * A place is linked from joining to leaving. A wake-up counts it as woken until its task has run,
 * because until then nobody may overtake it. Nothing is allocated: a place lives in the frame of the
 * task that waits, and all are linked, so that the queue can let go of them before it goes. */
#include "awaitc_lowlevel.h"
#include "list.h"

/* Behind aw_wait_queue. */
struct queue {
    struct list places; /* those woken, then those that wait; zeroed until the first one joins */
    struct list *next;  /* the first that waits, or the head */
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
    if (!queue->places.next) list_init(&queue->places);
    if (queue->waiting_count++ == 0) queue->next = &place->link;
    list_insert(&queue->places, &place->link);
    place->queue = queue;
    place->is_woken = false;
}

static void leave(struct place *place)
{
    struct queue *queue = place->queue;
    if (!queue) return;
    place->queue = NULL;
    if (place->is_woken)
        queue->woken_count--;
    else
        queue->waiting_count--;
    if (queue->next == &place->link) queue->next = place->link.next;
    list_remove(&place->link);
}

AW_NEVER_SUSPENDS(void, place_woken, (struct place * place));

static void place_woken(struct place *place)
{
    place->woken((aw_wait_entry *)(void *)place);
}

/* Wakes the first that waits; there is one. */
static void wake_next(struct queue *queue, int result, const char *by)
{
    struct place *place = container_of(queue->next, struct place, link);
    queue->next = place->link.next;
    queue->waiting_count--;
    queue->woken_count++;
    place->is_woken = true;
    if (place->woken)
        place_woken(place);
    else
        aw_unpark(&container_of(place, struct parked, place)->wait, result, by);
}

int aw_wait_queue_wake(aw_wait_queue *node, int count, const char *by)
{
    struct queue *queue = (struct queue *)(void *)node;
    int woken = 0;
    for (; woken < count && queue->waiting_count > 0; woken++) wake_next(queue, 0, by);
    return woken;
}

void aw_wait_queue_close(aw_wait_queue *node, int result, const char *by)
{
    struct queue *queue = (struct queue *)(void *)node;
    while (queue->waiting_count > 0) wake_next(queue, result, by);
    while (queue->woken_count > 0) leave(container_of(queue->places.next, struct place, link));
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
