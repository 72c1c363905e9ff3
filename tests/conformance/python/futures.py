"""Scenarios of futures: states, callbacks, sharing."""

import asyncio

from oracle import describe, failed, future, go, note, outcome, scenario, soon, ticks, turns


@scenario(19, "after_set c1 c2 end")
async def fut_callbacks_async_in_order():
    f = future()
    f.add_done_callback(lambda _: note("c1"))
    f.add_done_callback(lambda _: note("c2"))
    f.set_result(1)
    note("after_set")
    await turns(1)
    note("end")


@scenario(
    21,
    "InvalidStateError InvalidStateError InvalidStateError InvalidStateError "
    "True False True True InvalidStateError CE",
)
async def fut_invalid_states():
    def refused(call, *args):
        try:
            call(*args)
        except asyncio.InvalidStateError:
            note("InvalidStateError")

    f, g = future(), future()
    refused(f.result)
    refused(f.exception)
    f.set_result(1)
    refused(f.set_result, 2)
    refused(f.set_exception, KeyError())
    note(g.cancel(), g.cancel(), g.cancelled(), g.done())
    refused(g.set_result, 1)
    try:
        g.exception()
    except asyncio.CancelledError:
        note("CE")


@scenario(23, "7 other")
async def fut_await_done_does_not_yield():
    soon(note, "other")
    note(await future(7))
    await turns(1)


async def wait_noting(name, f):
    try:
        return await f
    except asyncio.CancelledError:
        note(f"{name}!C", asyncio.current_task().cancelling())
        raise


@scenario(25, "f.cancelled True a!C 1 b!C 0 True True")
async def fut_shared_cancel_hits_all_waiters():
    f = future()
    a, b = go(wait_noting("a", f)), go(wait_noting("b", f))
    await turns(1)
    a.cancel()
    note("f.cancelled", f.cancelled())
    await asyncio.wait([a, b])
    note(a.cancelled(), b.cancelled())


@scenario(27, "end")
async def fut_exception_retrieved_silent():
    f = failed(KeyError("k"))
    f.exception()
    del f
    note("end")


# -- Further ones -------------------------------------------------------------------------------


@scenario(None, "after c soon end")
async def fut_callback_on_done_runs_next_turn():
    f = future(1)
    f.add_done_callback(lambda _: note("c"))
    soon(note, "soon")
    note("after")
    await turns(1)
    note("end")


@scenario(None, "2 0 other end")
async def fut_remove_takes_all_equal_callbacks():
    def callback(_):
        note("never")

    f = future()
    f.add_done_callback(callback)
    f.add_done_callback(lambda _: note("other"))
    f.add_done_callback(callback)
    note(f.remove_done_callback(callback), f.remove_done_callback(callback))
    f.set_result(1)
    await turns(1)
    note("end")


@scenario(None, "0 c end")
async def fut_remove_after_set_is_too_late():
    def callback(_):
        note("c")

    f = future()
    f.add_done_callback(callback)
    f.set_result(1)
    note(f.remove_done_callback(callback))
    await turns(1)
    note("end")


@scenario(None, "a c b")
async def fut_callbacks_queue_behind_what_is_ready():
    f = future()
    f.add_done_callback(lambda _: note("c"))
    soon(note, "a")
    f.set_result(1)
    soon(note, "b")
    await turns(1)


@scenario(None, "c1 c2 1 c3 2 3")
async def fut_callback_adds_callback():
    f = future()
    f.add_done_callback(lambda _: (note("c1"), f.add_done_callback(lambda _: note("c3"))))
    f.add_done_callback(lambda _: note("c2"))
    f.set_result(1)
    ticks(3)
    await turns(3)


@scenario(None, "f 1 g main 2 3")
async def fut_callback_completes_another():
    f, g = future(), future()
    f.add_done_callback(lambda _: (note("f"), g.set_result(1)))
    g.add_done_callback(lambda _: note("g"))
    f.set_result(1)
    ticks(3)
    await g
    note("main")
    await turns(1)


@scenario(None, "True c True")
async def fut_callbacks_run_when_cancelled():
    f = future()
    f.add_done_callback(lambda f: note("c", f.cancelled()))
    note(f.cancel())
    await turns(1)


@scenario(None, "False False 7")
async def fut_cancel_done_is_refused():
    f = future(7)
    note(f.cancel(), f.cancelled(), f.result())


@scenario(None, "aok=v@0 bok=v@0 cok=v@0")
async def fut_waiters_resume_in_order():
    f = future()
    tasks = [go(outcome(f, name)) for name in "abc"]
    await turns(1)
    f.set_result("v")
    await asyncio.wait(tasks)


@scenario(None, "a!KeyError('k')@0 b!KeyError('k')@0")
async def fut_error_reaches_all_waiters():
    f = future()
    tasks = [go(outcome(f, name)) for name in "ab"]
    await turns(1)
    f.set_exception(KeyError("k"))
    await asyncio.wait(tasks)


@scenario(None, "1 2 ok=1@0 3 main 4")
async def fut_waiter_resumes_one_turn_after_set():
    f = future()
    t = go(outcome(f))
    await turns(1)
    ticks(4)
    soon(f.set_result, 1)
    await t
    note("main")
    await turns(2)


@scenario(None, "!KeyError('k')@0 other")
async def fut_await_failed_does_not_yield():
    soon(note, "other")
    await outcome(failed(KeyError("k")))
    await turns(1)


@scenario(None, "!CancelledError@0 0 other")
async def fut_await_cancelled_does_not_yield():
    f = future()
    f.cancel()
    soon(note, "other")
    await outcome(f)
    note(asyncio.current_task().cancelling())
    await turns(1)


@scenario(None, "5 5")
async def fut_await_twice_gives_the_same():
    f = future()
    soon(f.set_result, 5)
    note(await f, await f)


@scenario(None, "C stop")
async def fut_cancel_message():
    f = future()
    f.cancel("stop")
    try:
        await f
    except asyncio.CancelledError as error:
        note("C", error)


@scenario(None, "EH{Future exception was never retrieved:KeyError} end")
async def fut_exception_never_retrieved():
    f = failed(KeyError("k"))
    del f
    note("end")


@scenario(None, "end")
async def fut_cancelled_is_never_reported():
    f = future()
    f.cancel()
    del f
    note("end")


@scenario(None, "KeyError('k') end")
async def fut_result_marks_error_as_seen():
    f = failed(KeyError("k"))
    try:
        f.result()
    except KeyError as error:
        note(describe(error))
    del f
    note("end")


@scenario(None, "!KeyError('k')@0 end")
async def fut_awaited_error_is_seen():
    f = failed(KeyError("k"))
    await outcome(f)
    del f
    note("end")


@scenario(None, "False ok=3@0")
async def fut_set_result_then_cancel_in_one_turn():
    f = future()
    t = go(outcome(f))
    await turns(1)
    f.set_result(3)
    note(f.cancel())
    await t


@scenario(None, "InvalidStateError !CancelledError@0")
async def fut_cancel_then_set_result_is_refused():
    f = future()
    t = go(outcome(f))
    await turns(1)
    f.cancel()
    try:
        f.set_result(3)
    except asyncio.InvalidStateError:
        note("InvalidStateError")
    await t
