"""Counts matches by date."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.arrays import Ints
from search.engines.embedded.searcher.filters import DocValues, FilteredDocs
from search.engines.histogram import Scale, UnitRange, bars, fitting_scale
from search.types.facets import Histogram

_Ints = NDArray[np.integer[Any]]


def histogram(filtered: FilteredDocs) -> Histogram:
    """The dates of the matches, in the shortest unit with few bars and most dates inside one bar."""
    columns = filtered.columns
    documents, undated = _dated(filtered.answer.documents, columns)
    others = documents
    if filtered.filters.date:
        others, undated = _dated(filtered.documents_but_for("date"), columns)
    scale, found = fitting_scale(len(documents), lambda scale: _range(_numbers(columns, documents, scale)))
    counts: list[int] = []
    if found.dates:
        every = _numbers(columns, others, scale)
        inside = every[(found.first <= every) & (every <= found.last)]
        counts = np.bincount(inside - found.first).tolist()
    return Histogram(
        unit=scale.unit,
        bars=bars(scale, found.first, counts),
        inexact=len(documents) - found.dates,
        inferred=int(np.count_nonzero(columns.inferred[documents])),
        undated=undated,
    )


def _dated(documents: Ints, columns: DocValues) -> tuple[Ints, int]:
    """Those of some documents that have a date, and how many others there are."""
    first, _ = columns.reader.days
    dated = documents[first.take(documents) >= 0]
    return dated, len(documents) - len(dated)


def _range(numbers: _Ints) -> UnitRange:
    return UnitRange(len(numbers), int(numbers.min()), int(numbers.max())) if len(numbers) else UnitRange(0, 0, 0)


def _numbers(columns: DocValues, documents: Ints, scale: Scale) -> _Ints:
    """The numbers of the units that the dates of documents lie in; those that lie in none alone are left out."""
    numbers = columns.units(scale.months).take(documents)
    return numbers[numbers >= 0]
