"""One immutable segment: the postings of its fields, and its articles.

Decoded values are checked once more, since a file with the right checksums need not be one that this program wrote:
columns have the lengths that others state, and addresses stay within the field. Everything raises IndexDamaged.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np

from search.analysis.stemming import stemmer_version
from search.arrays import Bytes, Int32s, Ints, UInt16s, UInt32s, bounds_of
from search.engines.embedded.segment.bigrams import Bigrams
from search.engines.embedded.segment.stored_fields import StoredFields
from search.engines.embedded.segment.stored_fingerprints import StoredFingerprints
from search.engines.embedded.segment.term_dictionary import TermDictionary
from search.engines.embedded.storage.commit_points import NamedFile
from search.engines.embedded.storage.container import ContainerFile
from search.kernels import kernels
from search.kernels.list_columns import ListColumns, LongLists, Read
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
_AT_ONCE = 4096
"""Terms whose lists are decoded at once."""


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

    @property
    def postings_size(self) -> int:
        """The bytes of all lists. Cheap."""
        return self._file.count(self._gaps)

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
        return kernels().read_lists(self._list_columns, numbers, base, end)

    @cached_property
    def _list_columns(self) -> ListColumns:
        return ListColumns(
            self.list_bounds, self._reading("gaps", _FEW), lambda: self._skips, lambda: self._list_documents
        )

    @cached_property
    def _skips(self) -> LongLists:
        """The skips of the terms with long lists. All are kept in memory."""
        return self._long_lists("skips", "skip_sizes", LONG, self._file.count(f"{self._name}.skips"))

    @cached_property
    def _list_documents(self) -> LongLists:
        """The documents of the terms whose lists have them. They are kept in memory where they are few: each question
        reads those of some frequent words."""
        return self._long_lists("documents", "document_sizes", FREQUENT, _FEW_DOCUMENTS)

    def _long_lists(self, column: str, sizes: str, least: int, few: int) -> LongLists:
        """What lists have that take so many bytes or more. The whole column is kept in memory where it is small."""
        numbers = (self.list_bounds[1:] - self.list_bounds[:-1] >= least).nonzero()[0]
        bounds = bounds_of(self._file.varints(f"{self._name}.{sizes}", len(numbers)))
        if bounds[-1] != self._file.count(f"{self._name}.{column}"):
            raise self._file.damage(f"the {column} of {self._name} are not as long as their column")
        return LongLists(numbers, bounds, self._reading(column, few))

    def _reading(self, column: str, few: int) -> Read:
        """How a column is read: from memory, where it has few bytes."""
        name = f"{self._name}.{column}"
        size = self._file.count(name)
        if size > few:
            return partial(self._file.raw, name)
        whole = self._file.raw(name, 0, size)
        return lambda start, end: whole[start:end]

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
        return _are_stored(skips, skip_sizes, self._skips, first, end)

    def has_right_documents(self, first: int, end: int) -> bool:
        """Whether the terms number `first` up to `end` have the documents of their lists."""
        packed, sizes = self.gaps(first, end)
        with self._file.decoding(f"a list of {self._name}"):
            documents, document_sizes = kernels().build_documents(packed, sizes, self.bounds, FREQUENT)
        return _are_stored(documents, document_sizes, self._list_documents, first, end)

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


def _are_stored(packed: Bytes, sizes: Ints, stored: LongLists, first: int, end: int) -> bool:
    """Whether the lists number `first` up to `end` have so many bytes each, and these."""
    places = slice(*stored.numbers.searchsorted((first, end)).tolist())
    bounds = stored.bounds[places.start : places.stop + 1]
    has_right_sizes: bool = np.array_equal(np.diff(bounds), sizes)
    return has_right_sizes and stored.read(int(bounds[0]), int(bounds[-1])) == packed.tobytes()


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


@contextmanager
def open_segments(folder: Path, files: Iterable[NamedFile]) -> Iterator[list[SegmentReader]]:
    """Some segments, open in the block. Raises IndexDamaged, OSError."""
    with ExitStack() as stack:
        opened = (SegmentReader(folder / file.name, file.length) for file in files)
        yield [stack.enter_context(closing(segment)) for segment in opened]
