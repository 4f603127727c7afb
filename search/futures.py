"""Futures of work that is done at once."""

from collections.abc import Callable
from concurrent.futures import Future
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
