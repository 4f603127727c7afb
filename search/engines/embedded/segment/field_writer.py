"""The tokens of one field of a segment, taken a batch at a time, to its postings.

Tokens are held until there are many, or many terms; then they are put aside as postings, which take a few bytes a
token. So the memory of a segment has a bound, whatever words its articles are made of. What was put aside is merged in
the end.
"""

import numpy as np

from search.analysis.batch_tokenizer import BatchTokens
from search.arrays import Flags, Int32s, Ints, bounds_of
from search.engines.embedded.segment.merge_postings import Aside, MergedPostings
from search.engines.embedded.segment.postings_writer import FieldTokens, Postings, postings
from search.engines.embedded.storage.container import Columns
from search.engines.embedded.storage.varint import pack

MOST_TOKENS = 1 << 20
"""Tokens that are held."""
_MOST_TERMS = 1 << 17
"""Terms that are held."""


class FieldWriter:
    """Takes the tokens of articles. Those that are not searched in the field belong to another, `others`."""

    def __init__(self, name: str, others: str = "") -> None:
        self._postings: dict[str, list[Postings]] = {field: [] for field in (name, others) if field}
        self._numbers = _Numbers()
        self._ids: list[Int32s] = []
        self._searched: list[Flags] = []
        self._held = 0
        self._counts = _Counts()  # of all articles
        self._open = _Counts()  # of those with tokens that are held
        self._base = 0

    def add(self, found: BatchTokens, searched: Flags | None = None, *, goes_on: bool = False) -> None:
        """Take the tokens of some articles; where it `goes_on`, the first of them is the last that was taken."""
        chosen = np.ones(len(found.ids), np.bool_) if searched is None else searched
        counts = np.diff(found.bounds), np.diff(bounds_of(chosen)[found.bounds])
        if goes_on and not self._ids:
            self._base -= 1  # the address behind it is not to be free yet
        self._open.add(*counts, goes_on=goes_on and bool(self._ids))
        self._counts.add(*counts, goes_on=goes_on)
        numbers = np.fromiter(map(self._numbers.__getitem__, found.terms), np.int32, len(found.terms))
        self._ids.append(numbers[found.ids])
        self._searched.append(chosen)
        self._held += len(found.ids)
        if self._held > MOST_TOKENS or len(self._numbers) > _MOST_TERMS:
            self._put_aside()

    def columns(self) -> Columns:
        """The columns of the field, and of the one with the other tokens."""
        self._put_aside()
        lengths, searched = self._counts.all()
        columns: Columns = {}
        for (name, parts), counts in zip(self._postings.items(), (searched, lengths - searched), strict=False):
            if len(parts) == 1:
                (only,) = parts
                columns |= {f"{name}.terms": only.terms, f"{name}.gaps": only.gaps, f"{name}.sizes": only.sizes}
            else:
                columns |= MergedPostings([Aside(part) for part in parts]).columns(name)
            columns |= {f"{name}.lengths": pack(lengths), f"{name}.counts": pack(counts)}
        return columns

    def _put_aside(self) -> None:
        """Make postings of what is held."""
        if not self._ids:
            return
        terms, ids, searched = list(self._numbers), np.concatenate(self._ids), np.concatenate(self._searched)
        lengths, _ = self._open.all()
        self._numbers, self._ids, self._searched, self._open, self._held = _Numbers(), [], [], _Counts(), 0
        for parts, chosen in zip(self._postings.values(), (searched, ~searched), strict=False):
            parts.append(postings(FieldTokens(terms, ids, lengths, chosen, self._base)))
        self._base += len(ids) + len(lengths)


class _Numbers(dict[str, int]):
    """Numbers of terms, given as they are asked for; of one that is known without a step in Python."""

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number


class _Counts:
    """How many tokens articles have, and how many of them are searched."""

    def __init__(self) -> None:
        self._parts: list[tuple[Ints, Ints]] = []

    def add(self, lengths: Ints, searched: Ints, *, goes_on: bool) -> None:
        """Take those of some articles; where it `goes_on`, the first of them is the last that was taken."""
        if goes_on:
            for before, first in zip(self._parts[-1], (lengths, searched), strict=True):
                before[-1] += first[0]
            lengths, searched = lengths[1:], searched[1:]
        if len(lengths):
            self._parts.append((lengths.copy(), searched.copy()))

    def all(self) -> tuple[Ints, Ints]:
        """Of each article both."""
        lengths, searched = map(np.concatenate, zip(*self._parts, strict=True))
        return lengths, searched
