"""What a query marks in the text of one article, as arrays: however many marks there are, a few passes over them."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from search.types.article import Span
from search.types.results import BANDS, Mark, Portion

IN_TEXT = ("text", "title", "boilerplate")
"""The fields whose places are marked in the text of an article."""
RANKED = 2000
"""Places of an article, at most, that become objects and are ranked to find its best fragments."""
PORTION = 1000
"""Marks of an article that are shown at once."""
_STRETCH = 1 << 20
"""Places, or code points, that are looked at together where there are more: so little memory is taken beside them."""
CELL = 200
"""Code points of a cell. Marks that share a fragment stand in two neighbouring cells."""

Offsets = NDArray[np.integer[Any]]
"""Places in a text."""


@dataclass(frozen=True)
class MatchSpans:
    """Where one clause of a query stands in a field of an article: starts, which increase, and ends."""

    field: str
    clause: int
    starts: Offsets
    ends: Offsets


class Marks(Protocol):
    """The distinct stretches of a text that places mark, in order, numbered from 1: places that overlap make one, such
    as touch do not."""

    def __len__(self) -> int: ...

    def meeting(self, start: int, end: int) -> tuple[int, list[Span]]:
        """The marks that share a character with a stretch of the text, and the number of the first."""

    def ranked(self, title: Span) -> list[Mark]:
        """The marks among which the best fragments are looked for: all, where there are at most RANKED places.

        Otherwise those in the title, the first of each clause, and those in the cells that with the next one hold the
        most clauses, the first of equal ones: RANKED places in all. In a text with so many, a window with most clauses
        is found, and not always the narrowest.
        """

    def portion(self, hit: int, length: int) -> Portion:
        """The portion that holds a hit, by its number, or the nearest that there is, in a text of some length."""


def marks_of(places: Sequence[MatchSpans]) -> Marks:
    """What places mark."""
    return FewMarks(places) if sum(len(it.starts) for it in places) <= RANKED else ManyMarks(places)


class FewMarks:
    """`Marks` as a list: the readable form, and the quicker one where they are few."""

    def __init__(self, places: Sequence[MatchSpans]) -> None:
        self._marks: list[Mark] = []
        every = (zip(it.starts.tolist(), it.ends.tolist(), repeat(it.clause)) for it in places)
        for start, end, clause in sorted(chain.from_iterable(every)):
            last = self._marks[-1] if self._marks else None
            if last and start < last.end:
                self._marks[-1] = Mark(last.number, last.start, max(last.end, end), {*last.clauses, clause})
            else:
                self._marks.append(Mark(len(self._marks) + 1, start, end, (clause,)))
        self._starts = [mark.start for mark in self._marks]
        self._ends = [mark.end for mark in self._marks]

    def __len__(self) -> int:
        return len(self._marks)

    def meeting(self, start: int, end: int) -> tuple[int, list[Span]]:
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        return first + 1, list(zip(self._starts[first:last], self._ends[first:last], strict=True))

    def ranked(self, title: Span) -> list[Mark]:  # noqa: ARG002 - all of them are
        return self._marks

    def portion(self, hit: int, length: int) -> Portion:
        first = max(0, min(hit, len(self)) - 1) // PORTION * PORTION
        spans = zip(self._starts[first : first + PORTION], self._ends[first : first + PORTION], strict=True)
        bands: dict[int, int] = {}
        for mark in self._marks:
            bands.setdefault(mark.start * BANDS // length, mark.number)
        return Portion(tuple(spans), first + 1, len(self), tuple(bands.items()))


class ManyMarks:
    """`Marks` as arrays: however many there are, a few passes over them."""

    def __init__(self, places: Sequence[MatchSpans]) -> None:
        self._places = list(_in_portions(places))
        self._starts, self._ends = _merged(places)

    def __len__(self) -> int:
        return len(self._starts)

    def meeting(self, start: int, end: int) -> tuple[int, list[Span]]:
        first, last = self._ends.searchsorted(start, side="right"), self._starts.searchsorted(end)
        return int(first) + 1, self._spans(int(first), int(last))

    def ranked(self, title: Span) -> list[Mark]:
        starts, clauses = _most_promising(self._places, title)
        found = defaultdict[int, set[int]](set)
        numbers = self._starts.searchsorted(starts, side="right") - 1
        for number, clause in zip(numbers.tolist(), clauses.tolist(), strict=True):
            found[number].add(clause)
        return [Mark(it + 1, int(self._starts[it]), int(self._ends[it]), found[it]) for it in sorted(found)]

    def portion(self, hit: int, length: int) -> Portion:
        first = max(0, min(hit, len(self)) - 1) // PORTION * PORTION
        edges = self._starts.searchsorted(-(-np.arange(BANDS + 1) * length // BANDS)).tolist()
        bands = tuple((band, at + 1) for band, at in enumerate(edges[:-1]) if at < edges[band + 1])
        return Portion(tuple(self._spans(first, first + PORTION)), first + 1, len(self), bands)

    def _spans(self, first: int, last: int) -> list[Span]:
        return list(zip(self._starts[first:last].tolist(), self._ends[first:last].tolist(), strict=True))


def _merged(places: Sequence[MatchSpans]) -> tuple[Offsets, Offsets]:
    """The starts and ends of the marks that places make, a stretch of the text at a time, so that little is held."""
    edges = np.arange(0, max(int(it.starts[-1]) for it in places) + _STRETCH + 1, _STRETCH)
    cuts = [it.starts.searchsorted(edges).tolist() for it in places]
    made: list[tuple[Offsets, Offsets]] = []
    last = 0  # the end of the last mark so far
    for at in range(len(edges) - 1):
        inside = [(it, slice(cut[at], cut[at + 1])) for it, cut in zip(places, cuts, strict=True)]
        starts = np.concatenate([it.starts[part] for it, part in inside])
        ends = np.concatenate([it.ends[part] for it, part in inside])
        if len(places) > 1:
            order = starts.argsort(kind="stable")
            starts, ends = starts[order], ends[order]
        if not len(starts):
            continue
        reach = np.maximum(np.maximum.accumulate(ends), last)
        first = (starts >= np.append(last, reach[:-1])).nonzero()[0]
        going_on = int(first[0]) if len(first) else len(starts)  # so many places make the last mark longer
        if going_on:
            made[-1][1][-1] = reach[going_on - 1]
        if len(first):
            made.append((starts[first], reach[np.append(first[1:], len(reach)) - 1]))
        last = int(reach[-1])
    return np.concatenate([its for its, _ in made]), np.concatenate([its for _, its in made])


def _in_portions(places: Iterable[MatchSpans]) -> Iterator[MatchSpans]:
    """The same places, at most _STRETCH of them together."""
    for it in places:
        for at in range(0, len(it.starts), _STRETCH):
            part = slice(at, at + _STRETCH)
            yield MatchSpans(it.field, it.clause, it.starts[part], it.ends[part])


def _most_promising(places: Sequence[MatchSpans], title: Span) -> tuple[Offsets, Offsets]:
    """The starts and clauses of the RANKED places that `Marks.ranked` tells of, the most promising first."""
    size = max(int(it.starts[-1]) for it in places) // CELL + 2
    held, crowd = np.zeros(size, np.int64), np.zeros(size, np.int64)
    for clause in {it.clause for it in places}:
        has = np.zeros(size, np.bool_)
        for its in places:
            if its.clause == clause:
                cells = its.starts // CELL
                has[cells] = True
                crowd += np.bincount(cells, minlength=size)
        has[:-1] |= has[1:]
        held += has
    crowd[:-1] += crowd[1:]
    best = (-held).argsort(kind="stable")
    best = best[: 1 + int(crowd[best].cumsum().searchsorted(RANKED))]
    rank = np.full(size + 1, size, np.int32)
    rank[best[::-1] + 1] = np.arange(len(best))[::-1]
    rank[best] = np.minimum(rank[best], np.arange(len(best)))
    chosen = []
    for its in places:
        ranks = rank[its.starts // CELL]
        ranks[slice(*its.starts.searchsorted(title))] = ranks[0] = -1
        at = (ranks < size).nonzero()[0]
        chosen.append((ranks[at], its.starts[at], np.full(len(at), its.clause)))
    ranks, starts, clauses = (np.concatenate(column) for column in zip(*chosen, strict=True))
    order = ranks.argsort(kind="stable")[:RANKED]
    return starts[order], clauses[order]
