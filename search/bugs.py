"""Log bugs of this program: every exception that is no error a person can do something about."""

import traceback
from collections.abc import Iterator

from search.errors import SeedsearchError
from search.logs import LOG

_EXPECTED = (SeedsearchError, OSError, MemoryError)


def is_bug(error: BaseException) -> bool:
    """Whether an exception is neither a SeedsearchError nor an error of the system."""
    return isinstance(error, Exception) and not isinstance(error, _EXPECTED)


def log_bug(where: str, error: BaseException) -> None:
    """Log a bug with its traceback. Its message may quote a query, so the message is logged at level debug only."""
    LOG.error("%s met a bug of seedsearch.\n%s", where, "".join(_traceback_lines(error)).rstrip())
    LOG.debug("It says: %r", str(error))


def _traceback_lines(error: BaseException) -> Iterator[str]:
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        yield from _traceback_lines(cause)
        yield "which led to\n"
    yield "Traceback (most recent call last):\n"
    yield from traceback.format_tb(error.__traceback__)
    yield f"{type(error).__module__}.{type(error).__qualname__}\n"
