"""Matches in order: by score, by date, by the time of the file, or by a key such as the path. Equal ones come in order
of their ids."""

import numpy as np

from search.arrays import Ints
from search.engines.embedded.searcher.multi_reader import MultiReader
from search.engines.embedded.searcher.scoring import ScoredDocs
from search.kernels import kernels
from search.types.requests import Sort


def sort_documents(scored: ScoredDocs, count: int, sort: Sort, reader: MultiReader) -> tuple[Ints, Ints]:
    """The first `count` matches in order: their documents, and their places in `scored`.

    Cost: a look at each and a sort of the first, or a sort of all by date or time, or of all in each segment by key.
    """
    if sort in ("newest", "oldest"):
        return _by_date(scored.documents, count, reader, newest=sort == "newest")
    if sort == "modified":
        order = np.lexsort((reader.ids[scored.documents], -reader.modified[scored.documents]))[:count]
        return scored.documents[order], order
    if sort != "relevance":
        return _by_key(scored.documents, count, sort, reader)
    places = kernels().best(scored.documents, scored.scores, reader.ids, count)
    return scored.documents[places], places


def _by_date(documents: Ints, count: int, reader: MultiReader, *, newest: bool) -> tuple[Ints, Ints]:
    """By moment; of equal ones those come first whose date was not inferred. Undated ones come last."""
    moments = reader.moments[documents]
    undated, when, inferred = moments < 0, moments >> 1, moments & 1
    order = np.lexsort((reader.ids[documents], inferred, -when if newest else when, undated))[:count]
    return documents[order], order


def _by_key(documents: Ints, count: int, key: str, reader: MultiReader) -> tuple[Ints, Ints]:
    """The first of each segment, by the ranks that it stores, and of these the first by their keys."""
    candidates: list[tuple[bytes, int, int]] = []
    for base, segment in reader.segments:
        start, end = np.searchsorted(documents, (base, base + segment.count)).tolist()
        inside = documents[start:end] - base
        order = np.lexsort((segment.stored_fields.ids[inside], segment.stored_fields.ranks(key)[inside]))[:count]
        for number, at in zip(inside[order].tolist(), order.tolist(), strict=True):
            article_id = int(segment.stored_fields.ids[number])
            candidates.append((segment.stored_fields.key(key, number), article_id, start + at))
    places = np.array([at for _, _, at in sorted(candidates)[:count]], np.int64)
    return documents[places], places
