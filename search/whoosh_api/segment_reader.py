"""One segment as Whoosh reads it.

It shows live documents only, numbered from 0. So deleted documents affect no score and no list of terms.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, compress
from typing import Any

import numpy as np
from whoosh.columns import ColumnReader, TranslatingColumnReader
from whoosh.matching import Matcher
from whoosh.reading import IndexReader, ReaderClosed, TermInfo, TermNotFound

from search.analysis.compounds import SIGN
from search.arrays import Flags, Ints
from search.engines.embedded.searcher.cache import Cache
from search.engines.embedded.searcher.postings import ListMemory, MultiFieldReader
from search.engines.embedded.segment.segment_reader import Field, SegmentReader
from search.whoosh_api.matcher import Occurrences, PostingMatcher
from search.whoosh_api.schema import FIELDS, schema, term_of

_AT_ONCE = 4096
"""Terms whose postings are read at once."""


@dataclass(frozen=True)
class _Postings:
    """The addresses of a term's tokens, the live documents that they are in, and how many are in each."""

    addresses: Ints
    documents: Ints
    frequencies: Ints

    @property
    def size(self) -> int:
        """As in `Sized`."""
        return len(self.addresses) + 2 * len(self.documents)


class WhooshSegmentReader(IndexReader):
    """An `IndexReader` of one segment. Every method raises IndexDamaged.

    Closing it does not close the segment. Not safe across threads.
    """

    def __init__(self, segment: SegmentReader, deleted: Ints, generation: int) -> None:
        self.schema = schema()
        self.is_closed = False
        self._segment = segment
        self._generation = generation
        self._live = np.ones(segment.count, np.bool_)
        self._live[deleted] = False
        self._documents = np.flatnonzero(self._live)  # from numbers here to numbers in the segment
        self._numbers = np.cumsum(self._live) - 1  # and back
        self._cache = Cache()
        memory = ListMemory()
        self._fields = {name: MultiFieldReader((field,), memory, self._cache) for name, field in segment.fields.items()}
        self._terms = cache(self._live_terms)
        self._lengths = cache(lambda name: self._field(name).counts[self._live].tolist())

    def close(self) -> None:
        """Read nothing from now on."""
        self.is_closed = True

    def generation(self) -> int:
        """The number of the commit point that it reads."""
        return self._generation

    def __contains__(self, term: tuple[str, str | bytes]) -> bool:
        """Whether a live document has a term, given as (field, text). Cost: reading its postings."""
        return term[0] in FIELDS and len(self._postings(*term).documents) > 0

    def indexed_field_names(self) -> list[str]:
        """The fields, sorted."""
        return sorted(FIELDS)

    def all_terms(self) -> Iterator[tuple[str, bytes]]:
        """All terms as (field, term), sorted."""
        return self.terms_from("", b"")

    def terms_from(self, fieldname: str, prefix: str | bytes) -> Iterator[tuple[str, bytes]]:
        """The terms from one on, as (field, term), sorted."""
        for name in self.indexed_field_names():
            if name >= fieldname:
                terms = self._terms(name)
                first = bisect_left(terms, term_of(prefix)) if name == fieldname else 0
                yield from ((name, terms[number].encode()) for number in range(first, len(terms)))

    def term_info(self, fieldname: str, text: str | bytes) -> TermInfo:
        """The counts of a term in live documents. Raises TermNotFound. Cost: reading its postings."""
        postings = self._postings(fieldname, text)
        if not len(postings.documents):
            raise TermNotFound(f"{fieldname}:{text!r}")
        lengths = self._field(fieldname).counts[postings.documents]
        first, last = self._numbers[postings.documents[[0, -1]]].tolist()
        return TermInfo(
            float(postings.frequencies.sum()),
            len(postings.documents),
            int(lengths.min()),
            int(lengths.max()),
            float(postings.frequencies.max()),
            first,
            last,
        )

    def frequency(self, fieldname: str, text: str | bytes) -> int:
        """How often a term occurs in live documents."""
        return int(self._postings(fieldname, text).frequencies.sum())

    def doc_frequency(self, fieldname: str, text: str | bytes) -> int:
        """How many live documents have a term."""
        return len(self._postings(fieldname, text).documents)

    def postings(self, fieldname: str, text: str | bytes, scorer: Any = None, **_options: Any) -> Matcher:
        """The documents of a term. Raises TermNotFound. Cost: reading its postings."""
        postings = self._postings(fieldname, text)
        if not len(postings.documents):
            raise TermNotFound(f"{fieldname}:{text!r}")
        field = self._fields[fieldname]

        def positions(document: int) -> list[int]:
            start, end = field.bounds[self._documents[document] : self._documents[document] + 2]
            first, last = postings.addresses.searchsorted((start, end))
            inside: list[int] = (postings.addresses[first:last] - start).tolist()
            return inside

        term = (fieldname, term_of(text).encode())
        numbers, frequencies = self._numbers[postings.documents].tolist(), postings.frequencies.tolist()
        postings_format = self.schema[fieldname].format
        assert postings_format is not None
        return PostingMatcher(term, Occurrences(numbers, frequencies, positions), postings_format, scorer)

    def doc_count_all(self) -> int:
        """How many documents there are."""
        return len(self._documents)

    def doc_count(self) -> int:
        """How many documents there are: all of them are live."""
        return len(self._documents)

    def has_deletions(self) -> bool:
        """No: deleted documents are not shown."""
        return False

    def is_deleted(self, docnum: int) -> bool:
        """Whether there is no such document: deleted ones are not shown."""
        return not 0 <= docnum < len(self._documents)

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """The text, title and path of a document. Cost: reading and expanding it."""
        self._check_open()
        article = self._segment.stored_fields.article(int(self._documents[docnum]))
        return {"text": article.text, "title": article.text[slice(*article.title)], "path": article.path}

    def field_length(self, fieldname: str) -> int:
        """The tokens of a field in all documents."""
        return sum(self._lengths(fieldname))

    def min_field_length(self, fieldname: str) -> int:
        """The tokens of a field in the document that has fewest."""
        return min(self._lengths(fieldname), default=0)

    def max_field_length(self, fieldname: str) -> int:
        """The tokens of a field in the document that has most."""
        return max(self._lengths(fieldname), default=0)

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """The tokens of a field in a document, `default` where it has none."""
        return self._lengths(fieldname)[docnum] or default

    def has_vector(self, docnum: int, fieldname: str) -> bool:  # noqa: ARG002
        """No: Whoosh makes the terms of a document from the stored text."""
        return False

    def vector(self, docnum: int, fieldname: str, format_: Any = None) -> Matcher:  # noqa: ARG002
        """Raises KeyError."""
        raise KeyError(f"no vectors are stored for the field {fieldname!r}")

    def has_column(self, fieldname: str) -> bool:
        """Whether a field is sortable."""
        return fieldname in ("title", "path")

    def column_reader(
        self, fieldname: str, column: Any = None, reverse: bool = False, translate: bool = True
    ) -> ColumnReader:
        """The keys that documents are sorted by; Whoosh reverses them itself. Raises KeyError for other fields."""
        if column is not None or reverse or not self.has_column(fieldname):
            raise KeyError(f"there is no such column for the field {fieldname!r}")
        self._check_open()
        keys = _SortKeys(
            [self._segment.stored_fields.key(fieldname, document) for document in self._documents.tolist()]
        )
        return TranslatingColumnReader(keys, self.schema[fieldname].from_column_value) if translate else keys

    def _check_open(self) -> None:
        if self.is_closed:
            raise ReaderClosed

    def _field(self, name: str) -> Field:
        self._check_open()
        if name not in FIELDS:
            raise TermNotFound(f"there is no field {name!r}")
        return self._segment.fields[name]

    def _postings(self, name: str, text: str | bytes) -> _Postings:
        """The postings of a term in live documents, by their numbers in the segment."""
        self._field(name)  # raises where it cannot be read
        term = term_of(text)
        return self._cache.get((name, term), lambda: self._read_postings(self._fields[name], term))

    def _read_postings(self, field: MultiFieldReader, term: str) -> _Postings:
        addresses = field.addresses(frozenset((term,)))
        documents, frequencies = np.unique(field.documents_of(addresses), return_counts=True)
        live = self._live[documents]
        return _Postings(addresses, documents[live], frequencies[live])

    def _live_terms(self, name: str) -> list[str]:
        field = self._field(name)
        _, first_word = field.terms.prefix_range(SIGN)  # before it stand compound terms, which are no words
        words, end = field.terms.between(first_word, len(field.terms)), len(field.terms)
        if len(self._documents) == len(self._live):
            return words
        starts = range(first_word, end, _AT_ONCE)
        is_live = [_have_live(field, self._live, first, min(first + _AT_ONCE, end)) for first in starts]
        return list(compress(words, chain.from_iterable(is_live)))


class _SortKeys(ColumnReader):
    """The keys that documents are sorted by."""

    def __init__(self, keys: list[bytes]) -> None:
        self._keys = keys
        self._doccount = len(keys)

    def __getitem__(self, docnum: int) -> bytes:
        return self._keys[docnum]


def _have_live(field: Field, live: Flags, first: int, end: int) -> list[bool]:
    """Whether a live document has each of the terms number `first` up to `end`."""
    counts, addresses = field.addresses(first, end)
    documents = np.searchsorted(field.bounds, addresses, side="right") - 1
    flags: list[bool] = np.logical_or.reduceat(live[documents], np.cumsum(counts) - counts).tolist()
    return flags
