"""One segment as Whoosh reads it.

Only living documents are shown, numbered through; so no score depends on what has left, nor do lists of words.
"""

from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from itertools import chain, compress
from typing import Any

import numpy as np
from whoosh.columns import ColumnReader, TranslatingColumnReader
from whoosh.matching import Matcher
from whoosh.reading import IndexReader, ReaderClosed, TermInfo, TermNotFound

from search.arrays import Flags, Ints
from search.engines.embedded.searcher.postings import Cache, MultiFieldReader, Postings
from search.engines.embedded.segment.segment_reader import Field, SegmentReader
from search.whoosh_api.matcher import Occurrences, PostingMatcher
from search.whoosh_api.schema import FIELDS, schema, term_of

_AT_ONCE = 4096
"""Terms whose postings are looked at together."""


class WhooshSegmentReader(IndexReader):
    """An `IndexReader` of one segment. Every method raises IndexDamaged where the file is not as written.

    It does not own the segment: that is closed by who opened it. Not safe across threads.
    """

    def __init__(self, segment: SegmentReader, deleted: Ints, generation: int) -> None:
        self.schema = schema()
        self.is_closed = False
        self._segment = segment
        self._generation = generation
        self._live = np.ones(segment.count, np.bool_)
        self._live[deleted] = False
        self._living = np.flatnonzero(self._live)  # by number here the number in the segment
        self._numbers = np.cumsum(self._live) - 1  # and the other way round
        held = Cache()
        self._joined = {name: MultiFieldReader((field,), held) for name, field in segment.fields.items()}
        self._words = cache(self._living_words)
        self._lengths = cache(lambda name: self._field(name).counts[self._live].tolist())

    def close(self) -> None:
        """Answer no more."""
        self.is_closed = True

    def generation(self) -> int:
        """The number of the generation that it reads."""
        return self._generation

    def __contains__(self, term: tuple[str, str | bytes]) -> bool:
        """Whether a living document has a (field, text). Cost: reading its postings."""
        return term[0] in FIELDS and len(self._found(*term).documents) > 0

    def indexed_field_names(self) -> list[str]:
        """The fields, in order."""
        return sorted(FIELDS)

    def all_terms(self) -> Iterator[tuple[str, bytes]]:
        """All (field, term), in order."""
        return self.terms_from("", b"")

    def terms_from(self, fieldname: str, prefix: str | bytes) -> Iterator[tuple[str, bytes]]:
        """All (field, term) from one on, in order."""
        for name in self.indexed_field_names():
            if name >= fieldname:
                words = self._words(name)
                first = bisect_left(words, term_of(prefix)) if name == fieldname else 0
                yield from ((name, words[number].encode()) for number in range(first, len(words)))

    def term_info(self, fieldname: str, text: str | bytes) -> TermInfo:
        """The figures of a term in living documents. Raises TermNotFound. Cost: reading its postings."""
        found = self._found(fieldname, text)
        if not len(found.documents):
            raise TermNotFound(f"{fieldname}:{text!r}")
        lengths = self._field(fieldname).counts[found.documents]
        first, last = self._numbers[found.documents[[0, -1]]].tolist()
        return TermInfo(
            float(found.frequencies.sum()),
            len(found.documents),
            int(lengths.min()),
            int(lengths.max()),
            float(found.frequencies.max()),
            first,
            last,
        )

    def frequency(self, fieldname: str, text: str | bytes) -> int:
        """How often living documents have a term."""
        return int(self._found(fieldname, text).frequencies.sum())

    def doc_frequency(self, fieldname: str, text: str | bytes) -> int:
        """How many living documents have a term."""
        return len(self._found(fieldname, text).documents)

    def postings(self, fieldname: str, text: str | bytes, scorer: Any = None, **_options: Any) -> Matcher:
        """The documents of a term. Raises TermNotFound. Cost: reading its postings."""
        found = self._found(fieldname, text)
        if not len(found.documents):
            raise TermNotFound(f"{fieldname}:{text!r}")

        def positions(document: int) -> list[int]:
            inside: list[int] = self._joined[fieldname].positions(found.addresses, int(self._living[document])).tolist()
            return inside

        term = (fieldname, term_of(text).encode())
        numbers, counts = self._numbers[found.documents].tolist(), found.frequencies.tolist()
        form = self.schema[fieldname].format
        assert form is not None
        return PostingMatcher(term, Occurrences(numbers, counts, positions), form, scorer)

    def doc_count_all(self) -> int:
        """How many documents there are."""
        return len(self._living)

    def doc_count(self) -> int:
        """How many documents there are: all that it shows are alive."""
        return len(self._living)

    def has_deletions(self) -> bool:
        """No: none that it shows."""
        return False

    def is_deleted(self, docnum: int) -> bool:
        """No."""
        return not 0 <= docnum < len(self._living)

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """The text, title and path of a document. Cost: reading and decompressing one block."""
        self._open()
        article = self._segment.store.article(int(self._living[docnum]))
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
        """No: Whoosh makes the terms of a document from its stored text."""
        return False

    def vector(self, docnum: int, fieldname: str, format_: Any = None) -> Matcher:  # noqa: ARG002
        """Raises KeyError."""
        raise KeyError(f"no vectors are stored for the field {fieldname!r}")

    def has_column(self, fieldname: str) -> bool:
        """Whether it can be sorted by a field without reading its terms."""
        return fieldname in ("title", "path")

    def column_reader(
        self, fieldname: str, column: Any = None, reverse: bool = False, translate: bool = True
    ) -> ColumnReader:
        """What documents are sorted by; Whoosh reverses it itself. Raises KeyError for a field without a column."""
        if column is not None or reverse or not self.has_column(fieldname):
            raise KeyError(f"there is no such column for the field {fieldname!r}")
        self._open()
        found = Hashes([self._segment.store.key(fieldname, document) for document in self._living.tolist()])
        return TranslatingColumnReader(found, self.schema[fieldname].from_column_value) if translate else found

    def _open(self) -> None:
        if self.is_closed:
            raise ReaderClosed

    def _field(self, name: str) -> Field:
        self._open()
        if name not in FIELDS:
            raise TermNotFound(f"there is no field {name!r}")
        return self._segment.fields[name]

    def _found(self, name: str, text: str | bytes) -> Postings:
        """The postings of a term in living documents, which have their numbers of the segment."""
        self._field(name)  # raises where it cannot be read
        found = self._joined[name].postings(term_of(text))
        if len(self._living) == len(self._live):
            return found
        alive = self._live[found.documents]
        return Postings(found.addresses, found.documents[alive], found.frequencies[alive])

    def _living_words(self, name: str) -> list[str]:
        field = self._field(name)
        if len(self._living) == len(self._live):
            return field.terms.all()
        starts = range(0, len(field.terms), _AT_ONCE)
        alive = [_alive(field, self._live, first, min(first + _AT_ONCE, len(field.terms))) for first in starts]
        return list(compress(field.terms.all(), chain.from_iterable(alive)))


class Hashes(ColumnReader):
    """The keys that documents are sorted by."""

    def __init__(self, keys: list[bytes]) -> None:
        self._keys = keys
        self._doccount = len(keys)

    def __getitem__(self, docnum: int) -> bytes:
        return self._keys[docnum]


def _alive(field: Field, live: Flags, first: int, end: int) -> list[bool]:
    """Which of the terms number `first` up to `end` a living document has."""
    counts, addresses = field.addresses(first, end)
    documents = np.searchsorted(field.bounds, addresses, side="right") - 1
    found: list[bool] = np.logical_or.reduceat(live[documents], np.cumsum(counts) - counts).tolist()
    return found
