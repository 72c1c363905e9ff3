"""Scenarios of tasks: mostly of when a cancellation arrives."""

import asyncio
import contextvars

from oracle import fail, future, give, go, job, note, note_at, outcome, scenario, soon, ticks, turns


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


# -- Further ones -------------------------------------------------------------------------------


@scenario(None, "main a b c end")
async def task_starts_next_turn_in_order():
    tasks = [go(noting(word)) for word in "abc"]
    note("main")
    await turns(1)
    note("end")
    await asyncio.wait(tasks)


@scenario(None, "a b main c")
async def task_created_by_task_starts_later():
    async def parent():
        note("a")
        kept.append(go(noting("c")))

    kept = []
    kept += [go(parent()), go(noting("b"))]
    await turns(1)
    note("main")
    await turns(1)


@scenario(None, "6 other")
async def task_await_done_does_not_yield():
    t = go(give(6))
    await turns(1)
    soon(note, "other")
    note(await t)
    await turns(1)


@scenario(None, "1 2 v 3 4")
async def task_await_new_task_takes_two_turns():
    ticks(4)
    note(await go(give("v")))
    await turns(2)


@scenario(None, "1 2 level1 3 level2 4 level3 5 v 6")
async def task_result_climbs_one_level_a_turn():
    async def level(depth):
        if depth == 0:
            return await f
        value = await go(level(depth - 1))
        note(f"level{depth}")
        return value

    f = future()
    t = go(level(3))
    await turns(4)
    ticks(6)
    f.set_result("v")
    note(await t)
    await turns(1)


@scenario(None, "1 level0 2 level1 3 level2 4 !KeyError('k')@0 5")
async def task_error_climbs_one_level_a_turn():
    async def level(depth):
        try:
            await (go(level(depth - 1)) if depth > 0 else f)
        finally:
            note(f"level{depth}")

    f = future()
    t = go(level(2))
    await turns(3)
    ticks(5)
    f.set_exception(KeyError("k"))
    await outcome(t)
    await turns(1)


@scenario(None, "1 soon cb 7 2 3")
async def task_done_callback_a_turn_after_end():
    async def body():
        soon(note, "soon")
        return 7

    t = go(body())
    t.add_done_callback(lambda t: note("cb", t.result()))
    ticks(3)
    await turns(3)


@scenario(None, "t@1 aok=t@1 bok=t@1")
async def task_two_waiters_resume_in_order():
    t = go(job("t", 1))
    tasks = [go(outcome(t, name)) for name in "ab"]
    await asyncio.wait(tasks)


@scenario(None, "t@1 !KeyError('t')@1 !KeyError('t')@1")
async def task_failed_twice_awaited():
    t = go(fail("t", 1))
    await outcome(t)
    await outcome(t)


@scenario(None, "!RuntimeError(Task cannot await on itself)@0")
async def task_await_itself():
    async def body():
        await t

    t = go(body())
    await outcome(t)


@scenario(None, "t@0 EH{Task exception was never retrieved:KeyError} end")
async def task_exception_never_retrieved():
    t = go(fail("t", 0))
    await turns(2)
    del t
    note("end")


@scenario(None, "t@1 EH{Task exception was never retrieved:KeyError} end")
async def task_exception_retrieved_by_wait_is_not():
    t = go(fail("t", 1))
    await asyncio.wait([t])
    del t
    note("end")


@scenario(None, "refused t@1 ok=t@1")
async def task_set_result_is_refused():
    t = go(job("t", 1))
    try:
        t.set_result(1)
    except RuntimeError:
        note("refused")
    await outcome(t)


@scenario(None, "3 a@1 2 b@2 1")
async def task_all_tasks_counts_what_is_not_done():
    a, b = go(job("a", 1)), go(job("b", 2))
    note(len(asyncio.all_tasks()))
    await a
    note(len(asyncio.all_tasks()))
    await b
    note(len(asyncio.all_tasks()))


@scenario(None, "worker renamed renamed")
async def task_name_given_and_changed():
    async def body():
        note(asyncio.current_task().get_name())

    t = go(body(), name="worker")
    note(t.get_name())
    t.set_name("renamed")
    await t
    note(t.get_name())


@scenario(None, "parent@1 child@2")
async def task_outlives_its_creator():
    async def parent():
        kept.append(go(job("child", 2)))
        await asyncio.sleep(1)
        note_at("parent")

    kept = []
    await go(parent())
    await kept[0]


@scenario(None, "0@0 1@1 2@3")
async def task_many_sleeps_add_up():
    async def body():
        for number in range(3):
            await asyncio.sleep(number)
            note_at(number)

    await go(body())
