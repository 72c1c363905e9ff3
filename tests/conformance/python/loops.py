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


# -- Further ones -------------------------------------------------------------------------------


@scenario(None, "a b main c")
async def loop_soon_from_callback_runs_next_turn():
    soon(lambda: (note("a"), soon(note, "c")))
    soon(note, "b")
    await turns(1)
    note("main")
    await turns(1)


@scenario(None, "1 timer 2 3 4")
async def loop_soon_chain_does_not_starve_timer():
    def again(number):
        note(number)
        if number < 4:
            soon(again, number + 1)

    soon(again, 1)
    later(0, note, "timer")
    await asyncio.sleep(1)


@scenario(None, "a@1 b@2 c@3")
async def loop_timers_by_deadline():
    later(3, note_at, "c")
    later(1, note_at, "a")
    later(2, note_at, "b")
    await asyncio.sleep(4)


@scenario(None, "soon neg zero")
async def loop_negative_delay_before_zero():
    later(0, note, "zero")
    later(-1, note, "neg")
    soon(note, "soon")
    await asyncio.sleep(1)


@scenario(None, "a b")
async def loop_equal_deadline_2():
    at(1, note, "a")
    at(1, note, "b")
    await asyncio.sleep(2)


@scenario(None, "end")
async def loop_handle_cancel_twice():
    handle = soon(note, "never")
    handle.cancel()
    handle.cancel()
    await turns(1)
    note("end")


@scenario(None, "a end")
async def loop_handle_cancel_after_run():
    handle = soon(note, "a")
    await turns(1)
    handle.cancel()
    note("end")


@scenario(None, "ran end")
async def loop_callback_cancels_itself():
    def run_and_cancel():
        handle.cancel()
        note("ran")

    handle = soon(run_and_cancel)
    await turns(1)
    note("end")


@scenario(None, "end@3")
async def loop_timer_cancelled_before_due():
    later(2, note, "never").cancel()
    await asyncio.sleep(3)
    note_at("end")


@scenario(None, "a b soon timer")
async def loop_timer_at_zero_from_callback():
    def callback():
        note("a")
        later(0, note, "timer")
        soon(note, "soon")

    soon(callback)
    soon(note, "b")
    await asyncio.sleep(1)


@scenario(None, "a@1 now@1 b@2")
async def loop_timer_from_timer():
    later(1, lambda: (note_at("a"), later(1, note_at, "b"), later(0, note_at, "now")))
    await asyncio.sleep(3)


@scenario(None, "soon@5 later@5 late@5")
async def loop_timer_in_the_past():
    await asyncio.sleep(5)
    at(2, note_at, "late")
    at(1, note_at, "later")
    soon(note_at, "soon")
    await asyncio.sleep(1)


@scenario(None, "timer@1 task@1 soon@1")
async def loop_sleep_goes_on_a_turn_after_its_timer():
    go(job("task", 1))
    await turns(1)
    at(1, note_at, "timer")
    at(1, lambda: soon(note_at, "soon"))
    await asyncio.sleep(2)


@scenario(None, "soon@1 task@1")
async def loop_soon_before_task_woken_by_timer():
    at(1, lambda: soon(note_at, "soon"))
    go(job("task", 1))
    await asyncio.sleep(2)


@scenario(None, "a1 b1 a2 b2 a3 b3")
async def loop_yield_takes_one_turn():
    async def yielding(name):
        for number in 1, 2, 3:
            note(f"{name}{number}")
            await asyncio.sleep(0)

    await asyncio.gather(yielding("a"), yielding("b"))


@scenario(None, "soon main@0 timer")
async def loop_sleep_negative_is_a_yield():
    soon(note, "soon")
    later(0, note, "timer")
    await asyncio.sleep(-1)
    note_at("main")
    await asyncio.sleep(0)


@scenario(None, "True False")
async def loop_no_current_task_in_callback():
    soon(lambda: note(asyncio.current_task() is None))
    await turns(1)
    note(asyncio.current_task() is None)


@scenario(None, "x y t@0")
async def loop_task_and_callbacks_in_order():
    soon(note, "x")
    t = go(job("t", -1))
    soon(note, "y")
    await t


@scenario(None, "EH{Exception in callback:KeyError} b end")
async def loop_exception_in_callback_goes_on():
    def fails():
        raise KeyError("c")

    soon(fails)
    soon(note, "b")
    await turns(1)
    note("end")
