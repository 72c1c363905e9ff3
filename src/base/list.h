/* An intrusive, circular, doubly linked list.
 *
 * A link is either NULL/NULL (free) or in exactly one list; adding a link twice stops the program
 * at the cause. A list head is a link that points to itself when empty. Nothing is allocated. */
#ifndef AW_LIST_H
#define AW_LIST_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>

struct list {
    struct list *prev; /* NULL when in no list */
    struct list *next;
};

/* The structure of `type` whose field `member` is at `pointer`. */
#define container_of(pointer, type, member) \
    ((type *)(void *)((char *)(pointer)-offsetof(type, member)))

static inline void list_init(struct list *head)
{
    head->prev = head->next = head;
}

static inline bool list_is_empty(const struct list *head)
{
    return head->next == head;
}

static inline bool list_is_linked(const struct list *link)
{
    return link->next != NULL;
}

/* Inserts `link` before `next`. Before a head is the end of its list. */
static inline void list_insert(struct list *next, struct list *link)
{
    assert(!list_is_linked(link));
    link->prev = next->prev;
    link->next = next;
    next->prev->next = link;
    next->prev = link;
}

static inline void list_remove(struct list *link)
{
    assert(list_is_linked(link));
    link->prev->next = link->next;
    link->next->prev = link->prev;
    link->prev = link->next = NULL;
}

/* Takes the first link out, or gives NULL. */
static inline struct list *list_take(struct list *head)
{
    struct list *first = head->next;
    if (first == head) return NULL;
    list_remove(first);
    return first;
}

/* Moves everything in `from` to the end of `to`, in order. */
static inline void list_splice(struct list *to, struct list *from)
{
    if (list_is_empty(from)) return;
    from->next->prev = to->prev;
    to->prev->next = from->next;
    from->prev->next = to;
    to->prev = from->prev;
    list_init(from);
}

#endif
