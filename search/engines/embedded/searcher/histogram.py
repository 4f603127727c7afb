"""Counts matches by date, in days, months, years or longer units."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.engines.embedded.searcher.filters import DocValues, FilteredDocs
from search.types.facets import Bar, Histogram, Unit

MOST = 62
"""Bars: the days of two months, five years in months."""
_Ints = NDArray[np.integer[Any]]


class _Scale(NamedTuple):
    """A unit, how many months it has (0 for a day), and what a filter calls number n of it."""

    unit: Unit
    months: int
    period: Callable[[int], str]


def _years(size: int) -> Callable[[int], str]:
    return lambda number: f"{max(1, size * number):04}..{size * number + size - 1:04}"


_SCALES = (
    _Scale("day", 0, lambda number: date.fromordinal(number).isoformat()),
    _Scale("month", 1, lambda number: f"{number // 12:04}-{number % 12 + 1:02}"),
    _Scale("year", 12, lambda number: f"{number:04}"),
    _Scale("decade", 120, _years(10)),
    _Scale("century", 1200, _years(100)),
)


def histogram(filtered: FilteredDocs) -> Histogram:
    """The dates of the matches, in the shortest unit with few bars and most dates inside one bar."""
    columns = filtered.columns
    first, _ = columns.reader.days
    documents, others = filtered.answer.documents, filtered.documents_but_for("date")
    dated = int((first[documents] >= 0).sum())
    scale, numbers = _fitting(columns, documents, dated)
    every = numbers if others is documents else _numbers(columns, others, scale)
    return Histogram(
        unit=scale.unit,
        bars=tuple(_bars(scale, numbers, every)),
        inexact=dated - len(numbers),
        inferred=int(columns.inferred[documents].sum()),
        undated=int((first[others] < 0).sum()),
    )


def _fitting(columns: DocValues, documents: _Ints, dated: int) -> tuple[_Scale, _Ints]:
    """A scale that shows documents well, and the number of the unit that each lies in."""
    for scale in _SCALES:
        numbers = _numbers(columns, documents, scale)
        spread = int(np.ptp(numbers)) + 1 if len(numbers) else 0
        if 2 * len(numbers) >= dated and spread <= MOST:
            break
    return scale, numbers


def _numbers(columns: DocValues, documents: _Ints, scale: _Scale) -> _Ints:
    """The numbers of the units that the dates of documents lie in; those that lie in none alone are left out."""
    numbers = columns.units(scale.months)[documents]
    return numbers[numbers >= 0]


def _bars(scale: _Scale, numbers: _Ints, every: _Ints) -> Iterator[Bar]:
    """A bar for each unit from the first to the last of some numbers, which counts every number that there is."""
    if not len(numbers):
        return
    lowest, highest = int(numbers.min()), int(numbers.max())
    inside = every[(lowest <= every) & (every <= highest)]
    for at, count in enumerate(np.bincount(inside - lowest).tolist()):
        yield Bar(scale.period(lowest + at), count)
