"""Further scenarios of timeout scopes: in each other, around other waits, and in races."""

import asyncio

from oracle import at, describe, go, job, note, note_at, outcome, scenario, soon, turns


def me():
    return asyncio.current_task()


async def limited(delay, awaitable, name=""):
    """Awaits within a timeout; notes TO@t, or the outcome."""
    try:
        async with asyncio.timeout(delay) as limit:
            await awaitable
    except TimeoutError:
        note_at(f"{name}TO")
    else:
        note_at(f"{name}ok")
    return limit


@scenario(None, "ok@5 False None")
async def to_none():
    limit = await limited(None, asyncio.sleep(5))
    note(limit.expired(), limit.when())


@scenario(None, "ok@1 False")
async def to_in_time():
    limit = await limited(2, asyncio.sleep(1))
    await asyncio.sleep(3)
    note(limit.expired())


@scenario(None, "body end False 0")
async def to_zero_without_await():
    async with asyncio.timeout(0) as limit:
        note("body")
    await turns(2)
    note("end", limit.expired(), me().cancelling())


@scenario(None, "a TO@0 end")
async def to_zero_runs_what_is_ready_first():
    soon(note, "a")
    await limited(0, asyncio.sleep(5))
    note("end")


@scenario(None, "TO@3 3")
async def to_at_deadline():
    await asyncio.sleep(1)
    try:
        async with asyncio.timeout_at(3) as limit:
            await asyncio.sleep(10)
    except TimeoutError:
        note_at("TO")
    note(limit.when())


@scenario(None, "TO@5")
async def to_at_past_deadline():
    await asyncio.sleep(5)
    try:
        async with asyncio.timeout_at(3):
            await asyncio.sleep(10)
    except TimeoutError:
        note_at("TO")


@scenario(None, "swallowed@1 on@3 end True 0")
async def to_body_swallows():
    async with asyncio.timeout(1) as limit:
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            note_at("swallowed")
        await asyncio.sleep(2)
        note_at("on")
    note("end", limit.expired(), me().cancelling())


@scenario(None, "swallowed TO@2")
async def to_body_swallows_and_raises_anew():
    try:
        async with asyncio.timeout(1):
            try:
                await asyncio.sleep(10)
            except asyncio.CancelledError:
                note("swallowed")
            await asyncio.sleep(1)
            raise asyncio.CancelledError
    except TimeoutError:
        note_at("TO")


@scenario(None, "!KeyError('k')@1 False")
async def to_error_in_time():
    try:
        async with asyncio.timeout(2) as limit:
            await asyncio.sleep(1)
            raise KeyError("k")
    except KeyError as error:
        note_at("!" + describe(error))
    note(limit.expired())


@scenario(None, "!CancelledError@1 1")
async def to_cancel_same_tick_before():
    at(1, lambda: t.cancel())
    t = go(limited(1, asyncio.sleep(10)))
    await outcome(t)
    note(t.cancelling())


@scenario(None, "!CancelledError@1 1")
async def to_cancel_same_tick_after():
    t = go(limited(1, asyncio.sleep(10)))
    await turns(1)
    at(1, t.cancel)
    await outcome(t)
    note(t.cancelling())


@scenario(None, "a!C@1 cleanup!C@2 True 2 !CancelledError@2 1")
async def to_cancel_then_expiry_during_cleanup():
    async def body():
        async with asyncio.timeout(2) as limit:
            try:
                await job("a", 10)
            finally:
                try:
                    await job("cleanup", 5)
                finally:
                    note(limit.expired(), me().cancelling())

    t = go(body())
    await asyncio.sleep(1)
    t.cancel()
    await outcome(t)
    note(t.cancelling())


@scenario(None, "a!C@1 cleanup!C@2 !CancelledError@2 1")
async def to_expiry_then_cancel_during_cleanup():
    async def body():
        async with asyncio.timeout(1):
            try:
                await job("a", 10)
            finally:
                await job("cleanup", 5)

    t = go(body())
    await asyncio.sleep(2)
    t.cancel()
    await outcome(t)
    note(t.cancelling())


@scenario(None, "inner!C@1 False TO@1")
async def to_nested_outer_fires():
    try:
        async with asyncio.timeout(1):
            try:
                async with asyncio.timeout(3) as inner:
                    await asyncio.sleep(10)
            except asyncio.CancelledError:
                note_at("inner!C")
                note(inner.expired())
                raise
    except TimeoutError:
        note_at("TO")


@scenario(None, "inner!C 1 TO@1 True True 0")
async def to_nested_both_same_tick():
    try:
        async with asyncio.timeout(1) as outer:
            try:
                async with asyncio.timeout(1) as inner:
                    await asyncio.sleep(10)
            except asyncio.CancelledError:
                note("inner!C", me().cancelling())
                raise
            except TimeoutError:
                note("inner!TO")
                raise
    except TimeoutError:
        note_at("TO")
    note(outer.expired(), inner.expired(), me().cancelling())


