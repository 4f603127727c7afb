"""Run tasks in several processes, or one task in a process of its own."""

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
Result = TypeVar("Result")
Message = TypeVar("Message")

_LOST = "A process that was indexing ended unexpectedly, perhaps because memory ran out. "
_NICE = 10
"""Niceness of work in the background."""
_TASKS_AHEAD = 4
"""Tasks for each process that are submitted ahead. So no process waits, and few results pile up."""
_POLL_INTERVAL = 0.1
"""Seconds between two checks whether to stop."""
_TERMINATE_TIMEOUT, _TERMINATE_TRIES = 1.0, 5
"""Seconds that a process has to end after SIGTERM, and how often it gets that signal."""

_STARTING = Event()
"""Whether this process is starting others."""


def cores() -> int:
    """The number of processes that can run at once."""
    count = getattr(os, "process_cpu_count", os.cpu_count)()
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else count or 1


def map_processes(work: Callable[[Task], Result], tasks: Sequence[Task], processes: int) -> Iterator[Result]:
    """Call `work` with each task in several processes. Gives the results in the order in which they are ready.

    With one process or one task it works in this process. If a task raises, the exception is raised here and the other
    tasks are cancelled. With more than one process, `work`, tasks and results are pickled, and a script that calls this
    has to keep its own work under `if __name__ == "__main__"`, as always with `multiprocessing`. Raises WorkerLost if a
    process ends unexpectedly.
    """
    if processes < 2 or len(tasks) < 2:
        yield from map(work, tasks)
        return
    context = multiprocessing.get_context("spawn")  # forking is not safe in a server, which has threads
    with _starting_processes():
        pool = ProcessPoolExecutor(min(processes, len(tasks)), context, initializer=_init_worker)
    with pool:
        try:
            yield from _results(pool, work, iter(tasks), _TASKS_AHEAD * processes)
        except BrokenProcessPool as error:
            raise WorkerLost(f"{_LOST}Index again with --workers 1.") from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _results(
    pool: ProcessPoolExecutor, work: Callable[[Task], Result], tasks: Iterator[Task], most_pending: int
) -> Iterator[Result]:
    """The results of tasks. At most `most_pending` of them are submitted at a time."""
    pending: set[Future[Result]] = set()
    while True:
        with _starting_processes():
            pending |= {pool.submit(work, task) for task in islice(tasks, most_pending - len(pending))}
        if not pending:
            return
        done, pending = wait(pending, return_when=FIRST_COMPLETED)
        while done:
            yield done.pop().result()


@contextmanager
def _starting_processes() -> Iterator[None]:
    """Processes that are started in the block ignore Ctrl-C. Their parent gets it and ends them.

    A terminal sends Ctrl-C to all processes. During the block `_on_terminate` does nothing.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # if the first process started it, it would unblock the signal again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    _STARTING.set()
    try:
        yield
    finally:
        _STARTING.clear()
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def kill_workers() -> None:
    """Kill the processes that this one started."""
    for worker in multiprocessing.active_children():
        worker.kill()


def run_in_subprocess(
    work: Callable[[Task, Callable[[Message], None]], Result],
    task: Task,
    on_message: Callable[[Message], None],
    stop: Event,
) -> Result | None:
    """Call `work` with a task in a process of its own, of low priority. Gives its result; None if `stop` was set.

    `work` also gets a function to send messages with; each message is passed to `on_message`. What `work` raises is
    raised here. If `stop` is set, or this process ends, the other process is ended with all that it started. Task,
    messages and result are pickled as in `map_processes`. Raises WorkerLost if the process ends unexpectedly.
    """
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_subprocess_main, args=(work, task, sender, LOG.getEffectiveLevel()))
    with _starting_processes():
        process.start()
    sender.close()
    try:
        while not stop.is_set():
            if receiver.poll(_POLL_INTERVAL):
                kind, value = receiver.recv()
                if kind == "message":
                    on_message(value)
                    continue
                process.join()  # it is ending, and would print a traceback about SIGTERM now
                if kind == "raised":
                    raise value
                return cast(Result, value)
    except EOFError:
        raise WorkerLost(f"{_LOST}The setting “workers” at 1 needs less memory.") from None
    finally:
        for _ in range(_TERMINATE_TRIES):
            if process.is_alive():  # Python can swallow the SystemExit, for example while it cleans up after an import
                process.terminate()
                process.join(_TERMINATE_TIMEOUT)
        process.kill()
        process.join()
        receiver.close()
    return None


def _subprocess_main(
    work: Callable[[Any, Callable[[Any], None]], Any], task: Any, sender: "Connection[Any, Any]", log_level: int
) -> None:
    """The main function of the process of `run_in_subprocess`. It always logs to standard error."""
    _init_worker()
    log_to_stderr(log_level)
    os.nice(_NICE)
    signal.signal(signal.SIGTERM, _on_terminate)
    try:
        sender.send(("result", work(task, lambda message: sender.send(("message", message)))))
    except Exception as error:
        if is_bug(error):
            log_bug("An update", error)  # the traceback cannot be pickled, and perhaps not the error
            error = RuntimeError(type(error).__name__)
        sender.send(("raised", error))
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # it is ending anyway
        # Wait for the thread of the pool. It closes a pipe that Python writes to at exit.
        for thread in threading.enumerate():
            if thread is not threading.main_thread() and not thread.daemon:
                thread.join()


def _init_worker() -> None:
    """Prepare a worker process: it ignores Ctrl-C, and ends when its parent ends, however that happens."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()  # indexing makes millions of objects and no cycles
    parent = multiprocessing.parent_process()
    assert parent
    threading.Thread(target=_exit_with_parent, args=[parent], daemon=True).start()


def _on_terminate(_signal: int, _frame: object) -> None:
    """End this process and those that it started. If Python swallows the SystemExit, it prints nothing about it."""
    if _STARTING.is_set():  # a half-started worker would print a traceback; the signal is sent again
        return
    kill_workers()
    sys.unraisablehook = lambda _swallowed: None
    raise SystemExit


def _exit_with_parent(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
