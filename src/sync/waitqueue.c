/* Wait queues: the one place where tasks wait for their turn, under every lock, event and queue.
 *
 * A place stays in line until its task has run, woken or not: until then nobody may overtake one that
 * was woken, and a lock leaves it to one that gave up at the head to wake the next. Nothing is
 * allocated: a place lives in the frame of the task that waits, and all are linked, so that the queue
 * can let go of them before it goes. */
#include "awaitc_lowlevel.h"
#include "base/list.h"

/* Behind aw_wait_queue. */
struct queue {
    struct list line;   /* in order of arrival; zeroed until the first one joins */
    struct place *next; /* the first that is WAITING; NULL: none */
    int waiting_count;
    int woken_count;
    uint64_t joined_count; /* ever */
};
_Static_assert(sizeof(struct queue) <= sizeof(aw_wait_queue), "aw_wait_queue is large enough");

enum place_state {
    WAITING,
    WOKEN,    /* its task has not run since, or it has left */
    GIVEN_UP, /* cancelled; its task has not run since */
};

/* Behind aw_wait_entry. */
struct place {
    struct list link;
    struct queue *queue; /* NULL: in none */
    void (*woken)(aw_wait_entry *entry);
    enum place_state state;
};
_Static_assert(sizeof(struct place) <= sizeof(aw_wait_entry), "aw_wait_entry is large enough");

/* A task parked in one queue; behind aw_wait_parked. */
struct parked {
    aw_waiter wait;
    struct place place;
};
_Static_assert(sizeof(struct parked) <= sizeof(aw_wait_parked), "aw_wait_parked is large enough");

static void join(struct queue *queue, struct place *place)
{
    if (!queue->line.next) list_init(&queue->line);
    list_insert(&queue->line, &place->link);
    place->queue = queue;
    place->state = WAITING;
    queue->waiting_count++;
    queue->joined_count++;
    if (!queue->next) queue->next = place;
}

/* One that is WAITING will not be any more. `next` only ever moves on, so each place is passed once. */
static void end_waiting(struct place *place, enum place_state state)
{
    struct queue *queue = place->queue;
    place->state = state;
    queue->waiting_count--;
    if (queue->next != place) return;
    queue->next = NULL;
    for (struct list *l = place->link.next; queue->waiting_count > 0; l = l->next) {
        struct place *after = container_of(l, struct place, link);
        if (after->state != WAITING) continue;
        queue->next = after;
        return;
    }
}

static void leave(struct place *place)
{
    struct queue *queue = place->queue;
    if (!queue) return;
    if (place->state == WAITING) end_waiting(place, GIVEN_UP);
    if (place->state == WOKEN) queue->woken_count--;
    list_remove(&place->link);
    place->queue = NULL;
}

AW_NEVER_SUSPENDS(void, place_woken, (struct place * place));

static void place_woken(struct place *place)
{
    place->woken((aw_wait_entry *)(void *)place);
}

/* Wakes the first that waits; there is one. */
static void wake_next(struct queue *queue, int result, const char *by)
{
    struct place *place = queue->next;
    end_waiting(place, WOKEN);
    queue->woken_count++;
    if (place->woken)
        place_woken(place);
    else
        aw_unpark(&container_of(place, struct parked, place)->wait, result, by);
}

int aw_wait_queue_wake(aw_wait_queue *node, int count, const char *by)
{
    struct queue *queue = (struct queue *)(void *)node;
    int woken = 0;
    if (count > queue->waiting_count) count = queue->waiting_count; /* those of now */
    for (; woken < count && queue->next; woken++) wake_next(queue, 0, by);
    return woken;
}

int aw_wait_queue_wake_head(aw_wait_queue *node, const char *by)
{
    struct queue *queue = (struct queue *)(void *)node;
    if (!queue->next || queue->line.next != &queue->next->link) return 0;
    wake_next(queue, 0, by);
    return 1;
}

void aw_wait_queue_close(aw_wait_queue *node, int result, const char *by)
{
    struct queue *queue = (struct queue *)(void *)node;
    if (!queue->line.next) return;
    while (queue->next) wake_next(queue, result, by);
    while (!list_is_empty(&queue->line)) leave(container_of(queue->line.next, struct place, link));
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

uint64_t aw_wait_queue_joined(const aw_wait_queue *node)
{
    return ((const struct queue *)(const void *)node)->joined_count;
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
    return ((const struct place *)(const void *)entry)->state == WOKEN;
}

static enum aw_abort_result parked_abort(aw_waiter *wait)
{
    end_waiting(&container_of(wait, struct parked, wait)->place, GIVEN_UP);
    return AW_ABORT_DONE;
}

int aw_wait_queue_begin(aw_wait_queue *queue, aw_wait_parked *node, const aw_park_options *options,
                        const char *at)
{
    struct parked *parked = (struct parked *)(void *)node;
    parked->place = (struct place){0};
    join((struct queue *)(void *)queue, &parked->place);
    int rc = aw_park_begin(&parked->wait, parked_abort, options, at);
    if (rc < 0) leave(&parked->place);
    return rc;
}

bool aw_wait_queue_end(aw_wait_parked *node)
{
    struct place *place = &((struct parked *)(void *)node)->place;
    bool was_woken = place->state == WOKEN;
    leave(place);
    return was_woken;
}

int aw_wait_queue_park(aw_wait_queue *queue, const aw_park_options *options, bool *was_woken,
                       const char *at)
{
    aw_wait_parked parked;
    bool is_woken = false;
    int rc = aw_wait_queue_begin(queue, &parked, options, at);
    if (rc == 0) {
        rc = aw_park_switch();
        is_woken = aw_wait_queue_end(&parked);
    }
    if (was_woken) *was_woken = is_woken;
    return rc;
}
