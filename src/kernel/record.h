/* Records: what a task owns and a handle names.
 *
 * A plain record (a queue, a group) is a struct record and what its maker keeps behind it. A future
 * is a record with a result, and a task is a future that runs: core.h has these two. record.c says
 * when a record is freed; handle.c has what programs do with one. */
#ifndef AW_RECORD_H
#define AW_RECORD_H

#include "awaitc_lowlevel.h"
#include "base/list.h"

struct future;
struct record;
struct task;

/* What the kernel does with a record: one table for plain records, one for futures, one for
 * tasks. */
struct record_kind {
    uint32_t bytes; /* of its structure, a multiple of 16: the block of its maker is behind that */
    bool is_future; /* its structure begins with a struct future */
    void (*free)(
        struct record *record); /* reports what has to be reported and gives the memory back */
    const char *(*name)(const struct record *record); /* NULL if it has the name of its type */
    /* Cancels a future that is pending, as future_cancel. NULL for plain records. */
    int (*cancel)(struct future *future, const char *message, const char *reason, const char *at);
};

/* Freed when nobody owns it and nothing keeps it. */
struct record {
    struct list owned;  /* in its owner's `records`; without an owner: among those to be freed */
    struct task *owner; /* NULL once it was released or detached, or its owner has ended */
    const struct record_kind *kind;
    const aw_record_type *type;
    const char *at;        /* where it was made */
    uint32_t inside_bytes; /* of the block: what its maker keeps */
    uint32_t data_bytes;   /* of the block, behind that: argument, results, payload */
    uint32_t number;       /* in the trace; one count for all records */
    uint32_t keeps;        /* who will still read it: waiters, watches, errors, a pending future */
    uint64_t id;           /* its handle */
    bool is_lasting;       /* main has ended, and it stays until the program has */
    bool is_used;          /* the program has used its handle for more than its name */
    uint32_t next_marked;  /* of a future, within cycle_check: the low half of the next one's id */
};

/* NULL if the handle is stale; else the handle counts as used. */
struct record *record_of(aw_record handle);

/* Gives a zeroed record its handle and its owner: the current task, or main in a callback. False if
 * there is no memory. */
bool record_init(struct record *record, const struct record_kind *kind, const aw_record_type *type,
                 const char *at);

/* A record with a zeroed block, or NULL if there is no memory. */
struct record *record_new(const struct record_kind *kind, const aw_record_type *type,
                          size_t inside_bytes, size_t data_bytes, const char *at);

/* Writes the trace's row for a new record; `children` are the futures it follows. */
void record_trace(const struct record *record, const aw_future *children, int count);

/* Between these two the record is not freed. */
void record_keep(struct record *record);
void record_unkeep(struct record *record);

/* Changes the owner; record_disown leaves the record without one. */
void record_give(struct record *record, struct task *owner);
void record_disown(struct record *record);

/* Lets go of all that `owner` owns, because it has ended. What is still in use is freed later. */
void record_disown_all(struct task *owner);

/* Frees the record now, also one that has an owner. Only for the end of the program. */
void record_free(struct record *record);

const char *record_name(const struct record *record);

/* What its maker keeps in the record, and behind that its data; aligned to 16. */
static inline void *record_block(const struct record *record)
{
    return (char *)record + record->kind->bytes;
}

#endif
