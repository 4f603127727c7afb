"""Collapse near-duplicates among the matches of searches on a cluster, and list the others page by page.

Only the matches that are in pairs are read in order: the others are always listed.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

import numpy as np

from search.arrays import Flags, Ints
from search.engines.article_ids import id_numbers
from search.engines.collapse import CollapsiblePairs, collapsed_under
from search.engines.opensearch.query_dsl import Json
from search.engines.opensearch.snapshot import Snapshot
from search.engines.opensearch.stored_pairs import PairTable
from search.recent_values import RecentValues

_AT_ONCE = 10_000
"""Matches in pairs that one request gives."""
_MOST_IDS = 1 << 16
"""Values that one clause may have."""
_KEPT = 32
"""Lists of matches whose collapsed ones are kept."""


@dataclass(frozen=True)
class PairedMatches:
    """The matches of one search that are in pairs, in order, and which of them are collapsed under others."""

    ids: Sequence[str] = ()
    is_collapsed: Flags = field(default_factory=lambda: np.zeros(0, np.bool_))

    @property
    def count(self) -> int:
        """How many are collapsed."""
        return int(self.is_collapsed.sum())

    @property
    def collapsed(self) -> list[str]:
        """The ids of those that are collapsed."""
        return [self.ids[number] for number in np.flatnonzero(self.is_collapsed).tolist()]

    def before(self, end: int) -> list[str]:
        """The ids of those collapsed that may stand before listed match number `end`. None of the others does: as many
        listed ones as that stand before each of them."""
        first = int(np.searchsorted(np.cumsum(~self.is_collapsed), end))
        return [self.ids[number] for number in np.flatnonzero(self.is_collapsed[:first]).tolist()]


@dataclass(frozen=True)
class CollapsedMatches:
    """The matches of searches that follow one another, with near-duplicates collapsed. `under` has the ids of some
    listed ones, and of those collapsed under each, with the numbers of their pairs."""

    searches: Sequence[Json]
    paired: Sequence[PairedMatches]
    under: Mapping[str, Sequence[tuple[str, int]]]

    def page(self, number: int, first: int, end: int) -> Json:
        """What finds the listed matches number `first` up to `end` of search `number`."""
        left_out = self.paired[number].before(end)
        search = self.searches[number]
        clauses = [{"terms": {"id": left_out[at : at + _MOST_IDS]}} for at in range(0, len(left_out), _MOST_IDS)]
        kept = {"bool": {"filter": [search["post_filter"]], "must_not": clauses}} if clauses else search["post_filter"]
        return search | {"post_filter": kept, "from": first, "size": end - first}


_RECENT: RecentValues[CollapsedMatches] = RecentValues(_KEPT)


def collapse(
    searches: Sequence[Json], snapshot: Snapshot, beside: Sequence[Json] = (), *, grouped: bool = True
) -> tuple[CollapsedMatches, Sequence[Json]]:
    """The matches of searches, whose bodies sort by something that tells all matches apart, the id in the end. Nothing
    is collapsed unless it is `grouped`. If it has to ask the cluster, also what the searches `beside` give.

    Cost: one request for all, and one for each _AT_ONCE further matches that are in pairs; a look at all pairs. Nothing
    where it was asked for lately, or where there are no pairs.
    """
    answers: list[Json] = []

    def make() -> CollapsedMatches:
        answers.extend(snapshot.searches([*map(_of_paired, searches), *beside]))
        return _collapsed(searches, answers[: len(searches)], snapshot)

    if not grouped or not snapshot.state.pairs:
        collapsed = CollapsedMatches(searches, [PairedMatches() for _ in searches], {})
    else:
        key = snapshot.articles, snapshot.state.generation, json.dumps(searches)
        collapsed = _RECENT.get(key, make)
    return collapsed, answers[len(searches) :]


def _collapsed(searches: Sequence[Json], answers: Sequence[Json], snapshot: Snapshot) -> CollapsedMatches:
    table = snapshot.pairs
    ids = [[*_paired_ids(*each, snapshot)] for each in zip(searches, answers, strict=True)]
    places = _places([article_id for some in ids for article_id in some], table)
    under = _collapse(places, table.collapsible, len(table.ids))
    is_collapsed = np.zeros(len(table.ids) + 1, np.bool_)
    is_collapsed[[place for collapsed in under.values() for place, _ in collapsed]] = True
    flags = iter(is_collapsed[places].tolist())
    paired = [PairedMatches(some, np.array([*islice(flags, len(some))], np.bool_)) for some in ids]
    by_id = {
        _name(table, place): [(_name(table, other), pair) for other, pair in collapsed]
        for place, collapsed in under.items()
    }
    return CollapsedMatches(searches, paired, by_id)


def _of_paired(search: Json) -> Json:
    """What finds the matches of a search that are marked as being in pairs."""
    filters = [{"term": {"is_paired": True}}, search["post_filter"]]
    query = {"bool": {"must": [search["query"]], "filter": filters}}
    nothing_stored = {"stored_fields": "_none_"}  # to decompress them would take ten times as long
    return {"query": query, "sort": search["sort"], "size": _AT_ONCE, **nothing_stored}


def _paired_ids(search: Json, answer: Json, snapshot: Snapshot) -> Iterator[str]:
    """The ids of the matches of a search that are marked as being in pairs, in order; `answer` has the first."""
    while True:
        hits = answer["hits"]["hits"]
        yield from (hit["sort"][-1] for hit in hits)
        if len(hits) < _AT_ONCE:
            return
        answer = snapshot.search(_of_paired(search) | {"search_after": hits[-1]["sort"]})


def _places(ids: Sequence[str], table: PairTable) -> Ints:
    """The places of articles among those that are in pairs; behind the last for one that is in none any more."""
    numbers = id_numbers(ids)
    places = np.searchsorted(table.ids, numbers)
    places[table.ids[places.clip(max=len(table.ids) - 1)] != numbers] = len(table.ids)
    return places


def _collapse(places: Ints, pairs: CollapsiblePairs, count: int) -> Mapping[int, Sequence[tuple[int, int]]]:
    is_match = np.zeros(count + 1, np.bool_)
    is_match[places] = True
    chosen = pairs.among(is_match)
    is_in_pair = np.zeros(count + 1, np.bool_)
    is_in_pair[pairs.a[chosen]] = is_in_pair[pairs.b[chosen]] = True
    return collapsed_under(places[is_in_pair[places]].tolist(), pairs, chosen)


def _name(table: PairTable, place: int) -> str:
    return f"{int(table.ids[place]):016x}"


class ListedMatches(NamedTuple):
    """Some listed matches as the cluster gives them, how many match in all, and which are collapsed under which."""

    total: int
    hits: Sequence[Json]
    collapsed: CollapsedMatches


def list_matches(search: Json, first: int, count: int, snapshot: Snapshot, *, grouped: bool) -> ListedMatches:
    """Listed matches number `first` to `first + count` of a search, as `collapse` takes it.

    Cost: as `collapse`, and a request. Not this one for the first page where few of its matches are collapsed.
    """
    guess = search | {"from": 0, "size": 2 * count}
    collapsed, answers = collapse([search], snapshot, () if first else [guess], grouped=grouped)
    left_out = {*collapsed.paired[0].before(first + count)}
    if answers:
        total, hits = answers[0]["hits"]["total"]["value"], answers[0]["hits"]["hits"]
        listed = [hit for hit in hits if hit["sort"][-1] not in left_out]
        if len(listed) >= count or len(hits) == total:
            return ListedMatches(total, listed[:count], collapsed)
    found = snapshot.search(collapsed.page(0, first, first + count))["hits"]
    return ListedMatches(found["total"]["value"] + len(left_out), found["hits"], collapsed)
