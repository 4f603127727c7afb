"""One immutable segment: where each term stands in some articles, and the articles themselves.

What is decoded is looked at once more, since a file can have the right checksums and yet not be one that we wrote:
columns have the lengths that others say, and no number leads out of what it is a place in. Raises IndexDamaged.
"""

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from search.arrays import Bytes, Int32s, Ints, bounds_of
from search.engines.embedded.segment.stored_fields import StoredFields
from search.engines.embedded.segment.stored_fingerprints import StoredFingerprints
from search.engines.embedded.segment.term_dictionary import TermDictionary
from search.engines.embedded.storage.container import ContainerFile
from search.engines.embedded.storage.varint import sums, unpack
from search.query.nodes import BOILERPLATE, TEXT

SAID = ("source", "agency", "place", "author", "lang")
"""The fields with what is known of an article beyond its text."""
FIELDS = (TEXT, BOILERPLATE, "title", "path", *SAID)
"""The indexed fields."""
_MOST = 1 << 32
"""Tokens of an article, and bytes of a list."""
_CLOSE = 16_384
"""Bytes between two lists that are read at once: those of a block, which is read whole."""


class Field:
    """One field: its terms, and the list of each. The tables are read when first needed."""

    def __init__(self, file: ContainerFile, name: str, documents: int) -> None:
        self._file = file
        self._name = name
        self._documents = documents
        self._gaps = f"{name}.gaps"

    @property
    def terms_size(self) -> int:
        """The bytes of all terms. Cheap."""
        return self._file.text_size(f"{self._name}.terms")

    @cached_property
    def terms(self) -> TermDictionary:
        """All terms."""
        lines = self._file.text(f"{self._name}.terms")
        with self._file.decoding(f"the list of terms of {self._name}"):
            return TermDictionary(lines)

    @cached_property
    def lengths(self) -> Ints:
        """Tokens of each document, whether they are searched or not."""
        return self._numbers("lengths", self._documents)

    @cached_property
    def counts(self) -> Ints:
        """Tokens of each document that are searched."""
        found = self._numbers("counts", self._documents)
        if (found > self.lengths).any():
            raise self._file.damage(f"more tokens of {self._name} are searched than there are")
        return found

    def _numbers(self, name: str, count: int) -> Ints:
        """A packed column of so many numbers."""
        packed = self._file.array(f"{self._name}.{name}")
        with self._file.decoding(f"its column {self._name}.{name}"):
            found = unpack(packed)
        if len(found) != count or (found >= _MOST).any():
            raise self._file.damage(f"its column {self._name}.{name} is not what it should be")
        return found

    @cached_property
    def bounds(self) -> Ints:
        """Document n has the addresses bounds[n] to bounds[n + 1], but for the last of them."""
        return bounds_of(self.lengths + 1)

    @cached_property
    def list_bounds(self) -> Ints:
        """The gaps of term n are the bytes list_bounds[n] to list_bounds[n + 1] of their column."""
        return bounds_of(self._numbers("sizes", len(self.terms)))

    def gaps(self, first: int, end: int) -> tuple[Bytes, Ints]:
        """Of terms number `first` up to `end` the packed gaps, and how many bytes each has. Cost: reading them."""
        bounds = self.list_bounds[first : end + 1]
        return self._file.array(self._gaps, int(bounds[0]), int(bounds[-1])), bounds[1:] - bounds[:-1]

    def lists(self, numbers: Sequence[int]) -> tuple[list[Bytes], Ints]:
        """Of some terms, by their increasing numbers, the packed gaps of each, and how many bytes these are.

        Cost: reading them; those that lie close are read at once, with what lies between.
        """
        if len(numbers) == 1:  # mostly, and then in no time
            packed, sizes = self.gaps(numbers[0], numbers[0] + 1)
            return [packed], sizes
        chosen = np.array(numbers)
        starts, ends = self.list_bounds[chosen], self.list_bounds[chosen + 1]
        cuts = (starts[1:] - ends[:-1] > _CLOSE).nonzero()[0] + 1
        found: list[Bytes] = []
        for first, end in pairwise([0, *cuts.tolist(), len(numbers)]):
            base = starts[first]
            stretch = self._file.array(self._gaps, int(base), int(ends[end - 1]))
            places = zip((starts[first:end] - base).tolist(), (ends[first:end] - base).tolist(), strict=True)
            found += [stretch[start:stop] for start, stop in places]
        return found, ends - starts

    def addresses(self, first: int, end: int) -> tuple[Ints, Ints]:
        """Of terms number `first` up to `end`, one after the other: how many addresses each has, and the addresses."""
        packed, sizes = self.gaps(first, end)
        with self._file.decoding(f"a list of {self._name}"):
            counts, found = sums(packed, sizes)
        if not within(counts, found, self.bounds[-1]):
            raise self._file.damage(f"a list of {self._name} leads out of all articles")
        return counts, found


def within(counts: Ints, addresses: Ints, ends: Any) -> bool:
    """Whether the addresses in lists of so many each lie before the end, or before that of each list. As they are sums
    of gaps the last of a list is the largest, unless one is so large that it is negative."""
    return bool((addresses[counts.cumsum() - 1] < ends).all() and addresses.min(initial=0) >= 0)


class SegmentReader:
    """A segment file, open for reading."""

    def __init__(self, path: Path, length: int) -> None:
        self.name = path.name
        self.file = ContainerFile(path, length)
        documents, fields = self.file.facts.get("documents"), self.file.facts.get("fields")
        if not documents or documents != self.file.count("articles.id") or fields != list(FIELDS):
            self.file.close()
            raise self.file.damage("it does not hold what a segment does")
        self.count = int(documents)
        self.store = StoredFields(self.file, self.count)
        self.prints = StoredFingerprints(self.file, self.count)
        self.fields = {name: Field(self.file, name, self.count) for name in FIELDS}

    def offsets(self, document: int) -> tuple[Int32s, Int32s]:
        """The starts and ends of the tokens of an article's text."""
        starts, ends = self.store.offsets(document)
        if len(starts) != self.fields[TEXT].lengths[document]:
            raise self.file.damage(f"article {document} has other tokens than its postings")
        return starts, ends

    @property
    def terms_size(self) -> int:
        """The bytes of the terms of all fields. Cheap."""
        return sum(field.terms_size for field in self.fields.values())

    def close(self) -> None:
        """Let go of the file."""
        self.file.close()
