/* The program's clock: the host's, or one that a test holds and moves itself (testkit/testclock.c).
 *
 * It never goes back. While it is held, loop.now_us is the clock and nothing but its holder moves
 * it; afterwards the host's goes on from there, by an offset. */
#include "kernel/core.h"
#include "platform/host.h"

static int64_t host_now_us(void)
{
    return (int64_t)(host_now() * 1000 + 0.5); /* so that what was armed reads back as it was */
}

int64_t aw_now_us(void)
{
    if (loop.held_words) return loop.now_us;
    int64_t now = host_now_us() + loop.offset_us;
    if (now > loop.now_us) loop.now_us = now; /* a host clock that goes back is ignored */
    return loop.now_us;
}

aw_ms aw_now(void)
{
    return aw_now_us() / 1000;
}

int64_t aw_deadline_us(aw_ms delay_ms)
{
    int64_t now = aw_now_us();
    if (delay_ms > AW_FOREVER / 1000) return AW_FOREVER;
    if (delay_ms < INT64_MIN / 2000) delay_ms = INT64_MIN / 2000;
    int64_t delay_us = delay_ms * 1000;
    return delay_us > AW_FOREVER - now ? AW_FOREVER : now + delay_us;
}

int64_t clock_us(aw_ms time)
{
    if (time > AW_FOREVER / 1000) return AW_FOREVER;
    return time < INT64_MIN / 1000 ? INT64_MIN : time * 1000;
}

aw_ms clock_ms(int64_t us)
{
    return us == AW_FOREVER ? AW_FOREVER : us / 1000;
}

void clock_hold(const char *words)
{
    aw_now_us(); /* it stands at the time that it is */
    loop.held_words = words;
}

void clock_release(void)
{
    if (!loop.held_words) return;
    loop.held_words = NULL;
    loop.offset_us = loop.now_us - host_now_us();
}

/* The host's clock is ignored until it has caught up: see aw_now_us. */
void clock_pass(int64_t us)
{
    loop.now_us = aw_now_us() + us;
}
