"""Further scenarios of task groups."""

import asyncio

from oracle import clock, describe, fail, go, job, note, note_at, outcome, scenario, soon, turns


def count():
    note(asyncio.current_task().cancelling())


class told:
    """Notes the group of errors that leaves its body, and lets it not go on."""

    async def __aenter__(self):
        pass

    async def __aexit__(self, kind, error, trace):
        if isinstance(error, BaseExceptionGroup):
            note_at(describe(error))
            return True


async def body(delay):
    try:
        await asyncio.sleep(delay)
    except asyncio.CancelledError:
        note_at("body!C")
        raise


async def clean(name, delay, error=None):
    """Waits to be cancelled, cleans up for its delay, and fails if it has an error."""
    try:
        await asyncio.sleep(99)
    finally:
        await asyncio.sleep(delay)
        note_at(name)
        if error:
            raise KeyError(error) from None


async def raise_on_cancel(error):
    try:
        await asyncio.sleep(99)
    except asyncio.CancelledError:
        raise KeyError(error) from None


@scenario(None, "a@1 b@3 end@3")
async def tg_child_spawns_child():
    async def start_b():
        await asyncio.sleep(1)
        note_at("a")
        group.create_task(job("b", 2))

    async with asyncio.TaskGroup() as group:
        group.create_task(start_b())
    note_at("end")


@scenario(None, "a@1 body!C@1 shutting-down clean@3 EG[KeyError('a')]@3")
async def tg_go_after_abort():
    async with told(), asyncio.TaskGroup() as group:
        group.create_task(fail("a", 1))
        group.create_task(clean("clean", 2))
        try:
            await body(9)
        finally:
            coroutine = job("c", 1)
            try:
                group.create_task(coroutine)
            except RuntimeError:
                note("shutting-down")
                coroutine.close()


@scenario(None, "end@0 other")
async def tg_empty_does_not_yield():
    soon(note, "other")
    async with asyncio.TaskGroup():
        pass
    note_at("end")
    await turns(1)


@scenario(None, "body@0 b@1 a@2 end@2")
async def tg_body_returns_first():
    async with asyncio.TaskGroup() as group:
        group.create_task(job("a", 2))
        group.create_task(job("b", 1))
        note_at("body")
    note_at("end")


@scenario(None, "a!C@1 clean@3 EG[KeyError('body')]@3 0")
async def tg_body_error_with_children():
    async with told(), asyncio.TaskGroup() as group:
        group.create_task(job("a", 5))
        group.create_task(clean("clean", 2))
        await asyncio.sleep(1)
        raise KeyError("body")
    count()


@scenario(None, "clean@2 EG[KeyError('a'),KeyError('z')]@2 0")
async def tg_body_and_child_error():
    async with told(), asyncio.TaskGroup() as group:
        group.create_task(clean("clean", 1, "a"))
        await asyncio.sleep(1)
        raise KeyError("z")
    count()


@scenario(None, "a@1 EG[KeyError('a'),KeyError('z')]@1 0")
async def tg_body_error_after_abort():
    async with told(), asyncio.TaskGroup() as group:
        group.create_task(fail("a", 1))
        try:
            await asyncio.sleep(9)
        except asyncio.CancelledError:
            raise KeyError("z") from None
    count()


@scenario(None, "i@1 b!C@1 body!C@1 EG[EG[KeyError('i')]]@1 0")
async def tg_group_in_child_fails():
    async def inner_group():
        async with asyncio.TaskGroup() as inner:
            inner.create_task(fail("i", 1))
            await asyncio.sleep(9)

    async with told(), asyncio.TaskGroup() as group:
        group.create_task(inner_group())
        group.create_task(job("b", 5))
        await body(9)
    count()


async def clean_parent(delay):
    async with asyncio.TaskGroup() as group:
        group.create_task(clean("clean", 2))
        if delay:
            await asyncio.sleep(delay)


async def cancel_twice(t):
    for _ in range(2):
        await asyncio.sleep(1)
        t.cancel()
    await outcome(t)
    note(t.cancelling())


