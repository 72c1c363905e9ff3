"""Scenarios of gather, shield, wait and as_completed."""

import asyncio

from oracle import describe, fail, future, go, job, note, note_at, outcome, scenario, soon, turns


@scenario(103, "b@1 c@2 a@3 =>['a', 'b', 'c']")
async def ga_order_of_args():
    return await asyncio.gather(job("a", 3), job("b", 1), job("c", 2))


@scenario(105, "a@1 !KeyError('a')@1 b@2 c@3 end")
async def ga_exception_siblings_continue():
    await outcome(asyncio.gather(fail("a", 1), job("b", 2), fail("c", 3)))
    await asyncio.sleep(4)
    note("end")


async def awaiting(f):
    return await f


@scenario(107, "a!C@0 b!C@0 !CancelledError@0")
async def ga_cancel_cancels_children():
    t = go(awaiting(asyncio.gather(job("a", 5), job("b", 5))))
    await turns(1)
    t.cancel()
    await outcome(t)


@scenario(109, "b!C@0 slow@2 o!CancelledError@2")
async def ga_cancel_return_exceptions_waits_all():
    async def slow():
        try:
            await asyncio.sleep(10)
        finally:
            await asyncio.sleep(2)
            note_at("slow")

    t = go(awaiting(asyncio.gather(slow(), job("b", 5), return_exceptions=True)))
    await turns(1)
    t.cancel()
    await outcome(t, "o")


@scenario(111, "b!C@0 !CancelledError@0 False False a@3")
async def ga_child_cancelled_raises():
    a, b = go(job("a", 3)), go(job("b", 3))
    g = asyncio.gather(a, b)
    await turns(1)
    b.cancel()
    await outcome(g)
    note(g.cancelled(), a.done())
    await a


@scenario(113, "a@1 b@1 =>['a', 'a', 'b', 'a']")
async def ga_duplicates():
    a, b = job("a", 1), job("b", 1)
    return await asyncio.gather(a, a, b, a)


@scenario(115, "True [1, 1] other")
async def ga_all_done_immediate():
    g = asyncio.gather(future(1), future(1))
    soon(note, "other")
    note(g.done(), await g)
    await turns(1)


# -- Shield -------------------------------------------------------------------------------------


@scenario(117, "o!CancelledError@0 in@3 iok=in@3")
async def sh_outer_cancel_inner_continues():
    inner = go(job("in", 3))
    t = go(awaiting(asyncio.shield(inner)))
    await turns(1)
    t.cancel()
    await outcome(t, "o")
    await outcome(inner, "i")


@scenario(
    119,
    "in@1 end EH{Task exception was never retrieved:KeyError}",
    since={(3, 14): "in@1 EH{KeyError exception in shielded future:KeyError} end"},
)
async def sh_exception_after_outer_cancel_reported_once():
    inner = go(fail("in", 1))
    a, b = asyncio.shield(inner), asyncio.shield(inner)
    await turns(1)
    a.cancel()
    b.cancel()
    await asyncio.sleep(2)
    note("end")


@scenario(121, "!CancelledError@0 a@1 b@2 ['a', 'b']")
async def sh_gather_outer_cancel():
    g = asyncio.gather(job("a", 1), job("b", 2))
    shield = asyncio.shield(g)
    shield.cancel()
    await outcome(shield)
    note(await g)


# -- Wait ---------------------------------------------------------------------------------------


@scenario(123, "a@1 True True @1 b@2")
async def wa_first_completed():
    a, b = go(job("a", 1)), go(job("b", 2))
    done, pending = await asyncio.wait([a, b], return_when=asyncio.FIRST_COMPLETED)
    note(done == {a}, pending == {b})
    note_at()
    await b


@scenario(125, "a@1 b@2 2 1 @2 c@3")
async def wa_first_exception():
    tasks = [go(job("a", 1)), go(fail("b", 2)), go(job("c", 3))]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    note(len(done), len(pending))
    note_at()
    await tasks[2]
    tasks[1].exception()


@scenario(127, "0 1 @1 False a@3")
async def wa_timeout_no_raise_no_cancel():
    a = go(job("a", 3))
    done, pending = await asyncio.wait([a], timeout=1)
    note(len(done), len(pending))
    note_at()
    note(a.done())
    await a


@scenario(129, "!CancelledError@0 False a@3")
async def wa_cancel_leaves_children():
    a = go(job("a", 3))
    t = go(asyncio.wait([a]))
    await turns(1)
    t.cancel()
    await outcome(t)
    note(a.done())
    await a


@scenario(
    131,
    "!ValueError(Set of Tasks/Futures is empty.)@0 "
    "!TypeError(Passing coroutines is forbidden, use tasks explicitly.)@0",
)
async def wa_errors():
    await outcome(asyncio.wait([]))
    coroutine = job("a", 1)
    await outcome(asyncio.wait([coroutine]))
    coroutine.close()


# -- As completed -------------------------------------------------------------------------------


@scenario(133, "a@1 ok=a@1 !TimeoutError@2 False b@5")
async def ac_timeout():
    a, b = go(job("a", 1)), go(job("b", 5))
    for one in asyncio.as_completed([a, b], timeout=2):
        await outcome(one)
    note(b.done())
    await b


@scenario(135, "b@1 a@2 ['b', 'a']")
async def ac_async_iter_yields_original():
    a, b = asyncio.create_task(job("a", 2), name="a"), asyncio.create_task(job("b", 1), name="b")
    names = []
    async for one in asyncio.as_completed([a, b]):
        names.append(one.get_name())
    note(names)
