"""Tokens of one field of a segment, taken batch by batch, to postings.

Tokens are collected up to a limit and then spilled as postings, which take a few bytes a token. So memory is bounded,
whatever words the articles have. The spilled postings are merged at the end.
"""

from collections.abc import Sequence

import numpy as np

from search.analysis.batch_compounds import NO_COMPOUND, compound_terms
from search.analysis.batch_tokenizer import BatchTokens
from search.arrays import Flags, Int32s, Ints, bounds_of
from search.engines.embedded.segment.merge_postings import MergedPostings, SpilledPostings
from search.engines.embedded.segment.postings_writer import NO_POSTINGS, Postings, build_postings
from search.engines.embedded.storage.container_writer import Columns
from search.kernels import kernels

MOST_TOKENS = 1 << 20
"""Tokens that are collected before they are spilled."""
_MOST_PAIRS = 1 << 17
"""Pairs of terms with a hyphen between them that are collected before they are spilled."""


class FieldWriter:
    """Takes tokens and gives the columns of the field. Tokens that are not searched go to the field `unsearched`.

    All tokens between two calls of `spill` have to be of one tokenizer.
    """

    def __init__(self, name: str, unsearched: str = "") -> None:
        self._searched = _Addresses()
        self._unsearched = _Addresses()
        self._parts = {field: part for field, part in ((name, self._searched), (unsearched, self._unsearched)) if field}
        self._counts = _TokenCounts()  # of all articles
        self._next_address = 0
        self._clear()

    def _clear(self) -> None:
        """Collect from nothing."""
        self._terms: Sequence[str] = ()
        self._token_count = self._pair_count = 0

    def add(self, tokens: BatchTokens, searched: Flags | None = None, *, continues: bool = False) -> None:
        """Take the tokens of some articles. If it `continues`, the first of them is the last one of the call before."""
        if not self._token_count:
            self._terms = tokens.terms
        lengths, first = np.diff(tokens.bounds), self._next_address - continues
        addresses = np.arange(first, first + len(tokens.ids))
        addresses += np.repeat(np.arange(len(lengths)), lengths)
        pairs, places = tokens.hyphenated()
        if searched is None or searched.all():
            self._counts.add(lengths, lengths, continues=continues)
            self._searched.add(tokens.ids, addresses, pairs, addresses[places])
        else:
            self._counts.add(lengths, np.diff(bounds_of(searched)[tokens.bounds]), continues=continues)
            for part, flags in ((self._searched, searched), (self._unsearched, ~searched)):
                chosen, whole = flags.nonzero()[0], flags[places] & flags[places + 1]
                part.add(tokens.ids[chosen], addresses[chosen], pairs[whole], addresses[places[whole]])
        self._next_address = first + len(tokens.ids) + len(lengths)  # one stays free behind each article
        self._token_count += len(tokens.ids)
        self._pair_count += len(pairs)
        if self._token_count > MOST_TOKENS or self._pair_count > _MOST_PAIRS:
            self.spill()

    def columns(self) -> Columns:
        """The columns of the field, and of the one with the tokens that are not searched."""
        self.spill()
        lengths, searched = self._counts.all()
        bounds = bounds_of(lengths + 1)
        columns: Columns = {}
        for (name, part), counts in zip(self._parts.items(), (searched, lengths - searched), strict=False):
            columns |= part.columns(name, bounds)
            columns |= {f"{name}.lengths": kernels().pack(lengths), f"{name}.counts": kernels().pack(counts)}
        return columns

    def spill(self) -> None:
        """Make postings of the collected tokens."""
        for part in self._parts.values():
            part.spill(self._terms)
        self._clear()


class _Addresses:
    """Takes tokens with their addresses, and gives postings."""

    def __init__(self) -> None:
        self._spilled: list[Postings] = []
        self._clear()

    def _clear(self) -> None:
        """Collect from nothing."""
        self._tokens: list[tuple[Int32s, Ints]] = []
        self._pairs: list[tuple[Ints, Ints]] = []

    def add(self, ids: Int32s, addresses: Ints, pairs: Ints, pair_addresses: Ints) -> None:
        """Take the terms of tokens, by numbers, and the pairs that a hyphen may join; and their addresses."""
        if len(ids):
            self._tokens.append((ids, addresses))
            self._pairs.append((pairs, pair_addresses))

    def spill(self, terms: Sequence[str]) -> None:
        """Make postings of what was collected."""
        if self._tokens:
            pairs, addresses = map(np.concatenate, zip(*self._pairs, strict=True))
            compounds, numbers = compound_terms(terms, pairs)
            joins = numbers != NO_COMPOUND
            of_compounds = numbers[joins] + np.int32(len(terms)), addresses[joins]
            self._spilled.append(build_postings([*terms, *compounds], [*self._tokens, of_compounds]))
            self._clear()

    def columns(self, name: str, bounds: Ints) -> Columns:
        """The columns of `Postings`, for all of them."""
        if len(self._spilled) > 1:
            return MergedPostings([SpilledPostings(part) for part in self._spilled], bounds).columns(name)
        return (self._spilled[0] if self._spilled else NO_POSTINGS).columns(name, bounds)


class _TokenCounts:
    """How many tokens each article has, and how many of them are searched."""

    def __init__(self) -> None:
        self._parts: list[tuple[Ints, Ints]] = []

    def add(self, lengths: Ints, searched: Ints, *, continues: bool) -> None:
        """Take the counts of some articles. If it `continues`, the first of them is the last one of the call before."""
        if continues:
            for before, first in zip(self._parts[-1], (lengths, searched), strict=True):
                before[-1] += first[0]
            lengths, searched = lengths[1:], searched[1:]
        if len(lengths):
            self._parts.append((lengths.copy(), searched.copy()))

    def all(self) -> tuple[Ints, Ints]:
        """Both counts of each article."""
        lengths, searched = map(np.concatenate, zip(*self._parts, strict=True))
        return lengths, searched
