"""Which articles a query matches, and how well: the tree evaluated as array algebra over all articles at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray
from whoosh import query

from search.engines.embedded.searcher.multi_reader import View
from search.engines.embedded.searcher.phrase import holding
from search.query.nodes import AnyOf, Days, boost_of, field_of, words_at

K1, B = 1.2, 0.75

_Ints = NDArray[np.int64]
_NONE = np.zeros(0, np.int64)


@dataclass(frozen=True)
class Answer:
    """Living documents of a view, increasing, and the score of each."""

    documents: _Ints
    scores: NDArray[np.float64]

    @property
    def size(self) -> int:
        """Numbers held."""
        return 2 * len(self.documents)


class Known(query.Query):
    """A leaf whose answer is known already."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer


def evaluate(tree: query.Query, view: View) -> Answer:
    """The documents that an expanded tree matches, scored by BM25 (Robertson and Zaragoza 2009, with Whoosh's idf).

    The scores of fields, each with its weight, and of clauses are added, and multiplied by the boosts of their nodes;
    NOT and Every score nothing. Cost: the occurrences of the words in the tree, once while they are in use, and for
    each node a few passes over the documents that have them. The answers of leaves are kept, as their postings are.
    """
    match tree:
        case query.And():
            return _boosted(_all_of((evaluate(part, view) for part in tree.subqueries), view), tree.boost)
        case query.Or():
            return _boosted(_any_of([evaluate(part, view) for part in tree.subqueries], view), tree.boost)
        case query.Not():
            return _unscored(_without(view.live, evaluate(tree.query, view)))
        case query.AndNot():
            left = evaluate(tree.a, view)
            kept = _without(view.live, evaluate(tree.b, view))[left.documents]
            return Answer(left.documents[kept], left.scores[kept])
        case query.Every():
            return _unscored(view.live & (view.lengths(tree.fieldname) > 0) if tree.fieldname else view.live)
        case query.ConstantScoreQuery():
            documents = evaluate(tree.child, view).documents
            return Answer(documents, np.full(len(documents), float(tree.score)))
        case Days():
            first, last = view.days
            return _unscored(view.live & (first <= tree.last) & (tree.first <= last))
        case Known():
            return tree.answer
    if tree == query.NullQuery:
        return Answer(_NONE, np.zeros(0))
    return view.cache.get(tree, lambda: _of_leaf(tree, view))


def _of_leaf(tree: query.Query, view: View) -> Answer:
    weights, boost = view.weights(field_of(tree)), boost_of(tree)
    return _any_of([_leaf(tree, name, weight * boost, view) for name, weight in weights], view)


def _unscored(matches: NDArray[np.bool_]) -> Answer:
    documents = np.flatnonzero(matches)
    return Answer(documents, np.zeros(len(documents)))


def _without(matches: NDArray[np.bool_], excluded: Answer) -> NDArray[np.bool_]:
    left = matches.copy()
    left[excluded.documents] = False
    return left


def _boosted(answer: Answer, boost: float) -> Answer:
    return answer if boost == 1 else Answer(answer.documents, boost * answer.scores)


def _all_of(answers: Iterable[Answer], view: View) -> Answer:
    """What is in all answers; the others are not asked for where some have nothing in common."""
    parts: list[Answer] = []
    documents = np.flatnonzero(view.live)
    for part in answers:
        parts.append(part)
        few, many = sorted((documents, part.documents), key=len)
        present = np.zeros(view.size, np.bool_)
        present[many] = True
        documents = few[present[few]]
        if not len(documents):
            break
    scores = np.zeros(len(documents))
    for part in parts:
        row = np.zeros(view.size)
        row[part.documents] = part.scores
        scores += row[documents]
    return Answer(documents, scores)


def _any_of(parts: Sequence[Answer], view: View) -> Answer:
    parts = [part for part in parts if len(part.documents)]
    if len(parts) == 1:
        return parts[0]
    present, row = np.zeros(view.size, np.bool_), np.zeros(view.size)
    for part in parts:
        present[part.documents] = True
        row[part.documents] += part.scores
    documents = np.flatnonzero(present)
    return Answer(documents, row[documents])


def _leaf(tree: query.Query, name: str, weight: float, view: View) -> Answer:
    if isinstance(tree, query.Phrase):
        return _together(tree, name, weight, view)
    assert isinstance(tree, AnyOf)
    return _bm25(_counted(tree.words, name, view), name, weight, view)


def _counted(words: frozenset[str], name: str, view: View) -> tuple[_Ints, _Ints]:
    """The living documents that have any of the words, and how often."""
    found = view.field(name).any_of(words)
    if view.all_live:
        return found.documents, found.frequencies
    living = view.live[found.documents]
    return found.documents[living], found.frequencies[living]


def _bm25(counted: tuple[_Ints, _Ints], name: str, weight: float, view: View) -> Answer:
    documents, counts = counted
    return Answer(documents, weight * _idf(len(documents), view) * _saturated(documents, counts, name, view))


def _idf(documents: int, view: View) -> float:
    """How much a word tells that so many documents have."""
    return log(view.count / (documents + 1)) + 1 if view.count else 0.0


def _saturated(documents: _Ints, counts: _Ints, name: str, view: View) -> NDArray[np.float64]:
    """How much it tells of each that it stands there so often."""
    norms = K1 * (1 - B + B * view.relative_lengths(name)[documents])
    return (K1 + 1) * counts / (counts + norms)


def _together(tree: query.Phrase, name: str, weight: float, view: View) -> Answer:
    """A phrase scores as its words do, in the documents where they stand together."""
    documents = holding(tree, view.field(name))
    documents = documents[view.live[documents]]
    scores = np.zeros(len(documents))
    for word in tree.words if len(documents) else ():
        holders, counts = _counted(words_at(tree, word), name, view)
        there = counts[holders.searchsorted(documents)]
        scores += weight * _idf(len(holders), view) * _saturated(documents, there, name, view)
    return Answer(documents, scores)
