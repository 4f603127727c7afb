"""Articles read from an index, with what a query marks in them."""

from collections.abc import Sequence
from functools import partial
from itertools import repeat

import numpy as np

from search.arrays import Floats32
from search.engines.duplicate_pairs import values
from search.engines.embedded.searcher.commit_reader import CommitReader
from search.engines.embedded.searcher.match_marks import MatchMarks
from search.engines.embedded.searcher.multi_reader import MultiReader
from search.engines.embedded.searcher.ranked_docs import RankedDocs
from search.highlight import MOST, fragments, shown
from search.kernels.fragment_sizes import LONGEST
from search.query import tree
from search.query.marks import Marks
from search.types.article import Article
from search.types.duplicates import NearDuplicate
from search.types.hits import Fragment
from search.types.matches import Match

_new_match = partial(tuple.__new__, Match)


def read_marked(document: int, expanded: tree.Query, reader: MultiReader) -> tuple[Article, Marks | None]:
    """An article, and what an expanded query marks in its text; None where the query does not match it. Cost: reading
    it, and the postings of the query."""
    documents = np.array([document])
    stored = reader.read(documents)
    match_marks = MatchMarks(documents, stored, expanded, reader)
    return stored.articles[0], match_marks.marks(0) if match_marks.is_match[0] else None


def read_matches(ranked: RankedDocs, first: int, count: int, reader: CommitReader) -> tuple[Match, ...]:
    """Matches number `first` to `first + count` to show, with their fragments. Cost: reading them."""
    in_order = ranked.documents[first : first + count]
    if not len(in_order):
        return ()
    order = in_order.argsort()
    documents, scores = in_order[order], ranked.scores[first : first + count][order]
    stored = reader.documents.read(documents)
    match_marks = MatchMarks(documents, stored, ranked.expanded, reader.documents)
    if np.count_nonzero(match_marks.is_match) < len(documents):  # in a fifth of the time of `all`
        reader.documents.verify_lists()
        match_marks.verify_titles(ranked.expanded)
        raise RuntimeError("a query matches an article by its postings, and not by its tokens")
    duplicates = map(_duplicates, stored.articles, repeat(ranked), documents.tolist(), repeat(reader))
    columns = (  # in the order of the fields of a match
        stored.articles,
        scores.tolist(),
        *_counts_and_fragments(match_marks, stored.articles),
        duplicates if ranked.collapsed_under else repeat(()),
    )
    matches = [*map(_new_match, zip(*columns, repeat(()), repeat(None), strict=False))]
    return tuple([matches[at] for at in order.argsort().tolist()])


def _counts_and_fragments(
    match_marks: MatchMarks, articles: Sequence[Article]
) -> tuple[list[int], list[tuple[Fragment, ...]]]:
    """How many marks the text of each article has, and its fragments."""
    paths = match_marks.in_paths()
    counts, best = match_marks.fragments([MOST - bool(path) for path in paths])
    of_articles = [*map(shown, articles, best, paths)]
    for number in match_marks.dense:
        marks = match_marks.marks(number)
        counts[number], of_articles[number] = len(marks), fragments(articles[number], marks, paths[number])
    return counts, of_articles


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
