"""Further scenarios of locks, events and semaphores: who is let through, and in which turn."""

import asyncio

from oracle import at, clock, go, later, note, note_at, outcome, scenario, turns


def end(name, error=None):
    """How a wait ended: the name, or a!C."""
    if name:
        note(f"{name}!C" if error else name)


async def acquire(lock, name):
    try:
        await lock.acquire()
    except asyncio.CancelledError as error:
        end(name, error)
        raise
    end(name)
    lock.release()


async def locked():
    lock = asyncio.Lock()
    await lock.acquire()
    return lock


@scenario(None, "False b!C t1 c t2 t3")
async def lk_cancelled_head_delays_next():
    lock = await locked()
    b, c = go(acquire(lock, "b")), go(acquire(lock, "c"))
    await turns(1)
    b.cancel()
    lock.release()
    note(lock.locked())
    ticking = go(clock(3))
    await c
    await ticking


@scenario(None, "c!C b t1 d t2 t3")
async def lk_cancelled_second_does_not_delay():
    lock = await locked()
    b, c, d = (go(acquire(lock, name)) for name in "bcd")
    await turns(1)
    c.cancel()
    lock.release()
    ticking = go(clock(3))
    await d
    await ticking


@scenario(None, "main b!C !CancelledError@0")
async def lk_newcomer_overtakes_cancelled_only():
    lock = await locked()
    b = go(acquire(lock, "b"))
    await turns(1)
    b.cancel()
    lock.release()
    await lock.acquire()
    note("main")
    await outcome(b)
    lock.release()


@scenario(None, "b!C c main")
async def lk_newcomer_queues_behind_cancelled_and_waiting():
    lock = await locked()
    b, c = go(acquire(lock, "b")), go(acquire(lock, "c"))
    await turns(1)
    b.cancel()
    lock.release()
    await lock.acquire()
    note("main")
    lock.release()
    await c


@scenario(None, "b t1 t2 d t3 t4 e t5")
async def lk_newcomer_while_handing_over():
    async def hold_a_turn(name):
        async with lock:
            note(name)
            await asyncio.sleep(0)

    lock = await locked()
    b = go(hold_a_turn("b"))
    await turns(1)
    lock.release()
    d, e, ticking = go(hold_a_turn("d")), go(hold_a_turn("e")), go(clock(5))
    await e
    await ticking


@scenario(None, "a!TO@1 b@1 True")
async def lk_timeout_at_release_passes_on():
    async def acquire_for_1():
        try:
            async with asyncio.timeout(1):
                await lock.acquire()
        except TimeoutError:
            note_at("a!TO")

    async def acquire_and_keep():
        await lock.acquire()
        note_at("b")

    lock = await locked()
    later(1, lock.release)
    a, b = go(acquire_for_1()), go(acquire_and_keep())
    await a
    await b
    note(lock.locked())


@scenario(None, "w ok=None@0 False")
async def lk_uncancel_after_wakeup_keeps_lock():
    lock = await locked()
    w = go(acquire(lock, "w"))
    await turns(1)
    lock.release()
    w.cancel()
    w.uncancel()
    await outcome(w)
    note(lock.locked())


@scenario(None, "t1 C t2 !CancelledError@0 False t3")
async def lk_cancel_before_acquire_blocks():
    async def cancel_itself_and_acquire():
        asyncio.current_task().cancel()
        try:
            await lock.acquire()
        except asyncio.CancelledError:
            note("C")
            raise

    lock = await locked()
    w, ticking = go(cancel_itself_and_acquire()), go(clock(3))
    await outcome(w)
    lock.release()
    note(lock.locked())
    await ticking


# -- Events -------------------------------------------------------------------------------------


async def waiting(event, name):
    try:
        await event.wait()
    except asyncio.CancelledError as error:
        end(name, error)
        raise
    end(name)


@scenario(None, "set a b c t1")
async def ev_wakes_in_order_next_turn():
    event = asyncio.Event()
    tasks = [go(waiting(event, name)) for name in "abc"]
    await turns(1)
    event.set()
    event.set()
    note("set")
    ticking = go(clock(1))
    await asyncio.gather(*tasks)
    await ticking


