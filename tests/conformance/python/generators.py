"""Scenarios of async generators: who runs when, what closing and cancelling do."""

import asyncio

from oracle import future, go, note, note_at, outcome, scenario, turns


async def count(number):
    for i in range(number):
        yield i


async def counted(number):
    for i in range(number):
        note(f"t{i}")
        await asyncio.sleep(0)


async def one():
    note("in")
    yield 1


async def say(word):
    note(word)


@scenario(None, "0 1 2 end t0 t1 t2")
async def ag_takes_no_turn():
    ticks = go(counted(3))
    async for i in count(3):
        note(i)
    note("end")
    await ticks


@scenario(None, "made in 1")
async def ag_is_lazy():
    g = one()
    note("made")
    note(await anext(g))
    await g.aclose()


@scenario(None, "g1 c1 g2 c2 g3 end")
async def ag_interleaves():
    async def noting():
        note("g1")
        yield 1
        note("g2")
        yield 2
        note("g3")

    async for i in noting():
        note(f"c{i}")
    note("end")


@scenario(None, "0@1 1@2 2@3")
async def ag_sleeps():
    async def sleeping():
        for i in range(3):
            await asyncio.sleep(1)
            yield i

    async for i in sleeping():
        note_at(i)


async def awaiting(f):
    await f
    note("woken")
    yield 1
    note("more")
    yield 2


@scenario(None, "set woken c1 more c2 end other t1 t2")
async def ag_goes_on_in_the_same_step():
    f = future()

    async def use():
        async for i in awaiting(f):
            note(f"c{i}")
        note("end")

    using = go(use())
    await turns(2)
    f.set_result(1)
    other = go(say("other"))
    note("set")
    await turns(1)
    note("t1")
    await turns(1)
    note("t2")
    await using
    await other


@scenario(None, "last over other")
async def ag_ends_in_the_same_step():
    f = future()

    async def await_only():
        await f
        note("last")
        return
        yield

    async def use():
        async for _ in await_only():
            note("never")
        note("over")

    using = go(use())
    await turns(2)
    f.set_result(1)
    other = go(say("other"))
    await using
    await other


@scenario(None, "woken o1 u1 more o2 u2 end other")
async def ag_chain_in_the_same_step():
    f = future()

    async def relay():
        async for i in awaiting(f):
            note(f"o{i}")
            yield i

    async def use():
        async for i in relay():
            note(f"u{i}")
        note("end")

    using = go(use())
    await turns(2)
    f.set_result(1)
    other = go(say("other"))
    await using
    await other


# -- Closing ------------------------------------------------------------------------------------


async def cleaning(delay):
    try:
        yield 1
    finally:
        await asyncio.sleep(delay)
        note_at("clean")


@scenario(None, "1 clean@2 closed@2 again none")
async def ag_aclose_runs_cleanup():
    g = cleaning(2)
    note(await anext(g))
    await g.aclose()
    note_at("closed")
    await g.aclose()
    note("again", await anext(g, "none"))


@scenario(None, "1 !KeyError('g')@1 none")
async def ag_error_reaches_consumer():
    async def failing():
        yield 1
        await asyncio.sleep(1)
        raise KeyError("g")

    g = failing()

    async def use():
        async for i in g:
            note(i)

    await outcome(use())
    note(await anext(g, "none"))


@scenario(None, "!RuntimeError(async generator ignored GeneratorExit)@0")
async def ag_ignores_aclose():
    async def ignoring():
        try:
            yield 1
        except GeneratorExit:
            yield 2

    g = ignoring()
    await anext(g)
    await outcome(g.aclose())


@scenario(None, "none")
async def ag_aclose_unstarted():
    g = one()
    await g.aclose()
    note(await anext(g, "none"))


@scenario(None, "1 broken clean@0 closed")
async def ag_break_then_aclose():
    g = cleaning(0)
    async for i in g:
        note(i)
        break
    note("broken")
    await g.aclose()
    note("closed")


left = None  # or else it would be gone with its function


@scenario(None, "1 main ends cleaning clean@1")
async def ag_left_at_the_end_of_main():
    async def leaving():
        try:
            yield 1
        finally:
            note("cleaning")
            await asyncio.sleep(1)
            note_at("clean")

    global left
    left = leaving()
    note(await anext(left))
    note("main", "ends")


