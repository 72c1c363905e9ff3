/* An intrusive pairing heap of deadlines, ordered by (deadline, seq).
 *
 * `seq` grows with each insertion, so equal deadlines leave in the order in which they came: that
 * order is part of the semantics. Inserting and removing allocate nothing and cannot fail. */
#ifndef AW_HEAP_H
#define AW_HEAP_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct heap_node {
    int64_t deadline;        /* microseconds on the loop's clock */
    uint64_t seq;            /* order of insertion; 0 when in no heap */
    struct heap_node *child; /* first of the nodes below */
    struct heap_node *next;  /* next sibling */
    struct heap_node *prev;  /* sibling before, or the parent of a first child; NULL for the root */
};

struct heap {
    struct heap_node *root; /* the earliest, NULL when empty */
    uint64_t seq;           /* of the latest insertion */
};

static inline bool heap_is_linked(const struct heap_node *node)
{
    return node->seq != 0;
}

static inline bool heap_is_before(const struct heap_node *a, const struct heap_node *b)
{
    return a->deadline != b->deadline ? a->deadline < b->deadline : a->seq < b->seq;
}

/* Joins two roots (either may be NULL) and gives the common root. */
static inline struct heap_node *heap_meld(struct heap_node *a, struct heap_node *b)
{
    if (!a) return b;
    if (!b) return a;
    if (heap_is_before(b, a)) {
        struct heap_node *swap = a;
        a = b;
        b = swap;
    }
    b->next = a->child;
    b->prev = a;
    if (a->child) a->child->prev = b;
    a->child = b;
    a->next = a->prev = NULL;
    return a;
}

/* Joins a list of siblings, in pairs from the left and then from the right. */
static inline struct heap_node *heap_meld_siblings(struct heap_node *first)
{
    struct heap_node *pairs = NULL;
    while (first) {
        struct heap_node *a = first;
        struct heap_node *b = a->next;
        first = b ? b->next : NULL;
        a->next = NULL;
        if (b) b->next = NULL;
        a = heap_meld(a, b);
        a->next = pairs;
        pairs = a;
    }
    struct heap_node *root = NULL;
    while (pairs) {
        struct heap_node *rest = pairs->next;
        pairs->next = NULL;
        root = heap_meld(root, pairs);
        pairs = rest;
    }
    return root;
}

static inline void heap_insert(struct heap *heap, struct heap_node *node, int64_t deadline)
{
    assert(!heap_is_linked(node));
    *node = (struct heap_node){.deadline = deadline, .seq = ++heap->seq};
    heap->root = heap_meld(heap->root, node);
}

static inline void heap_remove(struct heap *heap, struct heap_node *node)
{
    assert(heap_is_linked(node));
    struct heap_node *below = heap_meld_siblings(node->child);
    if (node == heap->root) {
        heap->root = below;
        if (below) below->prev = NULL;
    } else {
        if (node->prev->child == node)
            node->prev->child = node->next;
        else
            node->prev->next = node->next;
        if (node->next) node->next->prev = node->prev;
        heap->root = heap_meld(heap->root, below);
    }
    *node = (struct heap_node){0};
}

#endif
