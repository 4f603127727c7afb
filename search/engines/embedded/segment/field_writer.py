"""Tokens of one field of a segment, taken batch by batch, to postings.

Tokens are collected up to a limit and then spilled as postings, which take a few bytes a token. So memory is bounded,
whatever words the articles have. The spilled postings are merged at the end.
"""

from collections.abc import Sequence

import numpy as np

from search.analysis.batch_tokenizer import BatchTokens
from search.analysis.compounds import CompoundTerms
from search.arrays import Flags, Int32s, Ints, bounds_of
from search.engines.embedded.segment.merge_postings import MergedPostings, SpilledPostings
from search.engines.embedded.segment.postings_writer import FieldTokens, Postings, build_postings
from search.engines.embedded.storage.container_writer import Columns
from search.kernels import kernels

MOST_TOKENS = 1 << 20
"""Tokens that are collected before they are spilled."""
_MOST_COMPOUNDS = 1 << 17
"""Distinct pairs of terms with a hyphen between them that are collected before they are spilled."""


class FieldWriter:
    """Takes tokens and gives the columns of the field. Tokens that are not searched go to the field `unsearched`.

    All tokens between two calls of `spill` have to be of one tokenizer.
    """

    def __init__(self, name: str, unsearched: str = "") -> None:
        self._spilled: dict[str, list[Postings]] = {field: [] for field in (name, unsearched) if field}
        self._counts = _TokenCounts()  # of all articles
        self._base = 0  # the first address of the collected tokens
        self._clear()

    def _clear(self) -> None:
        """Collect from nothing."""
        self._terms: Sequence[str] = ()
        self._compound_terms = CompoundTerms(())
        self._ids: list[Int32s] = []
        self._searched: list[Flags] = []
        self._compounds: list[tuple[Int32s, Ints]] = []
        self._collected = _TokenCounts()
        self._token_count = 0

    def add(self, tokens: BatchTokens, searched: Flags | None = None, *, continues: bool = False) -> None:
        """Take the tokens of some articles. If it `continues`, the first of them is the last one of the call before."""
        flags = np.ones(len(tokens.ids), np.bool_) if searched is None else searched
        lengths = np.diff(tokens.bounds)
        counts = lengths, lengths if flags.all() else np.diff(bounds_of(flags)[tokens.bounds])
        if not self._ids:
            self._terms, self._compound_terms = tokens.terms, CompoundTerms(tokens.terms)
        if continues and not self._ids:
            self._base -= 1  # the article goes on, so no address stays free before this token
        self._collected.add(*counts, continues=continues and bool(self._ids))
        self._counts.add(*counts, continues=continues)
        compound_ids, places = tokens.compounds(self._compound_terms)
        is_whole = flags[places] == flags[places + 1]
        self._compounds.append((compound_ids[is_whole], places[is_whole] + self._token_count))
        self._ids.append(tokens.ids)
        self._searched.append(flags)
        self._token_count += len(tokens.ids)
        if self._token_count > MOST_TOKENS or len(self._compound_terms) > _MOST_COMPOUNDS:
            self.spill()

    def columns(self) -> Columns:
        """The columns of the field, and of the one with the tokens that are not searched."""
        self.spill()
        lengths, searched = self._counts.all()
        columns: Columns = {}
        for (name, parts), counts in zip(self._spilled.items(), (searched, lengths - searched), strict=False):
            merged = MergedPostings([SpilledPostings(part) for part in parts]) if len(parts) > 1 else parts[0]
            columns |= merged.columns(name)
            columns |= {f"{name}.lengths": kernels().pack(lengths), f"{name}.counts": kernels().pack(counts)}
        return columns

    def spill(self) -> None:
        """Make postings of the collected tokens."""
        if not self._ids:
            return
        ids, searched = np.concatenate(self._ids), np.concatenate(self._searched)
        terms = [*self._terms, *self._compound_terms.found]
        compound_ids, places = map(np.concatenate, zip(*self._compounds, strict=True))
        compound_ids += len(self._terms)
        lengths, _ = self._collected.all()
        self._clear()  # before the postings are built: the tokens take memory
        for parts, chosen in zip(self._spilled.values(), (searched, ~searched), strict=False):
            tokens = FieldTokens(terms, ids, lengths, chosen, compound_ids, places, self._base)
            parts.append(build_postings(tokens))
        self._base += len(ids) + len(lengths)


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
