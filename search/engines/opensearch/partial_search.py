"""Partial matches on a cluster: articles that lack words of a query."""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from whoosh import query

from search.engines.opensearch.article_json import ARTICLE
from search.engines.opensearch.collapse import CollapsedMatches, collapse
from search.engines.opensearch.query_dsl import Json, matching
from search.engines.opensearch.snapshot import Snapshot, scoring
from search.engines.opensearch.sorts import sort_by
from search.query.partial import ALL_BUT_ONE, PartialQuery


class PartialHits(NamedTuple):
    """Some partial matches as the cluster gives them, how many there are in all, how many of these are listed, and
    which are collapsed under which."""

    total: int
    groups: int
    hits: Sequence[Json]
    matches: CollapsedMatches


def search_partial(
    parts: PartialQuery, full: query.Query, filters: Json, snapshot: Snapshot, *, grouped: bool
) -> "PartialSearch":
    """The partial matches of a query, without those of `full`, as far as filters leave them. With `grouped`,
    near-duplicates are collapsed."""
    words = [matching(word.leaf) for word in parts.words]
    scores = scoring((*parts.required, *(word.part for word in parts.words)), snapshot)
    scored: Json = {
        "must": [scores.part(part) for part in parts.required],
        "should": [scores.part(word.part) for word in parts.words],
        "minimum_should_match": 1,
    }
    tiers = [{"bool": scored | {"filter": [filters, tier], "must_not": [matching(full)]}} for tier in _tiers(words)]
    searches: list[Json] = [
        {"query": tier, "post_filter": {"match_all": {}}, "sort": sort_by("relevance"), "_source": ARTICLE}
        for tier in tiers
    ]
    counts: list[Json] = [{"query": tier, "size": 0} for tier in tiers]
    collapsed, answers = collapse(searches, snapshot, counts, grouped=grouped)
    totals = [answer["hits"]["total"]["value"] for answer in answers or snapshot.searches(counts)]
    return PartialSearch(collapsed, totals, snapshot)


def _tiers(words: Sequence[Json]) -> Sequence[Json]:
    """What keeps the articles of each tier, the best first: those with all words, those with all but one where the
    query has few, and the others."""
    number = len(words)
    all_of, all_but_one = (
        {"bool": {"should": [*words], "minimum_should_match": most}} for most in (number, number - 1)
    )
    if number not in ALL_BUT_ONE:
        return all_of, {"bool": {"must_not": [all_of]}}
    return all_of, {"bool": {"filter": [all_but_one], "must_not": [all_of]}}, {"bool": {"must_not": [all_but_one]}}


class PartialSearch:
    """Partial matches in order: tier by tier, and by score in each. `totals` counts those of each tier."""

    def __init__(self, matches: CollapsedMatches, totals: Sequence[int], snapshot: Snapshot) -> None:
        self._matches = matches
        self._totals = totals
        self._snapshot = snapshot

    def hits(self, first: int, end: int) -> PartialHits:
        """Listed partial matches number `first` up to `end`. Cost: one request."""
        groups = [total - paired.count for total, paired in zip(self._totals, self._matches.paired, strict=True)]
        bodies: list[Json] = []
        for number, (begin, finish) in enumerate(pairwise(accumulate(groups, initial=0))):
            start, stop = max(first, begin), min(end, finish)
            if start < stop:
                bodies.append(self._matches.page(number, start - begin, stop - begin))
        answers = self._snapshot.searches(bodies) if bodies else []
        hits = [hit for answer in answers for hit in answer["hits"]["hits"]]
        return PartialHits(sum(self._totals), sum(groups), hits, self._matches)
