"""Further scenarios of gather: who ends it, and when."""

import asyncio

from oracle import at, describe, fail, failed, future, go, job, note, note_at, outcome, scenario, soon
from oracle import swallow, ticks, turns


async def awaiting(f):
    return await f


def told(results):
    """Results, errors among them by their kind."""
    for one in results:
        note(describe(one) if isinstance(one, BaseException) else one)


@scenario(None, "True 0")
async def ga_empty():
    g = asyncio.gather()
    note(g.done(), len(await g))


@scenario(None, "a@1 a")
async def ga_one():
    told(await asyncio.gather(job("a", 1)))


@scenario(None, "b@1 c@1 a@2 a KeyError('b') c")
async def ga_return_exceptions():
    told(await asyncio.gather(job("a", 2), fail("b", 1), job("c", 1), return_exceptions=True))


@scenario(None, "b@1 !KeyError('b')@1 a@2 c@3")
async def ga_first_error_by_time():
    await outcome(asyncio.gather(fail("a", 2), fail("b", 1), job("c", 3)))
    await asyncio.sleep(3)


@scenario(None, "a@1 b@1 !KeyError('a')@1")
async def ga_two_errors_same_tick():
    await outcome(asyncio.gather(fail("a", 1), fail("b", 1)))


@scenario(None, "a@1 !KeyError('a')@1 False 0 b@3")
async def ga_cancel_after_error_is_refused():
    b = go(job("b", 3))
    g = asyncio.gather(fail("a", 1), b)
    await outcome(g)
    note(g.cancel(), b.cancelling())
    await b


@scenario(None, "a@1 False False")
async def ga_cancel_when_done_is_refused():
    g = asyncio.gather(job("a", 1))
    await g
    note(g.cancel(), g.cancelled())


@scenario(None, "True !CancelledError@0 False")
async def ga_cancel_all_swallow():
    g = asyncio.gather(swallow("a"), swallow("b"))
    await turns(1)
    note(g.cancel())
    await outcome(g)
    note(g.cancelled())


@scenario(None, "b!C@0 !CancelledError@0")
async def ga_cancel_one_swallows():
    g = asyncio.gather(swallow("a"), job("b", 5))
    await turns(1)
    g.cancel()
    await outcome(g)


@scenario(None, "b!C@0 !KeyError('k')@0")
async def ga_cancel_child_fails():
    async def fails_on_cancel():
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            raise KeyError("k") from None

    g = asyncio.gather(fails_on_cancel(), job("b", 5))
    await turns(1)
    g.cancel()
    await outcome(g)


@scenario(None, "a@1 b!C@2 !CancelledError@2")
async def ga_cancel_when_one_is_done():
    g = asyncio.gather(job("a", 1), job("b", 5))
    await asyncio.sleep(2)
    g.cancel()
    await outcome(g)


@scenario(None, "True !CancelledError@0")
async def ga_cancel_before_children_start():
    g = asyncio.gather(job("a", 1), job("b", 1))
    note(g.cancel())
    await outcome(g)


@scenario(None, "b!C@0 !CancelledError@0 clean@2")
async def ga_cancel_waits_for_no_cleanup():
    async def cleaning():
        try:
            await asyncio.sleep(10)
        finally:
            await job("clean", 2)

    g = asyncio.gather(cleaning(), job("b", 5))
    await turns(1)
    g.cancel()
    await outcome(g)
    await asyncio.sleep(3)


@scenario(None, "a!C@0 b@1 CancelledError b")
async def ga_cancelled_child_among_results():
    a, b = go(job("a", 5)), go(job("b", 1))
    g = asyncio.gather(a, b, return_exceptions=True)
    await turns(1)
    a.cancel()
    told(await g)


@scenario(None, "a!C@0 !CancelledError@0 True 0")
async def ga_cancelled_child_cancels_awaiting_task():
    a = go(job("a", 5))
    t = go(awaiting(asyncio.gather(a)))
    await turns(1)
    a.cancel()
    await outcome(t)
    note(t.cancelled(), t.cancelling())


@scenario(None, "True !KeyError('k')@0 other")
async def ga_done_error_is_there_at_once():
    g = asyncio.gather(future(1), failed(KeyError("k")))
    soon(note, "other")
    note(g.done())
    await outcome(g)
    await turns(1)


