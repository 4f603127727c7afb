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
from contextlib import contextmanager, suppress
from itertools import islice
from mmap import mmap
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from threading import Event
from typing import Any, TypeVar, cast

from search.bugs import is_bug, log_bug
from search.errors import WorkerLost
from search.futures import completed_future
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

_MALLOC_OPTIONS = {-1: 1 << 29, -3: 1 << 25}
"""M_TRIM_THRESHOLD and M_MMAP_THRESHOLD of the C library of GNU: bytes that are kept, and that are no mapping of their
own."""
_WATCHER = "end with parent"
HARMLESS_THREADS = frozenset(("progress", _WATCHER))
"""The names of threads beside which a process may be forked. They wait, and now and then write a line."""

_STARTING = Event()
"""Whether this process is starting others."""


def cores() -> int:
    """The number of processes that can run at once."""
    count = getattr(os, "process_cpu_count", os.cpu_count)()
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else count or 1


class Workers:
    """Processes that work on tasks: `processes` at most. They start with the first tasks for several of them, or
    earlier with `start`, and end with the `with` block. Each process calls `prepare` first."""

    def __init__(self, processes: int, prepare: Callable[[], object] | None = None) -> None:
        self.processes = processes
        self._prepare = prepare
        self._pool: ProcessPoolExecutor | None = None
        self._is_forked = False
        self._stopped = mmap(-1, 1)

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _traceback: object) -> None:
        if self._pool:
            self.stop()
            self._pool.shutdown(cancel_futures=True)
        if isinstance(error, BrokenProcessPool):
            raise WorkerLost(f"{_LOST}Index again with --workers 1.") from error

    def start(self) -> None:
        """Start them now if that takes milliseconds, because this process can be forked."""
        if self.processes > 1 and _can_fork():
            self._submit(_do_nothing)

    def stop(self) -> None:
        """Leave out the tasks that no process has begun, also those that the pool cannot cancel any more, because it
        has given them to the processes. Only forked processes see this."""
        self._stopped[0] = 1

    def map(
        self, work: Callable[[], Callable[[Task], Result]], tasks: Sequence[Task], processes: int
    ) -> Iterator[Result]:
        """Call a function with each task, in at most `processes` of the processes. Gives the results in the order in
        which they are ready.

        `work` gives the function. It is asked for each task, so what the first results bring can be used for those that
        follow. With one process or one task it works in this process. If a task raises, the exception is raised here
        and the other tasks are cancelled. With more than one process, functions, tasks and results are pickled, and a
        script that calls this has to keep its own work under `if __name__ == "__main__"`, as always with
        `multiprocessing`. Where a process ends unexpectedly, the `with` block raises WorkerLost.
        """
        processes = min(processes, self.processes)
        if processes < 2 or len(tasks) < 2:
            for task in tasks:
                yield work()(task)
            return
        yield from self._results(work, iter(tasks), processes)

    def submit(self, work: Callable[..., Result], *arguments: Any) -> "Future[Result]":
        """Have a function called in one of the processes; here and now where they have not started."""
        if self._pool:
            return self._submit(work, *arguments)
        return completed_future(work, *arguments)

    def _results(
        self, work: Callable[[], Callable[[Task], Result]], tasks: Iterator[Task], processes: int
    ) -> Iterator[Result]:
        """The results of tasks. First one is submitted for each process, later _TASKS_AHEAD."""
        pending: set[Future[Result]] = set()
        most_pending = processes
        try:
            while True:
                pending |= {self._submit(work(), task) for task in islice(tasks, most_pending - len(pending))}
                if not pending:
                    return
                done, pending = wait(pending, return_when=FIRST_COMPLETED)
                most_pending = _TASKS_AHEAD * processes
                while done:
                    yield done.pop().result()
        finally:
            for future in pending:
                future.cancel()

    def _submit(self, work: Callable[..., Result], *task: Any) -> "Future[Result]":
        if not self._pool:
            self._is_forked = _can_fork()
            context = multiprocessing.get_context("fork" if self._is_forked else "spawn")
            self._pool = ProcessPoolExecutor(
                self.processes,
                context,
                initializer=_init_worker,
                initargs=(self._prepare, self._stopped if self._is_forked else None),
            )
        with _starting_processes(forking=self._is_forked):
            return self._pool.submit(_unless_stopped, work, *task)


def map_processes(work: Callable[[Task], Result], tasks: Sequence[Task], processes: int) -> Iterator[Result]:
    """As `Workers.map`, with processes of its own."""
    with Workers(min(processes, len(tasks))) as workers:
        yield from workers.map(lambda: work, tasks, processes)


_stopped: mmap | None = None
"""In a forked process: a byte that is not 0 once its parent has stopped the work."""


def _unless_stopped(work: Callable[..., Any], *task: Any) -> Any:
    """Call a function with a task. Once the work is stopped, nobody asks for its result."""
    return None if _stopped is not None and _stopped[0] else work(*task)


def _do_nothing() -> None:
    """A task with which processes start."""


def _can_fork() -> bool:
    """Whether this process has no threads but those that hold no lock which a forked one needs. A server has others.

    A forked process has loaded all modules already. Another one takes half a second for that.
    """
    others = (thread.name for thread in threading.enumerate() if thread is not threading.main_thread())
    return sys.platform == "linux" and HARMLESS_THREADS.issuperset(others)


@contextmanager
def _starting_processes(*, forking: bool = False) -> Iterator[None]:
    """Processes that are started in the block ignore Ctrl-C. Their parent gets it and ends them.

    A terminal sends Ctrl-C to all processes. During the block `_on_terminate` does nothing.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    if not forking:
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
    messages and result are pickled as in `Workers.map`. Raises WorkerLost if the process ends unexpectedly.
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
    if hasattr(os, "register_at_fork"):  # the other side sees when this process ends, whatever becomes of its workers
        os.register_at_fork(after_in_child=sender.close)
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


def _init_worker(prepare: Callable[[], object] | None = None, stopped: mmap | None = None) -> None:
    """Prepare a worker process: it ignores Ctrl-C, and ends when its parent ends, however that happens.

    What `prepare` raises does not end it. A task that needs what is missing raises it again, and that is reported.
    """
    global _stopped  # noqa: PLW0603 - a process has one parent
    _stopped = stopped
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # a forked process has the handler of its parent
    gc.disable()  # indexing makes millions of objects and no cycles
    _keep_freed_memory()
    parent = multiprocessing.parent_process()
    assert parent
    threading.Thread(target=_exit_with_parent, args=[parent], name=_WATCHER, daemon=True).start()
    try:
        if prepare:
            prepare()
    except Exception as error:
        LOG.debug("A worker process could not be prepared: %r", error)


def _keep_freed_memory() -> None:
    """Let the C library keep what is freed, where it can: each batch needs as much again. To fetch it anew takes a
    twentieth of the time of a batch."""
    with suppress(AttributeError, ImportError, OSError):
        import ctypes

        set_option = ctypes.CDLL(None).mallopt
        for option, size in _MALLOC_OPTIONS.items():
            set_option(option, size)


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
