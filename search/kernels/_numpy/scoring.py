"""Scores of documents, added, and the best of them: the readable twin of `_compiled/scoring.pyx`."""

from collections.abc import Sequence

import numpy as np

from search.arrays import Floats, Ids, Ints

_OUTSIDE = "a document is outside its columns"
_OTHER_LENGTHS = "two columns have different lengths"


def bm25(documents: Ints, counts: Floats, norms: Floats, factor: float) -> Floats:
    """What each of some documents scores by its count. `norms` has a number for every document."""
    _check(documents, counts, len(norms))
    scores: Floats = factor * counts / (counts + norms[documents])
    return scores


def any_of(parts: Sequence[tuple[Ints, Floats]], size: int) -> tuple[Ints, Floats, Ints]:
    """As in `Kernels`."""
    if size < 0:
        raise ValueError(_OUTSIDE)
    row, counts = np.zeros(size), np.zeros(size, np.int64)
    for documents, scores in parts:
        _check(documents, scores, size)
        row[documents] += scores
        counts[documents] += 1
    documents = counts.nonzero()[0]
    return documents, row[documents], counts[documents]


def both_of(documents: Ints, scores: Floats, others: Ints, other_scores: Floats) -> tuple[Ints, Floats]:
    """As in `Kernels`."""
    if len(documents) != len(scores) or len(others) != len(other_scores):
        raise ValueError(_OTHER_LENGTHS)
    places = others.searchsorted(documents)
    inside = places < len(others)
    inside[inside] = others[places[inside]] == documents[inside]
    return documents[inside], scores[inside] + other_scores[places[inside]]


def best(documents: Ints, scores: Floats, ids: Ids, count: int) -> Ints:
    """As in `Kernels`."""
    _check(documents, scores, len(ids))
    if count <= 0:
        return np.zeros(0, np.int64)
    places = np.arange(len(documents))
    if len(places) > count:
        places = (scores >= np.partition(scores, -count)[-count]).nonzero()[0]
    return places[np.lexsort((ids[documents[places]], -scores[places]))[:count]]


def _check(documents: Ints, scores: Floats, size: int) -> None:
    if len(documents) != len(scores):
        raise ValueError(_OTHER_LENGTHS)
    if len(documents) and not 0 <= documents.min() <= documents.max() < size:
        raise LookupError(_OUTSIDE)
