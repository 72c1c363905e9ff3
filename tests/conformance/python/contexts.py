"""Scenarios of contexts: what a task and a callback see of context variables, and since when."""

import asyncio
import contextvars

from oracle import future, go, later, note, scenario, soon

variable = contextvars.ContextVar("variable")
get, set_to = variable.get, variable.set


def noting(name):
    note(name, get())
    set_to(9)


@scenario(None, "soon 1 done 3 later 2 main 4")
async def context_of_callbacks():
    f = future()
    set_to(1)
    soon(noting, "soon")
    set_to(2)
    later(1, noting, "later")
    set_to(3)
    f.add_done_callback(lambda _: noting("done"))
    set_to(4)
    f.set_result(0)
    await asyncio.sleep(3)
    note("main", get())


@scenario(None, "second 7 main 1")
async def context_callback_to_callback():
    def first():
        set_to(7)
        soon(lambda: note("second", get()))
        set_to(8)

    set_to(1)
    soon(first)
    await asyncio.sleep(1)
    note("main", get())


@scenario(None, "task 2 main 1")
async def context_task_from_callback():
    async def body():
        note("task", get())
        set_to(3)

    def start():
        set_to(2)
        kept.append(go(body()))
        set_to(4)

    kept = []
    set_to(1)
    soon(start)
    await asyncio.sleep(1)
    note("main", get())


@scenario(None, "10 1 20 1 10 10 20 20 [10, 20] 2")
async def context_gather_children():
    async def twice(number):
        note(number, get())
        set_to(number)
        await asyncio.sleep(0)
        note(number, get())
        return get()

    set_to(1)
    both = asyncio.gather(twice(10), twice(20))
    set_to(2)
    note(await both, get())


@scenario(None, "1 1 5 2")
async def context_eager():
    async def body():
        note(get())
        set_to(5)
        await asyncio.sleep(0)
        note(get())

    set_to(1)
    t = asyncio.Task(body(), loop=asyncio.get_running_loop(), eager_start=True)
    note(get())
    set_to(2)
    await t
    note(get())


@scenario(None, "g 20 c 20 main 10")
async def context_grandchild():
    async def grandchild():
        note("g", get())
        set_to(30)

    async def child():
        set_to(20)
        await go(grandchild())
        note("c", get())

    set_to(10)
    await go(child())
    note("main", get())


@scenario(None, "2 1")
async def context_reset():
    set_to(1)
    token = set_to(2)
    note(get())
    variable.reset(token)
    note(get())
