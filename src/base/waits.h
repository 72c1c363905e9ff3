/* Why the tasks of this library wait: the one list of reasons.
 *
 * A wait gives its reason to aw_park or park as WAIT_REASON(word). The trace, dumps, profiles and
 * the page show the word. tools/abi.mjs makes the table in docs/host-interface.md from this list,
 * and playground/trace/codes.js. A primitive or operation of a program may use other words. */
#ifndef AW_WAITS_H
#define AW_WAITS_H

/* X(word, state in which the page draws the task, what follows "the task waits"). The words from
 * `task` to `staggered` are also the names of what is awaited. */
#define WAIT_REASONS(X)                                                          \
    X(sleep, sleeping, "for a timer")                                            \
    X(yield, ready, "until the other tasks have had their turn")                 \
    X(task, awaiting, "for a task to end")                                       \
    X(future, awaiting, "for a future to be done")                               \
    X(gather, awaiting, "for all futures of a gather")                           \
    X(shield, awaiting, "for a shield, or what is behind it")                    \
    X(race, awaiting, "for the first of several futures")                        \
    X(staggered, awaiting, "for an attempt to succeed")                          \
    X(generator, awaiting, "for the next value of a generator")                  \
    X(next, awaiting, "in a generator, until it is asked for the next value")    \
    X(wait, awaiting, "for several futures")                                     \
    X(completed, awaiting, "for the next of several futures to be done")         \
    X(group, awaiting, "for the tasks of its group")                             \
    X(event, blocked, "until an event is set")                                   \
    X(lock, blocked, "until a lock is free")                                     \
    X(condition, blocked, "until a condition is notified")                       \
    X(semaphore, blocked, "for a permit of a semaphore")                         \
    X(limiter, blocked, "for a permit of a limiter")                             \
    X(barrier, blocked, "for the other tasks at a barrier")                      \
    X(queue, queue, "for an item in a queue, for space, or until all is done")   \
    X(select, queue, "for the first of several queues and futures")              \
    X(fetch, io, "for a response")                                               \
    X(call, io, "for a JavaScript function")                                     \
    X(clock, sleeping, "in a test, for the clock to be advanced")                \
    X(blocked, awaiting, "in a test, until all other tasks wait")                \
    X(sequence, awaiting, "in a test, for its turn in a sequence")

#define WAIT_IN_LIST(word, state, sentence) WAIT_IS_##word = 0,
enum wait_reason { WAIT_REASONS(WAIT_IN_LIST) };

/* The word as a string. Only words of the list compile. */
#define WAIT_REASON(word) (&#word[WAIT_IS_##word])

#endif
