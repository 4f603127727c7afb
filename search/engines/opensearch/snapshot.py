"""What one generation of an index answers: searches under its state, and how many articles match a query."""

import json
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any, NoReturn

from search.engines.opensearch.clause_limit import check_length
from search.engines.opensearch.connection import READ, WHOLE, Connection, Patience, request_line
from search.engines.opensearch.failures import Rejected, cause_of
from search.engines.opensearch.indexes import Layout
from search.engines.opensearch.query_dsl import Json, Scoring, counted_leaves, matching
from search.engines.opensearch.records import ClusterRecords, read_odd_records
from search.engines.opensearch.state import ClusterState, StateStore
from search.engines.opensearch.stored_pairs import PairTable, PairTables
from search.errors import IndexDamaged
from search.paths import REPAIR_HINT
from search.query import tree as query

_KEPT = 1 << 16
"""Counts that are kept."""
_AT_ONCE = 500
"""Queries whose matches are counted by one request."""
_TRIES = 4
"""How often an answer is asked for: nodes that disagree may agree a moment later."""
_VISIBLE = "visible"
"""The aggregation that counts all that is visible."""


class Snapshot:
    """The articles that a state makes visible. Safe across threads."""

    def __init__(self, connection: Connection, layout: Layout, state: ClusterState) -> None:
        self.connection = connection
        self.layout = layout
        self.state = state
        self.articles = layout.of("articles", state.build)
        self._counts: OrderedDict[str, int] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def count(self) -> int:
        """The number of articles."""
        return self.state.stats.articles

    @property
    def pairs(self) -> PairTable:
        """The duplicate pairs. Raises as `search`. Cost: as `PairTables.at`."""
        tables = PairTables.of(self.connection, self.layout, self.state.build)
        for _ in range(_TRIES):
            with self.reading():
                table = tables.at(self.state)
            if table:
                return table
        self.fail()

    @cached_property
    def odd_records(self) -> ClusterRecords:
        """The records of files of which a person should know something, and what an update stored."""
        with self.reading():
            return read_odd_records(self.connection, self.layout, self.state)

    def search(self, body: Json, patience: Patience = READ) -> Json:
        """What a search of the articles gives. `query` in the body is joined with what makes articles visible; each
        article is found once.

        Every answer also counts all that is visible. A node that is cut off may lack articles, so an answer with
        another number is asked for again. Raises EngineUnavailable, QueryTooLong, and IndexDamaged where no node has
        them all.
        """
        for _ in range(_TRIES):
            with self.reading():
                found: Json = self.connection.post(f"{self.articles}/_search?{WHOLE}", self.visible(body), patience)
            if self.is_whole(found):
                return found
        self.fail()

    def searches(self, bodies: Sequence[Json]) -> list[Json]:
        """What several searches give, in one request. Raises as `search`."""
        header = {"index": self.articles, "allow_partial_search_results": False}
        lines = [request_line(line) for body in bodies for line in (header, self.visible(body))]
        for _ in range(_TRIES):
            answers: list[Json] = self.connection.post_lines("_msearch", lines, READ)["responses"]
            if all(map(self.is_whole, answers)):
                return answers
        with self.reading():
            for answer in answers:
                if "error" in answer:
                    raise Rejected(answer["status"], *cause_of(answer))
        self.fail()

    def counts(self, queries: Iterable[Json]) -> list[int]:
        """How many articles each of some queries matches. Cost: one request for those that are not known."""
        keys = [json.dumps(query, sort_keys=True) for query in queries]
        with self._lock:
            known = {key: self._counts[key] for key in keys if key in self._counts}
        missing = [*dict.fromkeys(key for key in keys if key not in known)]
        for first in range(0, len(missing), _AT_ONCE):
            known |= self._counted(missing[first : first + _AT_ONCE])
        return [known[key] for key in keys]

    def _counted(self, keys: Sequence[str]) -> dict[str, int]:
        filters = {str(number): json.loads(key) for number, key in enumerate(keys)}
        found = self.search({"size": 0, "aggs": {"counts": {"filters": {"filters": filters}}}})
        buckets = found["aggregations"]["counts"]["buckets"]
        counted = {key: int(buckets[str(number)]["doc_count"]) for number, key in enumerate(keys)}
        with self._lock:
            self._counts.update(counted)
            while len(self._counts) > _KEPT:
                self._counts.popitem(last=False)
        return counted

    def visible(self, body: Json) -> Json:
        """A search of what is visible alone, which also counts it."""
        filters = [self.state.visible()]
        query = body.get("query")
        whole = {"bool": {"filter": filters} | ({"must": [query]} if query else {})}
        count = {_VISIBLE: {"global": {}, "aggs": {_VISIBLE: {"filter": self.state.visible()}}}}
        return {"track_total_hits": True, **body, "query": whole, "aggs": body.get("aggs", {}) | count}

    def is_whole(self, answer: Mapping[str, Any]) -> bool:
        """Whether an answer is of all articles of the state."""
        return "error" not in answer and answer["aggregations"][_VISIBLE][_VISIBLE]["doc_count"] == self.count

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Raise IndexDamaged where an index is asked in the block that does not exist: its build was replaced, or it is
        lost. Raise QueryTooLong where the cluster refuses so many words."""
        try:
            yield
        except Rejected as error:
            check_length(error.kind)
            if not error.is_missing:
                raise
            self.fail()

    def fail(self) -> NoReturn:
        """Raise IndexDamaged: the cluster lacks articles of this state. It names what is lost where there is a newer
        state to be asked in its place."""
        newest = StateStore(self.connection, self.layout, self.state.corpus).read()
        if newest and (newest.state.build, newest.state.generation) != (self.state.build, self.state.generation):
            what = "it is older than what the cluster keeps"
            raise IndexDamaged(
                "The index was updated meanwhile. Search again.", f"generation {self.state.generation}", what
            )
        raise IndexDamaged(f"The cluster does not have all of the index. {REPAIR_HINT}")


def scoring(trees: Iterable[query.Query], snapshot: Snapshot) -> Scoring:
    """What scores expanded trees. Cost: one request, for counts that are not known."""
    snapshot.counts(matching(leaf) for each in trees for leaf in counted_leaves(each))
    return Scoring(snapshot.count, lambda leaf: snapshot.counts([matching(leaf)])[0], snapshot.state.means)
