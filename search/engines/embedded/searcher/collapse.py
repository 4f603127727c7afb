"""Collapse near-duplicates among the matches of a query."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from search.engines.collapse import CollapsedUnder, CollapsiblePairs, collapsed_under
from search.engines.duplicate_pairs import Pairs
from search.engines.embedded.searcher.multi_reader import MultiReader
from search.engines.embedded.searcher.scoring import ScoredDocs


class Collapsed(NamedTuple):
    """The matches that are listed, and for some of them the documents collapsed under them."""

    answer: ScoredDocs
    collapsed_under: CollapsedUnder


def collapsible_pairs(pairs: Pairs, reader: MultiReader) -> CollapsiblePairs:
    """The pairs of a commit point as documents. Cost: a sort of all ids. Raises ValueError if a pair has no live
    article."""
    live = np.flatnonzero(reader.live)
    live = live[np.argsort(reader.ids[live])]
    places = CollapsiblePairs.of(pairs, reader.ids[live])
    return places._replace(a=live[places.a], b=live[places.b])


def collapse(
    answer: ScoredDocs, pairs: CollapsiblePairs, ordered: Callable[[ScoredDocs], Sequence[int]], size: int
) -> Collapsed:
    """All matches, with near-duplicates collapsed. `ordered` ranks matches; `size` is the number of all documents.

    Cost: a look at all pairs, and a ranking of the matches in pairs.
    """
    is_match = np.zeros(size, np.bool_)
    is_match[answer.documents] = True
    matching = pairs.among(is_match)
    if not len(matching):
        return Collapsed(answer, {})
    is_in_pair = np.zeros(size, np.bool_)
    is_in_pair[pairs.a[matching]] = is_in_pair[pairs.b[matching]] = True
    chosen = is_in_pair[answer.documents]
    ranked = ordered(ScoredDocs(answer.documents[chosen], answer.scores[chosen]))
    under = collapsed_under(ranked, pairs, matching)
    is_match[[document for collapsed in under.values() for document, _ in collapsed]] = False
    listed = is_match[answer.documents]
    return Collapsed(ScoredDocs(answer.documents[listed], answer.scores[listed]), under)
