"""Scenarios of queues: who gets what, and what a shutdown does."""

import asyncio

from oracle import go, note, outcome, scenario, turns


async def getter(name, queue):
    note(f"{name}{await queue.get()}")


@scenario(187, "a1 b2")
async def q_getters_fifo():
    queue = asyncio.Queue()
    tasks = [go(getter("a", queue)), go(getter("b", queue))]
    await turns(1)
    queue.put_nowait(1)
    queue.put_nowait(2)
    await asyncio.wait(tasks)


@scenario(189, "bx True 0")
async def q_get_cancelled_after_wakeup_hands_on():
    queue = asyncio.Queue()
    a, b = go(getter("a", queue)), go(getter("b", queue))
    await turns(1)
    queue.put_nowait("x")
    a.cancel()
    await asyncio.wait([a, b])
    note(a.cancelled(), queue.qsize())


@scenario(191, "stole1 b2 a3")
async def q_woken_getter_barged():
    queue = asyncio.Queue()
    tasks = [go(getter("a", queue)), go(getter("b", queue))]
    await turns(1)
    queue.put_nowait(1)
    note(f"stole{queue.get_nowait()}")
    await turns(1)
    queue.put_nowait(2)
    queue.put_nowait(3)
    await asyncio.wait(tasks)


@scenario(193, "[1, 2, 3] [2, 1, 3]")
async def q_priority_lifo():
    for queue in asyncio.PriorityQueue(), asyncio.LifoQueue():
        for item in 3, 1, 2:
            queue.put_nowait(item)
        note([queue.get_nowait() for _ in range(3)])


@scenario(195, "g!QueueShutDown@0 p!QueueShutDown@0 1")
async def q_shutdown_wakes_getters_putters():
    empty, full = asyncio.Queue(), asyncio.Queue(1)
    full.put_nowait(1)
    tasks = [go(outcome(empty.get(), "g")), go(outcome(full.put(2), "p"))]
    await turns(1)
    empty.shutdown()
    full.shutdown()
    await asyncio.wait(tasks)
    note(full.qsize())


@scenario(197, "False jok=None@0")
async def q_shutdown_immediate_with_unfinished():
    queue = asyncio.Queue()
    queue.put_nowait(1)
    queue.put_nowait(2)
    queue.get_nowait()
    t = go(outcome(queue.join(), "j"))
    await turns(1)
    queue.shutdown(immediate=True)
    await turns(2)
    note(t.done())
    queue.task_done()
    await t
