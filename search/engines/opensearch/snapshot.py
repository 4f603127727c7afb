"""What one generation of an index answers: searches under its state, and how many articles match a query."""

import json
import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence

from whoosh import query

from search.engines.opensearch.connection import READ, Connection, Patience
from search.engines.opensearch.indexes import Layout
from search.engines.opensearch.query_dsl import Json, Scoring, counted_leaves, matching
from search.engines.opensearch.state import ClusterState

_SEARCH = "_search?allow_partial_search_results=false"
_KEPT = 1 << 16
"""Counts that are kept."""
_AT_ONCE = 500
"""Queries whose matches are counted by one request."""


class Snapshot:
    """The articles that a state makes visible. Safe across threads."""

    def __init__(self, connection: Connection, layout: Layout, state: ClusterState) -> None:
        self.connection = connection
        self.layout = layout
        self.state = state
        self._articles = layout.of("articles", state.build)
        self._counts: OrderedDict[str, int] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def count(self) -> int:
        """The number of articles."""
        return self.state.stats.articles

    def search(self, body: Json, patience: Patience = READ) -> Json:
        """What a search of the articles gives. `query` in the body is joined with what makes articles visible; each
        article is found once. Raises EngineUnavailable."""
        found: Json = self.connection.post(f"{self._articles}/{_SEARCH}", self._visible(body), patience)
        return found

    def searches(self, bodies: Sequence[Json]) -> list[Json]:
        """What several searches give, in one request."""
        header = {"index": self._articles, "allow_partial_search_results": False}
        lines = [line for body in bodies for line in (header, self._visible(body))]
        answers: list[Json] = self.connection.post_lines("_msearch", lines, READ)["responses"]
        return answers

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

    def _visible(self, body: Json) -> Json:
        filters = [self.state.visible()]
        query = body.get("query")
        whole = {"bool": {"filter": filters} | ({"must": [query]} if query else {})}
        return {"track_total_hits": True, **body, "query": whole}


def scoring(trees: Iterable[query.Query], snapshot: Snapshot) -> Scoring:
    """What scores expanded trees. Cost: one request, for counts that are not known."""
    snapshot.counts(matching(leaf) for each in trees for leaf in counted_leaves(each))
    return Scoring(snapshot.count, lambda leaf: snapshot.counts([matching(leaf)])[0], snapshot.state.means)
