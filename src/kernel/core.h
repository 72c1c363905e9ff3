/* The kernel's structures: the only header with `struct task` and `struct loop`.
 *
 * One turn of the loop runs a fixed batch of entries; everything that will run (a task's step, a
 * due timer, a future's callbacks) is an entry, linked by the structure it belongs to. Read next:
 * loop.c for the order of a turn, park.c for how a task stops, task.c for its life. */
#ifndef AW_CORE_H
#define AW_CORE_H

#include "awaitc_inspect.h"
#include "awaitc_lowlevel.h"
#include "base/heap.h"
#include "base/list.h"
#include "platform/switch.h"
#include "base/text.h"

/* Something that a turn of the loop will run. */
struct entry {
    struct list link;                 /* in the ready queue, or in a future's `watchers` */
    void (*run)(struct entry *entry); /* called unlinked */
};

/* A deadline; behind aw_timer. */
struct timer {
    struct heap_node node; /* while it waits */
    struct entry entry;    /* once it is due */
    void (*fire)(aw_timer *timer);
    const char *what; /* "sleep", "timeout" … */
    uint32_t number;  /* for the trace */
    uint32_t task;    /* record number of who set it */
};
_Static_assert(sizeof(struct timer) <= sizeof(aw_timer), "aw_timer is large enough");

/* A callback at a future's end; behind aw_watch. */
struct watch {
    struct entry entry;    /* in `watchers`, then in the ready queue; unlinked: not set */
    struct future *future; /* kept until the call */
    void (*done)(aw_watch *watch);
    uint64_t by; /* handle of the future on whose behalf, 0: nobody's */
};
_Static_assert(sizeof(struct watch) <= sizeof(aw_watch), "aw_watch is large enough");

/* A parked task; behind aw_waiter. */
struct wait {
    struct task *task;
    aw_abort *abort; /* NULL once it has been woken: nothing left to undo */
    const char *reason;
    const char *detail;
    struct future *on;     /* what aw_await waits for: the step is linked there; else NULL */
    aw_ms deadline;        /* when it will go on by itself, for the trace; 0: unknown */
    const aw_task *holder; /* where to read who has it; NULL: nobody */
    int result;
    bool keeps_result; /* see aw_park_options */
};
_Static_assert(sizeof(struct wait) <= sizeof(aw_waiter), "aw_waiter is large enough");

/* An error with its story; made when one is born, gone with its record. */
struct error {
    struct future *owner; /* whose it is: the reserve may be taken over */
    struct future *group; /* of AW_EGROUP: the record of its parts, kept; else NULL */
    int code;
    int parts; /* of the group */
    char message[200];
    char trail[200];
};

/* Who asked for a cancellation, and why. */
struct cause {
    const char *kind; /* "cancel", "timeout", "scope" …; NULL: nobody */
    const char *at;   /* where it was asked for, or where the scope that asks was entered */
    uint64_t by;      /* handle of the task that asked, 0: none */
    uint32_t by_sequence; /* N of its "Task-N", for when its record is gone */
};

struct scope;

/* A kind of scope. */
struct scope_type {
    const char *word; /* "timeout", "scope", "group" */
    const char *exit; /* the function that leaves it, for the report */
    void (*abandon)(struct scope *scope); /* taken off its task without that; frees it */
};

/* What a task has entered and not left yet: a timeout, a cancel scope, a group. Not in the frame
 * that entered it, so that one that is never left is found at the task's end, and no timer reaches a
 * frame that is gone. */
struct scope {
    const struct scope_type *type;
    struct scope *outer; /* next one out: of this task, or of the group the task is in; or NULL */
    struct task *task;   /* who entered it */
    struct list members; /* of a group: its tasks that have not ended, in order of creation */
    aw_timer timer;      /* the deadline */
    int64_t deadline_us; /* INT64_MAX: none */
    struct cause cause;  /* of a cancel scope that is cancelled, with its words */
    char reason[48];
    const char *at;      /* where it was entered */
    uint32_t number;     /* in the trace */
    uint16_t cancels;    /* delivered to the task before it entered */
    bool has_fired;      /* its deadline has passed */
    bool is_cancelled;   /* a cancel scope: everything inside that would suspend is cancelled */
    bool is_shielded;    /* a cancel scope: those around it do not reach inside */
};

