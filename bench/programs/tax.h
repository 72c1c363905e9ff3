/* The frame of programs that compute, for subjects/tax.mjs. Compiled with awaitc, the work is an
 * exported function that runs as a task, beside another that waits. With -DPLAIN it is a function
 * of a module that knows nothing of awaitc. */
#ifdef PLAIN
#define WAIT(ms) ((int)(ms))
#define WORK(fn) \
    __attribute__((export_name("work"))) int export_work(int which) { return fn(which); }
#else
#include <awaitc.h>
#include <stdlib.h>

#define WAIT(ms) aw_sleep(ms)
#define WORK(fn)                                                                                  \
    static int waiter(void *unused) { return aw_yield(); }                                        \
    AW_EXPORT(work)                                                                               \
    {                                                                                             \
        int rc = aw_await(aw_spawn(waiter, NULL, 0));                                             \
        return rc < 0 ? rc : aw_reply_json(reply, "%d", fn(atoi(json)));                          \
    }
#endif
