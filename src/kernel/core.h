/* The kernel's structures: a future, a task, and the one loop that runs them.
 *
 * One turn of the loop runs a fixed batch of entries; everything that will run (a task's step, a
 * due timer, a future's callbacks) is an entry, linked by the structure it belongs to. Read next:
 * loop.c for the order of a turn, park.c for how a task stops, task.c for its life, record.h for
 * who owns what.
 *
 * Time is kept in microseconds on the program's clock (`…_us`), and in milliseconds where programs
 * see it. In both units, no deadline is AW_FOREVER, which is later than every other. */
#ifndef AW_CORE_H
#define AW_CORE_H

#include "awaitc_inspect.h"
#include "awaitc_lowlevel.h"
#include "base/list.h"
#include "base/text.h"
#include "kernel/record.h"
#include "kernel/table.h"
#include "kernel/wheel.h"
#include "platform/switch.h"

/* Something that a turn of the loop will run. */
struct entry {
    struct list link;                 /* in the ready queue, or in a future's `watchers` */
    void (*run)(struct entry *entry); /* called unlinked */
};

/* A deadline; behind aw_timer. */
struct timer {
    struct entry entry; /* linked in the wheel, and in the ready queue once it is due */
    int64_t deadline;   /* on the program's clock; AW_FOREVER is never reached */
    void (*fire)(aw_timer *timer);
    const char *what; /* "sleep", "timeout" … */
    uint32_t number;  /* in the trace */
    uint32_t task;    /* record number of who set it */
};
_Static_assert(sizeof(struct timer) <= sizeof(aw_timer), "aw_timer is large enough");

/* A callback at a future's end; behind aw_watch. */
struct watch {
    struct entry entry; /* in `watchers`, then in the ready queue; unlinked while it is not set */
    struct future *future; /* kept until the call */
    void (*done)(aw_watch *watch);
    uint64_t by; /* handle of the future on whose behalf it watches; 0 if there is none */
};
_Static_assert(sizeof(struct watch) <= sizeof(aw_watch), "aw_watch is large enough");

/* A parked task; behind aw_waiter. */
struct wait {
    struct task *task;
    aw_abort *abort; /* NULL once the task has been woken, when nothing is left to undo */
    const char *reason;
    const char *detail;
    struct future *on;     /* what aw_await waits for, and has the step in its watchers; or NULL */
    const aw_task *holder; /* where to read who holds what it waits for; or NULL */
    int result;
    bool keeps_result; /* see aw_park_options */
    bool is_await;     /* aw_await's: the result is that of `on` */
};
_Static_assert(sizeof(struct wait) <= sizeof(aw_waiter), "aw_waiter is large enough");

/* An error's message and where it came from. It is made when the error is, and belongs to one
 * pointer, of a future or a group, which is NULL when the code alone is known. */
struct error {
    struct error **holder; /* that pointer; set to NULL when the reserve is taken over */
    struct record *group;  /* of AW_EGROUP: the group that has its parts, kept; else NULL */
    int code;
    int parts; /* of the group */
    char message[WORDS_ERROR];
    char trail[WORDS_ERROR];
};
_Static_assert(WORDS_ERROR == sizeof((aw_error_info *)0)->message, "the public size is the same");
_Static_assert(WORDS_ERROR == sizeof((aw_error_info *)0)->trail, "the public size is the same");

/* Who asked for a cancellation, and why. */
struct cause {
    const char *kind;     /* "cancel", "timeout", "scope" …; NULL if nobody has asked */
    const char *at;       /* where it was asked for, or where the scope that asks was entered */
    uint64_t by;          /* handle of the task that asked; 0 if none did */
    uint32_t by_sequence; /* N of its "Task-N", for when its record is gone */
};

enum future_state { PENDING, DONE, FAILED, CANCELLED };

