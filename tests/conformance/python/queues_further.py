"""Further scenarios of queues: who is woken when, who gets what, and how a queue ends."""

import asyncio

from oracle import at, go, note, note_at, outcome, scenario, soon, turns


async def getter(queue, name):
    try:
        note(f"{name}{await queue.get()}")
    except asyncio.QueueShutDown:
        note_at(f"{name}!QueueShutDown")


async def putter(queue, name, value):
    try:
        await queue.put(value)
    except asyncio.QueueShutDown:
        note_at(f"{name}!QueueShutDown")
    else:
        note(f"{name}+{value}")


async def joiner(queue, name):
    await queue.join()
    note(name)


def refused(call, *args):
    """The kind of what it raises."""
    try:
        return call(*args)
    except Exception as error:
        return type(error).__name__


def new(maxsize, *items, kind=asyncio.Queue):
    queue = kind(maxsize)
    for item in items:
        queue.put_nowait(item)
    return queue


@scenario(None, "0 a+1 1 b+2 2 c+3 3")
async def q_putters_fifo():
    q = new(1, 0)
    tasks = [go(putter(q, name, value)) for name, value in (("a", 1), ("b", 2), ("c", 3))]
    await turns(1)
    for _ in range(4):
        note(await q.get())
        await turns(1)
    await asyncio.wait(tasks)


@scenario(None, "0 b+2 True 2 0")
async def q_put_cancelled_after_wakeup_hands_on():
    q = new(1, 0)
    a, b = go(putter(q, "a", 1)), go(putter(q, "b", 2))
    await turns(1)
    note(q.get_nowait())
    a.cancel()
    await turns(3)
    note(b.done(), q.get_nowait(), q.qsize())


@scenario(None, "0 b+2 2")
async def q_put_cancelled_while_full_leaves_the_rest():
    q = new(1, 0)
    a, b = go(putter(q, "a", 1)), go(putter(q, "b", 2))
    await turns(1)
    a.cancel()
    await turns(1)
    note(q.get_nowait())
    await b
    note(q.get_nowait())


@scenario(None, "False 1")
async def q_putter_cancelled_when_full_again():
    q = new(1, 0)
    a, b = go(putter(q, "a", 1)), go(putter(q, "b", 2))
    await turns(1)
    q.get_nowait()
    q.put_nowait(9)
    a.cancel()
    await turns(2)
    note(b.done(), q.qsize())
    b.cancel()
    await turns(1)


@scenario(None, "0 9 b+2 2 a+1 1")
async def q_woken_putter_barged():
    q = new(1, 0)
    tasks = [go(putter(q, "a", 1)), go(putter(q, "b", 2))]
    await turns(1)
    note(q.get_nowait())
    q.put_nowait(9)
    await turns(1)
    for _ in range(3):
        note(q.get_nowait())
        await turns(1)
    await asyncio.wait(tasks)


@scenario(None, "QueueEmpty False True QueueFull 1 2 True")
async def q_nowait_full_and_empty():
    q = new(2)
    note(refused(q.get_nowait))
    q.put_nowait(1)
    note(q.full())
    q.put_nowait(2)
    note(q.full(), refused(q.put_nowait, 3), q.get_nowait(), q.get_nowait(), q.empty())


@scenario(None, "put 1 joined other")
async def q_no_yield_when_possible():
    async def other():
        note("other")

    q = new(1)
    t = go(other())
    await q.put(1)
    note("put", await q.get())
    q.task_done()
    await q.join()
    note("joined")
    await t


@scenario(None, "ValueError 1")
async def q_task_done_too_often():
    q = new(0, 1)
    q.task_done()
    note(refused(q.task_done), q.get_nowait())


@scenario(None, "1 2 both done j k end")
async def q_join_waits_for_task_done():
    q = new(0, 1, 2)
    j, k = go(joiner(q, "j")), go(joiner(q, "k"))
    await turns(1)
    note(await q.get())
    q.task_done()
    await turns(1)
    note(await q.get(), "both")
    await asyncio.sleep(1)
    q.task_done()
    note("done")
    await turns(1)
    note("end")
    await asyncio.wait([j, k])


@scenario(None, "j True 1")
async def q_join_returns_although_put_again():
    q = new(0, 1)
    j = go(joiner(q, "j"))
    await turns(1)
    q.get_nowait()
    q.task_done()
    q.put_nowait(2)
    await turns(1)
    note(j.done(), q._unfinished_tasks)


@scenario(None, "ok=1@0 ok=2@0 !QueueShutDown@0 QueueShutDown QueueShutDown !QueueShutDown@0")
async def q_shutdown_drains_then_fails():
    q = new(0, 1, 2)
    q.shutdown()
    for _ in range(3):
        await outcome(q.get())
    note(refused(q.get_nowait), refused(q.put_nowait, 3))
    await outcome(q.put(3))


@scenario(None, "0 j ValueError !QueueShutDown@0")
async def q_shutdown_immediate_releases_join():
    q = new(0, 1, 2)
    j = go(joiner(q, "j"))
    await turns(1)
    q.shutdown(immediate=True)
    note(q.qsize())
    await j
    note(refused(q.task_done))
    await outcome(q.get())


