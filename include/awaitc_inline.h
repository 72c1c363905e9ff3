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

/* The parts of the functions below before the switch, and after it. If they return 1, the task has
 * to switch; anything else is the result. */
int aw_yield_begin(const char *at);
int aw_queue_put_begin(aw_queue queue, const void *item, const char *at);
int aw_queue_get_begin(aw_queue queue, void *item, const char *at);
int aw_queue_wait_end(int rc); /* `rc` is what the switch returned */

AW_SUSPENDS static inline int aw_yield_here(const char *at)
{
    int rc = aw_yield_begin(at);
    return rc == 1 ? aw_switch_suspend() : rc;
}

AW_SUSPENDS static inline int aw_queue_put_here(aw_queue queue, const void *item, const char *at)
{
    int rc = aw_queue_put_begin(queue, item, at);
    while (rc == 1) rc = aw_queue_wait_end(aw_switch_suspend());
    return rc;
}

AW_SUSPENDS static inline int aw_queue_get_here(aw_queue queue, void *item, const char *at)
{
    int rc = aw_queue_get_begin(queue, item, at);
    while (rc == 1) rc = aw_queue_wait_end(aw_switch_suspend());
    return rc;
}

#ifdef __cplusplus
}
#endif

#endif
