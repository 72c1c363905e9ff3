/* Queues: where tasks wait for items and for space; items.c keeps the items in their order.
 *
 * A wake-up is a hint: the item is taken, or the space filled, when the woken task runs. So nothing
 * is lost when a wait is cancelled, and a hint that was not used is passed on. A queue is a record,
 * so that its owner's end frees it; it may go while tasks wait in it, and after each wait it is
 * looked up again by its handle. Next: select.c waits in several. */
#include "awaitc_lowlevel.h"
#include "sync/items.h"
#include "base/text.h"
#include "base/waits.h"

#include <limits.h>
#include <string.h>

struct queue {
    struct items items;
    aw_wait_queue getters;
    aw_wait_queue putters;
    aw_wait_queue joiners;
    uint32_t unfinished; /* items put and not reported as done */
    bool is_shut_down;
    uint64_t dropped;       /* items that nobody took */
    aw_park_options to_get; /* "queue", "get NAME": what a getter waits for; the words lie behind */
    aw_park_options to_put;
    aw_park_options to_join;
};

static void queue_drop(void *inside);

static const aw_record_type queue_type = {
    .name = "queue", .drop = queue_drop, .outlives_main = true};

static inline struct queue *queue_of(aw_queue handle)
{
    return aw_inside_of((aw_record){handle.id}, &queue_type);
}

/* -- Words ------------------------------------------------------------------------------------- */

static __attribute__((noinline)) int fail_in(int code, const char *function, const char *words)
{
    char message[WORDS_ERROR];
    struct text text = text_in(message, sizeof message);
    text_add(&text, function);
    text_add(&text, words);
    return aw_fail_text(code, message);
}

/* Says why the handle finds no queue. */
static __attribute__((noinline)) int fail_stale(aw_queue handle, const char *function)
{
    int rc = aw_keep((aw_record){handle.id});
    if (rc == 0) {
        aw_unkeep((aw_record){handle.id});
        return fail_in(AW_EINVAL, function, ": the handle names another record, not a queue");
    }
    if (rc != AW_ESTALE) return rc; /* the words were noted when it could not be made */
    return fail_in(AW_ESTALE, function,
                   handle.id ? ": the queue is gone; its owner has ended or it was freed: make it "
                               "in a task that outlives its users"
                             : ": the handle was never set; make the queue with aw_queue_new");
}

static int fail_busy(const char *function)
{
    return fail_in(AW_EBUSY, function,
                   ": called from the queue's own compare, which must only compare");
}

/* Says why a queue that is there would not give or take an item. */
static __attribute__((noinline)) int fail_try(int code, const char *function)
{
    switch (code) {
    case AW_ESHUTDOWN: return fail_in(code, function, ": the queue is shut down");
    case AW_EEMPTY: return fail_in(code, function, ": the queue is empty");
    case AW_EFULL: return fail_in(code, function, ": the queue is full");
    case AW_ENOMEM:
        return fail_in(code, function,
                       ": no memory for another item; make the queue with an .items_max");
    default: return fail_busy(function);
    }
}

/* -- Making and freeing ------------------------------------------------------------------------ */

/* How those park who want to do `what`; the words are appended, with their end. */
static aw_park_options waiting_to(struct text *text, const char *what, const char *name)
{
    const char *detail = text->data + text->length;
    text_add(text, what);
    text_add(text, name);
    text->length++;
    return (aw_park_options){.reason = WAIT_REASON(queue), .detail = detail};
}

static const char *fault_of(const aw_queue_options *options)
{
    bool is_priority = options->kind == AW_PRIORITY;
    if ((unsigned)options->kind > AW_PRIORITY)
        return "aw_queue_new: no such kind; it is AW_FIFO, AW_LIFO or AW_PRIORITY";
    if (options->item_bytes > INT32_MAX / 4)
        return "aw_queue_new: items are too large; put pointers to them";
    if (is_priority && !options->compare)
        return "aw_queue_new: AW_PRIORITY needs .compare: use aw_queue_new_with";
    if (!is_priority && options->compare)
        return "aw_queue_new: .compare is for AW_PRIORITY; set .kind";
    return NULL;
}

