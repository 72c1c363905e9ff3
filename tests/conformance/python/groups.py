"""Scenarios of task groups: what ends whom, and what comes out."""

import asyncio

from oracle import VirtualLoop, describe, fail, give, go, job, note, note_at, outcome, scenario, turns


def cancelling():
    return asyncio.current_task().cancelling()


@scenario(137, "a@1 b!C@1 body!C 1 EG[KeyError('a')]@1 0")
async def tg_child_error_aborts():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail("a", 1))
            group.create_task(job("b", 5))
            try:
                await asyncio.sleep(10)
            except asyncio.CancelledError:
                note("body!C", cancelling())
                raise
    except* KeyError as errors:
        note_at(describe(errors))
    note(cancelling())


@scenario(139, "EG[KeyError('body')]")
async def tg_body_error_before_children_start():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(job("a", 1))
            group.create_task(job("b", 1))
            raise KeyError("body")
    except ExceptionGroup as errors:
        note(describe(errors))


@scenario(141, "a!C@1 b@2 True b @2")
async def tg_child_self_cancel_does_not_abort():
    async with asyncio.TaskGroup() as group:
        a = group.create_task(job("a", 5))
        b = group.create_task(job("b", 2))
        await asyncio.sleep(1)
        a.cancel()
    note(a.cancelled(), b.result())
    note_at()


async def cleaning(seconds, word="clean"):
    try:
        await asyncio.sleep(10)
    finally:
        await asyncio.sleep(seconds)
        note_at(word)


@scenario(143, "clean@3 !CancelledError@3")
async def tg_parent_cancel_child_cleanup_waits():
    async def parent():
        async with asyncio.TaskGroup() as group:
            group.create_task(cleaning(2))

    t = go(parent())
    await asyncio.sleep(1)
    t.cancel()
    await outcome(t)


async def raising(error):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        raise error from None


@scenario(145, "EG 1 after !CancelledError@1")
async def tg_parent_cancel_child_raises():
    async def parent():
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(raising(KeyError("c")))
                await asyncio.sleep(10)
        except ExceptionGroup:
            note("EG", cancelling(), "after")
        await asyncio.sleep(1)

    t = go(parent())
    await asyncio.sleep(1)
    t.cancel()
    await outcome(t)


@scenario(147, "a@1 b@1 EG[KeyError('a'),ValueError(b)]")
async def tg_two_errors_same_tick():
    async def fail_value():
        await asyncio.sleep(1)
        note_at("b")
        raise ValueError("b")

    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail("a", 1))
            group.create_task(fail_value())
    except ExceptionGroup as errors:
        note(describe(errors))


@scenario(149, "a@1 swallow more more@2 EG[KeyError('a')] 0")
async def tg_body_swallows_abort_cancel():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail("a", 1))
            try:
                await asyncio.sleep(10)
            except asyncio.CancelledError:
                note("swallow")
            note("more")
            await asyncio.sleep(1)
            note_at("more")
    except ExceptionGroup as errors:
        note(describe(errors))
    note(cancelling())


@scenario(151, "i@1 o!C@1 EG[EG[KeyError('i')]]@1")
async def tg_nested_inner_error():
    try:
        async with asyncio.TaskGroup() as outer:
            outer.create_task(job("o", 5))
            async with asyncio.TaskGroup() as inner:
                inner.create_task(fail("i", 1))
    except ExceptionGroup as errors:
        note_at(describe(errors))


@scenario(153, "inner-EG outer-EG 0")
async def tg_nested_both_error_same_tick():
    async def fail_at_one():
        await asyncio.sleep(1)
        raise KeyError

    try:
        async with asyncio.TaskGroup() as outer:
            try:
                async with asyncio.TaskGroup() as inner:
                    inner.create_task(fail_at_one())
                    outer.create_task(fail_at_one())
            except ExceptionGroup:
                note("inner-EG")
                raise
    except ExceptionGroup:
        note("outer-EG")
    note(cancelling())


@scenario(155, "has not been entered; is finished; has already been entered")
async def tg_misuse():
    def words(error):
        return str(error).split("> ")[-1]

    async def refused(group):
        coroutine = give(1)
        try:
            group.create_task(coroutine)
        except RuntimeError as error:
            coroutine.close()
            return words(error)

    async def reentered(group):
        try:
            async with group:
                pass
        except RuntimeError as error:
            return words(error)

    group = asyncio.TaskGroup()
    before = await refused(group)
    async with group:
        again = await reentered(group)
    note("; ".join([before, await refused(group), again]))


@scenario(157, "a@1 KI-bare")
def tg_keyboardinterrupt_bare():
    async def interrupt():
        await asyncio.sleep(1)
        note_at("a")
        raise KeyboardInterrupt

    async def main():
        try:
            async with asyncio.TaskGroup() as group:
                kept.append(group.create_task(interrupt()))
        except KeyboardInterrupt:
            note("KI-bare")

    kept = []
    try:
        with asyncio.Runner(loop_factory=VirtualLoop) as runner:
            runner.run(main())
    except KeyboardInterrupt:  # leaves the loop at once; main learns of it as the runner closes
        kept[0].exception()


@scenario(159, "a@0 0 ok")
async def tg_cancelling_level_preserved():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail("a", 0))
    except ExceptionGroup:
        note(cancelling())
    await asyncio.sleep(0)
    note("ok")


@scenario(161, "EG[ZeroDivisionError(division by zero)] 0 ok")
async def tg_timeout_and_child_error_in_cleanup():
    async def divide():
        try:
            await asyncio.sleep(10)
        finally:
            1 / 0

    try:
        async with asyncio.timeout(1):
            async with asyncio.TaskGroup() as group:
                group.create_task(divide())
    except ExceptionGroup as errors:
        note(describe(errors), cancelling())
    await asyncio.sleep(0)
    note("ok")


@scenario(163, "swallowed EG 1 !CancelledError@1")
async def tg_error_after_earlier_swallowed_cancel():
    async def parent():
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            note("swallowed")
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(fail_silently())
        except ExceptionGroup:
            note("EG", cancelling())
        await asyncio.sleep(0)
        note("alive")

    async def fail_silently():
        await asyncio.sleep(1)
        raise KeyError

    t = go(parent())
    await turns(1)
    t.cancel()
    await outcome(t)
