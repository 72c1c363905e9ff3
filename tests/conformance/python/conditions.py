"""Further scenarios of conditions and barriers."""

import asyncio

from oracle import clock, go, note, note_at, outcome, scenario, turns


def end(name, error=None):
    """How a wait ended: the name, or a!C."""
    if name:
        note(f"{name}!C" if error else name)


async def notify(condition, count):
    async with condition:
        condition.notify(count)


async def waiting(condition, name):
    async with condition:
        try:
            await condition.wait()
        except asyncio.CancelledError as error:
            end(name, error)
            raise
        end(name)


@scenario(None, "C@1 True three 3 !CancelledError@1 False")
async def cv_cancels_while_reacquiring():
    async def body():
        try:
            async with condition:
                try:
                    await condition.wait()
                except asyncio.CancelledError:
                    note_at("C")
                    note(condition.locked())
                    raise
        except asyncio.CancelledError as error:
            note(error, asyncio.current_task().cancelling())
            raise

    condition = asyncio.Condition()
    t = go(body())
    await turns(1)
    await condition.acquire()
    for word in "one", "two", "three":
        t.cancel(word)
        await asyncio.sleep(0)
    await asyncio.sleep(1)
    condition.release()
    try:
        await t
    except asyncio.CancelledError:
        note_at("!CancelledError")
    note(condition.locked())


@scenario(None, "a b | c | d")
async def cv_notify_order_and_count():
    condition = asyncio.Condition()
    tasks = [go(waiting(condition, name)) for name in "abcd"]
    await turns(1)
    await notify(condition, 2)
    await turns(3)
    note("|")
    await notify(condition, 1)
    await notify(condition, 0)
    await turns(3)
    note("|")
    async with condition:
        condition.notify_all()
    await asyncio.gather(*tasks)


@scenario(None, "a!C b ok=None@0 True")
async def cv_notified_then_cancelled_passes_on():
    condition = asyncio.Condition()
    a, b = go(waiting(condition, "a")), go(waiting(condition, "b"))
    await turns(1)
    await notify(condition, 1)
    a.cancel()
    await outcome(b)
    note(a.cancelled())


@scenario(None, "a!C b ok=None@0")
async def cv_cancel_unnotified_wakes_next():
    condition = asyncio.Condition()
    a, b = go(waiting(condition, "a")), go(waiting(condition, "b"))
    await turns(1)
    a.cancel()
    await outcome(b)


@scenario(None, "a!C b ok=None@1 True")
async def cv_notified_cancel_while_reacquiring_passes_on():
    condition = asyncio.Condition()
    a, b = go(waiting(condition, "a")), go(waiting(condition, "b"))
    await turns(1)
    await condition.acquire()
    condition.notify(1)
    await turns(2)
    a.cancel()
    await asyncio.sleep(1)
    condition.release()
    await outcome(b)
    note(a.cancelled())


@scenario(None, "x t1 a t2 z t3 t4 t5 t6")
async def cv_notified_queue_behind_lock_waiters():
    async def hold(name):
        async with condition:
            note(name)

    condition = asyncio.Condition()
    a = go(waiting(condition, "a"))
    await turns(1)
    await condition.acquire()
    x = go(hold("x"))
    await turns(1)
    condition.notify(1)
    z = go(hold("z"))
    await turns(1)
    condition.release()
    ticking = go(clock(6))
    await a
    await z
    await ticking


@scenario(None, "p0 p1 p2 got 2")
async def cv_wait_for_predicate():
    value = 0

    def is_two():
        note(f"p{value}")
        return value if value >= 2 else 0

    async def body():
        async with condition:
            note("got", await condition.wait_for(is_two))

    condition = asyncio.Condition()
    t = go(body())
    await turns(1)
    for _ in range(3):
        value += 1
        await notify(condition, 1)
        await turns(2)
    await t


@scenario(None, "TO@1 True False")
async def cv_timeout_while_waiting_keeps_lock():
    condition = asyncio.Condition()
    await condition.acquire()
    try:
        async with asyncio.timeout(1):
            await condition.wait()
    except TimeoutError:
        note_at("TO")
    note(condition.locked())
    condition.release()
    note(condition.locked())


@scenario(None, "a b")
async def cv_two_conditions_one_lock():
    async def wait_and_notify(name, mine, other):
        async with lock:
            await mine.wait()
            note(name)
            other.notify(1)

    lock = asyncio.Lock()
    c, d = asyncio.Condition(lock), asyncio.Condition(lock)
    tasks = [go(wait_and_notify("a", c, d)), go(wait_and_notify("b", d, c))]
    await turns(1)
    async with lock:
        c.notify(1)
    await asyncio.gather(*tasks)


# -- Barriers -----------------------------------------------------------------------------------


async def arriving(barrier, name):
    """a0, a!C or a!BrokenBarrierError."""
    try:
        index = await barrier.wait()
    except asyncio.BrokenBarrierError:
        note(f"{name}!BrokenBarrierError")
    except asyncio.CancelledError as error:
        end(name, error)
        raise
    else:
        if name:
            note(f"{name}{index}")


async def note_pair(barrier):
    note(*await asyncio.gather(barrier.wait(), barrier.wait()))


