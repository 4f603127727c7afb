"""Filters the documents that a query matches, by masks over columns."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property

import numpy as np

from search.arrays import Flags, Int32s, Ints
from search.engines.embedded.searcher.multi_reader import MultiReader
from search.engines.embedded.searcher.scoring import ScoredDocs
from search.engines.facets import FacetValues, facet_values, no_such_value
from search.query.date_range import NO_DATE, parse_date_range
from search.types.requests import KINDS, UNKNOWN, Filters, Kind

_BEFORE_1970 = date(1970, 1, 1).toordinal()


class KeywordColumn(FacetValues):
    """The values of one kind that documents have: none, one or several each.

    `values` are sorted. Documents of which the same is kept, such as "AFP, dpa", share a row; `_of_row` and `_of_value`
    are pairs that tell which values a row stands for. So all counting is over rows, of which there are few.
    """

    def __init__(self, reader: MultiReader, kind: Kind) -> None:
        kept: dict[str, int] = {}
        rows = [np.zeros(0, np.int32)]
        for _, segment in reader.segments:
            codes, texts = segment.stored_fields.codes(kind)
            rows.append(np.array([kept.setdefault(text, len(kept)) for text in texts], np.int32)[codes])
        self._rows = np.concatenate(rows)
        self._kept = len(kept)
        values_by_row = {row: facet_values(kind, text) for text, row in kept.items()}
        super().__init__(sorted({value for values in values_by_row.values() for value in values}))
        pairs = [(row, self.numbers[value]) for row, values in values_by_row.items() for value in values]
        self._of_row, self._of_value = np.array(pairs, np.int64).reshape(-1, 2).T
        self._none = np.array([not values for values in values_by_row.values()], np.bool_)

    def counts(self, documents: Ints) -> tuple[Ints, int]:
        """How many of some documents have each value, and how many have none. Linear."""
        only = self._kept == 1
        by_row = np.array([len(documents)]) if only else np.bincount(self._rows.take(documents), minlength=self._kept)
        counts = np.bincount(self._of_value, by_row[self._of_row], len(self.values)).astype(np.int64)
        return counts, int(by_row[self._none].sum())

    def having(self, documents: Ints, values: Sequence[str]) -> Flags:
        """Which of some documents have any of these values, as a filter takes them."""
        chosen = [number for value in values if (number := self.number(value)) is not None]
        rows = np.zeros(self._kept, np.bool_)
        rows[self._of_row[np.isin(self._of_value, chosen)]] = True
        if UNKNOWN in values:
            rows |= self._none
        return rows[self._rows[documents]]


class DocValues:
    """The columns that documents are filtered and counted by, made on first use. Safe across threads."""

    def __init__(self, reader: MultiReader) -> None:
        self.reader = reader
        self._keywords: dict[Kind, KeywordColumn] = {}
        self._units: dict[int, Int32s] = {}

    def keyword(self, kind: Kind) -> KeywordColumn:
        """The values of one kind."""
        if kind not in self._keywords:
            self._keywords[kind] = KeywordColumn(self.reader, kind)
        return self._keywords[kind]

    @cached_property
    def inferred(self) -> Flags:
        """Which documents have a date that was inferred."""
        moments = self.reader.moments
        return (moments >= 0) & (moments & 1 == 1)

    def units(self, months: int) -> Int32s:
        """The stretch of so many months, or for 0 the day, that the date of each document lies in; -1 where it may lie
        in several, or there is none. Days count as in `MultiReader.days`, stretches from the year 0."""
        if months not in self._units:
            first, last = self.reader.days
            if months:
                first, last = _months(first) // months, _months(last) // months
            self._units[months] = np.where((first == last) & (self.reader.days[0] >= 0), first, -1)
        return self._units[months]

    def within(self, documents: Ints, periods: Sequence[str]) -> Flags:
        """Which of some documents have dates that lie in any of these periods, all of what they may mean.

        Raises ValueError for what is no period.
        """
        first, last = (side[documents] for side in self.reader.days)
        inside_any = np.zeros(len(documents), np.bool_)
        for period in periods:
            if period == NO_DATE:
                inside_any |= first < 0
                continue
            begins, ends = parse_date_range(period)
            inside = first >= max(0, begins.toordinal() if begins else 0)
            inside_any |= inside & (last <= ends.toordinal()) if ends else inside
        return inside_any


class FilteredDocs:
    """The scored documents that filters leave."""

    def __init__(self, columns: DocValues, answer: ScoredDocs, filters: Filters) -> None:
        self.columns = columns
        self.filters = filters
        self.unfiltered = len(answer.documents)
        self._documents = answer.documents
        self._values = {kind: values for kind in KINDS if (values := getattr(filters, kind))}
        self._masks: dict[str, Flags] = {
            kind: columns.keyword(kind).having(answer.documents, values) for kind, values in self._values.items()
        }
        if filters.date:
            self._masks["date"] = columns.within(answer.documents, filters.date)
        kept = self._all_but("")
        self.answer = answer if kept is None else ScoredDocs(answer.documents[kept], answer.scores[kept])

    def documents_but_for(self, kind: str) -> Ints:
        """The documents that the filters of all other kinds leave."""
        if kind not in self._masks:
            return self.answer.documents
        kept = self._all_but(kind)
        return self._documents if kept is None else self._documents[kept]

    def _all_but(self, kind: str) -> Flags | None:
        masks = [mask for name, mask in self._masks.items() if name != kind]
        return np.logical_and.reduce(masks) if masks else None

    def notes(self) -> Iterator[str]:
        """Notes on filters whose values no article has."""
        for kind, values in self._values.items():
            for value in values:
                if value != UNKNOWN and self.columns.keyword(kind).number(value) is None:
                    yield no_such_value(kind, value)


def _months(days: Int32s) -> Int32s:
    """The months that days are in, counted from January of the year 0."""
    since = (days.astype(np.int64) - _BEFORE_1970).astype("datetime64[D]").astype("datetime64[M]")
    return (since.astype(np.int64) + 1970 * 12).astype(np.int32)