@scenario(None, "clean@3 !CancelledError@3 2")
async def tg_parent_cancelled_twice():
    await cancel_twice(go(clean_parent(0)))


@scenario(None, "clean@3 !CancelledError@3 2")
async def tg_parent_cancelled_in_body_twice():
    await cancel_twice(go(clean_parent(9)))


@scenario(None, "a!C@1 body@2 b@3 end@3 True")
async def tg_child_cancelled_from_outside():
    async with asyncio.TaskGroup() as group:
        a = group.create_task(job("a", 5))
        group.create_task(job("b", 3))
        await asyncio.sleep(1)
        a.cancel()
        await asyncio.sleep(1)
        note_at("body")
    note_at("end")
    note(a.cancelled())


async def fail_then_wait(has_cleanup):
    """A group that fails at 1, then a wait."""
    async with told(), asyncio.TaskGroup() as group:
        group.create_task(fail("a", 1))
        if has_cleanup:
            group.create_task(clean("clean", 3))
        await asyncio.sleep(9)
    count()
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        note_at("after!C")
        raise


@scenario(None, "a@1 clean@4 EG[KeyError('a')]@4 1 after!C@4 !CancelledError@4 1")
async def tg_cancel_parent_while_aborting():
    t = go(fail_then_wait(True))
    await asyncio.sleep(2)
    t.cancel()
    await outcome(t)
    note(t.cancelling())


@scenario(None, "a@1 EG[KeyError('a')]@1 1 after!C@1 !CancelledError@1 1")
async def tg_error_and_cancel_same_tick():
    t = go(fail_then_wait(False))
    await asyncio.sleep(1)
    t.cancel()
    await outcome(t)
    note(t.cancelling())


@scenario(None, "body@0 a!C@0 !CancelledError@0 1")
async def tg_body_cancels_itself():
    async def parent():
        async with asyncio.TaskGroup() as group:
            group.create_task(job("a", 5))
            asyncio.current_task().cancel()
            note_at("body")

    t = go(parent())
    await outcome(t)
    note(t.cancelling())


@scenario(None, "a!C@1 !CancelledError@1 0")
async def tg_body_raises_cancelled():
    async def parent():
        async with asyncio.TaskGroup() as group:
            group.create_task(job("a", 5))
            await asyncio.sleep(1)
            raise asyncio.CancelledError

    t = go(parent())
    await outcome(t)
    note(t.cancelling())


@scenario(None, "a@1 sw@1 sw-end@3 EG[KeyError('a')]@3 0")
async def tg_child_swallows_abort():
    async def swallow():
        try:
            await asyncio.sleep(9)
        except asyncio.CancelledError:
            note_at("sw")
        await asyncio.sleep(2)
        note_at("sw-end")

    async with told(), asyncio.TaskGroup() as group:
        group.create_task(swallow())
        group.create_task(fail("a", 1))
    count()


@scenario(None, "a@1 body!C@1 b!C@1 EG[KeyError('a')]@1 0")
async def tg_await_child_in_body_fails():
    async with told(), asyncio.TaskGroup() as group:
        a = group.create_task(fail("a", 1))
        group.create_task(job("b", 3))
        try:
            await a
        except asyncio.CancelledError:
            note_at("body!C")
            raise
    count()


@scenario(None, "x@1 EG[EG[EG[KeyError('x')]]]@1 0")
async def tg_three_levels():
    async def level(depth):
        async with asyncio.TaskGroup() as group:
            group.create_task(level(depth - 1) if depth > 0 else fail("x", 1))

    async with told():
        await go(level(2))
    count()


@scenario(None, "c@1 b@2 a@3 EG[KeyError('c'),KeyError('b'),KeyError('a')]@3")
async def tg_errors_in_order_of_end():
    async with told(), asyncio.TaskGroup() as group:
        group.create_task(clean("a", 2, "a"))
        group.create_task(clean("b", 1, "b"))
        group.create_task(fail("c", 1))


