"""Lists of addresses as an index stores them, and a table to find the document of an address."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from search.arrays import Floats, Int32s, Ints

SKIP = 128
"""Numbers from one entry of the skips of a list to the next."""
LONG = 256
"""Bytes of gaps from which on a stored list has skips."""
FREQUENT = 2816
"""Bytes of gaps from which on a stored list has its documents, too."""
MOST_BITS = 6
"""Bits of an entry of a list of documents that count addresses, at most."""
NO_DOCUMENTS = b"\0\0"
"""A list of no documents."""
COMMON = 1 << 15
"""Bytes of gaps from which on a word may be one of the common words of a field."""
MOST_COMMON = 16
"""Common words of a field, at most: those with the longest lists."""
DAMAGED = "a list is damaged, or leads out of its documents"
"""What kernels raise ValueError with."""
_MOST_SHIFT = 30
"""A cell of a table has at most 1 << 30 addresses: their number takes 32 bits."""


class PackedList(NamedTuple):
    """A list of addresses: the sums of its varint gaps, each plus `base`. All are below `end`.

    `skips` has two varints for each 128th address, or nothing: the difference to the one before of these addresses, the
    first to `base`; and how many bytes of gaps lie between their ends.

    `documents` has the documents of the addresses and how many of them each has, or nothing. It is varints: a number of
    bits; how many bytes the entries take; an entry for each document; and the rests of large counts. An entry is the
    documents between this one and the one before, shifted by the bits, and in the bits the count less one. Where these
    bits are all set, a rest is added. The document with the address `base` counts as the first one. A bigram has its
    documents alone, and no gaps.
    """

    gaps: bytes
    skips: bytes
    base: int
    end: int
    documents: bytes = b""


class DocumentTable(NamedTuple):
    """Which document has an address. Document n has the addresses `bounds[n]` up to `bounds[n + 1]` - 1.

    Cell s is for the 1 << shift addresses from s << shift on. `cells[s]` has the document of the first one, and how
    many of these addresses it has. The next document has the others. Where a third one is in the cell, the number is
    -1.
    """

    bounds: Ints
    cells: Int32s
    shift: int

    @classmethod
    def of(cls, bounds: Ints) -> "DocumentTable":
        """A table with one or two cells for each document: few of them have more than two. Linear."""
        mean = int(bounds[-1]) // max(1, len(bounds) - 1)
        shift = min(max(0, mean.bit_length() - 1), _MOST_SHIFT)
        size = 1 << shift
        edges = (bounds + (size - 1)) >> shift
        documents = np.arange(len(bounds) - 1).repeat(edges[1:] - edges[:-1])
        starts = np.arange(len(documents)) << shift
        has_more = np.append(bounds[2:], bounds[-1] + size)[documents] < starts + size
        counts = np.where(has_more, -1, np.minimum(bounds[documents + 1] - starts, size))
        return cls(bounds, np.column_stack((documents, counts)).astype(np.int32), shift)


Fields = Sequence[tuple[Sequence[PackedList], DocumentTable, Floats]]
"""For each field lists of addresses, a table of its documents, and what a token counts: one number, or one for each
document."""
