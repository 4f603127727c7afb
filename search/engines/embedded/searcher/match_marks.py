"""The marks of a query in some articles."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from search.analysis.tokenizer import tokenize
from search.arrays import Int32s, Ints
from search.engines.embedded.searcher.match_positions import ArticleFields
from search.engines.embedded.searcher.multi_reader import MultiReader
from search.engines.embedded.segment.stored_articles import StoredArticles
from search.errors import IndexDamaged
from search.kernels import kernels
from search.query import tree
from search.query.marks import IN_TEXT, RANKED, Marks, MatchSpans
from search.query.match import TokenSpans, match_articles
from search.query.nodes import TEXT
from search.types.article import Span
from search.types.files import readable_path

if TYPE_CHECKING:
    from search.kernels.interface.marks import FragmentRow

_T = TypeVar("_T")


class MatchMarks:
    """What a query marks in the texts and paths of some articles, which are counted from 0. Documents increase."""

    def __init__(self, documents: Ints, stored: StoredArticles, expanded: tree.Query, reader: MultiReader) -> None:
        """Cost: the postings of the query in these articles."""
        self._reader = reader
        self._documents = documents
        self._articles, self._packed_offsets = stored
        self._fields = ArticleFields(reader, documents)
        matches = match_articles(expanded, self._fields, len(documents), self._days)
        self.is_match = matches.is_match
        self._in_text = [span for span in matches.spans if span.field in IN_TEXT]
        self._in_path = [span for span in matches.spans if span.field == "path"]
        self.dense = self._dense()
        """The articles with more than RANKED match spans in their texts."""

    def _days(self) -> tuple[Int32s, Int32s]:
        """The first and last day that the date of each article may mean."""
        first, last = self._reader.days
        return first[self._documents], last[self._documents]

    def verify_titles(self, expanded: tree.Query) -> None:
        """Raises IndexDamaged where an article matches by words of its title which its text lacks, although all of that
        is searched."""
        fields = ArticleFields(self._reader, self._documents)
        fields[TEXT].has_unsearched = np.ones(len(self._documents), np.bool_)
        by_title = match_articles(expanded, fields, len(self._documents), self._days).is_match & ~self.is_match
        if by_title.any():
            raise self._disagreement(int(by_title.argmax()))

    def _dense(self) -> list[int]:
        if sum([len(span.first) for span in self._in_text]) <= RANKED:
            return []
        counts = np.zeros(len(self._documents), np.int64)
        for span in self._in_text:
            counts += np.bincount(self._numbers(span), minlength=len(counts))
        dense: list[int] = (counts > RANKED).nonzero()[0].tolist()
        return dense

    def fragments(self, most: Sequence[int]) -> "tuple[list[int], list[list[FragmentRow]]]":
        """How many marks the text of each article has, and so many of its best fragments; nothing of the dense ones.
        Cost: reading the texts up to their last marks."""
        spans = self._in_text
        if self.dense:
            is_usual = np.ones(len(self._documents), np.bool_)
            is_usual[self.dense] = False
            spans = [span._replace(first=span.first[is_usual[self._numbers(span)]]) for span in spans]
        return self._find(kernels().fragments_at_tokens, slice(None), spans, most)

    def marks(self, number: int) -> Marks:
        """The marks in the text of an article."""
        if number not in self.dense:
            spans = [self._of_article(span, number) for span in self._in_text]
            return Marks.merged(*self._find(kernels().find_marks, slice(number, number + 1), spans)[:3])
        segment, at = self._reader.place(int(self._documents[number]))
        starts, ends = segment.offsets(at, self._articles[number], self._packed_offsets[number])
        before = int(starts.searchsorted(self._articles[number].title[0]))
        matches: list[MatchSpans] = []
        for span in self._in_text:
            first = self._of_article(span, number).first + (before if span.field == "title" else 0)
            if len(first):
                if first[-1] + span.length > len(ends):
                    raise self._disagreement(number)
                matches.append(MatchSpans(span.field, span.clause, starts[first], ends[first + (span.length - 1)]))
        return Marks(matches)

    def in_paths(self) -> list[list[Span]]:
        """The marks in the path of each article. It is tokenized where it has some."""
        if not self._in_path:
            return [[]] * len(self._articles)
        return [self._in_one_path(number) for number in range(len(self._articles))]

    def _in_one_path(self, number: int) -> list[Span]:
        spans = [span for span in (self._of_article(span, number) for span in self._in_path) if len(span.first)]
        if not spans:
            return []
        path = readable_path(self._articles[number].path)
        tokens = tokenize(path)
        if len(tokens.terms) != self._reader.field("path").lengths[self._documents[number]]:
            raise self._disagreement(number)
        starts, ends = np.array(tokens.starts), np.array(tokens.ends)
        if any(span.first[-1] + span.length > len(ends) for span in spans):
            raise self._disagreement(number)
        matches = [
            MatchSpans("path", span.clause, starts[span.first], ends[span.first + (span.length - 1)]) for span in spans
        ]
        return Marks(matches).overlapping(0, len(path))[1]

    def _numbers(self, span: TokenSpans) -> Ints:
        return self._fields[span.field].articles(span.first)

    def _of_article(self, span: TokenSpans, number: int) -> TokenSpans:
        """The match spans of one article, with the numbers of its tokens."""
        first = span.first[self._numbers(span) == number]
        return span._replace(first=first - (number << self._fields[span.field].shift))

    def _find(self, kernel: Callable[..., _T], some: slice, spans: Sequence[TokenSpans], *others: Any) -> _T:
        """What a kernel finds by match spans in some articles. The first of these is article 0 of the spans, and so
        on."""
        articles = self._articles[some]
        try:
            return kernel(
                [article.text for article in articles],
                self._packed_offsets[some],
                self._fields[TEXT].lengths[some],
                [article.title for article in articles],
                [
                    (span.first, self._fields[span.field].shift, span.length, span.clause, span.field == "title")
                    for span in spans
                ],
                *others,
            )
        except ValueError:
            if len(articles) == 1:
                raise self._disagreement(some.indices(len(self._articles))[0]) from None
            for number in range(len(articles)):
                self.marks(number)
            raise

    def _disagreement(self, number: int) -> IndexDamaged:
        """The error that says that an article and its postings do not go together."""
        segment, at = self._reader.place(int(self._documents[number]))
        return segment.file.damage(f"article {at} has other tokens than its postings")
