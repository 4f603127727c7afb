"""Ranks articles that are near in meaning and have none of the words of a query."""

import numpy as np

from search.engines.embedded.searcher.commit_reader import CommitReader
from search.engines.embedded.searcher.filters import FilteredDocs
from search.engines.embedded.searcher.ranked_docs import RankedDocs
from search.engines.embedded.searcher.ranking import rank_scored
from search.engines.embedded.searcher.scoring import ScoredDocs, evaluate
from search.query import tree as query
from search.query.partial import PartialQuery
from search.types.requests import SearchOptions

_LEAST, MOST = 0.3, 100
"""How near an article has to be, and how many there are at most. Of the relevant articles without any word of the
question, half are as near on the shared collections."""


def rank_by_meaning(
    parts: PartialQuery, options: SearchOptions, reader: CommitReader, full: RankedDocs, count: int
) -> RankedDocs | None:
    """The first `count` documents that are near in meaning and have none of the words; None where there are none.

    The required parts of the query and the filters have to match. `full` are the full matches, which are left out.
    """
    if options.vector is None or not parts.words:
        return None
    nearness = reader.document_vectors.nearness(options.vector)
    required = query.And([*parts.required, query.Every()])
    is_near = np.zeros(len(nearness), np.bool_)
    is_near[evaluate(required, reader.documents).documents] = True
    is_near &= nearness >= _LEAST
    is_near[full.filtered().answer.documents] = False
    for word in parts.words:
        is_near[evaluate(word.part, reader.documents).documents] = False
    documents = np.flatnonzero(is_near)
    near = ScoredDocs(documents, nearness[documents].astype(np.float64))
    filtered = FilteredDocs(reader.doc_values, near, options.filters).answer
    nearest = np.sort(np.argsort(-filtered.scores, kind="stable")[:MOST])
    near = ScoredDocs(filtered.documents[nearest], filtered.scores[nearest])
    ranked = rank_scored(near, required, options, reader, count)
    return ranked if ranked.total else None
