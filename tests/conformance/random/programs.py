"""Makes random programs from a seed, runs them on CPython's asyncio, and prints what they did.

A program is a handful of tasks, each a list of steps that wait for, cancel and complete each other;
every step notes how it ended, and when. programs.c runs the same ones on awaitc. What CPython leaves
open, or does otherwise by a bug, is done here as awaitc decides it: see `decide`.

    python3 programs.py SEED COUNT      prints a line of JSON a program: numbers, text, trace
"""

import asyncio
import json
import pathlib
import random
import sys
from asyncio import events, timeouts

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "python"))
import oracle  # noqa: E402

STEPS_MAX = 6  # of a task, those in blocks aside
DELAY_MAX = 3
FUTURE = 100  # numbers of futures begin here, where a step takes a task or a future
FOREVER = 9
MODES = [asyncio.ALL_COMPLETED, asyncio.FIRST_COMPLETED, asyncio.FIRST_EXCEPTION]

# letter -> (how often, what it does with its three numbers)
KINDS = {
    "y": (2, "yield"),
    "s": (4, "sleep {a}"),
    "a": (2, "await task {a}"),
    "f": (3, "await future {a}"),
    "S": (2, "set future {a}"),
    "C": (3, "cancel task {a}"),
    "c": (1, "cancel task {a} in {b}"),
    "r": (1, "set future {a} in {b}"),
    "u": (1, "uncancel"),
    "w": (3, "wait for {a} at most {b}"),
    "h": (2, "await a shield of task {a}"),
    "g": (2, "gather {a} {b}, return errors: {c}"),
    "W": (2, "wait for {a} {b}, mode and time {c}"),
    "v": (1, "await the event"),
    "V": (1, "set the event"),
    "x": (1, "clear the event"),
    "e": (1, "fail"),
    "T": (2, "within {a}, the next {b}:"),
    "L": (2, "with the lock, the next {b}:"),
    "M": (1, "with the semaphore, the next {b}:"),
}
BLOCKS = "TLM"


# -- Making -------------------------------------------------------------------------------------


def make(rng):
    """[(is eager, [(kind, a, b, c, is caught), …]), …] and the number of futures."""
    tasks, futures = rng.randrange(2, 6), rng.randrange(2, 4)
    return [(int(rng.random() < 0.2), make_steps(rng, tasks, futures, t)) for t in range(tasks)], futures


def make_steps(rng, tasks, futures, own, depth=0):
    """Steps of task `own`: it waits for later tasks only, so that none wait for each other."""
    later = list(range(own + 1, tasks))
    both = later + [FUTURE + i for i in range(futures)]
    kinds = [kind for kind in KINDS if depth < 2 or kind not in BLOCKS]
    weights = [KINDS[kind][0] for kind in kinds]
    steps = []
    for _ in range(rng.randrange(1, STEPS_MAX + 1 if depth == 0 else 4)):
        kind = rng.choices(kinds, weights)[0]
        a, b, c = rng.randrange(DELAY_MAX + 1), rng.randrange(DELAY_MAX + 1), 0
        inner = []
        if kind in "ah":
            if not later:
                continue
            a = rng.choice(later)
        elif kind in "fSr":
            a = rng.randrange(futures)
        elif kind in "Cc":
            a = rng.randrange(tasks)
        elif kind == "w":
            a = rng.choice(both)
        elif kind in "gW":
            a, b = rng.sample(both, 2)
            c = rng.randrange(2) if kind == "g" else rng.randrange(3) * 10 + rng.choice([1, 2, FOREVER])
        elif kind in BLOCKS:
            inner = make_steps(rng, tasks, futures, own, depth + 1)
            b = len(inner)
        steps += [(kind, a, b, c, int(rng.random() < 0.55)), *inner]
    return steps


def numbers(tasks, futures):
    """A program for programs.c: futures, tasks, then for each task eager, steps and five a step."""
    found = [futures, len(tasks)]
    for is_eager, steps in tasks:
        found += [is_eager, len(steps)]
        for kind, *rest in steps:
            found += [ord(kind), *rest]
    return " ".join(map(str, found))


def text(tasks):
    """A program to be read."""
    lines = []
    for number, (is_eager, steps) in enumerate(tasks):
        lines.append(f"task {number}{' (eager)' if is_eager else ''}")
        for index, (kind, a, b, c, is_caught) in enumerate(steps):
            words = KINDS[kind][1].format(a=a, b=b, c=c)
            lines.append(f"  {index}{kind} {words}{' (goes on after errors)' if is_caught else ''}")
    return "\n".join(lines)


# -- Running ------------------------------------------------------------------------------------


class TimerHandle(events.TimerHandle):
    """Equal deadlines in the order of creation."""

    __slots__ = ("number",)
    count = 0

    def __init__(self, *args, **options):
        TimerHandle.count += 1
        self.number = TimerHandle.count
        super().__init__(*args, **options)

    def __lt__(self, other):
        return (self.when(), self.number) < (other.when(), other.number)


