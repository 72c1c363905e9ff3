"""Further scenarios of cancellation: when it arrives, at whom, and what may be done about it."""

import asyncio

from oracle import at, fail, future, give, go, job, later, note, note_at, outcome, scenario, soon
from oracle import swallow, ticks, turns


def me():
    return asyncio.current_task()


async def retrying(*delays):
    """Sleeps so long, one after the other, whatever cancels it; notes C1@t, C2@t …"""
    for number, delay in enumerate(delays, 1):
        try:
            await asyncio.sleep(delay)
        except asyncio.CancelledError:
            note_at(f"C{number}")
    return "end"


@scenario(None, "False False 0")
async def task_cancel_done_is_refused():
    t = go(give(1))
    await t
    note(t.cancel(), t.cancelled(), t.cancelling())


@scenario(None, "ok=v@0 False 1")
async def task_cancel_swallowed_keeps_count():
    t = go(swallow("v"))
    await turns(1)
    t.cancel()
    await outcome(t)
    note(t.cancelled(), t.cancelling())


@scenario(None, "!KeyError('k')@0 False")
async def task_cancel_turned_into_error():
    async def body():
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            raise KeyError("k") from None

    t = go(body())
    await turns(1)
    t.cancel()
    await outcome(t)
    note(t.cancelled())


@scenario(None, "on !CancelledError@0")
async def task_cancel_self_hits_next_sleep():
    async def body():
        me().cancel()
        note("on")
        await asyncio.sleep(5)

    await outcome(go(body()))


@scenario(None, "True False !CancelledError@0")
async def task_cancel_self_cancels_future_it_awaits():
    async def body():
        me().cancel()
        await f

    f = future()
    t = go(body())
    await turns(1)
    note(f.cancelled(), t.done())
    await outcome(t)


@scenario(None, "!KeyError('k')@0 False")
async def task_cancel_self_then_error():
    async def body():
        me().cancel()
        raise KeyError("k")

    t = go(body())
    await outcome(t)
    note(t.cancelled())


@scenario(None, "C on@1 ok=1@1")
async def task_cancel_self_swallow_then_sleep():
    async def body():
        me().cancel()
        try:
            await asyncio.sleep(0)
        except asyncio.CancelledError:
            note("C")
        await asyncio.sleep(1)
        note_at("on")
        return me().cancelling()

    await outcome(go(body()))


@scenario(None, "0 ok=v@0")
async def task_uncancel_drops_undelivered_request():
    async def body():
        me().cancel()
        note(me().uncancel())
        await asyncio.sleep(0)
        return "v"

    await outcome(go(body()))


@scenario(None, "1 !CancelledError@0")
async def task_uncancel_one_of_two_keeps_request():
    async def body():
        me().cancel()
        me().cancel()
        note(me().uncancel())
        await asyncio.sleep(0)

    await outcome(go(body()))


@scenario(None, "0 t@1 ok=t@1")
async def task_uncancel_before_start_runs():
    t = go(job("t", 1))
    t.cancel()
    note(t.uncancel())
    await outcome(t)


@scenario(None, "0 t!C@0 !CancelledError@0 0")
async def task_uncancel_after_wakeup_is_too_late():
    t = go(job("t", 5))
    await turns(1)
    t.cancel()
    note(t.uncancel())
    await outcome(t)
    note(t.cancelling())


@scenario(None, "0 0 0")
async def task_uncancel_floor():
    note(me().cancelling(), me().uncancel(), me().cancelling())


@scenario(None, "C !CancelledError@0")
async def task_cancel_yielding_task():
    async def body():
        try:
            await asyncio.sleep(0)
        except asyncio.CancelledError:
            note("C")
            raise

    t = go(body())
    await turns(1)
    t.cancel()
    await outcome(t)


@scenario(None, "b!C@0 a!C@0")
async def task_cancel_two_in_order():
    a, b = go(job("a", 5)), go(job("b", 5))
    await turns(1)
    b.cancel()
    a.cancel()
    await asyncio.wait([a, b])


@scenario(None, "x t!C@0 y !CancelledError@0")
async def task_cancel_queues_behind_what_is_ready():
    t = go(job("t", 5))
    await turns(1)
    soon(note, "x")
    t.cancel()
    soon(note, "y")
    await outcome(t)


@scenario(None, "t!C@1 !CancelledError@1")
async def task_cancel_by_timer_before_its_own():
    at(1, lambda: t.cancel())
    t = go(job("t", 1))
    await outcome(t)


@scenario(None, "t!C@1 !CancelledError@1")
async def task_cancel_by_timer_after_its_own():
    t = go(job("t", 1))
    await turns(1)
    at(1, t.cancel)
    await outcome(t)


@scenario(None, "t@1 ok=t@1")
async def task_cancel_a_turn_after_its_timer():
    t = go(job("t", 1))
    await turns(1)
    at(1, lambda: soon(t.cancel))
    await outcome(t)


@scenario(None, "C1@1 C2@2 ok=end@12 2")
async def task_cancel_again_after_swallow():
    t = go(retrying(10, 10, 10))
    await asyncio.sleep(1)
    t.cancel()
    await asyncio.sleep(1)
    t.cancel()
    await outcome(t)
    note(t.cancelling())


@scenario(None, "cleanup@1 slow!C@2 !CancelledError@2")
async def task_cancel_interrupts_cleanup():
    async def body():
        try:
            await asyncio.sleep(10)
        finally:
            note_at("cleanup")
            await job("slow", 5)

    t = go(body())
    await asyncio.sleep(1)
    t.cancel()
    await asyncio.sleep(1)
    t.cancel()
    await outcome(t)


