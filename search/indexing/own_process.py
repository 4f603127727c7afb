"""Run one task in a process of its own."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from threading import Event
from typing import Any, TypeVar, cast

from search.bugs import is_bug, log_bug
from search.errors import PROCESS_LOST, WorkerLost
from search.indexing.processes import init_process, on_terminate, starting_processes
from search.logs import LOG, log_to_stderr

Task = TypeVar("Task")
Result = TypeVar("Result")
Message = TypeVar("Message")

_NICE = 10
"""Niceness of work in the background."""
_POLL_INTERVAL = 0.1
"""Seconds between two checks whether to stop."""
_TERMINATE_TIMEOUT, _TERMINATE_TRIES = 1.0, 5
"""Seconds that a process has to end after SIGTERM, and how often it gets that signal."""


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
    with starting_processes():
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
        raise WorkerLost(f"{PROCESS_LOST} The setting “workers” at 1 needs less memory.") from None
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
    init_process()
    if hasattr(os, "register_at_fork"):  # the other side sees when this process ends, whatever becomes of its workers
        os.register_at_fork(after_in_child=sender.close)
    log_to_stderr(log_level)
    os.nice(_NICE)
    signal.signal(signal.SIGTERM, on_terminate)
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
