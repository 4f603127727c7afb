"""A text prepared for being set beside others: its tokens, and its sentences as stretches that leave nothing out."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from search.analysis.batch_tokenizer import tokenize_batch
from search.analysis.sentences import BLANK_LINE, sentences
from search.arrays import Ints
from search.types.article import Span

MOST = 4000
"""Sentences and lines of a text that are told apart; of more, several make one."""


@dataclass(frozen=True)
class Side:
    """One of some texts. Tokens of equal `ids` in them have equal terms; `units` are its sentences and lines, each with
    the white space behind it, so that they make up the whole text; `edges` tell the tokens of each unit."""

    text: str
    ids: Ints
    terms: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    units: tuple[Span, ...]
    edges: tuple[int, ...]

    @cached_property
    def owners(self) -> Ints:
        """The unit of each token."""
        return np.repeat(np.arange(len(self.units)), np.diff(self.edges))

    def span(self, first: int, end: int) -> Span:
        """The text of units number `first` up to `end`."""
        return self.units[first][0], self.units[end - 1][1]

    def words(self, first: int, end: int) -> Span:
        """The tokens of units number `first` up to `end`."""
        return self.edges[first], self.edges[end]

    def between(self, start: int, end: int) -> Span:
        """The tokens within text[start:end]. Cost: two searches."""
        return bisect_left(self.starts, start), bisect_right(self.ends, end)

    def ends_paragraph(self, unit: int) -> bool:
        """Whether a blank line follows the sentence."""
        return BLANK_LINE.search(self.text, *self.units[unit]) is not None


def sides(*texts: str) -> tuple[Side, ...]:
    """Texts, prepared. Linear."""
    found = tokenize_batch(texts)
    parts = (slice(*part) for part in pairwise(found.bounds.tolist()))
    return tuple(
        _side(text, found.ids[part], found.terms, found.starts[part], found.ends[part])
        for text, part in zip(texts, parts, strict=True)
    )


def _side(text: str, ids: Ints, terms: list[str], starts: Ints, ends: Ints) -> Side:
    units = _units(text)
    edges = np.searchsorted(starts, [start for start, _ in units] + [len(text)])
    named = tuple(map(terms.__getitem__, ids.tolist()))
    return Side(text, ids, named, tuple(starts.tolist()), tuple(ends.tolist()), units, tuple(edges.tolist()))


def _units(text: str) -> tuple[Span, ...]:
    bounds = [start for start, _ in sentences(text, 0, len(text))][1:]
    edges = [0, *bounds[:: len(bounds) // MOST + 1], len(text)]
    return tuple(pairwise(edges)) if text else ()
