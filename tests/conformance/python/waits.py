"""Further scenarios of shield and wait."""

import asyncio

from oracle import at, fail, future, go, job, later, note, note_at, outcome, scenario, soon, ticks, turns


async def awaiting(f):
    return await f


@scenario(None, "in@1 ok=in@1")
async def sh_passes_result():
    await outcome(asyncio.shield(go(job("in", 1))))


@scenario(None, "i@1 !KeyError('i')@1")
async def sh_passes_error():
    await outcome(asyncio.shield(go(fail("i", 1))))


@scenario(None, "in!C@0 !CancelledError@0 True 0")
async def sh_inner_cancelled():
    inner = go(job("in", 5))
    shield = asyncio.shield(inner)
    await turns(1)
    inner.cancel()
    await outcome(shield)
    note(shield.cancelled(), asyncio.current_task().cancelling())


@scenario(None, "True 1 other")
async def sh_of_done_is_inner():
    f = future(1)
    soon(note, "other")
    note(asyncio.shield(f) is f, await asyncio.shield(f))
    await turns(1)


@scenario(None, "True True False in@2 ok=in@2")
async def sh_two_shields_one_cancelled():
    inner = go(job("in", 2))
    a, b = asyncio.shield(inner), asyncio.shield(inner)
    await turns(1)
    note(a.cancel(), a.cancelled(), b.done())
    await outcome(b)


@scenario(None, "1 ok=1@0 2 main 3 4")
async def sh_result_takes_so_many_turns():
    f = future()
    t = go(outcome(asyncio.shield(f)))
    await turns(1)
    f.set_result(1)
    ticks(4)
    await t
    note("main")
    await turns(2)


@scenario(None, "!CancelledError@0 True 1 0 in@2")
async def sh_waiter_cancelled_counts():
    inner = go(job("in", 2))
    shield = asyncio.shield(inner)
    t = go(awaiting(shield))
    await turns(1)
    t.cancel()
    await outcome(t)
    note(shield.cancelled(), t.cancelling(), inner.cancelling())
    await inner


@scenario(None, "in!C@0 !CancelledError@0 True")
async def sh_cancelled_then_inner_cancelled():
    inner = go(job("in", 2))
    shield = asyncio.shield(inner)
    await turns(1)
    shield.cancel()
    inner.cancel()
    await outcome(inner)
    note(shield.cancelled())


@scenario(None, "True !CancelledError@0 v")
async def sh_cancel_same_tick_as_result():
    f = future()
    shield = asyncio.shield(f)
    await turns(1)
    f.set_result("v")
    note(shield.cancel())
    await outcome(shield)
    note(f.result())


@scenario(None, "in@1 ok=in@1")
async def sh_of_shield():
    inner = go(job("in", 1))
    await outcome(asyncio.shield(asyncio.shield(inner)))


@scenario(None, "C@1 in@3 ok=in@3")
async def sh_task_goes_on_after_waiter():
    async def waiter():
        try:
            await asyncio.shield(inner)
        except asyncio.CancelledError:
            note_at("C")
        return await inner

    inner = go(job("in", 3))
    t = go(waiter())
    await asyncio.sleep(1)
    t.cancel()
    await outcome(t)


# -- Wait ---------------------------------------------------------------------------------------


@scenario(None, "b@1 a@2 2 0 @2")
async def wa_all_completed():
    tasks = [go(job("a", 2)), go(job("b", 1))]
    done, pending = await asyncio.wait(tasks)
    note(len(done), len(pending))
    note_at()


@scenario(None, "other 2")
async def wa_done_yields_once():
    soon(note, "other")
    done, pending = await asyncio.wait([future(1), future(2)])
    note(len(done))


@scenario(None, "1 2 main 3 4")
async def wa_done_takes_so_many_turns():
    ticks(4)
    await asyncio.wait([future(1)])
    note("main")
    await turns(2)


@scenario(None, "1 2 main 1 1 3 4 b@1")
async def wa_first_completed_done_already():
    ticks(4)
    b = go(job("b", 1))
    done, pending = await asyncio.wait([future(1), b], return_when=asyncio.FIRST_COMPLETED)
    note("main", len(done), len(pending))
    await b


@scenario(None, "1 2 main 3 4 5")
async def wa_end_takes_so_many_turns():
    f = future()
    t = go(asyncio.wait([f]))
    await turns(1)
    f.set_result(1)
    ticks(5)
    await t
    note("main")
    await turns(2)


@scenario(None, "a@1 b@2 2 @2")
async def wa_first_exception_without_error():
    tasks = [go(job("a", 1)), go(job("b", 2))]
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    note(len(done))
    note_at()


@scenario(None, "a!C@1 b@2 2 @2")
async def wa_first_exception_ignores_cancelled():
    tasks = [go(job("a", 5)), go(job("b", 2))]
    later(1, tasks[0].cancel)
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    note(len(done))
    note_at()


@scenario(None, "a!C@1 1 True @1 b@2")
async def wa_first_completed_counts_cancelled():
    tasks = [go(job("a", 5)), go(job("b", 2))]
    later(1, tasks[0].cancel)
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    note(len(done), tasks[0].cancelled())
    note_at()
    await tasks[1]


@scenario(None, "a@1 b@1 2 1 c@2")
async def wa_first_completed_two_at_once():
    tasks = [go(job("a", 1)), go(job("b", 1)), go(job("c", 2))]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    note(len(done), len(pending))
    await tasks[2]


@scenario(None, "a@1 1 1 @2 b@3")
async def wa_timeout_with_some_done():
    tasks = [go(job("a", 1)), go(job("b", 3))]
    done, pending = await asyncio.wait(tasks, timeout=2)
    note(len(done), len(pending))
    note_at()
    await tasks[1]


@scenario(None, "b@0 1 1 @0 a@1")
async def wa_timeout_zero():
    tasks = [go(job("a", 1)), go(job("b", 0))]
    done, pending = await asyncio.wait(tasks, timeout=0)
    note(len(done), len(pending))
    note_at()
    await asyncio.wait(tasks)


@scenario(None, "a@1 1 0 @1")
async def wa_timeout_same_tick_as_end():
    tasks = [go(job("a", 1))]
    await turns(1)
    done, pending = await asyncio.wait(tasks, timeout=1)
    note(len(done), len(pending))
    note_at()
    await tasks[0]


@scenario(None, "a@1 1 !KeyError('a')@1")
async def wa_errors_are_not_raised():
    t = go(fail("a", 1))
    done, _ = await asyncio.wait([t])
    note(len(done))
    await outcome(t)


@scenario(None, "!CancelledError@0")
async def wa_cancel_same_tick_as_end():
    f = future()
    t = go(asyncio.wait([f]))
    await turns(1)
    f.set_result(1)
    t.cancel()
    await outcome(t)


@scenario(None, "a@1 @1")
async def wa_two_wait_for_one():
    a = go(job("a", 1))
    tasks = [go(asyncio.wait([a])), go(asyncio.wait([a], timeout=5))]
    await asyncio.wait(tasks)
    note_at()
