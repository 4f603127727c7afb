"""Edits of a text before it is tokenized, and the way back to offsets in the text as it stands."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from search.arrays import Ints


class Edit(NamedTuple):
    """text[start:end] is read as `replacement`."""

    start: int
    end: int
    replacement: str


class OffsetMap:
    """Maps offsets in an edited text to the text before (Lucene's `correctOffset`). Cost: a binary search for each."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._starts, self._ends = np.array([edit[:2] for edit in edits], np.int64).T
        lengths = np.array([len(edit.replacement) for edit in edits], np.int64)
        self._new_ends = self._ends + np.cumsum(lengths - (self._ends - self._starts))
        self._new_starts = self._new_ends - lengths

    def starts(self, offsets: Ints) -> Ints:
        """Where the code points at some offsets begin in the text before."""
        return self._map(offsets, self._starts, 0)

    def ends(self, offsets: Ints) -> Ints:
        """Where the code points before some offsets end in the text before. No offset is 0."""
        return self._map(offsets - 1, self._ends, 1)

    def _map(self, offsets: Ints, of_edits: Ints, beyond: int) -> Ints:
        """The values `of_edits` for offsets inside a replacement; elsewhere the offsets moved, and `beyond` added."""
        number = np.searchsorted(self._new_starts, offsets, side="right") - 1
        moved = offsets + np.where(number < 0, 0, (self._ends - self._new_ends)[number]) + beyond
        return np.where((number >= 0) & (offsets < self._new_ends[number]), of_edits[number], moved)


def edited(text: str, edits: Sequence[Edit]) -> str:
    """`text` with some edits, which are in order and do not overlap. Linear."""
    pieces: list[str] = []
    position = 0
    for edit in edits:
        pieces += text[position : edit.start], edit.replacement
        position = edit.end
    return "".join((*pieces, text[position:]))
