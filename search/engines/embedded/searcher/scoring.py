"""Evaluates a query tree: which documents match, and their BM25 scores. Array algebra over all documents at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from whoosh import query

from search.arrays import Flags, Floats, Ints
from search.engines.embedded.searcher.multi_reader import MultiReader
from search.engines.embedded.searcher.phrase import documents_with_phrase
from search.query.nodes import AnyOf, Days, Missing, boost_of, field_of, words_at

K1, B = 1.2, 0.75

_NONE = np.zeros(0, np.int64)


@dataclass(frozen=True)
class ScoredDocs:
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
    """The documents that an expanded tree matches, scored by BM25 (Robertson and Zaragoza 2009, with Whoosh's idf).

    Scores of fields, each with its weight, and of clauses are added, then multiplied by the boosts of their nodes. NOT
    and Every score 0. Cost: reading the postings of the words, unless they are cached, and for each node a few passes
    over the documents that have them. The results of leaves are cached too.
    """
    match tree:
        case query.And():
            return _boosted(_all_of((evaluate(part, reader) for part in tree.subqueries), reader), tree.boost)
        case query.Or():
            return _boosted(_any_of([evaluate(part, reader) for part in tree.subqueries], reader), tree.boost)
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
            field = field_of(tree)
            is_missing = reader.days[0] < 0 if field == "date" else reader.lengths(field) == 0
            return _unscored(reader.live & is_missing)
        case Days():
            first, last = reader.days
            return _unscored(reader.live & (first <= tree.last) & (tree.first <= last))
        case Precomputed():
            return tree.answer
    if tree == query.NullQuery:
        return ScoredDocs(_NONE, np.zeros(0))
    return reader.cache.get(tree, lambda: _of_leaf(tree, reader))


def _of_leaf(tree: query.Query, reader: MultiReader) -> ScoredDocs:
    weights, boost = reader.weights(field_of(tree)), boost_of(tree)
    return _any_of([_leaf(tree, name, weight * boost, reader) for name, weight in weights], reader)


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
    parts: list[ScoredDocs] = []
    documents = np.flatnonzero(reader.live)
    for part in answers:
        parts.append(part)
        few, many = sorted((documents, part.documents), key=len)
        present = np.zeros(reader.size, np.bool_)
        present[many] = True
        documents = few[present[few]]
        if not len(documents):
            break
    scores = np.zeros(len(documents))
    for part in parts:
        row = np.zeros(reader.size)
        row[part.documents] = part.scores
        scores += row[documents]
    return ScoredDocs(documents, scores)


def _any_of(parts: Sequence[ScoredDocs], reader: MultiReader) -> ScoredDocs:
    parts = [part for part in parts if len(part.documents)]
    if len(parts) == 1:
        return parts[0]
    present, row = np.zeros(reader.size, np.bool_), np.zeros(reader.size)
    for part in parts:
        present[part.documents] = True
        row[part.documents] += part.scores
    documents = np.flatnonzero(present)
    return ScoredDocs(documents, row[documents])


def _leaf(tree: query.Query, name: str, weight: float, reader: MultiReader) -> ScoredDocs:
    if isinstance(tree, query.Phrase):
        return _together(tree, name, weight, reader)
    assert isinstance(tree, AnyOf)
    return _bm25(_counted(tree.words, name, reader), name, weight, reader)


def _counted(words: frozenset[str], name: str, reader: MultiReader) -> tuple[Ints, Ints]:
    """The live documents that have any of the words, and how often."""
    postings = reader.field(name).any_of(words)
    if reader.all_live:
        return postings.documents, postings.frequencies
    live = reader.live[postings.documents]
    return postings.documents[live], postings.frequencies[live]


def _bm25(counted: tuple[Ints, Ints], name: str, weight: float, reader: MultiReader) -> ScoredDocs:
    documents, counts = counted
    return ScoredDocs(documents, weight * _idf(len(documents), reader) * _saturated(documents, counts, name, reader))


def _idf(documents: int, reader: MultiReader) -> float:
    """The inverse document frequency of a word in so many documents."""
    return log(reader.count / (documents + 1)) + 1 if reader.count else 0.0


def _saturated(documents: Ints, counts: Ints, name: str, reader: MultiReader) -> Floats:
    """The term frequency part of BM25: it grows with the count, and less in long documents."""
    norms = K1 * (1 - B + B * reader.relative_lengths(name)[documents])
    return (K1 + 1) * counts / (counts + norms)


def _together(tree: query.Phrase, name: str, weight: float, reader: MultiReader) -> ScoredDocs:
    """A phrase scores as the sum of its words, in the documents that have the phrase."""
    documents = documents_with_phrase(tree, reader.field(name))
    documents = documents[reader.live[documents]]
    scores = np.zeros(len(documents))
    for word in tree.words if len(documents) else ():
        holders, counts = _counted(words_at(tree, word), name, reader)
        there = counts[holders.searchsorted(documents)]
        scores += weight * _idf(len(holders), reader) * _saturated(documents, there, name, reader)
    return ScoredDocs(documents, scores)
