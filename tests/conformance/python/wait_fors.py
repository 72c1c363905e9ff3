"""Scenarios of wait_for: who wins, and who waits for whose cleanup."""

import asyncio

from oracle import at, describe, fail, future, go, job, note, note_at, outcome, scenario, swallow, turns


@scenario(57, "a@1 ok=a@1")
async def wf_result():
    await outcome(asyncio.wait_for(job("a", 1), 2))


@scenario(59, "clean@5 !TimeoutError@5")
async def wf_waits_for_cleanup():
    await outcome(asyncio.wait_for(cleaning(3), 2))


async def cleaning(seconds):
    try:
        await asyncio.sleep(10)
    finally:
        await asyncio.sleep(seconds)
        note_at("clean")


async def raising():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        raise KeyError("k") from None


@scenario(61, "!KeyError('k')@2 TimeoutError")
async def wf_inner_raises_on_cancel():
    try:
        await asyncio.wait_for(raising(), 2)
    except KeyError as error:
        note_at("!" + describe(error))
        context = error.__context__
        while isinstance(context, asyncio.CancelledError):
            context = context.__context__
        note(type(context).__name__)


@scenario(63, "!TimeoutError@0")
async def wf_zero_coro_not_started():
    async def body():
        note("BODY")

    await outcome(asyncio.wait_for(body(), 0))


@scenario(65, "ok=r@0")
async def wf_zero_task_swallows():
    t = go(swallow("r"))
    await turns(1)
    await outcome(asyncio.wait_for(t, 0))


@scenario(67, "set !TimeoutError@1 v")
async def wf_race_result_first_same_tick():
    f = future()
    at(1, lambda: (note("set"), f.set_result("v")))
    await outcome(asyncio.wait_for(f, 1))
    note(f.result())


@scenario(69, "a!C@0 !CancelledError@0")
async def wf_outer_cancel():
    t = go(asyncio.wait_for(job("a", 10), 5))
    await turns(1)
    t.cancel()
    await outcome(t)


@scenario(71, "got v !CancelledError@0")
async def wf_cancel_self_then_done_future_107547():
    async def body():
        asyncio.current_task().cancel()
        note("got", await asyncio.wait_for(future("v"), 1))
        await asyncio.sleep(0)

    await outcome(go(body()))


@scenario(73, "c1@2 !CancelledError@3")
async def wf_outer_cancel_before_timeout_during_cleanup():
    async def swallow_once():
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            note_at("c1")
        await asyncio.sleep(10)

    t = go(asyncio.wait_for(swallow_once(), 2))
    await asyncio.sleep(3)
    t.cancel()
    await outcome(t)


@scenario(75, "!TimeoutError@0 False True a@3")
async def wf_shielded_zero():
    t = go(job("a", 3))
    shield = asyncio.shield(t)
    await outcome(asyncio.wait_for(shield, 0))
    note(t.done(), shield.cancelled())
    await t


@scenario(77, "out!TimeoutError@1")
async def wf_nested_outer_shorter():
    async def inner():
        await asyncio.wait_for(asyncio.sleep(10), 2)

    await outcome(asyncio.wait_for(inner(), 1), "out")


@scenario(79, "!TimeoutError@1 False")
async def wf_lock_acquire_race_not_leaked():
    lock = asyncio.Lock()
    await lock.acquire()
    at(1, lock.release)
    await outcome(asyncio.wait_for(lock.acquire(), 1))
    note(lock.locked())