/* A result that will be there later.
 *
 *                  PENDING          DONE     FAILED    CANCELLED
 *   result         0                >= 0     < 0       AW_ECANCELLED
 *   error          a task's only:   NULL or  with a    with the request's message,
 *                  its latest       stale    message   if it had one
 *   watchers       any              ------------ empty ------------
 *   record.keeps   at least 1:      readers only: waiters, watches, errors of groups
 *                  its own
 *   is_cancelling  within cancel    ----------- cannot be set ------
 *   is_seen        aw_disregard     any      any       any
 *   is_told        any              ----- cannot be newly set ------
 *   is_marked      within the one function that marks, in every state
 *   is_abandoned   a plain future's only, in every state; its own keep is gone then
 *
 * A state is left once, by future_settle; only PENDING is ever left. */
struct future {
    struct record record; /* first: a future is a record */
    struct list watchers; /* entries to run at its end, in order */
    struct error *error;  /* NULL if there is none, or the sentence of its code will do */
    int result;           /* value or code */
    uint8_t state;        /* enum future_state */
    bool is_cancelling;   /* its type's cancel is under way, so a cycle of requests ends here */
    bool is_seen;         /* its error was retrieved, or need not be reported */
    bool is_told;         /* its error is reported soon after it comes: see aw_tell_error */
    bool is_marked;       /* see aw_mark */
    bool is_abandoned;    /* the owner of a plain one has ended, so it does not keep itself */
} __attribute__((aligned(16))); /* as what stands behind it has to be */

/* Why the next suspension of a task must return AW_ECANCELLED. BY_PASSED is a request to the task
 * that waits for an inner one, which gets it back if the inner one does not suspend before. */
enum { BY_REQUEST = 1, BY_SCOPE = 2, BY_PASSED = 4 };

enum task_state { TASK_NEW, TASK_READY, TASK_RUNNING, TASK_PARKED, TASK_ENDED };

/* A function that runs on a stack of its own, and can stop and go on.
 *
 *   NEW --> RUNNING <--> PARKED, READY      a step of the loop starts it; it parks or yields,
 *    |         |                            and a later step lets it go on
 *    +---------+------> ENDED               cancelled before it began, or its function returned
 *
 *                NEW          READY          RUNNING        PARKED            ENDED
 *   step         queued, not  queued         not queued     not queued, or    not queued
 *                an inner's                                 in on->watchers
 *   wait         NULL         NULL after a   NULL           what it waits     NULL
 *                             yield, else                   for
 *                             woken
 *   context      no stack     a stack, or    the one that   a stack, or none  freed
 *                yet          none if no     runs, or below if no frame has
 *                             frame is on it an eager one   anything on it
 *   must_cancel  BY_REQUEST:  any            not BY_SCOPE   set if its abort  0, an inner's
 *                never runs                                 has refused       may be BY_PASSED
 *   scope        a group's    any            any            any               NULL
 *   scope_bit    only with a scope around it that is cancelled, and scope_holds == 0
 *   cancelled_at only with cancels > 0
 *   locals       any          any            any            any               NULL
 *   records      empty        any            any            any               empty
 *   in loop.tasks  yes        yes            yes            yes               no
 *   future       PENDING      PENDING        PENDING        PENDING           not PENDING
 */