@scenario(None, "C stop main stop")
async def task_cancel_message_reaches_task_and_awaiter():
    async def body():
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError as error:
            note("C", error)
            raise

    t = go(body())
    await turns(1)
    t.cancel("stop")
    try:
        await t
    except asyncio.CancelledError as error:
        note("main", error)


@scenario(None, "C two")
async def task_cancel_last_message_counts():
    async def body():
        try:
            await asyncio.sleep(0)
        except asyncio.CancelledError as error:
            note("C", error)

    t = go(body())
    await turns(1)
    t.cancel("one")
    t.cancel("two")
    await t


@scenario(None, "v 1 False 1")
async def task_cancel_inner_swallows_outer_goes_on():
    async def outer_body():
        value = await inner
        return value, me().cancelling()

    inner = go(swallow("v"))
    outer = go(outer_body())
    await turns(1)
    outer.cancel()
    value, count = await outer
    note(value, count, outer.cancelled(), inner.cancelling())


@scenario(None, "!KeyError('k')@0 False")
async def task_cancel_inner_fails_outer_gets_error():
    async def inner_body():
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            raise KeyError("k") from None

    async def outer_body():
        await inner

    inner = go(inner_body())
    outer = go(outer_body())
    await turns(1)
    outer.cancel()
    await outcome(outer)
    note(outer.cancelled())


@scenario(None, "level0 1 level1 2 level2 3 !CancelledError@0 4 5")
async def task_cancel_unwinds_one_level_a_turn():
    async def level(depth):
        try:
            await (go(level(depth - 1)) if depth > 0 else asyncio.sleep(10))
        finally:
            note(f"level{depth}")

    t = go(level(2))
    await turns(3)
    t.cancel()
    ticks(5)
    await outcome(t)
    await turns(1)


@scenario(None, "True True C v !CancelledError@0")
async def task_cancel_after_inner_done_before_resume():
    async def outer_body():
        try:
            await inner
        except asyncio.CancelledError:
            note("C", inner.result())
            raise

    async def inner_body():
        await asyncio.sleep(0)
        return "v"

    inner = go(inner_body())
    outer = go(outer_body())
    await turns(2)
    note(inner.done(), outer.cancel())
    await outcome(outer)


@scenario(None, "shared!C@0 a 1 b 0 True 1")
async def task_cancel_one_waiter_of_shared_task():
    async def waiter(name):
        try:
            await shared
        except asyncio.CancelledError:
            note(name, me().cancelling())
            raise

    shared = go(job("shared", 5))
    a, b = go(waiter("a")), go(waiter("b"))
    await turns(1)
    a.cancel()
    await asyncio.wait([a, b])
    note(shared.cancelled(), shared.cancelling())


@scenario(None, "inner!C@0 outer 0 !CancelledError@0 True 0")
async def task_cancel_awaited_task_directly():
    async def outer_body():
        try:
            await inner
        except asyncio.CancelledError:
            note("outer", me().cancelling())
            raise

    inner = go(job("inner", 5))
    outer = go(outer_body())
    await turns(1)
    inner.cancel()
    await outcome(outer)
    note(outer.cancelled(), outer.cancelling())


@scenario(None, "parent!C@1 !CancelledError@1 child@2 ok=child@2")
async def task_cancel_creator_leaves_child():
    async def parent():
        kept.append(go(job("child", 2)))
        await job("parent", 5)

    kept = []
    t = go(parent())
    await asyncio.sleep(1)
    t.cancel()
    await outcome(t)
    await outcome(kept[0])


@scenario(None, "!CancelledError@0 True 0")
async def task_cancel_new_task_whose_waiter_waits():
    async def waiter():
        await inner

    t = go(waiter())
    inner = go(job("inner", 1))
    inner.cancel()
    await outcome(t)
    note(t.cancelled(), t.cancelling())


@scenario(None, "True t!C@0 !CancelledError@0")
async def task_cancel_from_done_callback():
    t = go(job("t", 5))
    f = future()
    f.add_done_callback(lambda _: note(t.cancel()))
    await turns(1)
    f.set_result(1)
    await outcome(t)


@scenario(None, "C ok=4@0")
async def task_cancel_while_ready_with_result():
    async def body():
        try:
            note(await f)
        except asyncio.CancelledError:
            note("C")
        return await f

    f = future()
    t = go(body())
    await turns(1)
    soon(f.set_result, 4)
    soon(t.cancel)
    await outcome(t)


@scenario(None, "inner!C@0 middle ok=m@0 True 1 1")
async def task_cancel_two_levels_of_swallowing():
    async def middle_body():
        try:
            await inner
        except asyncio.CancelledError:
            note("middle")
        return "m"

    async def outer_body():
        return await middle

    inner = go(job("inner", 5))
    middle = go(middle_body())
    outer = go(outer_body())
    await turns(1)
    outer.cancel()
    await outcome(outer)
    note(inner.cancelled(), middle.cancelling(), outer.cancelling())


@scenario(None, "t!C@0 end")
async def task_cancel_is_no_error_to_report():
    t = go(job("t", 5))
    await turns(1)
    t.cancel()
    await turns(2)
    del t
    note("end")


@scenario(None, "EH{Task exception was never retrieved:KeyError} end")
async def task_error_in_cancelled_task_is_reported():
    async def body():
        try:
            await asyncio.sleep(5)
        finally:
            raise KeyError("k")

    t = go(body())
    await turns(1)
    t.cancel()
    await turns(2)
    del t
    note("end")
