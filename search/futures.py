"""Futures of work that is done at once, or again."""

from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future
from typing import Any, TypeVar

Result = TypeVar("Result")


def completed_future(work: Callable[..., Result], *arguments: Any) -> "Future[Result]":
    """Call a function here and now. The future has its result, or raises what the function raised."""
    future: Future[Result] = Future()
    try:
        future.set_result(work(*arguments))
    except Exception as error:  # it is raised where the result is asked for
        future.set_exception(error)
    return future


def result_or_call(future: "Future[Result]", work: Callable[[], Result]) -> Result:
    """The result of a future. Where the process that works on it ended unexpectedly, that of `work`, called here."""
    try:
        return future.result()
    except BrokenExecutor:
        return work()