struct task {
    struct future future; /* first: a task is a future */
    struct entry step;    /* its next run */
    struct list all;      /* in loop.tasks until it ends */
    struct list records;  /* what it owns */
    struct wait *wait;
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
    int error_number;    /* its errno while others run */
    uint32_t sequence;   /* N of "Task-N" */
    uint16_t cancels;    /* requests not taken back */
    uint16_t waits;      /* completed since the last request, while the program is finishing */
    uint8_t must_cancel; /* BY_REQUEST, BY_SCOPE, BY_PASSED: not delivered yet */
    uint8_t scope_bit;   /* BY_SCOPE, or 0: what its next suspension has to add to must_cancel */
    uint8_t scope_holds; /* calls of aw_scopes_hold without their release */
    bool is_inner;       /* runs inside others' steps: cancelled and listed with them */
    uint8_t state;       /* enum task_state */
    /* What follows is not cleared at the task's birth. */
    _Alignas(8) char room[AW_WAIT_ROOM_BYTES]; /* see aw_wait_room */
    struct switch_context context;
};
_Static_assert(sizeof(struct wait) <= AW_WAIT_ROOM_BYTES, "aw_await waits there");

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
    struct wheel timers;
    struct wheel late;       /* timers set after their deadline, until the next turn */
    struct task *current;    /* NULL in callbacks */
    struct task *stepped;    /* whose step the loop runs; NULL in other entries */
    struct task *main;       /* NULL in a library */
    struct locals **locals;  /* those of the callback that runs; NULL if none runs */
    const char *callback_at; /* where the callback that runs, or ran last, was asked for */
    struct table records;
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
    int64_t now_us;         /* the clock when it was last read */
    int64_t armed_us;       /* the deadline that the host knows, on its clock */
    int64_t offset_us;      /* of now_us from the host's clock; 0 unless it was held before */
    const char *held_words; /* a test holds the clock: what a deadlock's report says; or NULL */
    bool (*on_idle)(void);  /* nothing is ready; returns true if that has changed; or NULL */
    uint32_t finish_limit;  /* records up to this number belong to the round of cancelling */
    int exit_code;
    uint8_t phase;        /* enum loop_phase */
    uint8_t rounds;       /* of cancelling at the end */
    uint8_t linger;       /* turns still to run when everything is done */
    uint16_t clock_steps; /* entries between two looks; few while entries are slow */
    uint32_t steps_left;  /* of them, the one that runs included; and not more than the pump's */
    bool is_pumping;
    uint8_t tracing; /* who gets the rows: TRACE_TO_HOST …; 0 if nobody does */
    bool is_debug;
    bool has_exports; /* JavaScript may call in: waiting for it is no deadlock */
};

extern struct loop loop;

/* clock.c */
int64_t clock_us(aw_ms time); /* a time of the program's in microseconds, held within what fits */
aw_ms clock_ms(int64_t us);   /* and back */
void clock_hold(const char *words); /* it stands still until it is moved; see `held_words` */
void clock_release(void);           /* the host's goes on from where a held one stands */
void clock_pass(int64_t us);        /* for tests: so much time has passed, now */

/* ready.c: the queues of entries */
void ready_add(struct entry *entry);    /* to run at the next turn */
void ready_next(struct entry *entry);   /* to run in this turn, right after what runs now */
void ready_arrive(struct entry *entry); /* as ready_add, for a host completion, whenever it comes */

/* turn.c */
void turn_begin(void); /* the batch is empty: collects callbacks, completions and due timers */

/* loop.c */
void loop_init(bool has_exports);
int loop_pump(double budget_ms, uint32_t steps_max);
enum pump_status { PUMP_IDLE, PUMP_READY, PUMP_ENDED };

/* park.c */
int park(struct wait *wait, const char *at); /* the current task; aw_park without wrapping */
void park_begin(struct wait *wait, aw_ms deadline, const char *at); /* all of it but the switch;
                                                                     * `deadline` as aw_park's */
void park_woken(struct entry *entry, const struct future *future); /* if it is a parked step */
void park_wake(struct wait *wait, int result, const char *by);     /* aw_unpark */
void park_end(struct wait *wait, int result, uint32_t other, const char *by);
const char *park_detail(const struct wait *wait);               /* what it waits for, or NULL */
void park_describe(struct text *text, const struct task *task); /* "Task-2 waits for …" */
int park_value(struct task *task);   /* what its wait returns; before it is resumed */
int park_undo(struct task *task);    /* no memory to park it; what its wait returns */
bool park_cancel(struct task *task); /* false if the request must be kept */
void park_flush(void);               /* stdio, so that output and rows are in order */

/* run.c */
void task_run(struct task *task);      /* until its next suspension, or its end */
void task_step(struct entry *entry);   /* the same, for the loop: the task whose `step` it is */
int task_wait_result(struct task *task, bool has_memory); /* it runs on: what its wait returns */

/* spawn.c */
aw_task task_begin(struct task *task, bool is_eager);

/* finish.c: main, whose end ends the program */
bool finish_start_main(aw_fn *fn);       /* false if there is no memory */
bool finish_turn(void);                  /* between two turns; true if the program has ended */
void finish_deadlock(const char *words); /* nothing can ever happen; NULL for the usual report */

