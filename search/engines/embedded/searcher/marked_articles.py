"""Articles read from an index, with what a query marks in them."""

from collections.abc import Iterable
from typing import NamedTuple

from whoosh import query as tree

from search.engines.embedded.searcher.match_positions import fields_of
from search.engines.embedded.searcher.multi_reader import MultiReader
from search.engines.embedded.segment.stored_metadata import days
from search.engines.embedded.storage.duplicate_pairs import Pairs, values
from search.highlight import fragments
from search.query.marks import IN_TEXT, Marks, marks_of
from search.query.match import match_spans
from search.types.article import Article, Span
from search.types.duplicates import NearDuplicate
from search.types.files import readable_path
from search.types.results import Match


class ArticleMarks(NamedTuple):
    """An article, and what a query marks in its text, None where the query does not match it, and in its path."""

    article: Article
    text: Marks | None
    path: list[Span]


def read_marked(document: int, expanded: tree.Query, reader: MultiReader) -> ArticleMarks:
    """An article with the marks of an expanded query. Cost: reading one block, and the postings of the query."""
    article = reader.article(document)
    spans = match_spans(expanded, fields_of(reader, document, article), days(article.dated))
    if spans is None:
        return ArticleMarks(article, None, [])
    path = [span for span in spans if span.field == "path"]
    path_marks = marks_of(path).overlapping(0, len(readable_path(article.path)))[1] if path else []
    return ArticleMarks(article, marks_of([span for span in spans if span.field in IN_TEXT]), list(path_marks))


def read_match(
    document: int, score: float, collapsed: Iterable[NearDuplicate], expanded: tree.Query, reader: MultiReader
) -> Match:
    """A match of a query to show, with its fragments."""
    article, marks, path = read_marked(document, expanded, reader)
    if marks is None:
        raise RuntimeError("a query matches an article by its postings, and not by its tokens")
    return Match(article, score, len(marks), fragments(article, marks, path), tuple(collapsed))


def read_duplicate(document: int, other: int, pair: int, pairs: Pairs, reader: MultiReader) -> NearDuplicate:
    """The near-duplicate of a document, by the number of the pair that the two make."""
    (duplicate_pair,) = values(pairs[pair : pair + 1])
    return NearDuplicate.of(reader.article(other), duplicate_pair.seen_from(f"{int(reader.ids[document]):016x}"))