aw_queue aw_queue_new_with_here(const aw_queue_options *options, const char *at)
{
    const char *fault = fault_of(options);
    if (fault) return (aw_queue){aw_future_failed(AW_EINVAL, fault).id};
    const char *name = options->name ? options->name : at;
    size_t label_bytes = sizeof "get " + sizeof "put " + sizeof "join " + 3 * strlen(name);
    aw_record self =
        aw_record_make(&queue_type, sizeof(struct queue) + label_bytes, 0, NULL, 0, at);
    struct queue *queue = aw_inside(self);
    if (!queue)
        return (aw_queue){aw_future_failed(AW_ENOMEM, "aw_queue_new: no memory for a queue").id};
    queue->items = (struct items){
        .order = (enum items_order)options->kind,
        .compare = options->compare,
        .count_max = options->items_max > 0 ? (uint32_t)options->items_max : 0,
        .item_bytes = options->item_bytes,
    };
    struct text text = text_in((char *)(queue + 1), label_bytes);
    queue->to_get = waiting_to(&text, "get ", name);
    queue->to_put = waiting_to(&text, "put ", name);
    queue->to_join = waiting_to(&text, "join ", name);
    return (aw_queue){self.id};
}

aw_queue aw_queue_new_here(size_t item_bytes, int items_max, enum aw_queue_kind kind,
                           const char *at)
{
    return aw_queue_new_with_here(
        &(aw_queue_options){.item_bytes = item_bytes, .items_max = items_max, .kind = kind}, at);
}

static void queue_drop(void *inside)
{
    struct queue *queue = inside;
    aw_wait_queue_close(&queue->joiners, AW_ESHUTDOWN, "shutdown");
    aw_wait_queue_close(&queue->getters, AW_ESHUTDOWN, "shutdown");
    aw_wait_queue_close(&queue->putters, AW_ESHUTDOWN, "shutdown");
    items_clear(&queue->items);
}

int aw_queue_free(aw_queue handle)
{
    struct queue *queue = queue_of(handle);
    if (!queue) return fail_stale(handle, "aw_queue_free");
    if (queue->items.is_comparing) return fail_busy("aw_queue_free");
    queue->is_shut_down = true; /* should something keep the record for a while */
    queue_drop(queue);
    return aw_record_release((aw_record){handle.id});
}

/* -- Without waiting --------------------------------------------------------------------------- */

static inline bool is_full(const struct queue *queue)
{
    return queue->items.count_max && queue->items.count >= queue->items.count_max;
}

static int queue_put(struct queue *queue, const void *item)
{
    if (queue->is_shut_down) return AW_ESHUTDOWN;
    if (is_full(queue)) return AW_EFULL;
    if (queue->items.is_comparing) return AW_EBUSY;
    if (!items_add(&queue->items, item)) return AW_ENOMEM;
    queue->unfinished++;
    aw_wait_queue_wake(&queue->getters, 1, "put");
    return 0;
}

static int get(struct queue *queue, void *item)
{
    if (queue->items.count == 0) return queue->is_shut_down ? AW_ESHUTDOWN : AW_EEMPTY;
    if (queue->items.is_comparing) return AW_EBUSY;
    items_take(&queue->items, item);
    aw_wait_queue_wake(&queue->putters, 1, "get");
    return 0;
}

static int try(struct queue *queue, enum aw_queue_way way, void *item)
{
    return way == AW_QUEUE_GET ? get(queue, item) : queue_put(queue, item);
}

static aw_wait_queue *waiters_of(struct queue *queue, enum aw_queue_way way)
{
    return way == AW_QUEUE_GET ? &queue->getters : &queue->putters;
}

static const aw_park_options *park_options_of(const struct queue *queue, enum aw_queue_way way)
{
    return way == AW_QUEUE_GET ? &queue->to_get : &queue->to_put;
}

