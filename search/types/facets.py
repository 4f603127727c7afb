"""The values that results can be filtered by, with counts."""

from dataclasses import dataclass
from typing import Literal

from search.types.requests import Kind

Unit = Literal["day", "month", "year", "decade", "century"]


@dataclass(frozen=True)
class FacetValue:
    """A value that articles can be filtered by, as a filter takes it, and its number of articles. `selected` if it is a
    filter now."""

    value: str
    count: int
    selected: bool


@dataclass(frozen=True)
class Facet:
    """The values of one kind, the most frequent first. Counts are under the query and the filters of all other kinds.

    `left_out` counts the values that are not listed, `unknown` the articles without a value. Folders are a tree, each
    before the folders in it. The tree begins in the deepest folder that holds all articles, and is open at each folder
    that is selected or holds a selected one.
    """

    kind: Kind
    values: tuple[FacetValue, ...]
    left_out: int
    unknown: int


@dataclass(frozen=True)
class Bar:
    """A period, written as a filter takes it, and the number of articles with dates in it."""

    date: str
    count: int


@dataclass(frozen=True)
class Histogram:
    """The matching articles by date: a bar for each `unit`, from the first with articles to the last.

    Bars and `undated`, the number of articles without a date, count what the filters of all other kinds leave, as in a
    `Facet`. Of the matching articles, `inexact` counts those whose date is longer than a unit, and `inferred` those
    whose date was inferred, see `Dated.is_inferred`.
    """

    unit: Unit
    bars: tuple[Bar, ...]
    inexact: int
    inferred: int
    undated: int


@dataclass(frozen=True)
class Facets:
    """The facets of the results. `unfiltered` counts the articles that match the query without any filters."""

    unfiltered: int
    kinds: tuple[Facet, ...]
    dates: Histogram
