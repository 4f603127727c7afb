"""The way back from offsets in an edited text to the text as it stands. A query without edits does not load this."""

from collections.abc import Sequence

import numpy as np

from search.analysis.edits import Edit
from search.arrays import Ints


class OffsetMap:
    """Maps offsets in an edited text to the text before (Lucene's `correctOffset`). Cost: a binary search for each."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._starts = np.array([edit.start for edit in edits], np.int64)
        self._ends = np.array([edit.end for edit in edits], np.int64)
        lengths = np.array([len(edit.replacement) for edit in edits], np.int64)
        self._new_ends = self._ends + np.cumsum(lengths - (self._ends - self._starts))
        self._new_starts = self._new_ends - lengths

    def starts(self, offsets: Sequence[int]) -> list[int]:
        """Where the code points at some offsets begin in the text before."""
        starts: list[int] = self._spans(np.array(offsets, np.int64))[0].tolist()
        return starts

    def ends(self, offsets: Sequence[int]) -> list[int]:
        """Where the code points before some offsets end in the text before. No offset is 0."""
        ends: list[int] = self._spans(np.array(offsets, np.int64) - 1)[1].tolist()
        return ends

    def _spans(self, offsets: Ints) -> tuple[Ints, Ints]:
        """What the code points at some offsets were read from: starts and ends."""
        numbers = np.searchsorted(self._new_starts, offsets, side="right") - 1
        starts = offsets + np.where(numbers < 0, 0, (self._ends - self._new_ends)[numbers])
        ends = starts + 1
        inside = np.flatnonzero((numbers >= 0) & (offsets < self._new_ends[numbers]))
        starts[inside], ends[inside] = self._starts[numbers[inside]], self._ends[numbers[inside]]
        return starts, ends
