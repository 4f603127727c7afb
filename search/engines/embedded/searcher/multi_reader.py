"""All segments of a commit point as one sequence of documents."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np

from search.arrays import Floats, Ids, Int32s, Ints, UInt32s, bounds_of, joined
from search.engines.bm25 import K1, B
from search.engines.embedded.searcher.cache import Cache
from search.engines.embedded.searcher.postings import ListMemory, MultiFieldReader
from search.engines.embedded.searcher.similarity import COUNTED_TOGETHER, Similarity
from search.engines.embedded.segment.segment_reader import FIELDS, Field, SegmentReader
from search.engines.embedded.segment.stored_articles import StoredArticles
from search.kernels import kernels
from search.kernels.packed_lists import DocumentTable, PackedList
from search.query.nodes import TEXT
from search.types.article import Article

_FREQUENCIES = 4096
"""Words of phrases whose document frequencies are kept: the commonest are in many phrases."""
_LONG_LISTS = 1_500_000
"""Numbers of eight bytes that the long lists take that are kept."""
_ONE = np.ones(1)
FieldLists = tuple[MultiFieldReader, Sequence[PackedList], Floats]
"""Lists of a field, and what a token of them counts: one number, or one for each document."""


class MultiReader:
    """Documents are numbered through all segments; some may be deleted."""

    def __init__(
        self, segments: Sequence[SegmentReader], deleted: Sequence[Ints], similarity: Similarity = COUNTED_TOGETHER
    ) -> None:
        counts = [segment.count for segment in segments]
        bases = bounds_of(counts)
        self._bases: list[int] = bases[:-1].tolist()
        self.segments = tuple(zip(self._bases, segments, strict=True))
        self.size = int(bases[-1])
        self.live = np.ones(self.size, np.bool_)
        for (base, _), numbers in zip(self.segments, deleted, strict=True):
            self.live[base + numbers] = False
        self.count = int(self.live.sum())
        self.similarity = similarity
        self.leaf_answers = Cache()
        self.answers = Cache()  # to whole queries, so that explaining one needs no second search
        self.memory = ListMemory()
        long_lists = Cache(_LONG_LISTS)
        self._joined = {
            name: MultiFieldReader([segment.fields[name] for segment in segments], self.memory, long_lists)
            for name in FIELDS
        }
        self.document_frequency = lru_cache(maxsize=_FREQUENCIES)(self._document_frequency)
        self._norms: dict[str, Floats] = {}
        self._weights: dict[str, Sequence[tuple[str, Floats]]] = {}

    @cached_property
    def ids(self) -> Ids:
        """The ids of all documents."""
        return joined([segment.stored_fields.ids for _, segment in self.segments], np.uint64)

    @cached_property
    def days(self) -> tuple[Int32s, Int32s]:
        """The first and last day that the date of each document may mean; below 0 where it has none."""
        pairs = [segment.stored_fields.days for _, segment in self.segments]
        first, last = (joined([pair[side] for pair in pairs], np.int32) for side in (0, 1))
        return first, last

    @property
    def all_live(self) -> bool:
        """Whether no document is deleted."""
        return self.count == self.size

    @cached_property
    def moments(self) -> Ints:
        """The date of each document, to sort by: as `stored_metadata.moment`."""
        return joined([segment.stored_fields.moments for _, segment in self.segments], np.int64)

    @cached_property
    def modified(self) -> Ints:
        """The time of each document's file, as `stored_metadata.seconds`."""
        return joined([segment.stored_fields.modified for _, segment in self.segments], np.int64)

    def field(self, name: str) -> MultiFieldReader:
        """A field of all segments."""
        return self._joined[name]

    def parts(self, name: str) -> list[Field]:
        """A field of each segment."""
        return [segment.fields[name] for _, segment in self.segments]

    def count_tokens(self, fields: Sequence[FieldLists]) -> tuple[Ints, Floats]:
        """The live documents with tokens in some lists, and how many each has, weighted. Raises IndexDamaged. Cost: the
        tokens."""
        try:
            return kernels().count_tokens(columns(fields), self.live)
        except ValueError:
            verify(fields)
            raise

    def score_tokens(self, fields: Sequence[FieldLists], field: str) -> tuple[Ints, Floats]:
        """The documents of `count_tokens`, and what the counts score by BM25 in a query's field."""
        try:
            return kernels().score_tokens(columns(fields), self.live, self.norms(field), self.factor_of)
        except ValueError:
            verify(fields)
            raise

    def factor_of(self, with_word: int) -> float:
        """The factor of BM25 for a word in so many documents."""
        return self.similarity.idf(self.count, with_word) * (K1 + 1)

    def score_tokens_in(self, words: Iterable[frozenset[str]], documents: Ints, field: str) -> Floats:
        """What the words of a phrase score by BM25 in each of some documents, all together. Cost: what leads to these
        documents, and as `document_frequency` for each word."""
        lists = [(self.lists_of(field, terms), self.document_frequency(field, terms)) for terms in words]
        scored = [(columns(fields), self.factor_of(frequency)) for fields, frequency in lists]
        try:
            return kernels().score_tokens_in(scored, documents, self.norms(field))
        except ValueError:
            for fields, _ in lists:
                verify(fields)
            raise

    def verify_lists(self) -> None:
        """Raises IndexDamaged for a damaged list among those that this question has read. Cost: decoding them."""
        for (field, _), lists in self.memory.items():
            field.verify(lists)

    def _document_frequency(self, field: str, words: frozenset[str]) -> int:
        """How many live documents have any of some words in a query's field. Cost: their tokens, once while it is in
        use."""
        fields = self.lists_of(field, words)
        try:
            return kernels().document_frequency(columns(fields), self.live)
        except ValueError:
            verify(fields)
            raise

    def lists_of(self, field: str, words: frozenset[str]) -> list[FieldLists]:
        """The lists of some words in a query's field. Cost: reading them."""
        fields = [(self.field(name), weights) for name, weights in self.weights(field)]
        return [(each, each.lists(words), weights) for each, weights in fields]

    def documents_with(self, name: str, lists: Sequence[PackedList]) -> Ints:
        """The live documents that have tokens in some lists of a field. Raises as `count_tokens`."""
        return self.count_tokens([(self.field(name), lists, _ONE)])[0]

    def weights(self, field: str) -> Sequence[tuple[str, Floats]]:
        """The indexed fields that a query's field is looked for in, with what an occurrence counts: one number, or one
        for each document."""
        if field not in self._weights:
            self._weights[field] = [
                (name, self._title_weights(weight) if name == "title" != field else np.array([weight]))
                for name, weight in self.similarity.fields.get(field, ())
            ]
        return self._weights[field]

    def _title_weights(self, weight: float) -> Floats:
        """What an occurrence in the title counts, where it counts beside the text. In a document that has no text
        besides, all words would count more, so none does."""
        has_body = self.lengths(TEXT) > self.lengths("title")
        return np.array([weight]) if has_body.all() else np.where(has_body, weight, 0.0)

    def lengths(self, name: str) -> UInt32s:
        """The searched tokens in a field of each document; none in a field that there is not."""
        if name not in FIELDS:
            return np.zeros(self.size, np.uint32)
        return self.field(name).counts

    def norms(self, field: str) -> Floats:
        """For each document what BM25 adds to the count of a word in a query's field: more in a long document."""
        if field not in self._norms:
            lengths = sum((weight * self.lengths(name) for name, weight in self.weights(field)), np.zeros(self.size))
            mean = lengths[self.live].mean() if self.count else 0.0
            self._norms[field] = K1 * (1 - B + B * lengths / (mean or 1.0))
        return self._norms[field]

    def place(self, document: int) -> tuple[SegmentReader, int]:
        """The segment of a document, and its number there."""
        base, segment = self.segments[bisect_right(self._bases, document) - 1]
        return segment, document - base

    def article(self, document: int) -> Article:
        """An article. Cost: reading and expanding it."""
        return self.read(np.array([document])).articles[0]

    def read(self, documents: Ints) -> StoredArticles:
        """Some articles, whose documents increase. Cost: reading and expanding those of each segment in one call."""
        if len(self.segments) == 1:
            return self.segments[0][1].stored_fields.read(documents)
        bounds = [*documents.searchsorted(self._bases).tolist(), len(documents)]
        places = [place for place in zip(self.segments, pairwise(bounds), strict=True) if place[1][0] < place[1][1]]
        read = [segment.stored_fields.read(documents[slice(*part)] - base) for (base, segment), part in places]
        return StoredArticles.joined(read)


def columns(fields: Sequence[FieldLists]) -> list[tuple[Sequence[PackedList], DocumentTable, Floats]]:
    """Fields with their lists, in the form that kernels take."""
    return [(lists, field.table, weights) for field, lists, weights in fields]


def verify(fields: Iterable[FieldLists]) -> None:
    """Raises IndexDamaged for the segment with a list that a kernel has refused."""
    for field, lists, _ in fields:
        field.verify(lists)
