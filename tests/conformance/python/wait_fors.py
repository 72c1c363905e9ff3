"""Scenarios of wait_for: who wins, and who waits for whose cleanup."""

import asyncio

from oracle import at, describe, fail, future, go, job, later, note, note_at, outcome, scenario
from oracle import soon, swallow, ticks, turns


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


# -- Further ones -------------------------------------------------------------------------------


@scenario(None, "a@3 ok=a@3")
async def wf_no_limit():
    await outcome(asyncio.wait_for(job("a", 3), None))


@scenario(None, "a!C@2 !TimeoutError@2 True 0")
async def wf_timeout_cancels():
    t = go(job("a", 5))
    await outcome(asyncio.wait_for(t, 2))
    note(t.cancelled(), asyncio.current_task().cancelling())


@scenario(None, "ok=r@2")
async def wf_value_on_cancel_goes_first():
    await outcome(asyncio.wait_for(go(swallow("r")), 2))


@scenario(None, "c1@2 a@7 ok=a@7")
async def wf_swallows_and_goes_on():
    async def stubborn():
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            note_at("c1")
        return await job("a", 5)

    await outcome(asyncio.wait_for(go(stubborn()), 2))


@scenario(None, "a@1 !KeyError('a')@1")
async def wf_error_before_limit():
    await outcome(asyncio.wait_for(fail("a", 1), 2))


@scenario(None, "7 other")
async def wf_done_does_not_yield():
    soon(note, "other")
    note(await asyncio.wait_for(future(7), 1))
    await turns(1)


@scenario(None, "7 other")
async def wf_zero_done():
    soon(note, "other")
    note(await asyncio.wait_for(future(7), 0))
    await turns(1)


@scenario(None, "!TimeoutError@0 True")
async def wf_zero_pending_future():
    f = future()
    await outcome(asyncio.wait_for(f, 0))
    note(f.cancelled())


@scenario(None, "a!C@0 !TimeoutError@0 True 1 0")
async def wf_negative_started_task():
    t = go(job("a", 5))
    await turns(1)
    await outcome(asyncio.wait_for(t, -1))
    note(t.cancelled(), t.cancelling(), asyncio.current_task().cancelling())


@scenario(None, "clean@3 !TimeoutError@3")
async def wf_zero_waits_for_cleanup():
    t = go(cleaning(3))
    await turns(1)
    await outcome(asyncio.wait_for(t, 0))


@scenario(None, "a!C@0 b!C@0 !TimeoutError@0 False !CancelledError@0")
async def wf_zero_gather():
    tasks = [go(job("a", 5)), go(job("b", 5))]
    await turns(1)
    g = asyncio.gather(*tasks)
    await outcome(asyncio.wait_for(g, 0))
    note(g.cancelled())
    await outcome(g)


@scenario(None, "a!C@0 !KeyError('k')@0")
async def wf_negative_gather_error_on_cancel():
    tasks = [go(raising()), go(job("a", 5))]
    await turns(1)
    await outcome(asyncio.wait_for(asyncio.gather(*tasks), -1))


@scenario(None, "!KeyError('k')@0")
async def wf_zero_error_on_cancel():
    t = go(raising())
    await turns(1)
    await outcome(asyncio.wait_for(t, 0))


@scenario(None, "!CancelledError@1 False clean@3 True")
async def wf_zero_cancelled_while_cleaning():
    inner = go(cleaning(3))
    await turns(1)
    t = go(asyncio.wait_for(inner, 0))
    await asyncio.sleep(1)
    t.cancel()
    await outcome(t)
    note(inner.done())
    await asyncio.sleep(3)
    note(inner.cancelled())


@scenario(None, "1 a!C@0 2 3 !TimeoutError@0 4 5")
async def wf_zero_takes_so_many_turns():
    t = go(job("a", 5))
    await turns(1)
    ticks(5)
    await outcome(asyncio.wait_for(t, 0))
    await turns(2)


@scenario(None, "1 a!C@1 2 !TimeoutError@1 3 4 5")
async def wf_timeout_takes_so_many_turns():
    t = go(job("a", 5))
    await turns(1)
    at(1, ticks, 5)
    await outcome(asyncio.wait_for(t, 1))
    await turns(2)


