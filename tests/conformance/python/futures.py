"""Scenarios of futures: states, callbacks, sharing."""

import asyncio

from oracle import describe, failed, future, go, note, outcome, scenario, soon, turns


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
