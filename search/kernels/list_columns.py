"""The columns of a field with its lists, as kernels read them."""

from collections.abc import Callable
from typing import NamedTuple

from search.arrays import Ints

CLOSE = 1 << 14
"""Bytes between two lists that are read together, at most: a block, which is read whole anyway."""

Read = Callable[[int, int], bytes]
"""Gives the bytes from one place to another of a column."""


class LongLists(NamedTuple):
    """What long lists have besides their gaps: skips, or documents. Those of list `numbers[n]` are the bytes
    `bounds[n]` to `bounds[n + 1]`. Numbers increase."""

    numbers: Ints
    bounds: Ints
    read: Read


class ListColumns(NamedTuple):
    """The gaps of list n are the bytes `bounds[n]` to `bounds[n + 1]`. Those of LONG bytes and more have skips, those
    of FREQUENT bytes and more have documents, too. Both columns are looked up when they are first needed."""

    bounds: Ints
    read: Read
    skips: Callable[[], LongLists]
    documents: Callable[[], LongLists]
