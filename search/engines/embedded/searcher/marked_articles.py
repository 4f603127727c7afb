"""Articles read from an index, with what a query marks in them."""

from typing import NamedTuple

from whoosh import query as tree

from search.arrays import Floats32
from search.engines.embedded.searcher.commit_reader import CommitReader
from search.engines.embedded.searcher.match_positions import ArticleFields
from search.engines.embedded.searcher.multi_reader import MultiReader
from search.engines.embedded.searcher.ranking import RankedDocs
from search.engines.embedded.segment.stored_fields import StoredArticle
from search.engines.embedded.segment.stored_metadata import days
from search.engines.embedded.storage.duplicate_pairs import values
from search.highlight import fragments
from search.kernels.fragment_sizes import LONGEST
from search.query.marks import IN_TEXT, Marks
from search.query.match import match_spans
from search.types.article import Article, Span
from search.types.duplicates import NearDuplicate
from search.types.files import readable_path
from search.types.results import Fragment, Match


class ArticleMarks(NamedTuple):
    """An article, and what a query marks in its text, None where the query does not match it, and in its path."""

    article: Article
    text: Marks | None
    path: list[Span]


def read_marked(document: int, expanded: tree.Query, reader: MultiReader) -> ArticleMarks:
    """An article with the marks of an expanded query. Cost: reading it, and the postings of the query."""
    return _marked(document, reader.read([document])[0], expanded, reader)


def _marked(document: int, stored: StoredArticle, expanded: tree.Query, reader: MultiReader) -> ArticleMarks:
    """The marks of an expanded query in an article that was read."""
    article = stored.article
    spans = match_spans(expanded, ArticleFields(reader, document, stored), days(article.dated))
    if spans is None:
        return ArticleMarks(article, None, [])
    path = [span for span in spans if span.field == "path"]
    path_marks = Marks(path).overlapping(0, len(readable_path(article.path)))[1] if path else []
    return ArticleMarks(article, Marks([span for span in spans if span.field in IN_TEXT]), path_marks)


def read_matches(ranked: RankedDocs, first: int, count: int, reader: CommitReader) -> tuple[Match, ...]:
    """Matches number `first` to `first + count` to show, with their fragments. Cost: reading them."""
    documents, scores = (column[first : first + count].tolist() for column in (ranked.documents, ranked.scores))
    matches: list[Match] = []
    for document, score, stored in zip(documents, scores, reader.documents.read(documents), strict=True):
        article, marks, path = _marked(document, stored, ranked.expanded, reader.documents)
        if marks is None:
            reader.documents.verify_lists()
            raise RuntimeError("a query matches an article by its postings, and not by its tokens")
        shown = fragments(article, marks, path)
        matches.append(Match(article, score, len(marks), shown, _duplicates(article, ranked, document, reader)))
    return tuple(matches)


def read_near(ranked: RankedDocs, first: int, end: int, vector: Floats32, reader: CommitReader) -> tuple[Match, ...]:
    """The same for articles that were found by meaning alone: each with its passage that is nearest to a vector,
    cut to LONGEST."""
    documents, scores = (column[first:end].tolist() for column in (ranked.documents, ranked.scores))
    matches: list[Match] = []
    for document, score in zip(documents, scores, strict=True):
        article, passage = reader.documents.article(document), reader.document_vectors.nearest_passage(document, vector)
        fragment = Fragment("body", article.text[slice(*passage)][:LONGEST], passage[0], ())
        duplicates = _duplicates(article, ranked, document, reader)
        matches.append(Match(article, score, 0, (fragment,), duplicates, passage=passage))
    return tuple(matches)


def _duplicates(article: Article, ranked: RankedDocs, document: int, reader: CommitReader) -> tuple[NearDuplicate, ...]:
    """The near-duplicates that are collapsed under an article."""
    collapsed = ranked.collapsed_under.get(document, ())
    if not collapsed:
        return ()
    from search.duplicates.relation import Attribution, near_duplicate

    attribution = Attribution.of(article)
    pairs = values(reader.index_state.pairs[[pair for _, pair in collapsed]])
    return tuple(
        near_duplicate(reader.documents.article(other), attribution, pair.seen_from(article.id))
        for (other, _), pair in zip(collapsed, pairs, strict=True)
    )