/* A task in a group; behind it in the chain of scopes are the group's. */
struct member {
    struct list link; /* in the group's `members` */
    struct task *task;
    struct member *next_reached; /* while a cancellation spreads */
};

enum future_state { PENDING, DONE, FAILED, CANCELLED };

/* A result that will be there later. Freed when nobody owns it and nothing keeps it. */
struct future {
    struct list owned;    /* in its owner's `children` */
    struct list watchers; /* entries to run at its end, in order */
    struct task *owner;   /* NULL: released, detached, or the owner has ended */
    const aw_future_type *type;
    void *block;           /* what its maker keeps inside, then its data: behind the record */
    uint32_t inside_bytes; /* of the block */
    uint32_t data_bytes;   /* of the block: argument, results, payload */
    struct error *error;   /* NULL: none, or its code's sentence will do */
    const char *at;        /* where it was made */
    uint32_t number;       /* in the trace; one count for all records */
    uint32_t keeps;        /* waiters and watches that will still read it */
    uint64_t id;           /* its handle */
    int result;            /* value or code, once done */
    uint8_t state;         /* enum future_state */
    bool is_task;
    bool is_cancelling;         /* its type's cancel is under way: a cycle ends here */
    bool is_seen;               /* its error was retrieved, or is nobody's business */
    bool is_free_at_end;        /* nobody owns it: freed when it is done */
    bool is_used;               /* the program has used its handle for more than its name */
    bool is_marked;             /* see aw_mark */
    bool is_told;               /* its error is reported soon after it comes: see aw_tell_error */
    bool is_abandoned;          /* a plain one whose owner has ended: freed while pending, too */
} __attribute__((aligned(16))); /* as is what stands behind it */

/* Why the next suspension of a task is to return AW_ECANCELLED. BY_PASSED is a request to the task
 * that waits for an inner one, which gets it back if the inner one does not suspend before. */
enum { BY_REQUEST = 1, BY_SCOPE = 2, BY_PASSED = 4 };

/* NEW → READY → RUNNING ⇄ PARKED/READY → ENDED. A task that is not ENDED either has its `step`
 * queued (NEW, READY), is running, or has `wait` set (PARKED): never two of them. */
enum task_state {
    TASK_NEW,     /* step queued for the first time; a cancellation now means it never runs */
    TASK_READY,   /* step queued */
    TASK_RUNNING, /* on its own stack, or resuming an eager task */
    TASK_PARKED,  /* `wait` says for what */
    TASK_ENDED,   /* its future is done, its stack is gone */
};

struct task {
    struct future future; /* first: a task is a future */
    struct entry step;    /* its next run */
    struct list all;      /* in loop.tasks until it ends */
    struct list children; /* futures it owns */
    struct wait *wait;    /* while parked */
    const char *fn_name;
    const char *at;           /* the call site it noted last */
    const char *cancelled_at; /* where a request was delivered that is not taken back; or NULL */
    struct locals *locals;    /* task-local values, or NULL */
    int64_t since_us;         /* when it parked last */
    char *name;               /* own copy, or NULL for "Task-N" */
    char *cancel_message;     /* own copy, or NULL */
    struct cause cause;       /* of the latest cancellation */
    struct scope *scope;      /* the innermost it is in, or NULL */
    size_t stack_bytes;
    int error_number;  /* its errno while others run */
    uint32_t sequence; /* N of "Task-N" */
    uint16_t cancels;  /* requests not taken back */
    uint16_t waits;    /* completed since the last request, while the program is finishing */
    uint8_t must_cancel; /* BY_REQUEST, BY_SCOPE, BY_PASSED: not delivered yet */
    uint8_t scope_bit;   /* BY_SCOPE while a scope it is in is cancelled, and not held */
    uint8_t scope_holds; /* aw_scopes_hold without its release */
    bool is_inner;       /* runs inside others' steps: cancelled and listed with them */
    uint8_t state;       /* enum task_state */
    struct switch_context context; /* last, because it is not cleared at the task's birth */
};

