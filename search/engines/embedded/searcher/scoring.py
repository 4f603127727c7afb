"""Evaluates a query tree: which documents match, and their BM25 scores. Array algebra over all documents at once."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np

from search.arrays import Flags, Floats, Ints
from search.engines.bm25 import TITLE_BONUS
from search.engines.embedded.searcher.multi_reader import FieldLists, MultiReader
from search.engines.embedded.searcher.phrase import documents_with_phrase, occurrences
from search.engines.embedded.searcher.phrase_scoring import is_plain_phrase, score_phrase
from search.kernels import kernels
from search.query import tree as query
from search.query.clauses import words_for_titles
from search.query.nodes import EVERYTHING, TEXT, AnyOf, Days, Missing, words_at

_NONE = np.zeros(0, np.int64)


class ScoredDocs(NamedTuple):
    """Live documents in increasing order, and the score of each."""

    documents: Ints
    scores: Floats

    @property
    def size(self) -> int:
        """How many numbers this is made of."""
        return 2 * len(self.documents)


class Precomputed(query.Query):
    """A leaf whose documents and scores are already known."""

    def __init__(self, answer: ScoredDocs) -> None:
        self.answer = answer


def evaluate(tree: query.Query, reader: MultiReader) -> ScoredDocs:
    """The documents that an expanded tree matches, scored by BM25 (Robertson and Zaragoza 2009) as the similarity of
    the reader says.

    Scores of clauses are added, then multiplied by the boosts of their nodes. NOT and Every score 0. Cost: reading the
    postings of the words, and for each node a few passes over the documents that have them. The results of leaves are
    cached.
    """
    if isinstance(tree, AnyOf):  # the usual leaf
        return reader.leaf_answers.get(tree, lambda: _words(tree, reader))
    match tree:
        case query.And():
            return _boosted(_all_of((evaluate(part, reader) for part in tree.subqueries), reader), tree.boost)
        case query.Or():
            parts = [evaluate(part, reader) for part in tree.subqueries]
            return _boosted(_any_of(parts, reader), tree.boost)
        case query.Not():
            return _unscored(_without(reader.live, evaluate(tree.query, reader)))
        case query.AndNot():
            left = evaluate(tree.a, reader)
            kept = _without(reader.live, evaluate(tree.b, reader))[left.documents]
            return ScoredDocs(left.documents[kept], left.scores[kept])
        case query.Every():
            return _unscored(reader.live & (reader.lengths(tree.fieldname) > 0) if tree.fieldname else reader.live)
        case query.ConstantScoreQuery():
            documents = evaluate(tree.child, reader).documents
            return ScoredDocs(documents, np.full(len(documents), float(tree.score)))
        case Missing():
            field = tree.fieldname
            is_missing = reader.days[0] < 0 if field == "date" else reader.lengths(field) == 0
            return _unscored(reader.live & is_missing)
        case Days():
            first, last = reader.days
            return _unscored(reader.live & (first <= tree.last) & (tree.first <= last))
        case Precomputed():
            return tree.answer
    if tree == query.NullQuery:
        return ScoredDocs(_NONE, np.zeros(0))
    assert isinstance(tree, query.Phrase)
    phrase = tree
    return reader.leaf_answers.get(phrase, lambda: _phrase(phrase, reader))


def _unscored(matches: Flags) -> ScoredDocs:
    documents = np.flatnonzero(matches)
    return ScoredDocs(documents, np.zeros(len(documents)))


def _without(matches: Flags, excluded: ScoredDocs) -> Flags:
    left = matches.copy()
    left[excluded.documents] = False
    return left


def _boosted(answer: ScoredDocs, boost: float) -> ScoredDocs:
    return answer if boost == 1 else ScoredDocs(answer.documents, boost * answer.scores)


def _all_of(answers: Iterable[ScoredDocs], reader: MultiReader) -> ScoredDocs:
    """The documents that all parts match. Once no document is left, the other parts are not evaluated."""
    parts = iter(answers)
    matches = next(parts, None) or _unscored(reader.live)
    while len(matches.documents) and (part := next(parts, None)):
        matches = ScoredDocs(*kernels().both_of(matches.documents, matches.scores, part.documents, part.scores))
    return matches


def _any_of(parts: Sequence[ScoredDocs], reader: MultiReader) -> ScoredDocs:
    parts = [part for part in parts if len(part.documents)]
    if len(parts) == 1:
        return parts[0]
    documents, scores, _ = kernels().any_of(parts, reader.size)
    return ScoredDocs(documents, scores)


def _words(leaf: AnyOf, reader: MultiReader) -> ScoredDocs:
    """The documents of some words. A score grows with the count of the words, and less in long documents."""
    documents, scores = reader.score_tokens(field_lists(leaf, reader), leaf.fieldname)
    return _boosted(ScoredDocs(documents, scores), leaf.boost)


def _phrase(tree: query.Phrase, reader: MultiReader) -> ScoredDocs:
    """The documents of a phrase. It scores as the sum of its words, in documents where it stands."""
    field, boost = tree.fieldname, tree.boost
    if is_plain_phrase(tree):
        return ScoredDocs(*score_phrase(tree, reader, in_titles=False))
    documents = _documents_with(tree, reader)
    if not len(documents):
        return ScoredDocs(documents, np.zeros(0))
    words = [words_at(tree, word) for word in tree.words]
    return ScoredDocs(documents, boost * reader.score_tokens_in(words, documents, field))


def _documents_with(phrase: query.Phrase, reader: MultiReader) -> Ints:
    """The live documents that have a phrase in any of the fields that it is looked for in."""
    names = [name for name, _ in reader.weights(phrase.fieldname)]
    of_fields = [documents for name in names if len(documents := documents_with_phrase(phrase, reader.field(name)))]
    if reader.all_live and len(of_fields) <= 1:
        return of_fields[0] if of_fields else _NONE
    has_phrase = np.zeros(reader.size, np.bool_)
    for documents in of_fields:
        has_phrase[documents] = True
    return (has_phrase & reader.live).nonzero()[0]


def field_lists(leaf: AnyOf, reader: MultiReader) -> list[FieldLists]:
    """The lists of a leaf's words and phrases in a query's field."""
    fields = [(reader.field(name), weights) for name, weights in reader.weights(leaf.fieldname)]
    return [(field, occurrences(leaf, field), weights) for field, weights in fields]


def score(tree: query.Query, reader: MultiReader) -> ScoredDocs:
    """The documents that a whole expanded query matches. Those whose titles have all its words score TITLE_BONUS of the
    sum of their idf more."""
    if is_plain_phrase(tree):  # as most phrases are a whole query
        return ScoredDocs(*score_phrase(tree, reader, in_titles=tree.fieldname in (TEXT, EVERYTHING)))
    scored = evaluate(tree, reader)
    words = words_for_titles(tree)
    if not words or not len(scored.documents):
        return scored
    titles: list[Ints] = []
    for documents in chain.from_iterable(_in_title(leaf, reader) for leaf in words):
        if not len(documents):
            return scored
        titles.append(documents)
    places = _places_of_all(scored.documents, titles)
    if not len(places):
        return scored
    idfs = (leaf.boost * reader.similarity.idf(reader.count, len(evaluate(leaf, reader).documents)) for leaf in words)
    scores = scored.scores.copy()
    scores[places] += TITLE_BONUS * sum(idfs)
    return ScoredDocs(scored.documents, scores)


def _places_of_all(documents: Ints, parts: Sequence[Ints]) -> Ints:
    """The places of those of some documents that each of some parts has. Documents increase, and no part is empty."""
    common, *others = parts
    for part in others:
        common = common[part.take(part.searchsorted(common), mode="clip") == common]
    places = documents.searchsorted(common)
    return places[documents.take(places, mode="clip") == common]


def _in_title(leaf: AnyOf | query.Phrase, reader: MultiReader) -> Iterator[Ints]:
    """The documents whose titles have a word; for a phrase those of each of its words."""
    title = reader.field("title")
    if isinstance(leaf, AnyOf):
        yield reader.documents_with("title", occurrences(leaf, title))
    else:
        yield from (reader.documents_with("title", title.lists(words_at(leaf, word))) for word in leaf.words)