@scenario(None, "t1 c2 t2 a0 b1 t3 t4")
async def ba_order_last_first():
    barrier = asyncio.Barrier(3)
    ticking = go(clock(4))
    await asyncio.gather(*(arriving(barrier, name) for name in "abc"))
    await ticking


@scenario(None, "b1 t1 a0 t2 d1 t3 c0 t4 t5 t6")
async def ba_draining_blocks_newcomers():
    barrier = asyncio.Barrier(2)
    tasks = [go(arriving(barrier, name)) for name in "abcd"]
    ticking = go(clock(6))
    await asyncio.gather(*tasks)
    await ticking


@scenario(None, "t1 b01 t2 a00 t3 b11 t4 a10 t5 b21 t6 a20 t7 t8 t9")
async def ba_loop_rounds():
    async def three_rounds(name):
        for number in range(3):
            note(f"{name}{number}{await barrier.wait()}")

    barrier = asyncio.Barrier(2)
    ticking = go(clock(9))
    await asyncio.gather(three_rounds("a"), three_rounds("b"))
    await ticking


@scenario(None, "2 0 False t1 a!BrokenBarrierError c!BrokenBarrierError t2 1 t3 f2 t4 d0 e1 t5")
async def ba_reset_while_waiting():
    barrier = asyncio.Barrier(3)
    a, c = go(arriving(barrier, "a")), go(arriving(barrier, "c"))
    await turns(1)
    note(barrier.n_waiting)
    ticking = go(clock(5))
    await barrier.reset()
    note(barrier.n_waiting, barrier.broken)
    d = go(arriving(barrier, "d"))
    await a
    await c
    note(barrier.n_waiting)
    e, f = go(arriving(barrier, "e")), go(arriving(barrier, "f"))
    await asyncio.gather(d, e, f)
    await ticking


@scenario(None, "True False t1")
async def ba_reset_empty_does_not_yield():
    barrier = asyncio.Barrier(2)
    ticking = go(clock(1))
    await barrier.reset()
    await barrier.abort()
    note(barrier.broken)
    await barrier.reset()
    note(barrier.broken)
    await ticking


@scenario(None, "1 a!BrokenBarrierError True False")
async def ba_abort_while_draining():
    barrier = asyncio.Barrier(2)
    a = go(arriving(barrier, "a"))
    await turns(1)
    note(await barrier.wait())
    await barrier.abort()
    await a
    note(barrier.broken)
    await barrier.reset()
    note(barrier.broken)


@scenario(None, "1 a!BrokenBarrierError False 0")
async def ba_reset_while_draining():
    barrier = asyncio.Barrier(2)
    a = go(arriving(barrier, "a"))
    await turns(1)
    note(await barrier.wait())
    await barrier.reset()
    await a
    note(barrier.broken, barrier.n_waiting)


@scenario(None, "f3 d2 c1 e2")
async def ba_cancel_wakes_next_to_the_end():
    barrier = asyncio.Barrier(4)
    a, c, d = (go(arriving(barrier, name)) for name in (None, "c", "d"))
    await turns(1)
    a.cancel()
    await turns(3)
    e, f = go(arriving(barrier, "e")), go(arriving(barrier, "f"))
    await asyncio.gather(c, d, e, f)


@scenario(None, "1 a!C !CancelledError@0 0 False 0 1")
async def ba_cancel_after_trip():
    barrier = asyncio.Barrier(2)
    a = go(arriving(barrier, "a"))
    await turns(1)
    note(await barrier.wait())
    a.cancel()
    await outcome(a)
    note(barrier.n_waiting, barrier.broken)
    await note_pair(barrier)


@scenario(None, "1 a0 z1 ok=1@0 x!C t1 t2 t3 t4")
async def ba_cancel_while_blocked_by_draining():
    async def last(name):
        index = await barrier.wait()
        note(f"{name}{index}")
        return index

    barrier = asyncio.Barrier(2)
    a = go(arriving(barrier, "a"))
    await turns(1)
    note(await barrier.wait())
    x, z = go(arriving(barrier, "x")), go(last("z"))
    await turns(1)
    x.cancel()
    ticking = go(clock(4))
    await outcome(z)
    await ticking


@scenario(None, "TO@1 0 False 0 1")
async def ba_timeout_of_one():
    barrier = asyncio.Barrier(2)
    try:
        async with asyncio.timeout(1):
            await barrier.wait()
    except TimeoutError:
        note_at("TO")
    note(barrier.n_waiting, barrier.broken)
    await note_pair(barrier)


@scenario(None, "1 a0 t1 t2 x!BrokenBarrierError t3 t4")
async def ba_abort_with_blocked():
    barrier = asyncio.Barrier(2)
    a = go(arriving(barrier, "a"))
    await turns(1)
    note(await barrier.wait())
    x, ticking = go(arriving(barrier, "x")), go(clock(4))
    await turns(1)
    await barrier.abort()
    await a
    await x
    await ticking


@scenario(None, "0 0 t1")
async def ba_parties_one():
    barrier = asyncio.Barrier(1)
    ticking = go(clock(1))
    note(await barrier.wait())
    note(await barrier.wait())
    await ticking
