"""What results could be filtered by, with counts."""

from dataclasses import dataclass
from typing import Literal

from search.types.requests import Kind

Unit = Literal["day", "month", "year", "decade", "century"]


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value that articles can be filtered by, and how many there would be of it; `selected` if they are."""

    value: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of one kind under a query and the filters of all other kinds, the most frequent first.

    `left_out` counts the values that are not listed, `unknown` the articles without any. Folders are listed as a tree,
    each before those in it: those in the deepest that holds all articles, and those in each that is selected or holds
    one that is.
    """

    kind: Kind
    values: tuple[FacetValue, ...]
    left_out: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of time as a filter takes it, and the articles whose dates lie in it."""

    date: str
    count: int


@dataclass(frozen=True, slots=True)
class Histogram:
    """The articles found, by their dates: a bar for each `unit` from the first to the last that has any.

    As in a `Facet`, bars and `undated`, the number of articles without a date, count what the filters of all other
    kinds leave. Of the articles found, `inexact` counts those whose date is no more exact than a longer stretch of
    time, and `inferred` those whose date was inferred or is the file's own time.
    """

    unit: Unit
    bars: tuple[Bar, ...]
    inexact: int
    inferred: int
    undated: int


@dataclass(frozen=True, slots=True)
class Facets:
    """What the articles found could be filtered by. `unfiltered` counts those that match the query, whatever filters
    there are."""

    unfiltered: int
    kinds: tuple[Facet, ...]
    dates: Histogram
