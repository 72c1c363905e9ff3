"""Scenarios of asyncio.run, of eager tasks and of diagnostics."""

import asyncio
import logging

from oracle import VirtualLoop, forever, give, go, job, note, note_at, outcome, scenario, soon, turns


async def cleaning(seconds):
    try:
        await asyncio.sleep(10)
    finally:
        await asyncio.sleep(seconds)
        note_at("cleaned")


@scenario(199, "=>'r' cleaned@5")
async def run_leftover_async_cleanup_completes():
    go(cleaning(5))
    await turns(1)
    return "r"


@scenario(201, "BODY =>'r'")
async def run_not_started_leftover_never_runs():
    async def body():
        note("BODY")
        await asyncio.sleep(10)

    go(body())
    return "r"


@scenario(203, "!KeyError('m') bg!C@0")
async def run_main_exception_then_leftovers():
    go(job("bg", 10))
    await turns(1)
    raise KeyError("m")


@scenario(205, "m1 m2@2 bg@3")
def run_await_leftover_from_two_runs():
    async def first():
        kept.append(go(job("bg", 3)))
        await turns(1)
        note("m1")

    async def second():
        await asyncio.sleep(2)
        note_at("m2")
        await kept[0]

    kept = []
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        runner.run(first())
        runner.run(second())


@scenario(207, "!Deadlock")
async def deadlock_detectable():
    await forever()


def eager(coroutine):
    return asyncio.Task(coroutine, loop=asyncio.get_running_loop(), eager_start=True)


@scenario(209, "2 True 1 5")
async def eager_completes_synchronously():
    async def body():
        note(len(asyncio.all_tasks()))
        return 5

    t = eager(body())
    note(t.done(), len(asyncio.all_tasks()), t.result())


@scenario(211, "C !CancelledError@0")
async def eager_cancel_after_block():
    async def body():
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            note("C")
            raise

    t = eager(body())
    t.cancel()
    await outcome(t)


@scenario(213, "0.100 seconds")
async def debug_slow_callback():
    class Words(logging.Handler):
        def emit(self, record):
            note(record.getMessage().split("took ")[1])

    loop = asyncio.get_running_loop()
    logger, words = logging.getLogger("asyncio"), Words()
    logger.addHandler(words)
    logger.propagate = False
    loop.set_debug(True)
    for seconds in 0.0625, 0.1:
        loop.call_soon(lambda seconds=seconds: setattr(loop, "now", loop.now + seconds))
    await turns(2)
    loop.set_debug(False)
    logger.removeHandler(words)
    logger.propagate = True


@scenario(215, "a@1 b@2 b 1 @2")
async def staggered_race_failure_starts_next_early():
    from asyncio.staggered import staggered_race

    async def first():
        await asyncio.sleep(1)
        note_at("a")
        raise KeyError

    winner, index, _ = await staggered_race([first, lambda: job("b", 1)], 10)
    note(winner, index)
    note_at()


# -- Further ones -------------------------------------------------------------------------------


@scenario(None, "=>'r' bg!C@0")
async def run_leftover_is_cancelled():
    go(job("bg", 10))
    await turns(1)
    return "r"


@scenario(None, "=>'r' swallowed@0 on@3")
async def run_leftover_that_swallows_goes_on():
    async def stubborn():
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            note_at("swallowed")
        await asyncio.sleep(3)
        note_at("on")

    go(stubborn())
    await turns(1)
    return "r"


@scenario(None, "=>'r' EH{unhandled exception during asyncio.run() shutdown:KeyError}")
async def run_leftover_that_fails_is_reported():
    async def fails():
        try:
            await asyncio.sleep(10)
        finally:
            raise KeyError("k")

    go(fails())
    await turns(1)
    return "r"


@scenario(None, "=>'r'")
async def run_timer_left_never_fires():
    asyncio.get_running_loop().call_later(5, note, "never")
    return "r"


@scenario(None, "soon =>'r'")
async def run_soon_before_the_end_runs():
    asyncio.get_running_loop().call_soon(note, "soon")
    return "r"


@scenario(None, "1 =>'r' 2 3 4 5")
async def run_soon_chain_at_the_end():
    def again(number):
        note(number)
        asyncio.get_running_loop().call_soon(again, number + 1)

    asyncio.get_running_loop().call_soon(again, 1)
    return "r"