struct record_slot;

/* Handles: an id is generation << 32 | index + 1; a slot's generation grows when it is freed. */
struct table {
    struct record_slot **chunks;
    uint32_t chunks_max; /* room in `chunks` */
    uint32_t used;       /* slots ever used */
    uint32_t free;       /* index + 1 of the first free slot, 0: none */
};

enum loop_phase {
    LOOP_RUNNING,
    LOOP_STOPPING,  /* main is done; the turn under way completes */
    LOOP_FINISHING, /* what is left was cancelled and is waited for */
    LOOP_ENDED,
};

/* The one loop of the program. */
struct loop {
    struct list batch;   /* entries of this turn still to run */
    struct list ready;   /* entries for the coming turn */
    struct list arrived; /* entries of host completions since the turn began */
    struct list tasks;   /* not ended, in order of creation */
    struct heap timers;
    struct task *current;    /* NULL in callbacks */
    struct task *main;       /* NULL in a library */
    struct locals **locals;  /* those of the callback that runs; NULL: none runs */
    const char *callback_at; /* where the callback that runs, or ran last, was asked for */
    struct table futures;
    struct table handles; /* of callbacks */
    struct table operations;
    struct error reserve; /* for an error born when there is no memory */
    aw_stats_info stats;
    char name_buffer[16]; /* aw_name's "Task-N" */
    uint32_t numbers;     /* records so far */
    uint32_t task_count;  /* tasks so far, for names */
    uint32_t timer_count; /* timers so far */
    uint32_t cause;       /* record number of what the running entry comes from, or 0 */
    uint32_t trace_seq;
    int64_t now_us;    /* the clock when it was last read */
    int64_t armed_us;  /* deadline the host knows, on its clock; INT64_MAX: none */
    int64_t offset_us; /* of now_us from the host's clock; 0 but after a held one */
    const char
        *held_words;       /* a test holds the clock: how to say so if all wait for it; NULL: not */
    bool (*on_idle)(void); /* nothing is ready: true if that has changed now; NULL: nobody cares */
    uint32_t finish_limit; /* records up to this number belong to the round of cancelling */
    int exit_code;
    uint8_t phase;        /* enum loop_phase */
    uint8_t rounds;       /* of cancelling at the end */
    uint8_t linger;       /* turns still to run when everything is done */
    uint16_t clock_steps; /* entries between two looks; few while entries are slow */
    bool is_pumping;
    uint8_t tracing; /* who gets the rows: TRACE_TO_HOST …, 0: nobody */
    bool is_debug;
    bool has_exports; /* JavaScript may call in: waiting for it is no deadlock */
};

extern struct loop loop;

/* loop.c */
void loop_init(bool has_exports);
void loop_ready(struct entry *entry);  /* run at the next turn */
void loop_next(struct entry *entry);   /* run in this turn, right after what runs now */
void loop_arrive(struct entry *entry); /* the same, from a host completion */
void loop_run_task(struct task *task); /* its next slice, now */
void loop_step(struct entry *entry);   /* the same, as a task's `step` */
int loop_pump(double budget_ms, uint32_t steps_max);
void loop_release_clock(void); /* the host's goes on from where a held one stands */
enum pump_status { PUMP_IDLE, PUMP_READY, PUMP_ENDED };

/* park.c */
int park(struct wait *wait, const char *at); /* the current task; aw_park without wrapping */
void park_woken(struct entry *entry, const struct future *future); /* if it is a parked step */
void park_wake(struct wait *wait, int result, const char *by);     /* aw_unpark */
const char *park_detail(const struct wait *wait);                  /* what it waits for, or NULL */
void park_describe(struct text *text, const struct task *task);    /* "Task-2 waits for …" */
int park_value(struct task *task);   /* what its wait returns; before it is resumed */
int park_undo(struct task *task);    /* no memory to park it; what its wait returns */
bool park_cancel(struct task *task); /* true: the request is on its way; false: keep it */
void park_flush(void);               /* stdio, so that output and rows are in order */

