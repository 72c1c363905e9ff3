"""Scenarios of tasks: mostly of when a cancellation arrives."""

import asyncio
import contextvars

from oracle import describe, fail, future, give, go, job, note, note_at, outcome, scenario, turns


async def noting(word):
    note(word)


@scenario(29, "True False True True")
async def task_cancel_before_start_never_runs():
    t = go(noting("BODY"))
    note(t.cancel(), t.cancelled())
    await turns(1)
    note(t.cancelled(), t.done())


@scenario(31, "True True 2 C survived@1")
async def task_cancel_twice_one_delivery():
    async def survive():
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            note("C")
        await asyncio.sleep(1)
        note_at("survived")

    t = go(survive())
    await turns(1)
    note(t.cancel(), t.cancel(), t.cancelling())
    await t


@scenario(33, "!CancelledError@0 True")
async def task_cancel_at_end():
    async def body():
        asyncio.current_task().cancel()
        return 12

    t = go(body())
    await outcome(t)
    note(t.cancelled())


@scenario(35, "5 6 True lock !CancelledError@0")
async def task_cancel_self_then_nonblocking_await():
    async def body():
        f, queue, event, lock = future(5), asyncio.Queue(), asyncio.Event(), asyncio.Lock()
        queue.put_nowait(6)
        event.set()
        asyncio.current_task().cancel()
        note(await f, await queue.get(), await event.wait())
        async with lock:
            note("lock")
        await asyncio.sleep(0)

    await outcome(go(body()))


@scenario(37, "2 1 0 0 ok=fine@0 0")
async def task_uncancel_counts():
    async def body():
        me = asyncio.current_task()
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            note(me.cancelling(), me.uncancel(), me.uncancel(), me.uncancel())
        return "fine"

    t = go(body())
    await turns(1)
    t.cancel()
    t.cancel()
    await outcome(t)
    note(t.cancelling())


@scenario(39, "True C v !CancelledError@0")
async def task_cancel_after_result_before_resume():
    async def body():
        try:
            await f
        except asyncio.CancelledError:
            note("C", f.result())
            raise

    f = future()
    t = go(body())
    await turns(1)
    f.set_result("v")
    note(t.cancel())
    await outcome(t)


async def sleeping(name):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        note(f"{name}!C")
        raise


async def awaiting(name, other):
    try:
        return await other
    except asyncio.CancelledError:
        note(f"{name}!C")
        raise


@scenario(41, "1 1 inner!C outer!C True True")
async def task_cancel_propagates_to_awaited_task():
    inner = go(sleeping("inner"))
    outer = go(awaiting("outer", inner))
    await turns(1)
    outer.cancel()
    note(outer.cancelling(), inner.cancelling())
    await asyncio.wait([outer])
    note(outer.cancelled(), inner.cancelled())


@scenario(43, "i1 False True True @0")
async def task_recancel_same_inner_after_swallow():
    async def swallow_once():
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            note("i1")
        await asyncio.sleep(10)

    async def outer_body():
        await inner

    inner = go(swallow_once())
    outer = go(outer_body())
    await turns(1)
    outer.cancel()
    await turns(2)
    note(outer.done())
    outer.cancel()
    await asyncio.wait([outer])
    note(outer.cancelled(), inner.cancelled())
    note_at()


@scenario(45, "!CancelledError@0 True 0")
async def task_raises_cancelled_itself():
    async def body():
        raise asyncio.CancelledError

    t = go(body())
    await outcome(t)
    note(t.cancelled(), t.cancelling())


@scenario(47, "False False !!RecursionError")
async def task_await_cycle_deadlocks():
    async def body(other):
        await ring[other]

    ring = []
    ring += [go(body(1)), go(body(0))]
    await turns(2)
    note(ring[0].done(), ring[1].done())
    try:
        ring[0].cancel()
    except RecursionError:
        note("!!RecursionError")
    for t in ring:  # nothing can end the two: out of sight of the end of run, and in silence
        asyncio.tasks._unregister_task(t)
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)


@scenario(49, "False end")
async def task_cancel_clears_log_flag():
    async def body():
        raise KeyError("k")

    t = go(body())
    await turns(1)
    note(t.cancel())
    del t
    note("end")


@scenario(51, "cb1 w cb2 main")
async def task_done_callback_vs_waiter_order():
    async def body():
        await f
        note("w")

    f = future()
    f.add_done_callback(lambda _: note("cb1"))
    go(body())
    await turns(1)
    f.add_done_callback(lambda _: note("cb2"))
    asyncio.get_running_loop().call_soon(f.set_result, 1)
    await f
    note("main")


@scenario(53, "cleaned@3 !CancelledError@3")
async def task_cancel_in_finally_runs_async_cleanup():
    async def body():
        try:
            await asyncio.sleep(10)
        finally:
            await asyncio.sleep(2)
            note_at("cleaned")

    t = go(body())
    await asyncio.sleep(1)
    t.cancel()
    await outcome(t)


@scenario(55, "1 5 2")
async def task_context_copied():
    async def body():
        note(variable.get())
        variable.set(5)
        note(variable.get())

    variable = contextvars.ContextVar("variable")
    variable.set(1)
    t = go(body())
    variable.set(2)
    await t
    note(variable.get())
