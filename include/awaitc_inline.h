/* Parts of awaitc.h that compilers put into the caller: a wait then needs no stack frame of its
 * own. awaitc.h includes this file; programs use the functions that it defines, not their parts. */
#ifndef AWAITC_INLINE_H
#define AWAITC_INLINE_H

#ifdef __cplusplus
extern "C" {
#endif

/* Stops the running task and returns what its wait returns. Suspends: always. It may be called only
 * right after one of the functions below has said so. */
AW_SUSPENDS int aw_switch_suspend(void);

/* Queues the running task's next step; < 0 outside a task. */
int aw_yield_begin(const char *at);

AW_SUSPENDS static inline int aw_yield_here(const char *at)
{
    return aw_yield_begin(at) < 0 ? AW_ENOTASK : aw_switch_suspend();
}

/* A task's wait for a queue. */
typedef struct aw_queue_wait {
    aw_private private_[18];
} aw_queue_wait;

/* The parts of aw_queue_put and aw_queue_get before and after the switch. While they return 1, the
 * task has to switch. */
int aw_queue_put_begin(aw_queue queue, const void *item, aw_queue_wait *wait, const char *at);
int aw_queue_get_begin(aw_queue queue, void *item, aw_queue_wait *wait, const char *at);
int aw_queue_wait_end(aw_queue_wait *wait, int rc);

AW_SUSPENDS static inline int aw_queue_put_here(aw_queue queue, const void *item, const char *at)
{
    aw_queue_wait wait;
    int rc = aw_queue_put_begin(queue, item, &wait, at);
    while (rc == 1) rc = aw_queue_wait_end(&wait, aw_switch_suspend());
    return rc;
}

AW_SUSPENDS static inline int aw_queue_get_here(aw_queue queue, void *item, const char *at)
{
    aw_queue_wait wait;
    int rc = aw_queue_get_begin(queue, item, &wait, at);
    while (rc == 1) rc = aw_queue_wait_end(&wait, aw_switch_suspend());
    return rc;
}

#ifdef __cplusplus
}
#endif

#endif
