"""Counts matches by date."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.engines.embedded.searcher.filters import DocValues, FilteredDocs
from search.engines.histogram import Scale, UnitRange, bars, fitting_scale
from search.types.facets import Histogram

_Ints = NDArray[np.integer[Any]]


def histogram(filtered: FilteredDocs) -> Histogram:
    """The dates of the matches, in the shortest unit with few bars and most dates inside one bar."""
    columns = filtered.columns
    first, _ = columns.reader.days
    documents, others = filtered.answer.documents, filtered.documents_but_for("date")
    dated = int((first[documents] >= 0).sum())
    scale, found = fitting_scale(dated, lambda scale: _range(_numbers(columns, documents, scale)))
    counts: list[int] = []
    if found.dates:
        every = _numbers(columns, others, scale)
        inside = every[(found.first <= every) & (every <= found.last)]
        counts = np.bincount(inside - found.first).tolist()
    return Histogram(
        unit=scale.unit,
        bars=bars(scale, found.first, counts),
        inexact=dated - found.dates,
        inferred=int(columns.inferred[documents].sum()),
        undated=int((first[others] < 0).sum()),
    )


def _range(numbers: _Ints) -> UnitRange:
    return UnitRange(len(numbers), int(numbers.min()), int(numbers.max())) if len(numbers) else UnitRange(0, 0, 0)


def _numbers(columns: DocValues, documents: _Ints, scale: Scale) -> _Ints:
    """The numbers of the units that the dates of documents lie in; those that lie in none alone are left out."""
    numbers = columns.units(scale.months)[documents]
    return numbers[numbers >= 0]
