"""All segments of a commit point as Whoosh reads them."""

from collections.abc import Iterable, Sequence

from whoosh.reading import MultiReader as WhooshMultiReader

from search.arrays import Ints
from search.engines.embedded.searcher.multi_reader import MultiReader
from search.engines.embedded.searcher.similarity import LIKE_WHOOSH
from search.engines.embedded.searcher.vocabulary import IndexVocabulary
from search.engines.embedded.segment.segment_reader import SegmentReader
from search.whoosh_api.schema import schema
from search.whoosh_api.segment_reader import WhooshSegmentReader


class WhooshIndexReader(WhooshMultiReader):
    """A `MultiReader` of Whoosh over the segments of a commit point. Closing it closes them. Not safe across threads.

    `multi_reader` and `vocabulary` are those of all segments together.
    """

    def __init__(
        self, segments: Sequence[SegmentReader], deleted: Sequence[Ints], generation: int, language: str
    ) -> None:
        pairs = zip(segments, deleted, strict=True)
        super().__init__([WhooshSegmentReader(segment, numbers, generation) for segment, numbers in pairs], generation)
        self.schema = schema()
        self.multi_reader = MultiReader(segments, deleted, LIKE_WHOOSH)
        self.vocabulary = IndexVocabulary(self.multi_reader, language)

    def close(self) -> None:
        """Close the files. Twice does no harm."""
        if not self.is_closed:
            super().close()
            for _, segment in self.multi_reader.segments:
                segment.close()

    def min_field_length(self, fieldname: str) -> int:
        """The tokens of a field in the document that has fewest of them."""
        return min((reader.min_field_length(fieldname) for reader in self.readers), default=0)

    def max_field_length(self, fieldname: str) -> int:
        """The tokens of a field in the document that has most of them."""
        return max((reader.max_field_length(fieldname) for reader in self.readers), default=0)

    def terms_within(self, fieldname: str, text: str, maxdist: int, prefix: int = 0) -> Iterable[str]:
        """The terms of a field within an edit distance, sorted, for `FuzzyTerm`. Cost: a look at all terms."""
        for term in self.vocabulary.within(fieldname, text, maxdist):
            if term.startswith(text[:prefix]) and self.doc_frequency(fieldname, term):
                yield term