/* finish.c: the end of main, and of the program */
void finish_main_ended(enum future_state state, int result);
bool finish_turn(void);                  /* between two turns; true: the program has ended */
void finish_deadlock(const char *words); /* nothing can ever happen; NULL: the usual words */

/* timer.c */
int64_t timer_us(aw_ms deadline);   /* in microseconds, held within what fits */
void timer_pass(int64_t us);        /* for tests: so much time has passed, now */
void timer_collect(void);           /* moves what is due to the ready queue */
void timer_hasten(aw_timer *timer); /* one that is set fires before what is queued from now on */

/* scope.c */
void scope_open(struct scope *scope, const char *name); /* type, deadline, shield and site are set */
void scope_unwind(struct scope *scope); /* reports what was not left inside; before it is left */
void scope_close(struct scope *scope, int rc, const char *detail); /* the innermost one */
bool scope_is_reached(const struct scope *scope); /* by a cancelled one, itself included */
void scope_attach(struct task *task, struct scope *scope); /* a new task to a group's */
void scope_detach(struct task *task, const struct scope *scope); /* and those around that */
struct scope *scope_find(uint64_t task, uint32_t number); /* open, or NULL */

/* cause.c */
struct cause cause_here(const char *kind, const char *at); /* asked by the current task, if any */
const char *cause_words(const struct task *task, struct text *text); /* its message, or a sentence */

/* task.c */
bool task_start_main(aw_fn *fn); /* false: no memory */
struct task *task_create(aw_fn *fn, const aw_task_parts *parts, const aw_task_options *options,
                         const char *fn_name, const char *at,
                         aw_task *failed); /* not started; NULL: `*failed` says why */
aw_task task_begin(struct task *task, bool is_eager);
aw_task task_new(aw_fn *fn, const void *arg, size_t bytes, const aw_task_options *options,
                 const char *fn_name, const char *at);
void task_end(struct task *task, int result);
void task_free(struct task *task); /* its record */
void task_deliver_cancel(struct task *task);
struct task *task_of(aw_task handle); /* NULL: stale, or no task */
const char *task_name(const struct task *task);
int task_cancel(struct task *task, const char *message, const char *reason, const char *at);
int task_cancel_for(struct task *task, const struct cause *cause, const char *message);
void task_note_cause(struct task *task, const struct cause *cause, const char *message);
enum aw_abort_result await_abort(aw_waiter *wait); /* passes the request on to `wait->on` */

/* future.c */
struct future *future_of(aw_future handle); /* NULL: stale; else the handle counts as used */
bool future_init(struct future *future, const aw_future_type *type, const char *at);
void future_give(struct future *future, struct task *owner); /* to another owner */
void future_settle(struct future *future, enum future_state state, int result);
int future_cancel(struct future *future, const char *message, const char *reason, const char *at);
void future_keep(struct future *future);
void future_unkeep(struct future *future);
void future_disown(struct future *future); /* nobody owns it any more */
void future_abandon(struct future *future); /* its owner has ended */
void future_outlive(struct future *future); /* main has ended; it stays until the program has */
void future_forget_pending(void); /* the program has ended: frees what is left of futures */
void future_unclaimed(struct future *future); /* reports an error that nobody looked at */
void future_tell(struct future *future, const char *lint, const char *how); /* the same, in other words */

/* cycle.c */
bool future_is_cycle(const struct future *future, const struct task *task); /* if it awaits that */
int await_cycle(const struct future *future); /* fails, with the chain's names */

