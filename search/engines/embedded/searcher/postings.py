"""Postings of terms in all segments: the lists are read one by one and decoded together."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np

from search.arrays import Ints, UInt32s, bounds_of, differences, joined
from search.engines.embedded.searcher.cache import Cache, QuestionMemory
from search.engines.embedded.segment.segment_reader import Field
from search.kernels import kernels
from search.kernels.packed_lists import DocumentTable, PackedList
from search.kernels.phrase_query import PhrasePlaces

_NONE = np.zeros(0, np.int64)
_LONG = 1 << 15
"""Bytes of the lists of a term that are kept for the next question, at least."""


ListMemory = QuestionMemory[tuple["MultiFieldReader", frozenset[str] | tuple[str, ...]], list[PackedList]]
"""The lists of terms and of bigrams of fields that a question has read."""


class _LongLists(NamedTuple):
    """The lists of a term, as an entry of a cache."""

    lists: list[PackedList]

    @property
    def size(self) -> int:
        """How many numbers of eight bytes take as much."""
        return _size(self.lists) // 8


class MultiFieldReader:
    """One field of all segments. Documents and addresses are numbered through all of them."""

    def __init__(self, parts: Sequence[Field], memory: ListMemory, long_lists: Cache) -> None:
        self._parts = parts
        self._memory = memory
        self._long_lists = long_lists

    @cached_property
    def lengths(self) -> UInt32s:
        """Tokens of each document, whether they are searched or not."""
        return joined([part.lengths for part in self._parts], np.uint32)

    @cached_property
    def counts(self) -> UInt32s:
        """Tokens of each document that are searched."""
        return joined([part.counts for part in self._parts], np.uint32)

    @cached_property
    def bounds(self) -> Ints:
        """Document n has the addresses bounds[n] to bounds[n + 1], but for the last of them."""
        only = len(self._parts) == 1
        return self._parts[0].bounds if only else bounds_of(np.add(self.lengths, 1, dtype=np.int64))

    @cached_property
    def table(self) -> DocumentTable:
        """Which document has an address."""
        return DocumentTable.of(self.bounds)

    @cached_property
    def _bases(self) -> list[int]:
        """The first address of each part, and the one behind all."""
        firsts = bounds_of([len(part.lengths) for part in self._parts])
        bases: list[int] = self.bounds[firsts].tolist()
        return bases

    @cached_property
    def _spans(self) -> list[tuple[int, int, Field]]:
        """Each part with its first address, and the one behind it."""
        return [(base, end, part) for (base, end), part in zip(pairwise(self._bases), self._parts, strict=True)]

    def lists(self, terms: frozenset[str]) -> list[PackedList]:
        """The lists of some terms, of one segment after the other. Cost: reading them, once for a question."""
        return self._memory.get((self, terms), lambda: self._lists(terms))

    def _lists(self, terms: frozenset[str]) -> list[PackedList]:
        """The same, read, or kept from an earlier question: most phrases have one of a few words, whose lists are the
        longest."""
        kept: _LongLists | None = self._long_lists.find((self, terms)) if len(terms) == 1 else None
        if kept:
            return kept.lists
        lists = self._read(terms)
        if len(terms) == 1 and _size(lists) >= _LONG:
            self._long_lists.keep((self, terms), _LongLists(lists))
        return lists

    def _read(self, terms: frozenset[str]) -> list[PackedList]:
        lists: list[PackedList] = []
        for base, end, part in self._spans:
            lists += part.lists(part.terms.numbers(terms), base, end)
        return lists

    def addresses(self, terms: frozenset[str]) -> Ints:
        """The addresses of the tokens of any of some terms, increasing. One that two terms have comes twice.

        Cost: reading, decoding and sorting them.
        """
        lists = self.lists(terms)
        try:
            return kernels().addresses_between(lists, 0, int(self.bounds[-1]))
        except ValueError:
            self.verify(lists)
            raise

    def bigrams(self, words: Sequence[str]) -> dict[int, PackedList]:
        """The list of a phrase in each segment in which it is a bigram, by the base of the segment. Such a list has
        documents alone. Cost: reading about a byte for each document."""
        if len(words) != 2:
            return {}
        lists = self._memory.get((self, tuple(words)), lambda: self._bigrams(*words))
        return {packed.base: packed for packed in lists}

    def _bigrams(self, first: str, second: str) -> list[PackedList]:
        of_segments = ((base, end, part.bigrams.documents(first, second)) for base, end, part in self._spans)
        return [
            PackedList(b"", b"", base, end, documents) for base, end, documents in of_segments if documents is not None
        ]

    def phrase_starts(self, words: Sequence[str], without: Collection[int] = ()) -> Ints:
        """The addresses at which words follow one another, except in segments with the bases `without`. Cost: as the
        kernel of this name, and reading the lists of the words up to one that there is not."""
        if len(without) == len(self._parts):
            return _NONE
        by_word: list[list[PackedList]] = []
        for word in words:
            by_word.append(self.lists(frozenset((word,))))
            if not by_word[-1]:
                return _NONE
        segments = self._segments(by_word, without)
        try:
            return kernels().phrase_starts(segments)
        except ValueError:
            self.verify(chain.from_iterable(segments))
            raise

    def phrase_places(self, words: Sequence[str], lists: Sequence[Sequence[PackedList]]) -> PhrasePlaces:
        """Where words may follow one another; each has its lists. Cost: reading the documents of a bigram."""
        bigrams = self.bigrams(words)
        return PhrasePlaces(self._segments(lists, bigrams), [*bigrams.values()], self.table)

    def _segments(self, lists: Sequence[Sequence[PackedList]], without: Collection[int]) -> list[list[PackedList]]:
        """The list of each word in each segment that has all of them, except in segments with the bases `without`."""
        if len(self._parts) == 1:
            return [[own[0] for own in lists]] if all(lists) and not without else []
        by_word = [{packed.base: packed for packed in own} for own in lists]
        bases = {base for base in set(by_word[0]).intersection(*by_word) if base not in without}
        return [[own[base] for own in by_word] for base in sorted(bases)]

    def verify(self, lists: Iterable[PackedList]) -> None:
        """Raises IndexDamaged for the segment with a list that cannot be decoded, or whose skips or documents are not
        its own."""
        for packed in lists:
            number = bisect_right(self._bases, packed.base) - 1
            if packed.end <= self._bases[number + 1]:  # it is of one segment, and was not made by `packed`
                self._parts[number].verify(packed.gaps, packed.skips, packed.documents)

    def packed(self, addresses: Ints) -> list[PackedList]:
        """Some addresses, increasing, as a list."""
        end = int(self.bounds[-1])
        return [PackedList(kernels().pack(differences(addresses)).tobytes(), b"", 0, end)] if len(addresses) else []

    def documents_of(self, addresses: Ints) -> Ints:
        """The document of each of some addresses."""
        return self.bounds.searchsorted(addresses, side="right") - 1


def _size(lists: Sequence[PackedList]) -> int:
    """The bytes of some lists."""
    return sum(len(packed.gaps) for packed in lists)
