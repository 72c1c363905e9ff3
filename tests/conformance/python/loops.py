"""Scenarios of the loop: order within a turn, timers, handles."""

import asyncio

from oracle import VirtualLoop, at, describe, go, job, later, note, note_at, scenario, soon, turns


@scenario(1, "a b c end")
async def loop_fifo():
    for word in "abc":
        soon(note, word)
    await turns(1)
    note("end")


@scenario(3, "soon timer")
async def loop_soon_before_due_timer():
    later(0, note, "timer")
    soon(note, "soon")
    await asyncio.sleep(1)


@scenario(5, "a c b")
async def loop_equal_deadline_3():
    for word in "abc":
        at(1, note, word)
    await asyncio.sleep(2)


@scenario(7, "a True")
async def loop_handle_cancel_same_iter():
    def cancel_b():
        note("a")
        b.cancel()
        note(b.cancelled())

    soon(cancel_b)
    b = soon(note, "b")
    await asyncio.sleep(1)


@scenario(9, "a end")
async def loop_due_timer_cancel_by_earlier_due_timer():
    asyncio.get_running_loop().now = 3  # as if something had kept the loop busy
    at(1, lambda: (note("a"), b.cancel()))
    b = at(2, note, "b")
    await asyncio.sleep(1)
    note("end")


@scenario(11, "a returned")
def loop_pre_stopped_runs_one_iter():
    loop = VirtualLoop()
    loop.call_soon(lambda: (note("a"), loop.call_soon(note, "b")))
    loop.stop()
    loop.run_forever()
    note("returned")
    loop.close()


@scenario(13, "KI b")
def loop_base_exception_escapes():
    def interrupt():
        raise KeyboardInterrupt

    loop = VirtualLoop()
    loop.call_soon(interrupt)
    loop.call_soon(note, "b")
    try:
        loop.run_forever()
    except KeyboardInterrupt:
        note("KI")
    loop.stop()
    loop.run_forever()
    loop.close()


@scenario(15, "!RuntimeError(Event loop is closed)")
def loop_closed_rejects():
    loop = VirtualLoop()
    loop.close()
    try:
        loop.call_soon(note, "never")
    except RuntimeError as error:
        note("!" + describe(error))


@scenario(17, "neg@0 zero@0 one@1 two@2")
async def loop_sleep_order_and_negative():
    await asyncio.gather(job("two", 2), job("one", 1), job("neg", -5), job("zero", 0))
