"""Further scenarios of as_completed, of the staggered race, and of gather."""

import asyncio
from asyncio.staggered import staggered_race

from oracle import fail, future, go, job, later, note, note_at, outcome, scenario, turns


async def counted(count):
    for number in range(count):
        note(f"t{number}")
        await asyncio.sleep(0)


@scenario(None, "a@1 a@1 b@2 b@2 2")
async def ac_duplicates():
    a, b = go(job("a", 1)), go(job("b", 2))
    count = 0
    async for task in asyncio.as_completed([a, b, a, a]):
        count += 1
        note_at("a" if task is a else "b")
    note(count)


@scenario(None, "a@1 !KeyError('a')@1 b@2 ok=b@2 c!C@3 !CancelledError@3")
async def ac_errors():
    tasks = [go(fail("a", 1)), go(job("b", 2)), go(job("c", 9))]
    later(3, tasks[2].cancel)
    async for task in asyncio.as_completed(tasks):
        await outcome(task)


@scenario(None, "a@1 False b@2 ok=b@2")
async def ac_abandoned():
    tasks = [go(job("a", 1)), go(job("b", 2))]
    async for _ in asyncio.as_completed(tasks):
        break
    note(tasks[1].done())
    await outcome(tasks[1])


@scenario(None, "none")
async def ac_empty():
    async for _ in asyncio.as_completed([], timeout=5):
        note("never")
    note("none")


@scenario(None, "a@2 b@2 !TimeoutError@2 !TimeoutError@2")
async def ac_timeout_in_the_tick_of_the_end():
    tasks = [go(job("a", 2)), go(job("b", 2))]
    await turns(1)
    for one in asyncio.as_completed(tasks, timeout=2):
        await outcome(one)


@scenario(None, "t0 t1 got end t2 t3 t4")
async def ac_of_done_takes_so_many_turns():
    f = future(1)
    ticks = go(counted(5))
    async for _ in asyncio.as_completed([f]):
        note("got")
    note("end")
    await ticks


async def use_all(futures):
    async for _ in asyncio.as_completed(futures):
        note("got")
    note("end")


@scenario(None, "set t0 t1 got got end t2 t3 t4")
async def ac_takes_so_many_turns():
    f, g = future(), future()
    use = go(use_all([f, g]))
    await turns(2)
    note("set")
    f.set_result(1)
    g.set_result(1)
    await counted(5)
    await use


@scenario(None, "!CancelledError@1 False a@3 ok=a@3")
async def ac_cancelled():
    a = go(job("a", 3))
    use = go(use_all([a]))
    await asyncio.sleep(1)
    use.cancel()
    await outcome(use)
    note(a.done())
    await outcome(a)


@scenario(None, "a@1 b@2 c@3 a b c")
async def ga_nested():
    inner = asyncio.gather(go(job("a", 1)), go(job("b", 2)))
    (a, b), c = await asyncio.gather(inner, go(job("c", 3)))
    note(a, b, c)


@scenario(None, "a@1 !KeyError('a')@1 b@2 end")
async def ga_late_error_is_silent_without_owner():
    b = go(fail("b", 2))

    async def use():
        await asyncio.gather(go(fail("a", 1)), b)

    await outcome(go(use()))
    await asyncio.sleep(3)
    note("end")


async def note_message():
    try:
        await asyncio.sleep(9)
    except asyncio.CancelledError as error:
        note(*error.args)
        raise


async def gathering(f):
    (value,) = await asyncio.gather(f)
    return value


@scenario(None, "why why")
async def ga_cancel_message_passes():
    use = go(gathering(go(note_message())))
    await turns(2)
    use.cancel("why")
    try:
        await use
    except asyncio.CancelledError as error:
        note(*error.args)


@scenario(None, "False False ok=1@0")
async def ga_cancel_when_all_are_done():
    f = future()
    gather = asyncio.gather(f)
    f.set_result(1)
    note(gather.cancel(), gather.done())
    await gather
    await outcome(f)


@scenario(None, "!CancelledError@0")
async def ga_waiter_cancelled_when_all_are_done():
    f = future()
    use = go(gathering(f))
    await turns(1)
    f.set_result(1)
    use.cancel()
    await outcome(use)


# -- Staggered ----------------------------------------------------------------------------------


async def race(tries, delay):
    """Tells the winner, how many were tried, and when it was over."""
    _, winner, errors = await staggered_race(tries, delay)
    note(winner, len(errors))
    note_at()


async def at_once(name):
    note_at(name)
    return name


async def fail_at_once(name):
    note_at(name)
    raise KeyError(name)


@scenario(None, "b@2 a@3 c@3 None 3 @3")
async def staggered_all_fail():
    await race([lambda: fail("a", 3), lambda: fail("b", 1), lambda: fail("c", 1)], 1)


@scenario(None, "b@3 a!C@3 c!C@3 1 3 @3")
async def staggered_next_starts_after_delay():
    await race([lambda: job("a", 5), lambda: job("b", 2), lambda: job("c", 9)], 1)


@scenario(None, "a@5 b@7 1 2 @7")
async def staggered_without_delay_is_sequential():
    await race([lambda: fail("a", 5), lambda: job("b", 2), lambda: job("c", 9)], None)


@scenario(None, "a@0 0 1 @0")
async def staggered_succeeds_at_once():
    await race([lambda: at_once("a"), lambda: job("b", 2)], 1)


@scenario(None, "a@0 b@2 1 2 @2")
async def staggered_fails_at_once():
    await race([lambda: fail_at_once("a"), lambda: job("b", 2)], 1)


async def start(name):
    note(f"start{name}")
    return await job(name, 2)


@scenario(None, "t0 starta t1 t2 t3 t4 startb t5 t6 t7 t8 a@2 b!C@2 0 2 @2")
async def staggered_no_delay_takes_so_many_turns():
    go(counted(9))
    await race([lambda: start("a"), lambda: start("b")], 0)


@scenario(None, "a!C@2 b!C@2 !CancelledError@2")
async def staggered_cancelled():
    use = go(race([lambda: job("a", 5), lambda: job("b", 5)], 1))
    await asyncio.sleep(2)
    use.cancel()
    await outcome(use)
    await turns(4)
