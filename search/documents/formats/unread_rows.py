"""Collect the rows of a file that cannot be read. Memory does not grow with their number."""

from collections.abc import Iterator

from search.documents.unreadable import Reason
from search.types.files import UnreadPart

_MOST = 100
"""Rows that are named. The others are counted."""


class UnreadRows:
    """The rows that could not be read, by their numbers."""

    def __init__(self) -> None:
        self._parts: list[UnreadPart] = []
        self._others = 0

    def __bool__(self) -> bool:
        return bool(self._parts)

    def add(self, number: int, message: str, reason: Reason) -> None:
        """Add a row. The message follows its name."""
        if len(self._parts) < _MOST:
            self._parts.append(UnreadPart(f"row:{number}", message, reason))
        else:
            self._others += 1

    def parts(self) -> Iterator[UnreadPart]:
        """The first of them by name, and the number of the others."""
        yield from self._parts
        if self._others:
            yield UnreadPart("rows", f"could not be read: {self._others:,} more", self._parts[0].reason)