@scenario(None, "TO@1 a@3 end@3")
async def tg_timeout_inside_body():
    async with asyncio.TaskGroup() as group:
        group.create_task(job("a", 3))
        try:
            async with asyncio.timeout(1):
                await asyncio.sleep(5)
        except TimeoutError:
            note_at("TO")
    note_at("end")


async def counting(number):
    """Notes the number of each turn."""
    for turn in range(number):
        note(turn)
        await asyncio.sleep(0)


@scenario(None, "body 0 1 2 3 end 4 5 6")
async def tg_exit_takes_two_turns():
    t = go(counting(7))
    async with asyncio.TaskGroup() as group:
        group.create_task(asyncio.sleep(0))
        note("body")
    note("end")
    await t


@scenario(None, "0 f 1 2 c!C body!C 3 4 EG[KeyError('f')] 5 6 7")
async def tg_abort_turns():
    async def wait_and_note():
        try:
            await asyncio.sleep(5)
        except asyncio.CancelledError:
            note("c!C")
            raise

    t = go(counting(8))
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(wait_and_note())
            group.create_task(note_and_fail())
            try:
                await asyncio.sleep(9)
            except asyncio.CancelledError:
                note("body!C")
                raise
    except ExceptionGroup as errors:
        note(describe(errors))
    await t


async def note_and_fail():
    note("f")
    raise KeyError("f")


@scenario(None, "out@1 x@2 a!C@2 EG[KeyError('x')]@2")
async def tg_child_from_outside_while_waiting():
    async def hold():
        async with told(), group:
            group.create_task(job("a", 5))

    group = asyncio.TaskGroup()
    t = go(hold())
    await asyncio.sleep(1)
    group.create_task(fail("x", 1))
    note_at("out")
    await t


@scenario(None, "f on a!C@0 body!C@0 EG[KeyError('f')]@0 0")
async def tg_eager_fails_at_once():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    async with told(), asyncio.TaskGroup() as group:
        group.create_task(job("a", 5))
        group.create_task(note_and_fail())
        note("on")
        await body(9)
    count()


@scenario(None, "o@1 clean@3 inner!C@3 EG[KeyError('o')]@3 0")
async def tg_cancel_in_nested_body():
    async with told(), asyncio.TaskGroup() as outer:
        outer.create_task(fail("o", 1))
        try:
            async with asyncio.TaskGroup() as inner:
                inner.create_task(clean("clean", 2))
                await asyncio.sleep(9)
        except asyncio.CancelledError:
            note_at("inner!C")
            raise
    count()


# -- CPython 3.15: written from its text, not run ------------------------------------------------


async def ended(awaitable):
    try:
        await awaitable
    except BaseExceptionGroup as errors:
        note_at(describe(errors))
    except TimeoutError:
        note_at("!TimeoutError")
    else:
        note_at("ok=None")
    count()


@scenario(None, "a!C@0 ok=None@0 0", needs=(3, 15))
async def tg_cancel_clean_exit():
    async def group_body():
        async with asyncio.TaskGroup() as group:
            group.create_task(job("a", 5))
            await asyncio.sleep(0)
            group.cancel()
            await asyncio.sleep(9)

    await ended(group_body())


@scenario(None, "body!C@0 ok=None@0 0", needs=(3, 15))
async def tg_cancel_before_enter():
    async def group_body():
        group = asyncio.TaskGroup()
        group.cancel()
        async with group:
            await body(9)

    await ended(group_body())


@scenario(None, "body!C@0 clean@2 !TimeoutError@2 0", needs=(3, 15))
async def tg_cancel_then_outer_timeout():
    async def group_body():
        async with asyncio.timeout(1), asyncio.TaskGroup() as group:
            group.create_task(clean("clean", 2))
            await asyncio.sleep(0)
            group.cancel()
            await body(9)

    await ended(group_body())


@scenario(None, "EG[KeyError('k')]@0 0", needs=(3, 15))
async def tg_cancel_keeps_errors():
    async def group_body():
        async with asyncio.TaskGroup() as group:
            group.create_task(raise_on_cancel("k"))
            await asyncio.sleep(0)
            group.cancel()

    await ended(group_body())