async def refused(awaitable):
    try:
        await awaitable
    except RuntimeError:
        note_at("!RuntimeError")  # its words have brackets in them


@scenario(None, "!RuntimeError@1 !RuntimeError@1 ok=1@2")
async def ag_busy():
    async def slow():
        await asyncio.sleep(2)
        yield 1

    g = slow()

    async def use():
        return await anext(g)

    using = go(use())
    await asyncio.sleep(1)
    await refused(anext(g))
    await refused(g.aclose())
    await outcome(using)


# -- Cancelling ---------------------------------------------------------------------------------


async def long(is_swallowing):
    try:
        await asyncio.sleep(9)
    except asyncio.CancelledError:
        note_at("g!C")
        if not is_swallowing:
            raise
    yield 7


async def use_long():
    try:
        async for i in long(False):
            note(i)
    except asyncio.CancelledError:
        note_at("u!C")
        raise


@scenario(None, "g!C@1 u!C@1 !CancelledError@1 True")
async def ag_cancel_is_seen_inside():
    using = go(use_long())
    await asyncio.sleep(1)
    using.cancel()
    await outcome(using)
    note(using.cancelled())


@scenario(None, "g!C@1 7@1 on@2 ok=1@2")
async def ag_cancel_swallowed_inside():
    async def use():
        async for i in long(True):
            note_at(i)
        await asyncio.sleep(1)
        note_at("on")
        return asyncio.current_task().cancelling()

    using = go(use())
    await asyncio.sleep(1)
    using.cancel()
    await outcome(using)


@scenario(None, "g!C@2 TO@2 0")
async def ag_timeout_around():
    try:
        async with asyncio.timeout(2):
            async for i in long(False):
                note(i)
    except TimeoutError:
        note_at("TO")
    note(asyncio.current_task().cancelling())


@scenario(None, "g!C@0 !CancelledError@0")
async def ag_pending_cancel_reaches_its_wait():
    async def use():
        asyncio.current_task().cancel()
        async for i in long(False):
            note(i)

    await outcome(go(use()))


@scenario(None, "0 1 !CancelledError@0")
async def ag_pending_cancel_passes_what_does_not_wait():
    async def use():
        asyncio.current_task().cancel()
        async for i in count(2):
            note(i)
        await asyncio.sleep(0)
        note("never")

    await outcome(go(use()))


async def cancel_consumer_and(then):
    async def generator():
        await asyncio.sleep(1)
        using.cancel()
        if then == "wait":
            try:
                await asyncio.sleep(1)
            except asyncio.CancelledError:
                note("g!C")
                raise
        note("g")
        if then == "yield":
            yield 1
            note_at("again")
            yield 2

    async def use():
        async for i in generator():
            note_at(i)
        note_at("on")
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            note("u!C")
            note(asyncio.current_task().cancelling())
            raise

    using = go(use())
    await outcome(using)


@scenario(None, "g 1@1 again@1 2@1 on@1 u!C 1 !CancelledError@1")
async def ag_cancels_its_consumer_and_yields():
    await cancel_consumer_and("yield")


@scenario(None, "g!C !CancelledError@1")
async def ag_cancels_its_consumer_and_waits():
    await cancel_consumer_and("wait")


@scenario(None, "g on@1 u!C 1 !CancelledError@1")
async def ag_cancels_its_consumer_and_ends():
    await cancel_consumer_and("end")


@scenario(None, "g!C@1 !CancelledError@1")
async def ag_aclose_cancelled_in_cleanup():
    async def clean_long():
        try:
            yield 1
        finally:
            try:
                await asyncio.sleep(5)
            except asyncio.CancelledError:
                note_at("g!C")
                raise

    async def use():
        g = clean_long()
        await anext(g)
        await g.aclose()

    using = go(use())
    await asyncio.sleep(1)
    using.cancel()
    await outcome(using)


@scenario(None, "1 1")
async def ag_is_no_task_of_all_tasks():
    async def counting():
        note(len(asyncio.all_tasks()))
        yield 1

    g = counting()
    await anext(g)
    note(len(asyncio.all_tasks()))
    await g.aclose()