def decide():
    """What CPython does otherwise, as awaitc does it."""
    enter = timeouts.Timeout.__aenter__

    async def enter_without_undelivered(self):
        """A request that has not been delivered is not this timeout's to swallow (gh-134471)."""
        entered = await enter(self)
        if self._task._must_cancel and self._cancelling:
            self._cancelling -= 1
        return entered

    events.TimerHandle = TimerHandle
    timeouts.Timeout.__aenter__ = enter_without_undelivered


def kind_of(error):
    if isinstance(error, asyncio.CancelledError):
        return "C"
    return {TimeoutError: "TO", KeyError: "K"}.get(type(error)) or repr(error)


class Program:
    """One program as it runs."""

    def __init__(self, tasks, futures):
        self.loop = asyncio.get_running_loop()
        self.begin = self.loop.time()
        self.words = []
        self.steps = [steps for _, steps in tasks]
        self.futures = [self.loop.create_future() for _ in range(futures)]
        self.event, self.lock, self.semaphore = asyncio.Event(), asyncio.Lock(), asyncio.Semaphore(2)
        self.tasks = [None] * len(tasks)

    def waitable(self, number):
        return self.futures[number - FUTURE] if number >= FUTURE else self.tasks[number]

    def cancel(self, number):
        """False while it is not there yet: an eager task runs before it has a name."""
        return self.tasks[number] is not None and self.tasks[number].cancel()

    def set(self, number):
        is_pending = not self.futures[number].done()
        if is_pending:
            self.futures[number].set_result(50)
        return is_pending

    async def run(self, own, begin, end):
        index = begin
        while index < end:
            kind, a, b, _, is_caught = self.steps[own][index]
            after = index + 1 + (b if kind in BLOCKS else 0)
            try:
                told = int(await self.step(own, index, after) or 0)
            except BaseException as error:
                self.note(own, index, kind, kind_of(error))
                if not is_caught:
                    raise
            else:
                self.note(own, index, kind, told)
            index = after
        return own

    def note(self, own, index, kind, told):
        self.words.append(f"{own}.{index}{kind}={told}@{self.loop.time() - self.begin:g}")

    async def step(self, own, index, after):
        kind, a, b, c, _ = self.steps[own][index]
        match kind:
            case "y":
                await asyncio.sleep(0)
            case "s":
                await asyncio.sleep(a)
            case "a":
                return await self.wait_for_task(a)
            case "f":
                return await self.futures[a]
            case "S":
                return self.set(a)
            case "C":
                return self.cancel(a)
            case "c":
                self.loop.call_later(b, self.cancel, a)
            case "r":
                self.loop.call_later(b, self.set, a)
            case "u":
                return asyncio.current_task().uncancel()
            case "w" if self.waitable(a):
                return await asyncio.wait_for(self.waitable(a), b)
            case "h" if self.tasks[a]:
                return await asyncio.shield(self.tasks[a])
            case "g" if self.are_there(a, b):
                await asyncio.gather(self.waitable(a), self.waitable(b), return_exceptions=bool(c))
            case "W" if self.are_there(a, b):
                both = [self.waitable(a), self.waitable(b)]
                time = None if c % 10 == FOREVER else c % 10
                return len((await asyncio.wait(both, timeout=time, return_when=MODES[c // 10]))[0])
            case "v":
                await self.event.wait()
            case "V":
                self.event.set()
            case "x":
                self.event.clear()
            case "e":
                raise KeyError
            case "T":
                async with asyncio.timeout(a):
                    await self.run(own, index + 1, after)
            case "L":
                async with self.lock:
                    await self.run(own, index + 1, after)
            case "M":
                async with self.semaphore:
                    await self.run(own, index + 1, after)

    def are_there(self, a, b):
        return self.waitable(a) and self.waitable(b)

    async def wait_for_task(self, number):
        if self.tasks[number]:
            return await self.tasks[number]

    def finish(self):
        """How each task and future ended."""
        for t in self.tasks:
            end = "P" if not t.done() else "C" if t.cancelled() else "K" if t.exception() else "D"
            self.words.append(f"{end}{t.cancelling()}")
        for f in self.futures:
            self.words.append("P" if not f.done() else "C" if f.cancelled() else "D")
        return " ".join(self.words)


async def play(tasks, futures):
    program = Program(tasks, futures)
    for number, (is_eager, _) in enumerate(tasks):
        steps = program.run(number, 0, len(program.steps[number]))
        program.tasks[number] = asyncio.Task(steps, loop=program.loop, eager_start=bool(is_eager))
    for _ in range(8):
        await asyncio.sleep(40)
        for t in program.tasks:
            t.cancel()
    await asyncio.sleep(40)
    return program.finish()


async def main(seed, count):
    for index in range(count):
        tasks, futures = make(random.Random(f"{seed}.{index}"))
        trace = await play(tasks, futures)
        print(json.dumps({"numbers": numbers(tasks, futures), "text": text(tasks), "trace": trace}))


if __name__ == "__main__":
    decide()
    oracle.TURNS_MAX = sys.maxsize
    loop = oracle.VirtualLoop()
    loop.set_exception_handler(lambda loop, context: None)
    loop.run_until_complete(main(*map(int, sys.argv[1:3])))
