"""Work spread over processes, as many as there are cores."""

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from threading import Event
from typing import Any, TypeVar, cast

from search.bugs import is_bug, log_bug
from search.errors import WorkerLost
from search.logs import LOG, log_to_stderr

Task = TypeVar("Task")
Done = TypeVar("Done")
Told = TypeVar("Told")

_LOST = "A process that was indexing ended by itself, perhaps for want of memory. "
_NICE = 10
"""How far work that nobody waits for steps back behind what somebody waits for."""
_AHEAD = 4
"""Tasks for each process that are under way or done, and not taken yet: so none waits, and results never pile up."""
_LOOK = 0.1
"""Seconds between two looks at whether to stop."""
_PATIENCE, _TIMES = 1.0, 5
"""Seconds that a process gets to end in good order, and how often it is told to."""

_STARTING = Event()
"""Whether this process is starting others."""


def cores() -> int:
    """How many processes can run at once."""
    count = getattr(os, "process_cpu_count", os.cpu_count)()
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else count or 1


def map_processes(work: Callable[[Task], Done], tasks: Sequence[Task], processes: int) -> Iterator[Done]:
    """What `work` makes of each task, as it gets done; in this process where one is enough.

    What a task raises is raised here, and the others are given up. Raises WorkerLost where a process ends by itself.
    With more than one process, `work`, tasks and results are pickled between them, and a script that calls this
    needs to keep its own work under `if __name__ == "__main__"`, as always with `multiprocessing`.
    """
    if processes < 2 or len(tasks) < 2:
        yield from map(work, tasks)
        return
    context = multiprocessing.get_context("spawn")  # a server has threads, with which a fork does not go together
    with _starting_processes():
        pool = ProcessPoolExecutor(min(processes, len(tasks)), context, initializer=_begin)
    with pool:
        try:
            yield from _as_done(pool, work, iter(tasks), _AHEAD * processes)
        except BrokenProcessPool as error:
            raise WorkerLost(f"{_LOST}Index again with --workers 1.") from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _as_done(
    pool: ProcessPoolExecutor, work: Callable[[Task], Done], tasks: Iterator[Task], most: int
) -> Iterator[Done]:
    """What `work` makes of tasks, of which at most so many are under way: so results never pile up."""
    under_way: set[Future[Done]] = set()
    while True:
        with _starting_processes():
            under_way |= {pool.submit(work, task) for task in islice(tasks, most - len(under_way))}
        if not under_way:
            return
        done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
        while done:
            yield done.pop().result()


@contextmanager
def _starting_processes() -> Iterator[None]:
    """Start processes in this block. They do not get Ctrl-C, which a terminal sends to all: their parent gets it, and
    ends them. `_end` does nothing meanwhile."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # or else it is started with the first process, and lets the signal through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    _STARTING.set()
    try:
        yield
    finally:
        _STARTING.clear()
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def kill_workers() -> None:
    """End the processes that this one started, whatever they do."""
    for worker in multiprocessing.active_children():
        worker.kill()


def run_in_subprocess(
    work: Callable[[Task, Callable[[Told], None]], Done], task: Task, told: Callable[[Told], None], stop: Event
) -> Done | None:
    """What `work` makes of a task in a process of its own, which steps back behind others; None where `stop` was set.

    Whatever the work tells meanwhile, `told` is told. What it raises is raised here. When `stop` is set, or this
    process ends, the other one is ended wherever it is, with those that it started. What travels is pickled as in
    `map_processes`. Raises WorkerLost where the process ends by itself.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_alone, args=(work, task, theirs, LOG.getEffectiveLevel()))
    with _starting_processes():
        process.start()
    theirs.close()
    try:
        while not stop.is_set():
            if ours.poll(_LOOK):
                kind, value = ours.recv()
                if kind == "raised":
                    raise value
                if kind == "made":
                    process.join()
                    return cast(Done, value)
                told(value)
    except EOFError:
        raise WorkerLost(f"{_LOST}The setting “workers” at 1 needs less of it.") from None
    finally:
        for _ in range(_TIMES):
            if process.is_alive():  # still: Python can swallow what says so, as where it cleans up behind an import
                process.terminate()
                process.join(_PATIENCE)
        process.kill()
        process.join()
        ours.close()
    return None


def _alone(
    work: Callable[[Any, Callable[[Any], None]], Any], task: Any, line: "Connection[Any, Any]", log_level: int
) -> None:
    """What the process of `run_in_subprocess` does. It logs to standard error, whatever its parent logs to."""
    _begin()
    log_to_stderr(log_level)
    os.nice(_NICE)
    signal.signal(signal.SIGTERM, _end)
    try:
        line.send(("made", work(task, lambda value: line.send(("told", value)))))
    except Exception as error:
        if is_bug(error):
            log_bug("An update", error)  # its traceback does not travel, nor perhaps the error itself
            error = RuntimeError(type(error).__name__)
        line.send(("raised", error))
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # it is ending anyway, and quietly
        for thread in threading.enumerate():  # at exit Python writes to the pipe that the pool's thread is closing
            if thread is not threading.main_thread() and not thread.daemon:
                thread.join()


def _begin() -> None:
    """What a worker does first: it leaves Ctrl-C to its parent, and ends when its parent does, however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()  # building makes millions of objects and no cycles
    parent = multiprocessing.parent_process()
    assert parent
    threading.Thread(target=_end_with, args=[parent], daemon=True).start()


def _end(_signal: int, _frame: object) -> None:
    """Give up what this process does, with those that it started. Where that is swallowed nothing is printed of it."""
    if _STARTING.is_set():  # a worker that is half started would print a traceback; the signal comes again
        return
    kill_workers()
    sys.unraisablehook = lambda _swallowed: None
    raise SystemExit


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
