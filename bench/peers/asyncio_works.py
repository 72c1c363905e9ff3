"""The works of bench/programs in asyncio, for CPython and Pyodide.

Reads lines "WORK ARG ARG ..." and answers each with the nanoseconds that the work took. With the
arguments "sleepers COUNT" it starts so many sleeping tasks and prints what they take, as JSON.
"""

import asyncio
import gc
import json
import sys
import time


async def pair(work):
    await asyncio.gather(work(), work())


async def yield_below(depth):
    if depth == 0:
        await asyncio.sleep(0)
    else:
        await yield_below(depth - 1)


async def loop_below(depth, count):
    if depth > 0:
        await loop_below(depth - 1, count)
    else:
        for _ in range(count):
            await asyncio.sleep(0)


async def yield_calls(depth, count):
    async def body():
        for _ in range(count):
            await yield_below(depth)

    await pair(body)


async def yield_loop(depth, count):
    await pair(lambda: loop_below(depth, count))


async def yielding(value):
    await asyncio.sleep(0)
    return value


async def inert(value):
    return value


async def spawn_each(count, child):
    for i in range(count):
        if await asyncio.create_task(child(i)) != i:
            raise RuntimeError("wrong result")


async def spawn(count):
    await spawn_each(count, yielding)


async def spawn_inert(count):
    await spawn_each(count, inert)


async def gather(tasks, rounds):
    for _ in range(rounds):
        await asyncio.gather(*[yielding(i) for i in range(tasks)])


async def tree(levels, width):
    if levels == 0:
        await asyncio.get_running_loop().create_future()
    await asyncio.gather(*[tree(levels - 1, width) for _ in range(width)])


async def cancel_tree(levels, width, rounds):
    for _ in range(rounds):
        task = asyncio.create_task(tree(levels, width))
        for _ in range(levels + 1):
            await asyncio.sleep(0)
        task.cancel()
        try:
            await task
        except asyncio.CancelledError:
            pass


async def churn(count, live):
    schedule = asyncio.get_running_loop().call_later
    handles = [None] * live
    for i in range(live + count):
        if handles[i % live]:
            handles[i % live].cancel()
        handles[i % live] = schedule(10 + i * 387 % 1000 / 1000, int)
    for handle in handles:
        handle.cancel()


async def queue_handed(items_max, count):
    queue = asyncio.Queue(items_max)

    async def produce():
        for i in range(count):
            await queue.put(i)

    async def consume():
        for _ in range(count):
            await queue.get()

    await asyncio.gather(produce(), consume())


async def queue_alone(count):
    queue = asyncio.Queue()
    for i in range(count):
        await queue.put(i)
        await queue.get()


async def lock_free(count):
    lock = asyncio.Lock()
    for _ in range(count):
        await lock.acquire()
        lock.release()


async def semaphore_free(count):
    semaphore = asyncio.Semaphore(1)
    for _ in range(count):
        await semaphore.acquire()
        semaphore.release()


async def event_set(count):
    event = asyncio.Event()
    event.set()
    for _ in range(count):
        await event.wait()


async def lock_handed(count):
    lock = asyncio.Lock()

    async def hold():
        for _ in range(count):
            async with lock:
                await asyncio.sleep(0)

    await pair(hold)


async def broadcast(waiters, rounds):
    event = asyncio.Event()

    async def listen():
        for _ in range(rounds):
            await event.wait()

    everyone = asyncio.gather(*[listen() for _ in range(waiters)])
    while not everyone.done():
        await asyncio.sleep(0)
        event.set()
        event.clear()
    await everyone


WORKS = {
    work.__name__: work
    for work in [
        *[yield_calls, yield_loop, spawn, spawn_inert, gather, cancel_tree, churn, queue_handed, queue_alone],
        *[lock_free, semaphore_free, event_set, lock_handed, broadcast],
    ]
}


async def answer(line):
    """Does the work of a line. Returns the line that answers it."""
    name, *numbers = line.split()
    start = time.perf_counter_ns()
    await WORKS[name](*map(int, numbers))
    return str(time.perf_counter_ns() - start)


def resident_bytes():
    gc.collect()
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096


async def sleepers(count):
    """What `count` sleeping tasks take."""
    before = resident_bytes()
    start = time.perf_counter_ns()
    tasks = [asyncio.create_task(asyncio.sleep(100 + i % 1000)) for i in range(count)]
    await asyncio.sleep(0)
    ns = (time.perf_counter_ns() - start) / count
    print(json.dumps({"ns": ns, "resident": (resident_bytes() - before) / len(tasks)}), flush=True)


async def serve():
    for line in sys.stdin:
        print(await answer(line), flush=True)


if __name__ == "__main__" and sys.platform != "emscripten":
    if sys.argv[1:2] == ["sleepers"]:
        asyncio.run(sleepers(int(sys.argv[2])))
    else:
        asyncio.run(serve())