static void queue_pass(struct queue *queue, enum aw_queue_way way)
{
    bool is_possible = way == AW_QUEUE_GET ? queue->items.count > 0 : !is_full(queue);
    if (is_possible) aw_wait_queue_wake(waiters_of(queue, way), 1, "pass");
}

int aw_queue_check(aw_queue handle, const char *function)
{
    return queue_of(handle) ? 0 : fail_stale(handle, function);
}

int aw_queue_try(aw_queue handle, enum aw_queue_way way, void *item)
{
    struct queue *queue = queue_of(handle);
    return queue ? try(queue, way, item) : AW_ESTALE;
}

aw_wait_queue *aw_queue_waiters(aw_queue handle, enum aw_queue_way way)
{
    struct queue *queue = queue_of(handle);
    return queue ? waiters_of(queue, way) : NULL;
}

const char *aw_queue_label(aw_queue handle, enum aw_queue_way way)
{
    struct queue *queue = queue_of(handle);
    return queue ? park_options_of(queue, way)->detail : NULL;
}

void aw_queue_pass(aw_queue handle, enum aw_queue_way way)
{
    struct queue *queue = queue_of(handle);
    if (queue) queue_pass(queue, way);
}

int aw_queue_put_nowait(aw_queue handle, const void *item)
{
    struct queue *queue = queue_of(handle);
    if (!queue) return fail_stale(handle, "aw_queue_put_nowait");
    int rc = queue_put(queue, item);
    return rc == 0 ? 0 : fail_try(rc, "aw_queue_put_nowait");
}

int aw_queue_get_nowait(aw_queue handle, void *item)
{
    struct queue *queue = queue_of(handle);
    if (!queue) return fail_stale(handle, "aw_queue_get_nowait");
    int rc = get(queue, item);
    return rc == 0 ? 0 : fail_try(rc, "aw_queue_get_nowait");
}

/* -- Waiting ----------------------------------------------------------------------------------- */

static int fail_freed(void)
{
    return aw_fail_text(AW_ESHUTDOWN, "the queue was freed during the wait");
}

/* A get or put that waits, in its task's aw_wait_room. */
struct queue_wait {
    _Alignas(8) char parked[AW_WAIT_QUEUE_BYTES]; /* the wait queue's */
    aw_queue queue;
    void *item;
    const char *at;
    enum aw_queue_way way;
};
_Static_assert(sizeof(struct queue_wait) <= AW_WAIT_ROOM_BYTES, "there is room for it");

/* After a try that brought `rc`: waits if that helps and gives 1, or else says why it failed. */
static __attribute__((noinline)) int wait_begin(struct queue *queue, const struct queue_wait *wait,
                                                int rc)
{
    const char *function = wait->way == AW_QUEUE_GET ? "aw_queue_get" : "aw_queue_put";
    if (!queue) return fail_stale(wait->queue, function);
    if (rc != AW_EEMPTY && rc != AW_EFULL) return fail_try(rc, function);
    return aw_wait_queue_begin(waiters_of(queue, wait->way), park_options_of(queue, wait->way),
                               wait->at);
}

int aw_queue_wait_end(int rc)
{
    const struct queue_wait *wait = aw_wait_room();
    bool was_woken = aw_wait_queue_end();
    struct queue *queue = queue_of(wait->queue);
    if (rc == AW_ESHUTDOWN || (rc == 0 && !queue)) return fail_freed();
    if (rc < 0) {
        if (was_woken && queue) queue_pass(queue, wait->way);
        return rc;
    }
    rc = try(queue, wait->way, wait->item);
    return rc == 0 ? 0 : wait_begin(queue, wait, rc);
}

/* The current task's; outside a task one that does not come to wait. */
static struct queue_wait *own_wait(void)
{
    static struct queue_wait nobodys;
    struct queue_wait *wait = aw_wait_room();
    return wait ? wait : &nobodys;
}

