/* What the scenarios of queues share: tasks that get, put or join and note what that brought. */
#ifndef Q_USER_H
#define Q_USER_H

#include "scenario.h"

struct q_user {
    aw_queue queue;
    const char *name;
    int value; /* to put */
};

static inline int q_note_failure(const char *name, int rc)
{
    if (rc != AW_ECANCELLED) note_at("%s!%s", name, exception(rc));
    return rc;
}

static inline int q_get_one(void *arg)
{
    const struct q_user *user = arg;
    int value;
    int rc = aw_queue_get(user->queue, &value);
    if (rc < 0) return q_note_failure(user->name, rc), rc == AW_ECANCELLED ? rc : 0;
    note("%s%s", user->name, word_of(value));
    return 0;
}

static inline int q_put_one(void *arg)
{
    const struct q_user *user = arg;
    int rc = aw_queue_put(user->queue, &user->value);
    if (rc < 0) return q_note_failure(user->name, rc), rc == AW_ECANCELLED ? rc : 0;
    note("%s+%d", user->name, user->value);
    return 0;
}

static inline int q_join_one(void *arg)
{
    const struct q_user *user = arg;
    int rc = aw_queue_join(user->queue);
    if (rc == 0) note("%s", user->name);
    return rc;
}

#define q_getter(queue, name) aw_go(q_get_one, struct q_user, queue, name)
#define q_putter(queue, name, value) aw_go(q_put_one, struct q_user, queue, name, value)
#define q_joiner(queue, name) aw_go(q_join_one, struct q_user, queue, name)

static inline aw_queue q_new(int items_max)
{
    return aw_queue_new(sizeof(int), items_max, AW_FIFO);
}

static inline int q_put(aw_queue queue, int value)
{
    return aw_queue_put_nowait(queue, &value);
}

/* The item taken, or a code. */
static inline int q_take(aw_queue queue)
{
    int value;
    int rc = aw_queue_get_nowait(queue, &value);
    return rc < 0 ? rc : value;
}

/* What a get of main's brings. */
static inline int q_get(aw_queue queue)
{
    int value;
    int rc = aw_queue_get(queue, &value);
    return rc < 0 ? rc : value;
}

static inline void q_turns(int count)
{
    while (count-- > 0) EXPECT_INT(aw_yield(), 0);
}

#endif
