"""Scenarios of asyncio.run, of eager tasks and of diagnostics."""

import asyncio
import logging

from oracle import VirtualLoop, forever, give, go, job, note, note_at, outcome, scenario, turns


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
