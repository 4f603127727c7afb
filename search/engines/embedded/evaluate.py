"""Which articles a query matches, and how well: the tree evaluated as array algebra over all articles at once."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from math import log

import numpy as np
from numpy.typing import NDArray
from whoosh import query

from search.engines.embedded.segment import Field, Postings
from search.engines.embedded.view import View
from search.query.nodes import AnyOf, Near, field_of

K1, B = 1.2, 0.75

_Ints = NDArray[np.int64]
_NONE = np.zeros(0, np.int64)


@dataclass(frozen=True)
class Answer:
    """Living documents of a view, increasing, and the score of each."""

    documents: _Ints
    scores: NDArray[np.float64]


def evaluate(tree: query.Query, view: View) -> Answer:
    """The documents that an expanded tree matches, scored by BM25 (Robertson and Zaragoza 2009, with Whoosh's idf).

    The scores of fields, each with its weight, and of clauses are added. Cost: the occurrences of the words in the
    tree, once while they are in use, and for each node a few passes over the documents that have them.
    """
    match tree:
        case query.And():
            return _all_of([evaluate(part, view) for part in tree.subqueries], view)
        case query.Or():
            return _any_of([evaluate(part, view) for part in tree.subqueries], view)
        case query.Not():
            left = view.live.copy()
            left[evaluate(tree.query, view).documents] = False
            return _unscored(left)
        case query.Every():
            return _unscored(view.live)
    if tree == query.NullQuery:
        return Answer(_NONE, np.zeros(0))
    return _any_of([_leaf(tree, name, weight, view) for name, weight in view.weights(field_of(tree))], view)


def _unscored(matches: NDArray[np.bool_]) -> Answer:
    documents = np.flatnonzero(matches)
    return Answer(documents, np.zeros(len(documents)))


def _all_of(parts: Sequence[Answer], view: View) -> Answer:
    documents = min((part.documents for part in parts), key=len)
    for part in parts:
        present = np.zeros(view.size, np.bool_)
        present[part.documents] = True
        documents = documents[present[documents]]
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
    found = [(base, field.any_of(words)) for base, field in view.fields(name)]
    documents = np.concatenate([_NONE, *(base + postings.documents for base, postings in found)])
    counts = np.concatenate([_NONE, *(postings.frequencies for _, postings in found)])
    if view.all_live:
        return documents, counts
    living = view.live[documents]
    return documents[living], counts[living]


def _bm25(counted: tuple[_Ints, _Ints], name: str, weight: float, view: View) -> Answer:
    documents, counts = counted
    idf = log(view.count / (len(documents) + 1)) + 1 if view.count else 0.0
    norms = K1 * (1 - B + B * view.relative_lengths(name)[documents])
    return Answer(documents, weight * idf * (K1 + 1) * counts / (counts + norms))


def _together(tree: query.Phrase, name: str, weight: float, view: View) -> Answer:
    """A phrase scores as its words do, in the documents where they stand together."""
    documents = np.concatenate([_NONE, *(base + _holding(tree, field) for base, field in view.fields(name))])
    documents = documents[view.live[documents]]
    if not len(documents):
        return Answer(documents, np.zeros(0))
    words = [_bm25(_counted(frozenset((word,)), name, view), name, weight, view) for word in tree.words]
    return _all_of([Answer(documents, np.zeros(len(documents))), *words], view)


def _holding(tree: query.Phrase, field: Field) -> _Ints:
    """The documents of a segment in which the words stand together."""
    held = {word: field.postings(word) for word in tree.words}
    if not all(len(found.addresses) for found in held.values()):
        return _NONE
    places = _near(tree, held, field) if isinstance(tree, Near) else _phrase(tree.words, held, int(field.bounds[-1]))
    return field.of_addresses(places).documents


def _phrase(words: Sequence[str], held: dict[str, Postings], size: int) -> _Ints:
    """The addresses at which the words follow one another; no two articles have neighbouring addresses."""
    rarest = min(range(len(words)), key=lambda number: len(held[words[number]].addresses))
    places = held[words[rarest]].addresses - rarest
    for number, word in enumerate(words):
        if number != rarest:
            places = places[_among(places + number, held[word].addresses, size)]
    return places


def _among(wanted: _Ints, known: _Ints, size: int) -> NDArray[np.bool_]:
    """Which addresses are known: they are looked up in order, or in a table of all `size` where they are many."""
    if 16 * len(wanted) < len(known):
        return known[np.minimum(np.searchsorted(known, wanted), len(known) - 1)] == wanted
    table = np.zeros(size, np.bool_)
    table[known] = True
    return table[np.maximum(wanted, 0) % size] & (wanted >= 0) & (wanted < size)


def _near(tree: Near, held: dict[str, Postings], field: Field) -> _Ints:
    """Addresses where a stretch ends that has all words, as often as asked, and few enough besides."""
    common = reduce(np.intersect1d, (found.documents for found in held.values()))
    inside = np.zeros(len(field.lengths), np.bool_)
    inside[common] = True
    places = {
        word: found.addresses[np.repeat(inside[found.documents], found.frequencies)] for word, found in held.items()
    }
    ends = np.concatenate(list(places.values()))
    ends.sort(kind="stable")
    starts = ends.copy()
    for word, count in Counter(tree.words).items():
        at = np.searchsorted(places[word], ends, side="right") - count
        starts = np.minimum(starts, np.where(at >= 0, places[word][np.maximum(at, 0)], -1 << 40))
    widest = len(tree.words) - 1 + tree.others
    close = np.flatnonzero(ends - starts <= widest)
    ends, starts = ends[close], starts[close]
    documents = np.searchsorted(field.bounds, ends, side="right")
    return ends[documents == np.searchsorted(field.bounds, starts, side="right")]
