"""Edits of a text before it is tokenized, and the way back to offsets in the text as it stands."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple


class Edit(NamedTuple):
    """text[start:end] is read as `replacement`."""

    start: int
    end: int
    replacement: str


class OffsetMap:
    """Maps offsets in an edited text to the text before (Lucene's `correctOffset`). Cost: a binary search for each."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._edits = edits
        growths = accumulate(len(edit.replacement) - (edit.end - edit.start) for edit in edits)
        self._new_ends = [edit.end + growth for edit, growth in zip(edits, growths, strict=True)]
        self._new_starts = [end - len(edit.replacement) for edit, end in zip(edits, self._new_ends, strict=True)]

    def starts(self, offsets: Iterable[int]) -> list[int]:
        """Where the code points at some offsets begin in the text before."""
        return [self._span(offset)[0] for offset in offsets]

    def ends(self, offsets: Iterable[int]) -> list[int]:
        """Where the code points before some offsets end in the text before. No offset is 0."""
        return [self._span(offset - 1)[1] for offset in offsets]

    def _span(self, offset: int) -> tuple[int, int]:
        """What the code point at an offset was read from."""
        number = bisect_right(self._new_starts, offset) - 1
        if number < 0:
            return offset, offset + 1
        start, end, _ = self._edits[number]
        if offset < self._new_ends[number]:
            return start, end
        original = end + offset - self._new_ends[number]
        return original, original + 1


def edited(text: str, edits: Sequence[Edit]) -> str:
    """`text` with some edits, which are in order and do not overlap. Linear."""
    pieces: list[str] = []
    position = 0
    for edit in edits:
        pieces += text[position : edit.start], edit.replacement
        position = edit.end
    return "".join((*pieces, text[position:]))
