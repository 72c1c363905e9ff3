"""Scenarios of timeout scopes."""

import asyncio

from oracle import go, job, later, note, note_at, outcome, scenario, turns


@scenario(81, "TO@1 True 0")
async def to_basic():
    try:
        async with asyncio.timeout(1) as limit:
            await asyncio.sleep(10)
    except TimeoutError:
        note_at("TO")
    note(limit.expired(), asyncio.current_task().cancelling())


@scenario(83, "in TO@0")
async def to_zero_with_await():
    try:
        async with asyncio.timeout(0):
            note("in")
            await asyncio.sleep(0)
            note("not cancelled")
    except TimeoutError:
        note_at("TO")


@scenario(85, "TO")
async def to_negative():
    try:
        async with asyncio.timeout(-11):
            await asyncio.sleep(0)
    except TimeoutError:
        note("TO")


@scenario(87, "ZDE ctx=TimeoutError True 0")
async def to_foreign_exception_on_timeout():
    try:
        async with asyncio.timeout(1) as limit:
            try:
                await asyncio.sleep(10)
            finally:
                1 / 0
    except ZeroDivisionError as error:
        note("ZDE", f"ctx={type(error.__context__).__name__}")
    note(limit.expired(), asyncio.current_task().cancelling())


@scenario(89, "!CancelledError@0")
async def to_foreign_cancel_not_expired():
    async def body():
        async with asyncio.timeout(1):
            asyncio.current_task().cancel()
            await asyncio.sleep(10)

    await outcome(go(body()))


@scenario(91, "inner@1 outer@3")
async def to_nested_inner_fires_then_outer():
    try:
        async with asyncio.timeout(3):
            try:
                async with asyncio.timeout(1):
                    await asyncio.sleep(10)
            except TimeoutError:
                note_at("inner")
            await asyncio.sleep(10)
    except TimeoutError:
        note_at("outer")


@scenario(93, "ok@5 10")
async def to_reschedule_later():
    async with asyncio.timeout(1) as limit:
        limit.reschedule(10)
        await asyncio.sleep(5)
    note_at("ok")
    note(limit.when())


@scenario(95, "TO@3")
async def to_reschedule_past():
    try:
        async with asyncio.timeout(None) as limit:
            later(3, lambda: limit.reschedule(1))
            await asyncio.sleep(10)
    except TimeoutError:
        note_at("TO")


@scenario(
    97,
    "Timeout has not been entered; Timeout has already been entered; "
    "Cannot change state of finished Timeout;",
)
async def to_misuse():
    limit = asyncio.timeout(1)
    try:
        limit.reschedule(1)
    except RuntimeError as error:
        note(f"{error};")
    async with limit:
        try:
            async with limit:
                pass
        except RuntimeError as error:
            note(f"{error};")
    try:
        limit.reschedule(1)
    except RuntimeError as error:
        note(str(error).replace("<TimeoutState.EXITED: 'finished'>", "finished") + ";")


@scenario(99, "CancelledError !CancelledError@0 2")
async def to_cancel_in_timeout_after_cancellation():
    async def body():
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            note("CancelledError")
        async with asyncio.timeout(1):
            asyncio.current_task().cancel()
            await asyncio.sleep(10)

    t = go(body())
    await turns(1)
    t.cancel()
    await outcome(t)
    note(t.cancelling())


@scenario(101, "a!C@1 b!C@1 TimeoutError@1 0")
async def to_taskgroup_inside():
    try:
        async with asyncio.timeout(1):
            async with asyncio.TaskGroup() as group:
                group.create_task(job("a", 5))
                group.create_task(job("b", 5))
    except TimeoutError:
        note_at("TimeoutError")
    note(asyncio.current_task().cancelling())