@scenario(None, "inner!C TO@0 True True 0")
async def to_nested_both_zero():
    try:
        async with asyncio.timeout(0) as outer:
            try:
                async with asyncio.timeout(0) as inner:
                    await asyncio.sleep(10)
            except asyncio.CancelledError:
                note("inner!C")
                raise
    except TimeoutError:
        note_at("TO")
    note(outer.expired(), inner.expired(), me().cancelling())


@scenario(None, "innerTO@0 outerok@0")
async def to_nested_inner_zero():
    await limited(5, limited(0, asyncio.sleep(1), "inner"), "outer")


@scenario(None, "inner!C@2 TO@2 0")
async def to_nested_outer_earlier_inner_overdue():
    try:
        async with asyncio.timeout(1):
            try:
                async with asyncio.timeout(2):
                    try:
                        await asyncio.sleep(10)
                    finally:
                        await asyncio.sleep(5)
            except asyncio.CancelledError:
                note_at("inner!C")
                raise
            except TimeoutError:
                note_at("inner!TO")
                raise
    except TimeoutError:
        note_at("TO")
    note(me().cancelling())


@scenario(None, "ok@5 None")
async def to_reschedule_none():
    async with asyncio.timeout(1) as limit:
        limit.reschedule(None)
        await asyncio.sleep(5)
    note_at("ok")
    note(limit.when())


@scenario(None, "TO@1")
async def to_reschedule_earlier():
    try:
        async with asyncio.timeout(10) as limit:
            limit.reschedule(1)
            await asyncio.sleep(5)
    except TimeoutError:
        note_at("TO")


@scenario(None, "TO@3")
async def to_reschedule_twice():
    try:
        async with asyncio.timeout(10) as limit:
            limit.reschedule(1)
            limit.reschedule(3)
            await asyncio.sleep(5)
    except TimeoutError:
        note_at("TO")


@scenario(None, "C@1 RuntimeError True")
async def to_reschedule_when_expired():
    async with asyncio.timeout(1) as limit:
        try:
            await asyncio.sleep(5)
        except asyncio.CancelledError:
            note_at("C")
        try:
            limit.reschedule(9)
        except RuntimeError:
            note("RuntimeError")
    note(limit.expired())


@scenario(None, "firstTO@1 secondTO@2 0")
async def to_two_after_another():
    await limited(1, asyncio.sleep(10), "first")
    await limited(1, asyncio.sleep(10), "second")
    note(me().cancelling())


@scenario(None, "TO@1 True")
async def to_body_ends_at_deadline():
    limit = await limited(1, asyncio.sleep(1))
    note(limit.expired())


@scenario(None, "TO@1 1")
async def to_body_ends_at_deadline_by_earlier_timer():
    f = asyncio.get_running_loop().create_future()
    at(1, f.set_result, 1)
    await limited(1, f)
    note(f.result())


@scenario(None, "a!C@1 TO@1 True")
async def to_wait_for_inside():
    t = go(job("a", 9))
    await limited(1, asyncio.wait_for(t, 5))
    note(t.cancelled())


@scenario(None, "a!C@1 TO@1 True 0")
async def to_wait_for_inside_same_limit():
    t = go(job("a", 9))
    await limited(1, asyncio.wait_for(t, 1))
    note(t.cancelled(), me().cancelling())


@scenario(None, "a!C@1 b!C@1 TO@1")
async def to_gather_inside():
    await limited(1, asyncio.gather(job("a", 5), job("b", 5)))


@scenario(None, "TO@1 a@3")
async def to_wait_inside():
    a = go(job("a", 3))
    await limited(1, asyncio.wait([a]))
    await a


@scenario(None, "TO@1 a@3 ok=a@3")
async def to_shield_inside():
    a = go(job("a", 3))
    await limited(1, asyncio.shield(a))
    await outcome(a)


@scenario(None, "clean@3 TO@3")
async def to_awaited_task_cleans_up():
    async def cleaning():
        try:
            await asyncio.sleep(10)
        finally:
            await job("clean", 2)

    await limited(1, go(cleaning()))


@scenario(None, "ok@1 True 0")
async def to_awaited_task_swallows():
    async def stubborn():
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            return "v"

    limit = await limited(1, go(stubborn()))
    note(limit.expired(), me().cancelling())


@scenario(None, "TO@0 True 1 ok=None@0")
async def to_zero_with_undelivered_cancel():
    async def body():
        me().cancel()
        limit = await limited(0, asyncio.sleep(5))
        note(limit.expired(), me().cancelling())

    await outcome(go(body()))


@scenario(None, "!CancelledError@0 1")
async def to_long_with_undelivered_cancel():
    async def body():
        me().cancel()
        await limited(5, asyncio.sleep(5))

    t = go(body())
    await outcome(t)
    note(t.cancelling())


@scenario(None, "C@1 0 !TimeoutError@2 0")
async def to_uncancel_inside():
    async def body():
        async with asyncio.timeout(2):
            try:
                await asyncio.sleep(10)
            except asyncio.CancelledError:
                note_at("C")
                note(me().uncancel())
            await asyncio.sleep(10)

    t = go(body())
    await asyncio.sleep(1)
    t.cancel()
    await outcome(t)
    note(t.cancelling())
