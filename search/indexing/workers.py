"""Run tasks in several processes."""

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from itertools import islice
from mmap import mmap
from typing import Any, TypeVar

from search.errors import PROCESS_LOST, WorkerLost
from search.futures import completed_future
from search.indexing.processes import can_fork, init_process, starting_processes
from search.logs import LOG

Task = TypeVar("Task")
Result = TypeVar("Result")

_TASKS_AHEAD = 4
"""Tasks for each process that are submitted ahead. So no process waits, and few results pile up."""


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
            raise WorkerLost(f"{PROCESS_LOST} Index again with --workers 1.") from error

    def start(self) -> None:
        """Start them now if that takes milliseconds, because this process can be forked."""
        if self.processes > 1 and can_fork():
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

    @property
    def have_started(self) -> bool:
        """Whether there are processes beside this one."""
        return self._pool is not None

    def submit(self, work: Callable[..., Result], *arguments: Any) -> "Future[Result]":
        """Have a function called in one of the processes; here and now where they have not started, or are lost. The
        future raises BrokenExecutor where they are lost later."""
        if self._pool:
            with suppress(BrokenProcessPool):
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
            self._is_forked = can_fork()
            context = multiprocessing.get_context("fork" if self._is_forked else "spawn")
            self._pool = ProcessPoolExecutor(
                self.processes,
                context,
                initializer=_init_worker,
                initargs=(self._prepare, self._stopped if self._is_forked else None),
            )
        with starting_processes(forking=self._is_forked):
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


def _init_worker(prepare: Callable[[], object] | None, stopped: mmap | None) -> None:
    """Prepare a worker process. What `prepare` raises does not end it. A task that needs what is missing raises it
    again, and that is reported."""
    global _stopped  # noqa: PLW0603 - a process has one parent
    _stopped = stopped
    init_process()
    try:
        if prepare:
            prepare()
    except Exception as error:
        LOG.debug("A worker process could not be prepared: %r", error)
