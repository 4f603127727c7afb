"""Counts the values that matches can be filtered by."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from search.arrays import Ints
from search.engines.embedded.searcher.filters import FilteredDocs, KeywordColumn
from search.engines.embedded.searcher.histogram import histogram
from search.types.facets import Facet, Facets, FacetValue
from search.types.requests import KINDS, UNKNOWN, FacetSelection, Kind, quote_value, unquote_value

MOST, ALL = 8, 1000
"""Values of one kind, or folders in one folder, that are listed besides those that are selected: of most kinds, and of
one that is asked for with all of them."""


def counts(filtered: FilteredDocs, selection: FacetSelection) -> Facets:
    """What the matches can be filtered by, with exact counts. Cost: for each kind a few passes over the matches."""
    kinds = (_facet(filtered, kind, ALL if kind == selection else MOST) for kind in KINDS)
    return Facets(filtered.unfiltered, tuple(kinds), histogram(filtered))


def _facet(filtered: FilteredDocs, kind: Kind, most: int) -> Facet:
    keyword = filtered.columns.keyword(kind)
    documents = filtered.documents_but_for(kind)
    counts_by_value, unknown = keyword.counts(documents)
    selected: Sequence[str] = getattr(filtered.filters, kind)
    named = [unquote_value(value) for value in selected if value != UNKNOWN]
    if kind == "folder":
        listed, left_out = _tree(keyword, counts_by_value, named, len(documents), most)
    else:
        listed, left_out = _most(keyword, counts_by_value, np.flatnonzero(counts_by_value), named, most)
    listed = list(map(quote_value, listed))
    counts = {
        value: unknown if value == UNKNOWN else _count(keyword, counts_by_value, value)
        for value in (*(value for value in selected if value not in listed), *listed)
    }
    values = tuple(FacetValue(value, count, value in selected) for value, count in counts.items())
    return Facet(kind, values, left_out, unknown)


def _count(keyword: KeywordColumn, counts_by_value: Ints, value: str) -> int:
    number = keyword.number(value)
    return 0 if number is None else int(counts_by_value[number])


def _most(
    keyword: KeywordColumn, counts_by_value: Ints, among: Ints, selected: Iterable[str], most: int
) -> tuple[list[str], int]:
    """The most frequent of some values and the selected ones, in order, and how many others there are."""
    keys = counts_by_value[among] * len(keyword.values) - among  # equal counts in order of the values
    chosen = np.isin(among, [keyword.numbers[value] for value in selected if value in keyword.numbers])
    if len(among) > most:
        chosen |= keys >= np.partition(keys, -most)[-most]
    else:
        chosen[:] = True
    order = np.argsort(-keys[chosen])
    return [keyword.values[number] for number in among[chosen][order].tolist()], int((~chosen).sum())


def _tree(
    keyword: KeywordColumn, counts_by_value: Ints, selected: Iterable[str], every: int, most: int
) -> tuple[list[str], int]:
    """The folders in the deepest one that has every match, and those in each that is selected or has a selected one."""
    shared = np.flatnonzero(counts_by_value == every).tolist() if every else []
    root = max((keyword.values[number] for number in shared), key=len, default="")
    opened = {folder for value in selected for folder in (value, *_above(value))}
    listed: list[str] = []
    left_out = 0
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        if folder != root:
            listed.append(folder)
        if folder == root or folder in opened:
            inside, others = _most(keyword, counts_by_value, _inside(keyword, counts_by_value, folder), opened, most)
            waiting += reversed(inside)
            left_out += others
    return listed, left_out


def _inside(keyword: KeywordColumn, counts_by_value: Ints, folder: str) -> Ints:
    """The folders with matches that lie in a folder, not deeper."""
    return np.flatnonzero((keyword.parents == keyword.numbers.get(folder, -1)) & (counts_by_value > 0))


def _above(folder: str) -> Iterator[str]:
    """The folders that a folder is in."""
    while "/" in folder:
        folder = folder.rpartition("/")[0]
        yield folder