@scenario(None, "j p!QueueShutDown@0 r!QueueShutDown@0 a!QueueShutDown@0 b!QueueShutDown@0")
async def q_shutdown_wakes_in_order():
    empty, full = new(1), new(1)
    tasks = [go(getter(empty, "a")), go(getter(empty, "b"))]
    await turns(1)
    full.put_nowait(1)
    tasks += [go(putter(full, "p", 2)), go(putter(full, "r", 3)), go(joiner(full, "j"))]
    await turns(1)
    full.shutdown(immediate=True)
    empty.shutdown()
    await turns(2)


@scenario(None, "a!QueueShutDown@0 0")
async def q_shutdown_drops_what_a_woken_getter_was_called_for():
    q = new(0)
    t = go(getter(q, "a"))
    await turns(1)
    q.put_nowait(1)
    q.shutdown(immediate=True)
    await turns(1)
    note(q.qsize())


@scenario(None, "a1 b!QueueShutDown@0 0")
async def q_shutdown_woken_getter_still_gets_item():
    q = new(0)
    tasks = [go(getter(q, "a")), go(getter(q, "b"))]
    await turns(1)
    q.put_nowait(1)
    q.shutdown()
    await turns(2)
    note(q.qsize())


@scenario(None, "1 a!QueueShutDown@0 0")
async def q_shutdown_woken_putter_fails():
    q = new(1, 1)
    t = go(putter(q, "a", 2))
    await turns(1)
    note(q.get_nowait())
    q.shutdown()
    await turns(1)
    note(q.qsize())


@scenario(None, "1 0 !QueueShutDown@0")
async def q_shutdown_twice():
    q = new(0, 1)
    q.shutdown()
    note(q.qsize())
    q.shutdown(immediate=True)
    note(q.qsize())
    q.shutdown()
    await outcome(q.get())


@scenario(None, "put !TimeoutError@1 1 ok=x@1")
async def q_timeout_in_the_tick_of_a_put():
    q = new(0)
    at(1, lambda: (note("put"), q.put_nowait("x")))
    await outcome(asyncio.wait_for(q.get(), 1))
    note(q.qsize())
    await outcome(q.get())


@scenario(None, "put !TimeoutError@1 bx")
async def q_timed_out_getter_hands_on():
    q = new(0)
    at(1, lambda: (note("put"), q.put_nowait("x")))
    t, b = go(outcome(asyncio.wait_for(q.get(), 1))), go(getter(q, "b"))
    await t
    await b


@scenario(None, "1 got !CancelledError@0 0")
async def q_pending_cancel_does_not_stop_a_ready_get():
    async def body():
        asyncio.current_task().cancel()
        note(await q.get(), "got")
        await q.get()

    q = new(0, 1)
    await outcome(go(body()))
    note(q.qsize())


@scenario(None, "True b1")
async def q_pending_cancel_before_a_waiting_get():
    async def body():
        asyncio.current_task().cancel()
        await q.get()

    q = new(0)
    t, b = go(body()), go(getter(q, "b"))
    await turns(2)
    note(t.cancelled())
    q.put_nowait(1)
    await b


@scenario(None, "b1 c2 True")
async def q_two_woken_first_cancelled():
    q = new(0)
    a, b, c = (go(getter(q, name)) for name in "abc")
    await turns(1)
    q.put_nowait(1)
    q.put_nowait(2)
    a.cancel()
    await turns(3)
    note(c.done())


async def produce(queue, count):
    for number in range(count):
        await queue.put(number)
        note(f"+{number}")


async def consume(queue, count):
    for _ in range(count):
        note(await queue.get())


@scenario(None, "+0 0 +1 1 +2 2 +3 3")
async def q_bounded_by_one_hands_over():
    q = new(1)
    await asyncio.gather(produce(q, 4), consume(q, 4))


@scenario(None, "+0 +1 0 1 +2 +3 2 3 +4 +5 4 5")
async def q_bounded_by_two_hands_over():
    q = new(2)
    await asyncio.gather(consume(q, 6), produce(q, 6))


@scenario(None, "w1@1 w2@2 w3@3 end@3 w!C@3 1")
async def q_workers_end_with_main():
    async def worker():
        try:
            while True:
                value = await q.get()
                await asyncio.sleep(1)
                note_at(f"w{value}")
                q.task_done()
        except asyncio.CancelledError:
            note_at("w!C")
            q.put_nowait(7)
            note(q.qsize())
            raise

    q = new(0, 1, 2, 3)
    go(worker())
    await q.join()
    note_at("end")


@scenario(None, "put soon a1 later end")
async def q_put_wakes_one_turn_later():
    q = new(0)
    t = go(getter(q, "a"))
    await turns(1)
    soon(note, "soon")
    q.put_nowait(1)
    soon(note, "later")
    note("put")
    await turns(1)
    note("end")


@scenario(None, "a3 b5 [1, 2, 4]")
async def q_priority_put_while_getters_wait():
    q = new(0, kind=asyncio.PriorityQueue)
    tasks = [go(getter(q, "a")), go(getter(q, "b"))]
    await turns(1)
    q.put_nowait(5)
    q.put_nowait(3)
    await turns(1)
    for item in 4, 1, 2:
        q.put_nowait(item)
    note([q.get_nowait() for _ in range(3)])


@scenario(None, "2 p+3 3 1")
async def q_lifo_bounded():
    q = new(2, 1, 2, kind=asyncio.LifoQueue)
    t = go(putter(q, "p", 3))
    await turns(1)
    note(await q.get())
    await turns(1)
    note(await q.get(), await q.get())
