"""Scenarios of locks, events, conditions, semaphores and barriers."""

import asyncio

from oracle import describe, go, note, note_at, outcome, scenario, soon, turns


@scenario(165, "rel False b a2")
async def lk_no_barging_by_releaser():
    async def a():
        async with lock:
            await asyncio.sleep(1)
        note("rel", lock.locked())
        async with lock:
            note("a2")

    async def b():
        async with lock:
            note("b")

    lock = asyncio.Lock()
    await asyncio.gather(a(), b())


async def holder(name, lock):
    async with lock:
        note(name)


@scenario(167, "b True False")
async def lk_cancel_after_wakeup_hands_off():
    lock = asyncio.Lock()
    await lock.acquire()
    a, b = go(holder("a", lock)), go(holder("b", lock))
    await turns(1)
    lock.release()
    a.cancel()
    await asyncio.wait([a, b])
    note(a.cancelled(), lock.locked())


@scenario(169, "got other")
async def lk_uncontended_no_yield():
    lock = asyncio.Lock()
    soon(note, "other")
    async with lock:
        note("got")
    await turns(1)


@scenario(171, "a True False")
async def ev_set_then_clear_still_wakes():
    async def waiter():
        value = await event.wait()
        note("a", value, event.is_set())

    event = asyncio.Event()
    t = go(waiter())
    await turns(1)
    event.set()
    event.clear()
    await t


@scenario(173, "RE !RuntimeError(cannot wait on un-acquired lock)@0")
async def cv_notify_needs_lock():
    condition = asyncio.Condition()
    try:
        condition.notify()
    except RuntimeError:
        note("RE")
    await outcome(condition.wait())


@scenario(175, "C@2 True !CancelledError@2 False")
async def cv_cancel_reacquires_lock():
    async def waiter():
        async with condition:
            try:
                await condition.wait()
            except asyncio.CancelledError:
                note_at("C")
                note(condition.locked())
                raise

    condition = asyncio.Condition()
    t = go(waiter())
    await turns(1)
    await condition.acquire()
    t.cancel()
    await asyncio.sleep(2)
    condition.release()
    await outcome(t)
    note(condition.locked())


@scenario(177, "+a@0 +b@0 +c@1 +d@1")
async def sem_limits_and_fifo():
    async def worker(name):
        async with semaphore:
            note_at(f"+{name}")
            await asyncio.sleep(1)

    semaphore = asyncio.Semaphore(2)
    await asyncio.gather(*(worker(name) for name in "abcd"))


@scenario(179, "b True")
async def sem_cancel_after_award_passes_on():
    semaphore = asyncio.Semaphore(0)
    a, b = go(holder("a", semaphore)), go(holder("b", semaphore))
    await turns(1)
    semaphore.release()
    a.cancel()
    await asyncio.wait([a, b])
    note(a.cancelled())


@scenario(181, "VE VE")
async def sem_bounded_over_release():
    semaphore = asyncio.BoundedSemaphore(1)
    for call in (semaphore.release, lambda: asyncio.Semaphore(-1)):
        try:
            call()
        except ValueError:
            note("VE")


@scenario(
    183, "!BrokenBarrierError(Abort or reset of barrier)@0 True !BrokenBarrierError(Barrier aborted)@0"
)
async def ba_abort():
    barrier = asyncio.Barrier(2)
    t = go(outcome(barrier.wait()))
    await turns(1)
    await barrier.abort()
    await t
    note(barrier.broken)
    await outcome(barrier.wait())


@scenario(185, "1 !CancelledError@0 0 False [0, 1]")
async def ba_cancel_one_waiter():
    barrier = asyncio.Barrier(2)
    t = go(barrier.wait())
    await turns(1)
    note(barrier.n_waiting)
    t.cancel()
    await outcome(t)
    note(barrier.n_waiting, barrier.broken)
    note(sorted(await asyncio.gather(barrier.wait(), barrier.wait())))