@scenario(None, "=>'r' inner!C@0 outer@0")
async def run_leftover_chain_unwinds():
    async def outer():
        try:
            await inner
        finally:
            note_at("outer")

    inner = go(job("inner", 10))
    go(outer())
    await turns(1)
    return "r"


@scenario(None, "=>'r' bg!C@0 cb True")
async def run_leftover_done_callback_runs():
    t = go(job("bg", 10))
    t.add_done_callback(lambda t: note("cb", t.cancelled()))
    await turns(1)
    return "r"


@scenario(None, "=>'r'")
async def run_task_made_by_last_callback_never_runs():
    asyncio.get_running_loop().call_soon(lambda: kept.append(go(job("late", 0))))
    return "r"


kept = []


@scenario(None, "0 1 =>'r'")
async def run_leftover_ready_at_the_end():
    async def body():
        for number in range(9):
            note(number)
            await asyncio.sleep(0)

    go(body())
    await turns(1)
    return "r"


@scenario(None, "=>'r' TO@2")
async def run_leftover_timeout_in_cleanup():
    async def body():
        try:
            await asyncio.sleep(10)
        finally:
            try:
                async with asyncio.timeout(2):
                    await forever()
            except TimeoutError:
                note_at("TO")

    go(body())
    await turns(1)
    return "r"


@scenario(None, "!CancelledError")
async def run_main_cancels_itself():
    asyncio.current_task().cancel()
    await asyncio.sleep(1)


# -- Eager tasks ----------------------------------------------------------------------------------


@scenario(None, "in out on")
async def eager_runs_to_first_block():
    async def body():
        note("in")
        await asyncio.sleep(0)
        note("on")

    t = eager(body())
    note("out")
    await t


@scenario(None, "True !KeyError('k')@0")
async def eager_fails_synchronously():
    async def body():
        raise KeyError("k")

    t = eager(body())
    note(t.done())
    await outcome(t)


@scenario(None, "False True")
async def eager_current_task_is_restored():
    async def body():
        note(asyncio.current_task() is main)
        await asyncio.sleep(0)

    main = asyncio.current_task()
    t = eager(body())
    note(asyncio.current_task() is main)
    await t


@scenario(None, "outer inner outer on inner on")
async def eager_nested():
    async def inner():
        note("inner")
        await asyncio.sleep(0)
        note("inner on")

    async def outer():
        note("outer")
        t = eager(inner())
        note("outer on")
        await t

    await eager(outer())


@scenario(None, "main cb v soon")
async def eager_done_callback_runs_next_turn():
    t = eager(give("v"))
    t.add_done_callback(lambda t: note("cb", t.result()))
    soon(note, "soon")
    note("main")
    await turns(1)


@scenario(None, "v other")
async def eager_await_done_does_not_yield():
    soon(note, "other")
    note(await eager(give("v")))
    await turns(1)


@scenario(None, "x a y b")
async def eager_blocked_goes_on_in_order():
    async def body(name):
        await asyncio.sleep(0)
        note(name)

    soon(note, "x")
    a = eager(body("a"))
    b = go(body("b"))
    soon(note, "y")
    await asyncio.wait([a, b])


@scenario(None, "True !CancelledError@0 True")
async def eager_cancels_itself_then_returns():
    async def body():
        asyncio.current_task().cancel()
        return 5

    t = eager(body())
    note(t.done())
    await outcome(t)
    note(t.cancelled())


@scenario(None, "False !CancelledError@0")
async def eager_cancels_itself_then_blocks():
    async def body():
        asyncio.current_task().cancel()
        await asyncio.sleep(5)

    t = eager(body())
    note(t.done())
    await outcome(t)


@scenario(None, "True [1, 2]")
async def eager_in_gather():
    g = asyncio.gather(eager(give(1)), eager(give(2)))
    note(g.done(), await g)


@scenario(None, "TO@1")
async def eager_times_out_itself():
    async def body():
        try:
            async with asyncio.timeout(1):
                await asyncio.sleep(5)
        except TimeoutError:
            note_at("TO")

    await eager(body())
