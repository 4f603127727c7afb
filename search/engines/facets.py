"""Lists the values that matches can be filtered by."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from search.arrays import Ints
from search.errors import shortened
from search.types.requests import UNKNOWN, Kind, quote_value, unquote_value

if TYPE_CHECKING:
    from search.types.facets import Facet

MOST, ALL = 8, 1000
"""Values of one kind, or folders in one folder, that are listed besides those that are selected: of most kinds, and of
one that is asked for with all of them."""
_LONGEST_SHOWN = 60


class FacetValues:
    """The values of one kind, sorted, with their numbers."""

    def __init__(self, values: Sequence[str]) -> None:
        self.values = values
        self.numbers = {value: number for number, value in enumerate(values)}

    @cached_property
    def parents(self) -> Ints:
        """Of each folder the number of the one that it is in; -1 for the corpus itself."""
        return np.array([self.numbers.get(folder.rpartition("/")[0], -1) for folder in self.values], np.int64)

    def number(self, value: str) -> int | None:
        """The number of a value as a filter takes it; None for UNKNOWN, and for a value that no article has."""
        return None if value == UNKNOWN else self.numbers.get(unquote_value(value))


class FacetCounts(NamedTuple):
    """How many of some `articles` have each value of one kind, and how many have none."""

    values: FacetValues
    counts: Ints
    unknown: int
    articles: int


def facet_values(kind: Kind, text: str) -> Sequence[str]:
    """The values of an article that has a text of some kind: each name of several, a folder with all that it is in."""
    if kind in ("agency", "author"):
        return tuple(dict.fromkeys(filter(None, text.split(", "))))
    if kind == "folder":
        cuts = [at for at, character in enumerate(text) if character == "/"]
        return tuple(text[:cut] for cut in (*cuts, len(text))) if text else ()
    return (text,) if text else ()


def no_such_value(kind: str, value: str) -> str:
    """A note on a filter whose value no article has."""
    name = unquote_value(value)
    return f"No article here has the {kind} “{shortened(name, _LONGEST_SHOWN)}”."


def facet(kind: Kind, counted: FacetCounts, selected: Sequence[str], most: int) -> "Facet":
    """The most frequent values of one kind and the selected ones, at most `most` besides these. Cost: a look at each
    value."""
    from search.types.facets import Facet, FacetValue

    values, counts = counted.values, counted.counts
    named = [unquote_value(value) for value in selected if value != UNKNOWN]
    if kind == "folder":
        listed, left_out = _tree(values, counts, named, counted.articles, most)
    else:
        listed, left_out = _most(values, counts, np.flatnonzero(counts), named, most)
    listed = list(map(quote_value, listed))
    by_value = {
        value: counted.unknown if value == UNKNOWN else _count(values, counts, value)
        for value in (*(value for value in selected if value not in listed), *listed)
    }
    shown = tuple(FacetValue(value, count, value in selected) for value, count in by_value.items())
    return Facet(kind, shown, left_out, counted.unknown)


def _count(values: FacetValues, counts: Ints, value: str) -> int:
    number = values.number(value)
    return 0 if number is None else int(counts[number])


def _most(values: FacetValues, counts: Ints, among: Ints, selected: Iterable[str], most: int) -> tuple[list[str], int]:
    """The most frequent of some values and the selected ones, in order, and how many others there are."""
    if not len(among):
        return [], 0
    keys = counts[among] * len(values.values) - among  # equal counts in order of the values
    frequent = keys.argpartition(len(among) - most)[-most:] if len(among) > most else slice(None)
    by_key = dict(zip(keys[frequent].tolist(), among[frequent].tolist(), strict=True))
    if numbers := [values.numbers[value] for value in selected if value in values.numbers]:
        is_selected = np.isin(among, numbers)
        by_key |= zip(keys[is_selected].tolist(), among[is_selected].tolist(), strict=True)
    return [values.values[by_key[key]] for key in sorted(by_key, reverse=True)], len(among) - len(by_key)


def _tree(values: FacetValues, counts: Ints, selected: Iterable[str], every: int, most: int) -> tuple[list[str], int]:
    """The folders in the deepest one that has every match, and those in each that is selected or has a selected one."""
    shared = np.flatnonzero(counts == every).tolist() if every else []
    root = max((values.values[number] for number in shared), key=len, default="")
    opened = {folder for value in selected for folder in (value, *_above(value))}
    listed: list[str] = []
    left_out = 0
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        if folder != root:
            listed.append(folder)
        if folder == root or folder in opened:
            inside, others = _most(values, counts, _inside(values, counts, folder), opened, most)
            waiting += reversed(inside)
            left_out += others
    return listed, left_out


def _inside(values: FacetValues, counts: Ints, folder: str) -> Ints:
    """The folders with matches that lie in a folder, not deeper."""
    return np.flatnonzero((values.parents == values.numbers.get(folder, -1)) & (counts > 0))


def _above(folder: str) -> Iterator[str]:
    """The folders that a folder is in."""
    while "/" in folder:
        folder = folder.rpartition("/")[0]
        yield folder