int aw_queue_put_begin(aw_queue handle, const void *item, const char *at)
{
    struct queue *queue = queue_of(handle);
    int rc = queue ? queue_put(queue, item) : AW_ESTALE;
    if (rc == 0) return 0;
    struct queue_wait *wait = own_wait();
    wait->queue = handle;
    wait->item = (void *)item;
    wait->at = at;
    wait->way = AW_QUEUE_PUT;
    return wait_begin(queue, wait, rc);
}

int aw_queue_get_begin(aw_queue handle, void *item, const char *at)
{
    struct queue *queue = queue_of(handle);
    int rc = queue ? get(queue, item) : AW_ESTALE;
    if (rc == 0) return 0;
    struct queue_wait *wait = own_wait();
    wait->queue = handle;
    wait->item = item;
    wait->at = at;
    wait->way = AW_QUEUE_GET;
    return wait_begin(queue, wait, rc);
}

/* -- Unfinished items -------------------------------------------------------------------------- */

static void finish(struct queue *queue, uint32_t count)
{
    queue->unfinished -= count < queue->unfinished ? count : queue->unfinished;
    if (queue->unfinished == 0) aw_wait_queue_wake(&queue->joiners, INT_MAX, "task_done");
}

int aw_queue_task_done(aw_queue handle)
{
    struct queue *queue = queue_of(handle);
    if (!queue) return fail_stale(handle, "aw_queue_task_done");
    if (queue->unfinished == 0)
        return aw_fail_text(AW_EINVAL, "aw_queue_task_done: called more often than items were "
                                       "put; once for each aw_queue_get");
    finish(queue, 1);
    return 0;
}

int aw_queue_join_here(aw_queue handle, const char *at)
{
    struct queue *queue = queue_of(handle);
    if (!queue) return fail_stale(handle, "aw_queue_join");
    if (queue->unfinished == 0) return 0;
    bool was_woken;
    int rc = aw_wait_queue_park(&queue->joiners, &queue->to_join, &was_woken, at);
    return rc == AW_ESHUTDOWN ? fail_freed() : rc;
}

int aw_queue_shutdown(aw_queue handle, bool is_immediate)
{
    struct queue *queue = queue_of(handle);
    if (!queue) return fail_stale(handle, "aw_queue_shutdown");
    if (queue->items.is_comparing) return fail_busy("aw_queue_shutdown");
    queue->is_shut_down = true;
    if (is_immediate) {
        uint32_t count = queue->items.count;
        queue->dropped += count;
        items_clear(&queue->items);
        finish(queue, count);
    }
    aw_wait_queue_wake(&queue->getters, INT_MAX, "shutdown");
    aw_wait_queue_wake(&queue->putters, INT_MAX, "shutdown");
    return 0;
}

/* -- Looking ----------------------------------------------------------------------------------- */

int aw_queue_size(aw_queue handle)
{
    struct queue *queue = queue_of(handle);
    return queue ? (int)queue->items.count : fail_stale(handle, "aw_queue_size");
}

bool aw_queue_is_empty(aw_queue handle)
{
    struct queue *queue = queue_of(handle);
    return !queue || queue->items.count == 0;
}

bool aw_queue_is_full(aw_queue handle)
{
    struct queue *queue = queue_of(handle);
    return queue && is_full(queue);
}

int aw_queue_stats(aw_queue handle, aw_queue_stats_info *stats)
{
    struct queue *queue = queue_of(handle);
    if (!queue) return fail_stale(handle, "aw_queue_stats");
    uint64_t puts = queue->items.arrivals;
    *stats = (aw_queue_stats_info){
        .items = queue->items.count,
        .unfinished = queue->unfinished,
        .getters = (uint32_t)aw_wait_queue_count(&queue->getters),
        .putters = (uint32_t)aw_wait_queue_count(&queue->putters),
        .joiners = (uint32_t)aw_wait_queue_count(&queue->joiners),
        .puts = puts,
        .gets = puts - queue->items.count - queue->dropped,
        .waits = aw_wait_queue_joined(&queue->getters) + aw_wait_queue_joined(&queue->putters) +
                 aw_wait_queue_joined(&queue->joiners),
    };
    return 0;
}
