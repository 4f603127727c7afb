"""How processes start and end: what all that work for this one have in common."""

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from multiprocessing.process import BaseProcess
from threading import Event

_MALLOC_OPTIONS = {-1: 1 << 29, -3: 1 << 25}
"""M_TRIM_THRESHOLD and M_MMAP_THRESHOLD of the C library of GNU: bytes that are kept, and that are no mapping of their
own."""
_WATCHER = "end with parent"
_HARMLESS_THREADS = frozenset(("progress", _WATCHER))
"""The names of threads beside which a process may be forked. They wait, and now and then write a line."""
_STARTING = Event()
"""Whether this process is starting others."""


def can_fork() -> bool:
    """Whether this process has no threads but those that hold no lock which a forked one needs. A server has others.

    A forked process has loaded all modules already. Another one takes half a second for that.
    """
    others = (thread.name for thread in threading.enumerate() if thread is not threading.main_thread())
    return sys.platform == "linux" and _HARMLESS_THREADS.issuperset(others)


@contextmanager
def starting_processes(*, forking: bool = False) -> Iterator[None]:
    """Processes that are started in the block ignore Ctrl-C. Their parent gets it and ends them.

    A terminal sends Ctrl-C to all processes. During the block `on_terminate` does nothing.
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


def init_process() -> None:
    """Prepare a process that works for another one: it ignores Ctrl-C, and ends when its parent ends, however that
    happens."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # a forked process has the handler of its parent
    gc.disable()  # indexing makes millions of objects and no cycles
    _keep_freed_memory()
    parent = multiprocessing.parent_process()
    assert parent
    threading.Thread(target=_exit_with_parent, args=[parent], name=_WATCHER, daemon=True).start()


def _keep_freed_memory() -> None:
    """Let the C library keep what is freed, where it can: each batch needs as much again. To fetch it anew takes a
    twentieth of the time of a batch."""
    with suppress(AttributeError, ImportError, OSError):
        import ctypes

        set_option = ctypes.CDLL(None).mallopt
        for option, size in _MALLOC_OPTIONS.items():
            set_option(option, size)


def _exit_with_parent(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


def kill_workers() -> None:
    """Kill the processes that this one started."""
    for worker in multiprocessing.active_children():
        worker.kill()


def on_terminate(_signal: int, _frame: object) -> None:
    """End this process and those that it started. If Python swallows the SystemExit, it prints nothing about it."""
    if _STARTING.is_set():  # a half-started worker would print a traceback; the signal is sent again
        return
    kill_workers()
    sys.unraisablehook = lambda _swallowed: None
    raise SystemExit