@scenario(None, "b@1 b a")
async def ga_done_and_pending():
    a = future("a")
    told(await asyncio.gather(job("b", 1), a))


@scenario(None, "!KeyError('a')@0 1 2 3 b@1")
async def ga_done_error_and_pending():
    a = failed(KeyError("a"))
    ticks(3)
    await outcome(asyncio.gather(job("b", 1), a))
    await asyncio.sleep(2)


@scenario(None, "1 got 2 main 3 4 5")
async def ga_result_takes_two_turns():
    async def waiter():
        await asyncio.gather(f, g)
        note("got")

    f, g = future(), future()
    t = go(waiter())
    await turns(1)
    f.set_result(1)
    g.set_result(2)
    ticks(5)
    await t
    note("main")
    await turns(2)


@scenario(None, "1 !KeyError('k')@0 2 main 3 4")
async def ga_error_takes_two_turns():
    f, g = future(), future()
    t = go(outcome(asyncio.gather(f, g)))
    await turns(1)
    f.set_exception(KeyError("k"))
    ticks(4)
    await t
    note("main")
    await turns(2)


@scenario(None, "a!C@0 b!C@0 1 2 !CancelledError@0 3 main 4 5")
async def ga_cancel_takes_so_many_turns():
    g = asyncio.gather(job("a", 5), job("b", 5))
    t = go(outcome(g))
    await turns(1)
    g.cancel()
    ticks(5)
    await t
    note("main")
    await turns(2)


@scenario(None, "a!C@0 b!C@0 c!C@0 !CancelledError@0 True")
async def ga_nested_cancel():
    inner = asyncio.gather(job("a", 5), job("b", 5))
    outer = asyncio.gather(inner, job("c", 5))
    await turns(1)
    outer.cancel()
    await outcome(outer)
    note(inner.done())


@scenario(None, "a@1 !KeyError('a')@1 b@2 c@2")
async def ga_nested_error():
    inner = asyncio.gather(fail("a", 1), job("b", 2))
    await outcome(asyncio.gather(inner, job("c", 2)))
    await asyncio.sleep(2)


@scenario(None, "b@1 c@1 a@2 a b a c")
async def ga_shared_child_of_two():
    a = go(job("a", 2))
    first, second = asyncio.gather(a, job("b", 1)), asyncio.gather(a, job("c", 1))
    told(await first)
    told(await second)


@scenario(
    None,
    "a!C@0 !CancelledError@0 True EH{_GatheringFuture exception was never "
    "retrieved:CancelledError}",
)
async def ga_cancel_hits_shared_child():
    a = go(job("a", 2))
    first, second = asyncio.gather(a), asyncio.gather(a)
    await turns(1)
    first.cancel()
    await outcome(second)
    note(first.done())


@scenario(None, "2 a!C@0 !CancelledError@0")
async def ga_duplicate_gets_one_request():
    a = go(job("a", 2))
    g = asyncio.gather(a, a)
    await turns(1)
    g.cancel()
    note(a.cancelling())
    await outcome(g)


@scenario(None, "a!C@0 other!CancelledError@0 !CancelledError@0")
async def ga_two_awaiters_one_cancelled():
    g = asyncio.gather(job("a", 2))
    t, other = go(awaiting(g)), go(outcome(g, "other"))
    await turns(1)
    t.cancel()
    await outcome(t)
    await other


@scenario(None, "True 1 !CancelledError@0 True")
async def ga_cancel_same_tick_as_last_result():
    f = future()
    g = asyncio.gather(f)
    t = go(awaiting(g))
    await turns(1)
    f.set_result(1)
    note(t.cancel(), t.cancelling())
    await outcome(t)
    note(g.done())


@scenario(None, "a@1 !KeyError('a')@1 b@2 end")
async def ga_late_error_is_silent():
    g = asyncio.gather(fail("a", 1), fail("b", 2))
    await outcome(g)
    await asyncio.sleep(2)
    del g
    note("end")


@scenario(None, "a@1 EH{_GatheringFuture exception was never retrieved:KeyError} end")
async def ga_error_nobody_awaits():
    g = asyncio.gather(fail("a", 1))
    await asyncio.sleep(2)
    del g
    note("end")
