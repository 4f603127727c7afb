"""One immutable segment: the postings of its fields, and its articles.

Decoded values are checked once more, since a file with the right checksums need not be one that this program wrote:
columns have the lengths that others state, and addresses stay within the field. Everything raises IndexDamaged.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from search.analysis.stemming import stemmer_version
from search.arrays import Bytes, Int32s, Ints, UInt16s, UInt32s, bounds_of
from search.engines.embedded.segment.bigrams import Bigrams
from search.engines.embedded.segment.stored_fields import StoredFields
from search.engines.embedded.segment.stored_fingerprints import StoredFingerprints
from search.engines.embedded.segment.term_dictionary import TermDictionary
from search.engines.embedded.storage.container import ContainerFile
from search.kernels import kernels
from search.kernels.packed_lists import FREQUENT, LONG, PackedList
from search.query.nodes import BOILERPLATE, TEXT
from search.types.article import Article

METADATA_FIELDS = ("source", "agency", "place", "author", "lang", "type")
"""The fields with the metadata of articles."""
FIELDS = (TEXT, BOILERPLATE, "title", "path", *METADATA_FIELDS)
"""The indexed fields."""
_FEW = 1 << 18
"""Bytes of the lists of a field that are kept in memory, at most."""
_FEW_DOCUMENTS = 1 << 23
"""Bytes of the documents of a field that are kept in memory, at most."""
_MANY = 64
"""Terms above which a look at all of them at once is faster than one at each."""
_AT_ONCE = 4096
"""Terms whose lists are decoded at once."""
_CLOSE = 16_384
"""Bytes between two lists that are read together: a block, which is read whole anyway."""


class Field:
    """One field: its terms, and the list of addresses of each. Columns are read when they are first needed."""

    def __init__(self, file: ContainerFile, name: str, documents: int) -> None:
        self._file = file
        self._name = name
        self._documents = documents
        self._gaps = f"{name}.gaps"
        self.stems = cache(self._read_stems)

    @property
    def terms_size(self) -> int:
        """The bytes of all terms. Cheap: they are not read."""
        return self._file.text_size(f"{self._name}.terms")

    @cached_property
    def terms(self) -> TermDictionary:
        """All terms."""
        lines = self._file.text(f"{self._name}.terms")
        with self._file.decoding(f"the list of terms of {self._name}"):
            return TermDictionary(lines)

    def _read_stems(self, language: str) -> UInt16s | None:
        """The hash of the stem of each term, as `term_stems` has it. None where the segment has none in a language, or
        those of other stemmers."""
        languages, stemmer = self._file.facts.get("languages"), self._file.facts.get("stemmer")
        if not isinstance(languages, list) or language not in languages or stemmer != stemmer_version():
            return None
        at, count = languages.index(language), len(self.terms)
        column = self._file.array(f"{self._name}.stems", at * count, (at + 1) * count)
        if column.dtype != np.uint16:
            raise self._file.damage(f"its column {self._name}.stems is not what it should be")
        return column

    @cached_property
    def lengths(self) -> UInt32s:
        """Tokens of each document, searched or not."""
        return self._file.varints(f"{self._name}.lengths", self._documents).astype(np.uint32)

    @cached_property
    def counts(self) -> UInt32s:
        """Tokens of each document that are searched."""
        counts = self._file.varints(f"{self._name}.counts", self._documents).astype(np.uint32)
        if (counts > self.lengths).any():
            raise self._file.damage(f"more tokens of {self._name} are searched than there are")
        return self.lengths if np.array_equal(counts, self.lengths) else counts

    @cached_property
    def bounds(self) -> Ints:
        """Document n has the addresses from bounds[n] up to bounds[n + 1] - 1, which stays free."""
        return bounds_of(np.add(self.lengths, 1, dtype=np.int64))

    @cached_property
    def _end(self) -> int:
        """The last of the bounds."""
        return int(self.lengths.sum(dtype=np.int64)) + self._documents

    @cached_property
    def list_bounds(self) -> Ints:
        """The gaps of term n are the bytes list_bounds[n] to list_bounds[n + 1] of their column."""
        bounds = bounds_of(self._file.varints(f"{self._name}.sizes", len(self.terms)))
        if bounds[-1] != self._file.count(self._gaps):
            raise self._file.damage(f"the lists of {self._name} are not as long as their column")
        return bounds

    def gaps(self, first: int, end: int) -> tuple[Bytes, Ints]:
        """The packed gaps of the terms number `first` up to `end`, and how many bytes each has. Cost: reading them."""
        bounds = self.list_bounds[first : end + 1]
        return self._file.array(self._gaps, int(bounds[0]), int(bounds[-1])), bounds[1:] - bounds[:-1]

    def lists(self, numbers: Sequence[int], base: int, end: int) -> list[PackedList]:
        """The lists of some terms, by their increasing numbers. Their addresses lie from `base` up to `end`.

        Cost: reading them. Lists that lie close are read at once, with what lies between.
        """
        bounds = self.list_bounds.data
        lists: list[PackedList] = []
        for run in self._close(numbers):
            packed = self._packed(bounds[run[0]], bounds[run[-1] + 1])
            lists += kernels().split_lists(packed, self.list_bounds, run, base, end)
        for at in self._long(numbers):
            gaps, number = lists[at].gaps, numbers[at]
            documents = self._documents_of(number) if len(gaps) >= FREQUENT else b""
            lists[at] = PackedList(gaps, self._skips_of(number), base, end, documents)
        return lists

    def _long(self, numbers: Sequence[int]) -> list[int]:
        """Which of some terms have long lists."""
        if len(numbers) <= _MANY:
            bounds = self.list_bounds.data
            return [at for at, number in enumerate(numbers) if bounds[number + 1] - bounds[number] >= LONG]
        some = np.array(numbers)
        long: list[int] = (self.list_bounds[some + 1] - self.list_bounds[some] >= LONG).nonzero()[0].tolist()
        return long

    def _close(self, numbers: Sequence[int]) -> list[Sequence[int]]:
        """Some numbers of terms in parts, of which each is read at once."""
        if not numbers:
            return []
        bounds, first, last = self.list_bounds.data, numbers[0], numbers[-1]
        if last - first < len(numbers) or bounds[last + 1] - bounds[first] <= _CLOSE:  # as of most words and prefixes
            return [numbers]
        firsts = [at for at in range(1, len(numbers)) if bounds[numbers[at]] - bounds[numbers[at - 1] + 1] > _CLOSE]
        return [numbers[start:end] for start, end in pairwise((0, *firsts, len(numbers)))]

    def _packed(self, start: int, end: int) -> bytes:
        """Some bytes of the gaps."""
        whole = self._whole
        return self._file.raw(self._gaps, start, end) if whole is None else whole[start:end]

    @cached_property
    def _whole(self) -> bytes | None:
        """All gaps, where they are few: as those of titles are."""
        size = self._file.count(self._gaps)
        return self._file.raw(self._gaps, 0, size) if size <= _FEW else None

    def _skips_of(self, number: int) -> bytes:
        """The skips of a term with a long list."""
        terms, bounds, skips = self._skips
        at = bisect_left(terms, number)
        return skips[bounds[at] : bounds[at + 1]]

    @cached_property
    def _skips(self) -> tuple[list[int], list[int], bytes]:
        """The numbers of the terms with skips; where these of each begin, and the last end; and all skips."""
        bounds = self.list_bounds
        terms = (bounds[1:] - bounds[:-1] >= LONG).nonzero()[0]
        skip_bounds = bounds_of(self._file.varints(f"{self._name}.skip_sizes", len(terms))).tolist()
        size = self._file.count(f"{self._name}.skips")
        if skip_bounds[-1] != size:
            raise self._file.damage(f"the skips of {self._name} are not as long as their column")
        return terms.tolist(), skip_bounds, self._file.raw(f"{self._name}.skips", 0, size)

    def _documents_of(self, number: int) -> bytes:
        """The documents of a term with a list that has them."""
        terms, bounds = self._document_bounds
        at = bisect_left(terms, number)
        whole = self._all_documents
        if whole is not None:
            return whole[bounds[at] : bounds[at + 1]]
        return self._file.raw(f"{self._name}.documents", bounds[at], bounds[at + 1])

    @cached_property
    def _all_documents(self) -> bytes | None:
        """The documents of all lists, where they are few: each question reads those of some frequent words."""
        size = self._file.count(f"{self._name}.documents")
        return self._file.raw(f"{self._name}.documents", 0, size) if size <= _FEW_DOCUMENTS else None

    @cached_property
    def _document_bounds(self) -> tuple[list[int], list[int]]:
        """The numbers of the terms whose lists have documents; where these of each begin, and the last end."""
        bounds = self.list_bounds
        terms = (bounds[1:] - bounds[:-1] >= FREQUENT).nonzero()[0]
        document_bounds = bounds_of(self._file.varints(f"{self._name}.document_sizes", len(terms))).tolist()
        if document_bounds[-1] != self._file.count(f"{self._name}.documents"):
            raise self._file.damage(f"the documents of {self._name} are not as long as their column")
        return terms.tolist(), document_bounds

    @cached_property
    def bigrams(self) -> Bigrams:
        """The documents in which two common words follow one another."""
        return Bigrams(self._file, self._name, self.terms, self.list_bounds)

    def ranges(self, first: int = 0) -> Iterator[tuple[int, int]]:
        """The terms from `first` on, as ranges of so many whose lists can be decoded at once."""
        end = len(self.terms)
        return ((start, min(start + _AT_ONCE, end)) for start in range(first, end, _AT_ONCE))

    def addresses(self, first: int, end: int) -> tuple[Ints, Ints]:
        """How many addresses each of the terms number `first` up to `end` has, and all their addresses."""
        return self._unpacked(*self.gaps(first, end))

    def verify(self, gaps: bytes, skips: bytes, documents: bytes) -> None:
        """Raises IndexDamaged where the gaps of a term cannot be decoded, or have other skips or documents. A list
        without gaps is that of a bigram: for it all bigrams are verified."""
        if not gaps:
            if not self.has_right_bigrams():
                raise self._file.damage(f"the bigrams of {self._name} are not those of its lists")
            return
        packed, sizes = np.frombuffer(gaps, np.uint8), np.array([len(gaps)])
        self._unpacked(packed, sizes)
        if kernels().build_skips(packed, sizes, LONG)[0].tobytes() != skips:
            raise self._file.damage(f"the skips of a list of {self._name} are not its own")
        if documents and kernels().build_documents(packed, sizes, self.bounds, 0)[0].tobytes() != documents:
            raise self._file.damage(f"the documents of a list of {self._name} are not its own")

    def has_right_skips(self, first: int, end: int) -> bool:
        """Whether the terms number `first` up to `end` have the skips of their lists."""
        packed, sizes = self.gaps(first, end)
        with self._file.decoding(f"a list of {self._name}"):
            skips, skip_sizes, _ = kernels().build_skips(packed, sizes, LONG)
        terms, bounds, stored = self._skips
        first, end = bisect_left(terms, first), bisect_left(terms, end)
        has_right_sizes = np.diff(bounds[first : end + 1]).tolist() == skip_sizes.tolist()
        return has_right_sizes and stored[bounds[first] : bounds[end]] == skips.tobytes()

    def has_right_documents(self, first: int, end: int) -> bool:
        """Whether the terms number `first` up to `end` have the documents of their lists."""
        packed, sizes = self.gaps(first, end)
        with self._file.decoding(f"a list of {self._name}"):
            documents, document_sizes = kernels().build_documents(packed, sizes, self.bounds, FREQUENT)
        terms, bounds = self._document_bounds
        first, end = bisect_left(terms, first), bisect_left(terms, end)
        has_right_sizes = np.diff(bounds[first : end + 1]).tolist() == document_sizes.tolist()
        return (
            has_right_sizes
            and self._file.raw(f"{self._name}.documents", bounds[first], bounds[end]) == documents.tobytes()
        )

    def has_right_bigrams(self) -> bool:
        """Whether the bigrams are those of the lists."""
        lists = [self.gaps(number, number + 1)[0].tobytes() for number in self.bigrams.terms.values()]
        return self.bigrams.are_those_of(lists, self.bounds)

    def _unpacked(self, packed: Bytes, sizes: Ints) -> tuple[Ints, Ints]:
        with self._file.decoding(f"a list of {self._name}"):
            counts, addresses = kernels().unpack_gaps(packed, sizes)
        if not are_within(counts, addresses, self._end):
            raise self._file.damage(f"a list of {self._name} leads out of all articles")
        return counts, addresses


def are_within(counts: Ints, addresses: Ints, ends: Any) -> bool:
    """Whether the addresses in lists of `counts` addresses lie before `ends`: one number, or one for each list.

    Addresses are sums of gaps, so the last one of a list is the largest, unless a sum overflowed and is negative.
    """
    return bool((addresses[counts.cumsum() - 1] < ends).all() and addresses.min(initial=0) >= 0)


class SegmentReader:
    """A segment file, open for reading. `count` is the number of its documents, deleted ones included."""

    def __init__(self, path: Path, length: int) -> None:
        self.name = path.name
        self.file = ContainerFile(path, length)
        documents, fields = self.file.facts.get("documents"), self.file.facts.get("fields")
        if not documents or documents != self.file.count("articles.id") or fields != list(FIELDS):
            self.file.close()
            raise self.file.damage("it does not hold what a segment does")
        self.count = int(documents)
        self.stored_fields = StoredFields(self.file, self.count)
        self.fingerprints = StoredFingerprints(self.file, self.count)
        self.fields = {name: Field(self.file, name, self.count) for name in FIELDS}

    def offsets(self, document: int, article: Article, packed: bytes) -> tuple[Int32s, Int32s]:
        """The starts and ends of the tokens of the text of an article, which was read."""
        starts, ends = self.stored_fields.offsets(article, packed)
        if len(starts) != self.fields[TEXT].lengths[document]:
            raise self.file.damage(f"article {document} has other tokens than its postings")
        return starts, ends

    @property
    def terms_size(self) -> int:
        """The bytes of the terms of all fields. Cheap: no term is read."""
        return sum(field.terms_size for field in self.fields.values())

    def verify_lists(self) -> None:
        """Raises IndexDamaged for a list that cannot be decoded, and where no bigrams can be made of the lists. Cost:
        decoding all of them."""
        for field in self.fields.values():
            for range_ in field.ranges():
                field.addresses(*range_)
            field.has_right_bigrams()

    def close(self) -> None:
        """Close the file."""
        self.file.close()