@scenario(None, "a True False b")
async def ev_cleared_waiter_waits_for_next_set():
    event = asyncio.Event()
    a = go(waiting(event, "a"))
    await turns(1)
    event.set()
    event.clear()
    b = go(waiting(event, "b"))
    await asyncio.sleep(1)
    note(a.done(), b.done())
    event.set()
    await b


@scenario(None, "a!C b True")
async def ev_cancel_one_of_two():
    event = asyncio.Event()
    a, b = go(waiting(event, "a")), go(waiting(event, "b"))
    await turns(1)
    a.cancel()
    event.set()
    await b
    note(a.cancelled())


@scenario(None, "a!C !CancelledError@0")
async def ev_set_then_cancel_is_cancelled():
    event = asyncio.Event()
    a = go(waiting(event, "a"))
    await turns(1)
    event.set()
    a.cancel()
    await outcome(a)


# -- Semaphores ---------------------------------------------------------------------------------


async def take(semaphore, name):
    try:
        await semaphore.acquire()
    except asyncio.CancelledError as error:
        end(name, error)
        raise
    end(name)


@scenario(None, "1 True a b t1 t2 t3 t4")
async def sem_newcomer_waits_while_granting():
    semaphore = asyncio.Semaphore(0)
    a = go(take(semaphore, "a"))
    await turns(1)
    semaphore.release()
    semaphore.release()
    note(semaphore._value, semaphore.locked())
    b, ticking = go(take(semaphore, "b")), go(clock(4))
    await asyncio.gather(a, b, ticking)


@scenario(None, "a t1 main t2 t3")
async def sem_newcomer_of_same_step_waits():
    semaphore = asyncio.Semaphore(0)
    a = go(take(semaphore, "a"))
    await turns(1)
    semaphore.release()
    semaphore.release()
    ticking = go(clock(3))
    await semaphore.acquire()
    note("main")
    await a
    await ticking


@scenario(None, "a x t1 z t2 t3 t4")
async def sem_release_wakes_one_at_a_time():
    async def release_twice_and_take():
        semaphore.release()
        semaphore.release()
        await take(semaphore, "x")

    semaphore = asyncio.Semaphore(0)
    a = go(take(semaphore, "a"))
    await turns(1)
    x, z = go(release_twice_and_take()), go(take(semaphore, "z"))
    await turns(1)
    semaphore.release()
    ticking = go(clock(4))
    await asyncio.gather(a, x, z)
    await ticking


@scenario(None, "0 b t1 True 0 t2 t3")
async def sem_cancel_waiting_keeps_value():
    semaphore = asyncio.Semaphore(1)
    await semaphore.acquire()
    a, b = go(take(semaphore, None)), go(take(semaphore, "b"))
    await turns(1)
    a.cancel()
    semaphore.release()
    note(semaphore._value)
    ticking = go(clock(3))
    await b
    note(a.cancelled(), semaphore._value)
    await ticking


@scenario(None, "t1 c t2 1 False t3")
async def sem_cancel_both_awarded():
    semaphore = asyncio.Semaphore(0)
    a, b, c = (go(take(semaphore, name)) for name in (None, None, "c"))
    await turns(1)
    semaphore.release()
    semaphore.release()
    a.cancel()
    b.cancel()
    ticking = go(clock(3))
    await c
    note(semaphore._value, semaphore.locked())
    await ticking


@scenario(None, "False main !CancelledError@0")
async def sem_only_cancelled_waiters_do_not_lock():
    semaphore = asyncio.Semaphore(1)
    await semaphore.acquire()
    a = go(take(semaphore, None))
    await turns(1)
    a.cancel()
    semaphore.release()
    note(semaphore.locked())
    await semaphore.acquire()
    note("main")
    await outcome(a)


@scenario(None, "a!TO@1 b@1 0")
async def sem_timeout_at_release_passes_on():
    async def acquire_for_1():
        try:
            async with asyncio.timeout(1):
                await semaphore.acquire()
        except TimeoutError:
            note_at("a!TO")

    async def acquire_b():
        await semaphore.acquire()
        note_at("b")

    semaphore = asyncio.Semaphore(0)
    later(1, semaphore.release)
    await asyncio.gather(acquire_for_1(), acquire_b())
    note(semaphore._value)