@scenario(None, "set True !TimeoutError@1 True")
async def wf_race_limit_first_same_tick():
    f = future()
    later(0, lambda: at(1, lambda: note("set", f.done())))
    await outcome(asyncio.wait_for(f, 1))
    note(f.cancelled())


@scenario(None, "a!C@1 !TimeoutError@1 True")
async def wf_race_task_timer_first_same_tick():
    t = go(job("a", 1))
    await turns(1)
    await outcome(asyncio.wait_for(t, 1))
    note(t.cancelled())


@scenario(None, "soon@1 ok=v@1")
async def wf_race_result_a_turn_before():
    f = future()
    at(1, f.set_result, "v")
    t = go(asyncio.wait_for(f, 2))
    at(1, lambda: soon(note_at, "soon"))
    await outcome(t)


@scenario(None, "!CancelledError@0 v")
async def wf_race_result_then_cancel_same_tick():
    f = future()
    t = go(asyncio.wait_for(f, 5))
    await turns(1)
    f.set_result("v")
    t.cancel()
    await outcome(t)
    note(f.result())


@scenario(None, "a!C@1 !CancelledError@1")
async def wf_outer_cancel_same_tick_as_limit():
    t = go(asyncio.wait_for(go(job("a", 5)), 1))
    await turns(2)
    at(1, t.cancel)
    await outcome(t)


@scenario(None, "a!C@1 !CancelledError@1 True 1")
async def wf_outer_cancel_just_before_limit():
    at(1, lambda: t.cancel())
    t = go(asyncio.wait_for(go(job("a", 5)), 1))
    await outcome(t)
    note(t.cancelled(), t.cancelling())


@scenario(None, "ok=r@0 1")
async def wf_outer_cancel_swallowed_by_inner():
    t = go(asyncio.wait_for(go(swallow("r")), 5))
    await turns(2)
    t.cancel()
    await outcome(t)
    note(t.cancelling())


@scenario(None, "a!C@1 in!TimeoutError@1 outok=on@1")
async def wf_nested_inner_shorter():
    async def inner():
        await outcome(asyncio.wait_for(go(job("a", 10)), 1), "in")
        return "on"

    await outcome(asyncio.wait_for(go(inner()), 2), "out")


@scenario(None, "a!C@1 in!CancelledError@1 outok=on@1")
async def wf_nested_same_limit():
    async def inner():
        await outcome(asyncio.wait_for(go(job("a", 10)), 1), "in")
        return "on"

    await outcome(asyncio.wait_for(go(inner()), 1), "out")


@scenario(None, "!TimeoutError@1 a@3 ok=a@3")
async def wf_shield_keeps_task():
    t = go(job("a", 3))
    await outcome(asyncio.wait_for(asyncio.shield(t), 1))
    await outcome(t)


@scenario(None, "a@1 b!C@2 !TimeoutError@2")
async def wf_gather():
    await outcome(asyncio.wait_for(asyncio.gather(job("a", 1), job("b", 5)), 2))


@scenario(None, "!TimeoutError@1 !CancelledError@1")
async def wf_twice_on_one_future():
    f = future()
    await outcome(asyncio.wait_for(f, 1))
    await outcome(asyncio.wait_for(f, 1))


@scenario(None, "!TimeoutError@1 !TimeoutError@2 a@3 ok=a@3")
async def wf_again_after_shielded_timeout():
    t = go(job("a", 3))
    await outcome(asyncio.wait_for(asyncio.shield(t), 1))
    await outcome(asyncio.wait_for(asyncio.shield(t), 1))
    await outcome(asyncio.wait_for(asyncio.shield(t), 5))


@scenario(None, "a!C@1 !CancelledError@1 True 0")
async def wf_inner_cancelled_by_someone_else():
    inner = go(job("a", 5))
    later(1, inner.cancel)
    t = go(asyncio.wait_for(inner, 3))
    await outcome(t)
    note(t.cancelled(), t.cancelling())
