"""Bugs of this program: whatever is raised that is none of the errors that a person can do something about."""

import logging
import traceback
from collections.abc import Iterator

from search.errors import SeedsearchError

LOG = logging.getLogger("seedsearch")
_KNOWN = (SeedsearchError, OSError, MemoryError)


def is_bug(error: BaseException) -> bool:
    """Whether an exception is neither one of ours nor the system's."""
    return isinstance(error, Exception) and not isinstance(error, _KNOWN)


def log_bug(where: str, error: BaseException) -> None:
    """Log a bug with its traceback. What the exception says may quote a query, so it is logged at level debug alone."""
    LOG.error("%s met a bug of seedsearch.\n%s", where, "".join(_lines(error)).rstrip())
    LOG.debug("It says: %s", error)


def _lines(error: BaseException) -> Iterator[str]:
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _lines(before)
        yield "which led to\n"
    yield "Traceback (most recent call last):\n"
    yield from traceback.format_tb(error.__traceback__)
    yield f"{type(error).__module__}.{type(error).__qualname__}\n"