/* error.c */
struct error *error_new(struct future *owner, int code);
void error_say(struct error *error, const char *message);
void error_free(struct future *owner);
void error_copy(struct future *to, const struct future *from, int code); /* if it has that one */
const char *error_words(const struct future *holder, int code); /* its message, or the sentence */
void error_add_code(struct text *text, int code);               /* " [AW_EINVAL -1005]" */
void error_read(const struct future *holder, int code, aw_error_info *info);
void error_set_group(struct error *error, struct future *group, int parts);
void error_add_trail(char *trail, size_t size, const struct future *from); /* if it is a task */
int error_stale(aw_future handle, const char *function);
int error_of(int code, const char *function, const char *words); /* fails with both together */

/* table.c */
uint64_t table_add(struct table *table, void *record); /* 0: no memory */
void *table_get(const struct table *table, uint64_t id);
void *table_at(const struct table *table, uint32_t index); /* index < used; NULL: free */
void table_remove(struct table *table, uint64_t id);
void *table_next(const struct table *table, uint32_t *index); /* from index 0; NULL: no more */
void table_free(struct table *table);
uint64_t table_bytes(const struct table *table);

/* callback.c */
void callback_drop_all(void); /* at the end of the program */

/* watch.c: on whose behalf a watch is in `watchers`, or NULL */
__attribute__((weak)) struct future *watch_by(const struct entry *entry);

/* trace.c; the columns of a row in their order (docs/host-interface.md): plain arguments, because a
 * structure would need a stack frame in every function that could trace. */
enum { TRACE_TO_HOST = 1, TRACE_TO_HOOK = 2, TRACE_TO_PROFILE = 4 };
void trace_emit(enum aw_trace_kind kind, uint32_t task, uint32_t other, double value,
                const char *reason, const char *at, const char *detail);
/* Costs one predictable branch when the trace is off. */
#define trace(kind, ...)                                                                 \
    do {                                                                                 \
        if (__builtin_expect(loop.tracing, 0)) trace_emit(AW_TRACE_##kind, __VA_ARGS__); \
    } while (0)
/* One line on standard error, and a row "lint" about record `number` (0: none) and a source line. */
void report(const char *lint, uint32_t number, const char *at, const char *sentence);

/* Parts that only some programs link (docs/decisions/0005): weak, so that a test such as
 * `if (local_share)` is a constant of the link and costs nothing where the part is missing. */
#define AW_PART __attribute__((weak))

/* watch.c */
AW_PART void watch_drop_calls(struct future *future); /* nothing will complete `future` any more */

/* scope.c */
AW_PART void scope_abandon_all(struct task *task); /* its task has ended in them */

/* local.c */
AW_PART struct locals *local_share(void); /* the current ones, for a task or callback to come */
AW_PART void local_drop(struct locals *locals);

/* debug.c; called in debug mode only */
AW_PART void debug_environment(void); /* at the start: switches it on if AWAITC_DEBUG is set */
AW_PART void debug_before(const struct entry *entry);
AW_PART void debug_after(void);
AW_PART void debug_ended(const struct task *task, enum future_state state);
AW_PART void debug_record_goes(const struct future *future);
AW_PART void debug_orphans(void);

/* hook.c, profile.c: who else gets the rows */
AW_PART void hook_row(const aw_trace_row *row);
AW_PART void profile_row(const aw_trace_row *row);
AW_PART void profile_forget(void); /* at the end of the program */

/* operation.c: 1 taken, 0 dropped; `data` becomes the runtime's */
int operation_complete(double id, int status, char *data, size_t bytes);

/* The current task's record number, or that of the entry's cause, for `other` columns. */
static inline uint32_t loop_actor(void)
{
    return loop.current ? loop.current->future.number : loop.cause;
}

/* Who is running, for error messages; exported by aw_where. */
struct where {
    uint32_t task;           /* record number, 0: no task */
    const char *name;        /* its name, or NULL */
    const char *at;          /* the last call site it noted, or NULL */
    int32_t fault;           /* the code of what made the program trap, 0: nothing known */
    const char *fault_words; /* its message, or NULL */
};

#endif
