"""Which articles a query matches, and how well: the tree evaluated as array algebra over all articles at once.

A node's answer is two arrays with a place for every document: whether it matches, and its score.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import query

from search.engines.embedded.segment import Field, Postings
from search.engines.embedded.view import View
from search.query.nodes import AnyOf, Near, field_of

K1, B = 1.2, 0.75

_Keys = NDArray[np.int64]


@dataclass(frozen=True)
class Answer:
    """For every document of the view, live or not, whether it matches and its score; no dead one matches."""

    matches: NDArray[np.bool_]
    scores: NDArray[np.float64]


def evaluate(tree: query.Query, view: View) -> Answer:
    """The documents that an expanded tree matches, scored by BM25 (Robertson and Zaragoza 2009, with Whoosh's idf).

    The scores of fields, each with its weight, and of clauses are added. Cost: the postings of the words in the tree,
    and a few passes over one number a document for each node.
    """
    if isinstance(tree, query.And):
        parts = [evaluate(part, view) for part in tree.subqueries]
        matches = reduce(np.logical_and, (part.matches for part in parts))
        return Answer(matches, np.where(matches, sum(part.scores for part in parts), 0.0))
    if isinstance(tree, query.Or):
        parts = [evaluate(part, view) for part in tree.subqueries]
        matches = reduce(np.logical_or, (part.matches for part in parts))
        return Answer(matches, sum((part.scores for part in parts), np.zeros(view.size)))
    if isinstance(tree, query.Not):
        return Answer(view.live & ~evaluate(tree.query, view).matches, np.zeros(view.size))
    if isinstance(tree, query.Every):
        return Answer(view.live, np.zeros(view.size))
    scores = np.zeros(view.size)
    matches = np.zeros(view.size, np.bool_)
    if tree != query.NullQuery:
        for name, weight in view.weights(field_of(tree)):
            found = _leaf(tree, name, view)
            matches |= found.matches
            scores += weight * found.scores
    return Answer(matches, scores)


def _leaf(tree: query.Query, name: str, view: View) -> Answer:
    if isinstance(tree, query.Phrase):
        return _together(tree, name, view)
    assert isinstance(tree, AnyOf)
    return _bm25(_frequencies(tree.words, name, view), name, view)


def _frequencies(words: Any, name: str, view: View) -> NDArray[np.float64]:
    """How often any of the words stands in each live document."""
    counts = np.zeros(view.size)
    for base, segment in view.segments:
        for word in words:
            if found := segment.fields[name].postings(word):
                counts[base + found.documents] += found.frequencies
    counts[~view.live] = 0
    return counts


def _bm25(counts: NDArray[np.float64], name: str, view: View) -> Answer:
    documents = np.flatnonzero(counts)
    scores = np.zeros(view.size)
    if len(documents):
        idf = log(view.count / (len(documents) + 1)) + 1
        here = counts[documents]
        scores[documents] = idf * here * (K1 + 1) / (here + K1 * (1 - B + B * view.relative_lengths(name)[documents]))
    return Answer(counts > 0, scores)


def _together(tree: query.Phrase, name: str, view: View) -> Answer:
    """A phrase scores as its words do, in the documents where they stand together."""
    matches = np.zeros(view.size, np.bool_)
    for base, segment in view.segments:
        matches[base + _documents(tree, segment.fields[name])] = True
    matches &= view.live
    scores = sum(
        (_bm25(_frequencies((word,), name, view), name, view).scores for word in tree.words), np.zeros(view.size)
    )
    return Answer(matches, np.where(matches, scores, 0.0))


def _documents(tree: query.Phrase, field: Field) -> _Keys:
    words = list(dict.fromkeys(tree.words))
    postings = [field.postings(word) for word in words]
    held = [found for found in postings if found]
    if len(held) < len(words):
        return np.zeros(0, np.int64)
    common = reduce(lambda left, right: np.intersect1d(left, right, assume_unique=True), (p.documents for p in held))
    if not len(common):
        return common
    keys = {word: _keys(field, word, found, common) for word, found in zip(words, held, strict=True)}
    places = _near(tree.words, tree.others, keys) if isinstance(tree, Near) else _phrase(tree.words, keys)
    return np.unique(places >> 32)


def _keys(field: Field, word: str, postings: Postings, common: _Keys) -> _Keys:
    """Where a word stands in some documents, which all have it: document and position in one number, increasing."""
    documents, positions = field.positions(word, postings)
    at = np.searchsorted(common, documents)
    chosen = common[np.minimum(at, len(common) - 1)] == documents
    return documents[chosen] << 32 | positions[chosen]


def _phrase(words: Sequence[str], keys: dict[str, _Keys]) -> _Keys:
    places = keys[words[0]]
    for number, word in enumerate(words[1:], 1):
        at = np.searchsorted(keys[word], places + number)
        places = places[keys[word][np.minimum(at, len(keys[word]) - 1)] == places + number]
    return places


def _near(words: Sequence[str], others: int, keys: dict[str, _Keys]) -> _Keys:
    """Where a stretch ends that has all words, as often as asked, and at most `others` tokens besides."""
    widest = len(words) - 1 + others
    ends = np.unique(np.concatenate(list(keys.values())))
    starts = ends.copy()
    for word, count in Counter(words).items():
        at = np.searchsorted(keys[word], ends, side="right") - count
        begun = np.where(at >= 0, keys[word][np.maximum(at, 0)], -1 << 40)
        starts = np.minimum(starts, begun)
    return ends[ends - starts <= widest]