/* timer.c */
void timer_collect(void);           /* moves what is due to the ready queue */
void timer_hasten(aw_timer *timer); /* one that is set fires before what is queued from now on */

/* cause.c */
struct cause cause_here(const char *kind, const char *at); /* asked by the current task, if any */
const char *cause_words(const struct task *task, struct text *text); /* a message or a sentence */

/* task.c */
extern const struct record_kind task_kind;
struct task *task_create(aw_fn *fn, const aw_task_parts *parts, const aw_task_options *options,
                         const char *fn_name, const char *at,
                         aw_task *failed); /* not started; if NULL, `*failed` says why */
struct task *task_new(aw_fn *fn, const void *arg, size_t bytes, const aw_task_options *options,
                      const char *fn_name, const char *at); /* starts at the next turn; or NULL */
void task_end(struct task *task, int result);
struct task *task_of(aw_task handle); /* NULL if it is stale, or no task's */
const char *task_name(const struct task *task);
int task_cancel(struct task *task, const char *message, const char *reason, const char *at);
int task_cancel_for(struct task *task, const struct cause *cause, const char *message);
void task_note_cause(struct task *task, const struct cause *cause, const char *message);
void task_deliver_cancel(struct task *task);
enum aw_abort_result task_pass_cancel(aw_waiter *wait); /* on to what it awaits: `wait->on` */

/* The task that the record is, or NULL. */
static inline struct task *task_in(const struct record *record)
{
    return record->kind == &task_kind ? (struct task *)record : NULL;
}

/* future.c */
struct future *future_of(aw_future handle); /* NULL if it is stale, or no future's */
bool future_init(struct future *future, const struct record_kind *kind, const aw_record_type *type,
                 const char *at); /* of a zeroed one; false if there is no memory */
void future_settle(struct future *future, enum future_state state, int result);
int future_cancel(struct future *future, const char *message, const char *reason, const char *at);
void future_free(struct future *future); /* all but its memory, after the last report */
void future_forget_all(void); /* the program has ended: frees all records but those of tasks */
void future_tell(struct future *future, const char *lint, const char *how); /* its error */

/* cycle.c */
int cycle_check(const struct future *future); /* 0, or AW_EDEADLK: it waits for the current task */

/* error.c; a `holder` is the pointer that an error belongs to */
struct error *error_new(struct error **holder, int code);
void error_say(struct error *error, const char *message);
void error_free(struct error **holder);
void error_copy(struct error **to, struct error *const *from, int code); /* if it has that one */
const char *error_words(const struct error *error, int code); /* its message, or the sentence */
void error_add_code(struct text *text, int code);             /* " [AW_EINVAL -1005]" */
void error_read(const struct error *error, int code, aw_error_info *info);
void error_set_group(struct error *error, struct record *group, int parts);
void error_add_trail(char *trail, size_t size, const struct future *from); /* if it is a task */
int error_of(int code, const char *function, const char *words); /* fails with both together */
int error_stale(aw_record handle, const char *function); /* no future has this handle: why */

/* watch.c: on whose behalf a watch is in `watchers`, or NULL */
struct future *watch_by(const struct entry *entry);
void watch_add(struct future *future, aw_watch *watch, void (*done)(aw_watch *watch), uint64_t by);
void watch_run(struct entry *entry); /* what tells a watch from other entries */

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
/* One line on standard error, and a row "lint" about record `number` (or 0) and a source line. */
void report(const char *lint, uint32_t number, const char *at, const char *sentence);

/* operation.c: 1 taken, 0 dropped; the bytes (malloc's) become the runtime's */
int operation_complete(uint64_t id, int status, aw_answer answer);

/* The current task's record number, or that of the entry's cause, for `other` columns. */
static inline uint32_t loop_actor(void)
{
    return loop.current ? loop.current->future.record.number : loop.cause;
}

/* Who is running, for error messages; exported by aw_where. */
struct where {
    uint32_t task;           /* record number; 0 if no task runs */
    const char *name;        /* its name, or NULL */
    const char *at;          /* the last call site it noted, or NULL */
    int32_t fault;           /* the code of what made the program trap; 0 if unknown */
    const char *fault_words; /* its message, or NULL */
};

#endif
