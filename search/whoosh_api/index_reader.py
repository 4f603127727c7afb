"""All segments of a generation as Whoosh reads them."""

from collections.abc import Iterable, Sequence

from whoosh.reading import MultiReader as WhooshMultiReader

from search.arrays import Ints
from search.engines.embedded.searcher.multi_reader import PLAIN, MultiReader
from search.engines.embedded.searcher.vocabulary import IndexVocabulary
from search.engines.embedded.segment.segment_reader import SegmentReader
from search.whoosh_api.schema import schema
from search.whoosh_api.segment_reader import WhooshSegmentReader


class WhooshIndexReader(WhooshMultiReader):
    """A Whoosh `MultiReader` over the segments of a generation, which is closed with it. Not safe across threads.

    `view` and `vocabulary` are all of it at once.
    """

    def __init__(
        self, segments: Sequence[SegmentReader], deleted: Sequence[Ints], generation: int, language: str
    ) -> None:
        pairs = zip(segments, deleted, strict=True)
        super().__init__([WhooshSegmentReader(segment, numbers, generation) for segment, numbers in pairs], generation)
        self.schema = schema()
        self.view = MultiReader(segments, deleted, PLAIN)
        self.vocabulary = IndexVocabulary(self.view, language)

    def close(self) -> None:
        """Let go of the files. Twice does no harm."""
        if not self.is_closed:
            super().close()
            for _, segment in self.view.segments:
                segment.close()

    def min_field_length(self, fieldname: str) -> int:
        """The tokens of a field in the document that has fewest."""
        return min((reader.min_field_length(fieldname) for reader in self.readers), default=0)

    def max_field_length(self, fieldname: str) -> int:
        """The tokens of a field in the document that has most."""
        return max((reader.max_field_length(fieldname) for reader in self.readers), default=0)

    def terms_within(self, fieldname: str, text: str, maxdist: int, prefix: int = 0) -> Iterable[str]:
        """The words of a field as near to one as `FuzzyTerm` asks, in order. Cost: comparing it with all of them."""
        for word in self.vocabulary.within(fieldname, text, maxdist):
            if word.startswith(text[:prefix]) and self.doc_frequency(fieldname, word):
                yield word
