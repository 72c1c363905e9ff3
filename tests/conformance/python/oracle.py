"""Runs the scenarios of this folder on CPython's asyncio and prints their traces.

The clock is virtual: when nothing is ready, it jumps to the next timer. A scenario is a coroutine
function, run as `asyncio.run` runs main, or a plain function that makes its own loops; its name is
that of its twin in C. What it notes is its trace, in the notation of docs/conformance.md.

    python3 tests/conformance/python/oracle.py [--json] [NAME ...]
"""

import asyncio
import gc
import importlib
import inspect
import json
import pathlib
import re
import sys

TURNS_MAX = 100_000  # of a loop that never comes to an end

words = []  # the trace of the scenario that runs
scenarios = {}  # name -> Scenario


class Deadlock(Exception):
    """Every task waits, and nothing is left that could end that."""


class VirtualLoop(asyncio.SelectorEventLoop):
    """Its time stands still while something is ready, and jumps to the next timer otherwise."""

    def __init__(self):
        self.now = 0
        self.turns = 0
        super().__init__()
        self._poll = self._selector.select
        self._selector.select = self._select
        self.set_exception_handler(report)

    def time(self):
        return self.now

    def _select(self, timeout=None):
        self.turns += 1
        if timeout is None or self.turns > TURNS_MAX:
            raise Deadlock
        if timeout > 0:
            self.now = max(self.now, self._scheduled[0].when())
        return self._poll(0)


class TasksInOrder(dict):
    """A set of tasks that keeps the order of their creation."""

    def add(self, task):
        self[task] = None

    def discard(self, task):
        self.pop(task, None)


class TaskGroup(asyncio.TaskGroup):
    """CPython aborts the children in the order of a set, which is none: here as they were created."""

    def __init__(self):
        super().__init__()
        self._tasks = TasksInOrder()


asyncio.TaskGroup = TaskGroup


class Scenario:
    """A program with its number in the list (None: further ones) and what CPython printed.

    `since` holds the traces of later versions where they differ: {(3, 14): "..."}; `needs` is the
    version that can run it: on an older one its trace is taken from the text."""

    def __init__(self, function, number, trace, since, needs):
        self.function = function
        self.number = number
        self.trace = trace
        self.can_run = sys.version_info >= needs
        for version, words_then in sorted((since or {}).items()):
            if sys.version_info >= version:
                self.trace = words_then

    def run(self):
        words.clear()
        # What an earlier version of a scenario left behind reports now, not in the midst of this.
        gc.collect()
        words.clear()
        if inspect.iscoroutinefunction(self.function):
            run(self.function)
        else:
            self.function()
        gc.collect()
        return " ".join(words)


def scenario(number, trace, since=None, needs=(3, 13)):
    """Registers a function as a scenario: @scenario(1, "a b c end")."""

    def register(function):
        assert function.__name__ not in scenarios, function.__name__
        scenarios[function.__name__] = Scenario(
            function, number, trace, since, needs
        )
        return function

    return register


def run(main):
    """asyncio.run(main()) on a virtual clock; notes its result before the loop is wound up."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        try:
            value = runner.run(main())
        except BaseException as error:
            note("!" + describe(error))
        else:
            if value is not None:
                note(f"=>{value!r}")


# -- Notation ---------------------------------------------------------------------------------


def now():
    return f"{asyncio.get_running_loop().time():g}"


def note(*items):
    """Appends words to the trace."""
    words.extend(str(item) for item in items)


def note_at(word=""):
    """A word with the time: a@3."""
    note(f"{word}@{now()}")


def describe(error):
    """An exception: TimeoutError, KeyError('a'), EG[KeyError('a')]."""
    if isinstance(error, BaseExceptionGroup):
        return "EG[" + ",".join(describe(one) for one in error.exceptions) + "]"
    name = type(error).__name__
    told = str(error).split(": <")[0]  # not which object, with its address
    return f"{name}({told})" if told else name


def report(loop, context):
    """The loop's exception handler: EH{message:exception}."""
    error = context.get("exception")
    message = re.sub(" in callback .*", " in callback", context["message"])
    note(f"EH{{{message}:{type(error).__name__}}}")


async def outcome(awaitable, name=""):
    """What an await brings, and when: ok=a@1 or !TimeoutError@1."""
    try:
        value = await awaitable
    except BaseException as error:
        note_at(f"{name}!{describe(error)}")
    else:
        note_at(f"{name}ok={value}")


# -- Small programs that many scenarios start ----------------------------------------------------


async def job(name, delay):
    """Sleeps, then notes its name with the time and returns it; a!C@1 when cancelled."""
    try:
        await asyncio.sleep(delay)
    except asyncio.CancelledError:
        note_at(f"{name}!C")
        raise
    note_at(name)
    return name


async def fail(name, delay):
    """Sleeps, notes its name and fails with it: KeyError('a')."""
    await asyncio.sleep(delay)
    note_at(name)
    raise KeyError(name)


async def forever():
    await asyncio.get_running_loop().create_future()


async def swallow(value, delay=10):
    """Returns `value` when it is cancelled."""
    try:
        await asyncio.sleep(delay)
    except asyncio.CancelledError:
        return value


async def give(value):
    return value


def go(coroutine, **options):
    return asyncio.create_task(coroutine, **options)


def future(value=None):
    """A new future; done when a value is given."""
    made = asyncio.get_running_loop().create_future()
    if value is not None:
        made.set_result(value)
    return made


def failed(error):
    made = future()
    made.set_exception(error)
    return made


def soon(callback, *args):
    return asyncio.get_running_loop().call_soon(callback, *args)


def later(delay, callback, *args):
    return asyncio.get_running_loop().call_later(delay, callback, *args)


def at(deadline, callback, *args):
    return asyncio.get_running_loop().call_at(deadline, callback, *args)


async def clock(count):
    """A task that notes t1, t2 … one a turn."""
    for number in range(1, count + 1):
        note(f"t{number}")
        await asyncio.sleep(0)


async def turns(count):
    """Lets the loop make so many turns."""
    for _ in range(count):
        await asyncio.sleep(0)


def ticks(count, number=1):
    """Notes 1, 2, 3 … one a turn, from the next turn on."""
    if number <= count:
        soon(lambda: (note(number), ticks(count, number + 1)))


def settle(target, value):
    """Sets the result unless it is done, as every timer has to."""
    if not target.done():
        target.set_result(value)


# -- The command ---------------------------------------------------------------------------------


def load():
    sys.dont_write_bytecode = True
    for path in sorted(pathlib.Path(__file__).parent.glob("*.py")):
        if path.stem != "oracle":
            importlib.import_module(path.stem)


def main(args):
    load()
    wanted = [name for name in args if not name.startswith("--")] or list(scenarios)
    differing = 0
    for name in wanted:
        one = scenarios[name]
        if not one.can_run:
            continue
        seen = one.run()
        if "--json" in args:
            print(json.dumps({"name": name, "seen": seen, "recorded": one.trace}), flush=True)
        elif seen == one.trace:
            print(f"{name}: {seen}")
        else:
            differing += 1
            print(f"{name}: {seen}\n    recorded: {one.trace}")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.modules["oracle"] = sys.modules["__main__"]  # the scenarios register here
    sys.exit(main(sys.argv[1:]))
