"""Merge the match spans of a query in one article into marks. Many marks cost a few passes over arrays."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.arrays import Hashes, Ints, run_starts
from search.kernels import kernels
from search.kernels.fragment_sizes import LAST_CLAUSE
from search.types.article import Span
from search.types.matches import BANDS, Portion

IN_TEXT = ("text", "title", "boilerplate")
"""The fields whose match spans are marked in the text of an article."""
RANKED = 2000
"""Match spans, at most, that become objects and are ranked to find the best fragments of an article."""
PORTION = 1000
"""Marks in one portion of an article."""
_CHUNK = 1 << 20
"""Match spans, or code points, that are processed at once, to bound the memory."""
CELL = 200
"""Code points of a cell. Marks that share a fragment lie in one cell or two neighbouring cells."""

_NONE = np.zeros(0, np.int64)
_NO_CLAUSES = np.zeros(0, np.uint64)
Offsets = NDArray[np.integer[Any]]
"""Offsets in a text, in code points."""


class MatchSpans(NamedTuple):
    """The match spans of one clause of a query in a field of an article: increasing starts, and ends."""

    field: str
    clause: int
    starts: Offsets
    ends: Offsets


class Marks:
    """The marks of an article's text, in order and numbered from 1: increasing starts, and ends.

    Overlapping match spans make one mark; adjacent ones make two.
    """

    def __init__(self, matches: Sequence[MatchSpans], few: int = RANKED) -> None:
        """More than `few` match spans are merged and ranked in portions, to bound the memory."""
        self._matches = matches
        self._is_dense = sum([len(spans.starts) for spans in matches]) > few
        self._clauses = _NO_CLAUSES
        self.starts: Ints
        self.ends: Ints
        if self._is_dense:
            self.starts, self.ends = _merged(matches)
            return
        parts = [(spans.starts.astype(np.int64), spans.ends.astype(np.int64), spans.clause) for spans in matches]
        self.starts, self.ends, self._clauses = kernels().merge_spans(parts)

    @classmethod
    def merged(cls, starts: Ints, ends: Ints, clauses: Hashes) -> "Marks":
        """Marks that are merged already, with their clauses as bits. All are ranked."""
        marks = cls.__new__(cls)
        marks._is_dense, marks.starts, marks.ends, marks._clauses = False, starts, ends, clauses
        return marks

    def __len__(self) -> int:
        return len(self.starts)

    def overlapping(self, start: int, end: int) -> tuple[int, list[Span]]:
        """The number of the first mark that overlaps text[start:end], and all marks that do."""
        first, last = int(self.ends.searchsorted(start, side="right")), int(self.starts.searchsorted(end))
        return first + 1, self._spans(first, last)

    def ranked(self, title: Span) -> tuple[Ints, Hashes]:
        """The marks from which the best fragments are chosen, counted from 0, and their clauses as bits: all marks,
        where there are at most RANKED match spans.

        Otherwise RANKED match spans: those in the title, the first of each clause, and those in the pairs of
        neighbouring cells with the most clauses, the first ones of equal pairs. So a window with most clauses is
        found, but not always the narrowest one.
        """
        if not self._is_dense:
            return np.arange(len(self.starts)), self._clauses
        starts, clauses = _best_spans(list(_chunks(self._matches)), title)
        numbers = self.starts.searchsorted(starts, side="right") - 1
        order = numbers.argsort(kind="stable")
        bits = np.uint64(1) << np.minimum(clauses[order], LAST_CLAUSE).astype(np.uint64)
        first = run_starts(numbers[order])
        return numbers[order][first], np.bitwise_or.reduceat(bits, first)

    def portion(self, hit: int, length: int) -> Portion:
        """The portion with mark number `hit`, or the nearest one there is. `length` is that of the text."""
        first = max(0, min(hit, len(self)) - 1) // PORTION * PORTION
        edges = self.starts.searchsorted(-(-np.arange(BANDS + 1) * length // BANDS)).tolist()
        bands = tuple((band, number + 1) for band, number in enumerate(edges[:-1]) if number < edges[band + 1])
        return Portion(tuple(self._spans(first, first + PORTION)), first + 1, len(self), bands)

    def _spans(self, first: int, last: int) -> list[Span]:
        return list(zip(self.starts[first:last].tolist(), self.ends[first:last].tolist(), strict=True))


def _merged(matches: Sequence[MatchSpans]) -> tuple[Ints, Ints]:
    """The starts and ends of the marks, one chunk of the text at a time to bound the memory."""
    edges = np.arange(0, max(int(spans.starts[-1]) for spans in matches) + _CHUNK + 1, _CHUNK)
    cuts = [spans.starts.searchsorted(edges).tolist() for spans in matches]
    merged: list[tuple[Ints, Ints]] = []
    last_end = 0  # of the last mark so far
    for chunk in range(len(edges) - 1):
        parts = [(spans, slice(cut[chunk], cut[chunk + 1])) for spans, cut in zip(matches, cuts, strict=True)]
        starts = np.concatenate([_NONE, *(spans.starts[part] for spans, part in parts)])
        ends = np.concatenate([_NONE, *(spans.ends[part] for spans, part in parts)])
        if len(matches) > 1:
            order = starts.argsort(kind="stable")
            starts, ends = starts[order], ends[order]
        if not len(starts):
            continue
        reach = np.maximum(np.maximum.accumulate(ends), last_end)
        first = (starts >= np.append(last_end, reach[:-1])).nonzero()[0]  # spans that begin a new mark
        continuing = int(first[0]) if len(first) else len(starts)  # spans that extend the last mark
        if continuing:
            merged[-1][1][-1] = reach[continuing - 1]
        if len(first):
            merged.append((starts[first], reach[np.append(first[1:], len(reach)) - 1]))
        last_end = int(reach[-1])
    starts = np.concatenate([starts for starts, _ in merged])
    return starts, np.concatenate([ends for _, ends in merged])


def _chunks(matches: Iterable[MatchSpans]) -> Iterator[MatchSpans]:
    """The same match spans, at most _CHUNK of them in one value."""
    for spans in matches:
        for start in range(0, len(spans.starts), _CHUNK):
            part = slice(start, start + _CHUNK)
            yield MatchSpans(spans.field, spans.clause, spans.starts[part], spans.ends[part])


def _best_spans(matches: Sequence[MatchSpans], title: Span) -> tuple[Offsets, Offsets]:
    """The starts and clauses of the RANKED match spans that `Marks.ranked` describes, the best first."""
    size = max(int(spans.starts[-1]) for spans in matches) // CELL + 2
    clause_counts, span_counts = np.zeros(size, np.int64), np.zeros(size, np.int64)  # of a cell and the next one
    for clause in {spans.clause for spans in matches}:
        has_clause = np.zeros(size, np.bool_)
        for spans in matches:
            if spans.clause == clause:
                cells = spans.starts // CELL
                has_clause[cells] = True
                span_counts += np.bincount(cells, minlength=size)
        has_clause[:-1] |= has_clause[1:]
        clause_counts += has_clause
    span_counts[:-1] += span_counts[1:]
    best = (-clause_counts).argsort(kind="stable")
    best = best[: 1 + int(span_counts[best].cumsum().searchsorted(RANKED))]
    rank = np.full(size + 1, size, np.int32)  # of each cell, the rank of the best pair that it is in
    rank[best[::-1] + 1] = np.arange(len(best))[::-1]
    rank[best] = np.minimum(rank[best], np.arange(len(best)))
    chosen = []
    for spans in matches:
        ranks = rank[spans.starts // CELL]
        ranks[slice(*spans.starts.searchsorted(title))] = ranks[0] = -1
        kept = (ranks < size).nonzero()[0]
        chosen.append((ranks[kept], spans.starts[kept], np.full(len(kept), spans.clause)))
    ranks, starts, clauses = (np.concatenate(column) for column in zip(*chosen, strict=True))
    order = ranks.argsort(kind="stable")[:RANKED]
    return starts[order], clauses[order]
