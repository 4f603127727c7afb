"""Partial matches on a cluster: articles that lack words of a query."""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from search.engines.opensearch.article_json import ARTICLE
from search.engines.opensearch.collapse import CollapsedMatches, collapse
from search.engines.opensearch.query_dsl import Json, matching
from search.engines.opensearch.snapshot import Snapshot, scoring
from search.engines.opensearch.sorts import sort_by
from search.query import tree as query
from search.query.partial import ALL_BUT_ONE, PartialQuery


class PartialHits(NamedTuple):
    """Some partial matches as the cluster gives them, how many there are in all, how many of these are listed, and
    which are collapsed under which."""

    total: int
    groups: int
    hits: Sequence[Json]
    matches: CollapsedMatches


_AT_ONCE = 20
"""Matches of each tier that are read with their number, at most."""


def search_partial(  # noqa: PLR0913 - the last by name
    parts: PartialQuery, full: query.Query, filters: Json, snapshot: Snapshot, end: int, *, grouped: bool
) -> "PartialSearch":
    """The partial matches of a query, without those of `full`, as far as filters leave them. `end` of them may be asked
    for. With `grouped`, near-duplicates are collapsed."""
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
    firsts = [search | {"size": end if end <= _AT_ONCE else 0} for search in searches]
    collapsed, answers = collapse(searches, snapshot, firsts, grouped=grouped)
    return PartialSearch(collapsed, [answer["hits"] for answer in answers or snapshot.searches(firsts)], snapshot)


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
    """Partial matches in order: tier by tier, and by score in each. `firsts` are the first ones of each tier, with the
    number of all."""

    def __init__(self, matches: CollapsedMatches, firsts: Sequence[Json], snapshot: Snapshot) -> None:
        self._matches = matches
        self._firsts = firsts
        self._snapshot = snapshot

    def hits(self, first: int, end: int) -> PartialHits:
        """Listed partial matches number `first` up to `end`. Cost: one request, where they are not among the first."""
        totals = [each["total"]["value"] for each in self._firsts]
        groups = [total - paired.count for total, paired in zip(totals, self._matches.paired, strict=True)]
        bounds = pairwise(accumulate(groups, initial=0))
        places = [(max(first, begin) - begin, min(end, finish) - begin) for begin, finish in bounds]
        wanted = [(number, *place) for number, place in enumerate(places) if place[0] < place[1]]
        hits = self._read(wanted)
        if hits is None:
            answers = self._snapshot.searches([self._matches.page(*each) for each in wanted])
            hits = [hit for answer in answers for hit in answer["hits"]["hits"]]
        return PartialHits(sum(totals), sum(groups), hits, self._matches)

    def _read(self, wanted: Sequence[tuple[int, int, int]]) -> Sequence[Json] | None:
        """Matches of some tiers from one number to another, if they were read and none before them is collapsed."""
        hits: list[Json] = []
        for number, start, stop in wanted:
            read = self._firsts[number]["hits"]
            if len(read) < stop or self._matches.paired[number].before(stop):
                return None
            hits += read[start:stop]
        return hits
