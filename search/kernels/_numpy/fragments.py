"""Where the best fragments of a text are: the readable twin of `_compiled/fragments.pyx`."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from search.arrays import Hashes, Ints
from search.kernels._numpy.sentences import sentences
from search.kernels.fragment_sizes import ATTEMPTS, FRAGMENT_LENGTH, LAST_CLAUSE, LONGEST, SHORTEST, WIDEST
from search.kernels.word_bounds import BLANK_LINE, word_end, word_start

_Span = tuple[int, int]
Row = tuple[str, str, int, tuple[_Span, ...], int, str]
"""The values of a `Fragment`."""


class _Window(NamedTuple):
    """Neighbouring marks, with the clauses of the query that they match as the bits of a number.

    Windows sort best first: most clauses, then narrowest, then first in the text.
    """

    negative_clause_count: int
    width: int
    start: int
    end: int
    clauses: int


class _Text(NamedTuple):
    """A text, the span of its title, and where its marks are."""

    text: str
    title: _Span
    starts: Sequence[int]
    ends: Sequence[int]

    def are_apart(self, end: int, start: int) -> bool:
        """Whether a stretch that ends at `end` and one that begins at `start` cannot share a fragment.

        They are too far apart, or a blank line or a bound of the title lies between them.
        """
        return (
            start - end > WIDEST
            or end <= self.title[0] <= start
            or end <= self.title[1] <= start
            or BLANK_LINE.search(self.text, end, start) is not None
        )

    def is_in_title(self, window: _Window) -> bool:
        return self.title[0] <= window.start and window.end <= self.title[1]


def best_fragments(
    text: str, title: _Span, starts: Ints, ends: Ints, ranked: Ints, clauses: Hashes, most: int
) -> list[Row]:
    """As in `Kernels`."""
    shown = _Text(text, title, starts.tolist(), ends.tolist())
    edges = [0, *(at for span in zip(shown.starts, shown.ends, strict=False) for at in span), len(text)]
    is_ordered = all(first <= second for first, second in pairwise(edges)) and len(starts) == len(ends)
    if not is_ordered or not (starts < ends).all() or not 0 <= title[0] <= title[1] <= len(text):
        raise ValueError("the title or the marks do not fit the text")
    if len(ranked) != len(clauses):
        raise ValueError("two columns have different lengths")
    numbers = [-1, *ranked.tolist(), len(starts)]
    if not all(first < second for first, second in pairwise(numbers)):
        raise ValueError("there are no marks with these numbers")
    extents = _best_extents(shown, _windows(shown, numbers[1:-1], clauses.tolist()), most)
    return [_fragment(shown, start, end) for start, end in extents]


def _fragment(text: _Text, start: int, end: int) -> Row:
    """The fragment of an extent, with all marks that lie wholly in it. One longer than LONGEST is cut."""
    overlapping = range(bisect_right(text.ends, start), bisect_left(text.starts, end))
    inside = [
        number
        for number in overlapping
        if (start <= text.starts[number] and text.ends[number] <= end)
        or text.ends[number] - text.starts[number] > LONGEST
    ]
    spans = [(max(text.starts[number], start) - start, min(text.ends[number], end) - start) for number in inside]
    field = "title" if (start, end) == text.title else "body"
    return field, text.text[start:end], start, tuple(spans), inside[0] + 1 if inside else 0, ""


def _windows(text: _Text, ranked: Sequence[int], clauses: Sequence[int]) -> Iterator[_Window]:
    """For each mark, the smallest window that ends with it and has all clauses that are near enough. Linear."""
    counts = defaultdict[int, int](int)  # marks of the window for each clause
    present = first = 0
    for number, mark in enumerate(ranked):
        start, end = text.starts[mark], text.ends[mark]
        if first < number and text.are_apart(text.ends[ranked[number - 1]], start):
            counts.clear()
            present, first = 0, number
        for clause in _bits(clauses[number]):
            counts[clause] += 1
            present |= 1 << clause
        while first < number and (
            end - text.starts[ranked[first]] > WIDEST or all(counts[clause] > 1 for clause in _bits(clauses[first]))
        ):
            for clause in _bits(clauses[first]):
                counts[clause] -= 1
                if not counts[clause]:
                    present ^= 1 << clause
            first += 1
        start = text.starts[ranked[first]]
        if end - start > LONGEST:
            end = word_end(text.text, start + LONGEST, start + FRAGMENT_LENGTH)
        yield _Window(-present.bit_count(), end - start, start, end, present)


def _bits(number: int) -> Iterator[int]:
    return (bit for bit in range(number.bit_length()) if number >> bit & 1)


def _best_extents(text: _Text, windows: Iterable[_Window], most: int) -> list[_Span]:
    """The extents of the best windows: one in the title if possible, then those with clauses not shown yet."""
    groups = defaultdict[tuple[bool, int], list[_Window]](list)  # windows of equal clauses, the best of them first
    for window in sorted(windows):
        groups[text.is_in_title(window), window.clauses].append(window)
    chosen: list[tuple[_Window, _Span]] = []
    shown_clauses = 0

    def rank(window: _Window) -> tuple[bool, int, _Window]:
        new_clauses = window.clauses & ~shown_clauses
        return not chosen and not text.is_in_title(window), -new_clauses.bit_count(), window

    for _ in range(ATTEMPTS):
        best = min((group[0] for group in groups.values() if group), key=rank, default=None)
        if best is None or len(chosen) == most:
            break
        start, end = extent = _extent(text, best, [other for _, other in chosen])
        words = text.text[start:end].split()
        if all(text.text[slice(*other)].split() != words for _, other in chosen):
            chosen.append((best, extent))
            shown_clauses |= best.clauses
        for group in groups.values():
            group[:] = [window for window in group if end <= window.start or window.end <= start]
    return [extent for _, extent in sorted(chosen)]


def _extent(text: _Text, window: _Window, taken: Sequence[_Span]) -> _Span:
    """The sentences around a window, as far as there is room and no other fragment."""
    if text.is_in_title(window):
        return text.title
    low, high = (0, text.title[0]) if window.end <= text.title[0] else (text.title[1], len(text.text))
    low = max([low, window.start - FRAGMENT_LENGTH, *(end for _, end in taken if end <= window.start)])
    high = min([high, window.end + FRAGMENT_LENGTH, *(start for start, _ in taken if start >= window.end)])
    start, end = window.start, window.end
    for first, last in sentences(text.text, low, high):
        if first >= window.end:
            is_short = end - start < SHORTEST and last - start <= FRAGMENT_LENGTH
            if not is_short or text.are_apart(end, first):
                break
        if last > window.start:
            start, end = min(start, first), max(end, last)
    return _with_whole_marks(text, _trimmed(text.text, (start, end), window), window)


def _trimmed(text: str, extent: _Span, window: _Window) -> _Span:
    """`extent` cut at words to FRAGMENT_LENGTH, with a third of the spare room before the window."""
    start, end = extent
    if end - start > FRAGMENT_LENGTH:
        spare = max(0, FRAGMENT_LENGTH - (window.end - window.start))
        before = min(window.start - start, max(spare // 3, spare - (end - window.end)))
        if before < window.start - start:
            start = word_start(text, window.start - before, window.start)
        if end > start + FRAGMENT_LENGTH:
            end = word_end(text, max(window.end, start + FRAGMENT_LENGTH), window.end)
    return start, end


def _with_whole_marks(text: _Text, extent: _Span, window: _Window) -> _Span:
    """`extent` shortened so that no mark outside the window is cut. Such a mark may be whole in another fragment."""
    start, end = extent
    first, last = bisect_right(text.ends, start), bisect_left(text.starts, end) - 1
    if first > last:
        return extent
    if window.end <= text.starts[last] and text.ends[last] > end:
        end = start + len(text.text[start : text.starts[last]].rstrip())
    if text.starts[first] < start and text.ends[first] <= window.start:
        start = word_start(text.text, text.ends[first], end)
    return start, end


def merge_spans(parts: Sequence[tuple[Ints, Ints, int]]) -> tuple[Ints, Ints, Hashes]:
    """As in `Kernels`."""
    spans: list[tuple[int, int, int]] = []
    for starts, ends, clause in parts:
        if len(starts) != len(ends):
            raise ValueError("two columns have different lengths")
        if (starts < 0).any() or (starts >= ends).any() or clause < 0:
            raise ValueError("a span is empty or of no clause")
        spans += [(start, end, clause) for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    marks: list[tuple[int, int, int]] = []
    for start, end, clause in sorted(spans):
        bit = 1 << min(clause, LAST_CLAUSE)
        if marks and start < marks[-1][1]:
            marks[-1] = (marks[-1][0], max(marks[-1][1], end), marks[-1][2] | bit)
        else:
            marks.append((start, end, bit))
    columns = zip(*marks, strict=True) if marks else ((), (), ())
    new_starts, new_ends, bits = columns
    return np.array(new_starts, np.int64), np.array(new_ends, np.int64), np.array(bits, np.uint64)
