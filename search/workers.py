"""Work spread over processes, as many as there are cores."""

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.process import BaseProcess
from typing import TypeVar

from search.errors import WorkerLost

Task = TypeVar("Task")
Done = TypeVar("Done")


def cores() -> int:
    """How many processes can run at once."""
    count = getattr(os, "process_cpu_count", os.cpu_count)()
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else count or 1


def spread(work: Callable[[Task], Done], tasks: Sequence[Task], processes: int) -> Iterator[Done]:
    """What `work` makes of each task, as it gets done; in this process where one is enough.

    What a task raises is raised here, and the others are given up. Raises WorkerLost where a process ends by itself.
    With more than one process, `work`, tasks and results are pickled between them, and a script that calls this
    needs to keep its own work under `if __name__ == "__main__"`, as always with `multiprocessing`.
    """
    if processes < 2 or len(tasks) < 2:
        yield from map(work, tasks)
        return
    context = multiprocessing.get_context("spawn")  # a server has threads, with which a fork does not go together
    with ProcessPoolExecutor(min(processes, len(tasks)), context, initializer=_begin) as pool:
        try:
            for future in as_completed([pool.submit(work, task) for task in tasks]):
                yield future.result()
        except BrokenProcessPool as error:
            raise WorkerLost(
                "A process that was indexing ended by itself, perhaps for want of memory. Index again with --workers 1."
            ) from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _begin() -> None:
    """What a worker does first: it leaves Ctrl-C to its parent, and ends when its parent does, however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()  # building makes millions of objects and no cycles
    parent = multiprocessing.parent_process()
    assert parent
    threading.Thread(target=_end_with, args=[parent], daemon=True).start()


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
