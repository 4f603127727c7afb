"""Looks up fingerprints on a cluster: the articles that a batch takes away, and those that stay and share some."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from search.arrays import Fingerprints32, Flags, bounds_of
from search.duplicates.candidates import COMMON
from search.engines.article_ids import id_numbers
from search.engines.fingerprint_table import FingerprintTable
from search.engines.opensearch.connection import WHOLE, WRITE, Connection
from search.engines.opensearch.query_dsl import Json
from search.engines.opensearch.sent_fingerprints import SentFingerprints
from search.engines.opensearch.state import ClusterState

_FINGERPRINTS = "fingerprints"
_AT_ONCE = 1 << 14
"""Fingerprints that one request asks for."""
_MOST_HITS = 5000
"""Articles that one request gives."""
_LENGTH = "lengths.scored_everything"
_LETTERS = 6
"""Letters of a text for each of its tokens, about."""


class FingerprintLookup:
    """Articles that a batch takes away, and those that stay while it is written, by their fingerprints.

    The batch has to be written and refreshed, and not committed: `before` is the state that it begins with, None for
    an index that is empty. `sent` has all fingerprints of the articles that stay, where these are known. Articles are
    numbered by their ids; the place of one is the batch that it was born in. `paired` are the ids of those that stay
    and are marked as being in pairs.
    """

    def __init__(
        self,
        connection: Connection,
        index: str,
        before: ClusterState | None,
        batch: int,
        sent: SentFingerprints | None = None,
    ) -> None:
        self._connection = connection
        self._sent = sent
        self._is_empty = not before
        self._path = f"{index}/_search?{WHOLE}"
        in_batch: Json = {"term": {"died": batch}}
        visible = before.visible() if before else {"match_none": {}}
        self._removed: Json = {"bool": {"filter": [visible, in_batch]}}
        self._stays: Json = {"bool": {"filter": [visible], "must_not": [in_batch]}}
        self._known = np.zeros(0, np.uint32)
        self._found: set[int] = set()
        self.paired: set[int] = set()

    def removed(self) -> FingerprintTable:
        """The articles that leave the index. Cost: a request for each _MOST_HITS of them."""
        return _none() if self._is_empty else self._table([*self._hits(self._removed)], now=False)

    def holders(self, hashes: Fingerprints32) -> FingerprintTable:
        """The articles that stay and have one of these fingerprints, but for those that were found before. In place of
        those with a fingerprint that more than COMMON have there are COMMON + 1 that are no articles: it never counts.

        Cost: two requests for each _AT_ONCE fingerprints that were not asked for before, of those that `sent` has. None
        for an index that was empty.
        """
        if self._is_empty:
            return _none()
        new = np.setdiff1d(hashes if self._sent is None else hashes[self._sent.has(hashes)], self._known)
        self._known = np.concatenate([self._known, new])
        tables = [_none()]
        for first in range(0, len(new), _AT_ONCE):
            some = new[first : first + _AT_ONCE].view(np.int32).tolist()
            counts = self._counts(some)
            rare = [number for number, count in counts.items() if count <= COMMON]
            tables.append(_stand_ins([number for number, count in counts.items() if count > COMMON]))
            if rare:
                staying = [hit for hit in self._hits(_having(self._stays, rare)) if self._is_new(hit)]
                self.paired.update(int(hit["id"][0], 16) for hit in staying if hit.get("is_paired") == [True])
                tables.append(self._table(staying, now=True))
        return tables[0].joined(*tables[1:])

    def _counts(self, numbers: Sequence[int]) -> Mapping[int, int]:
        """How many articles that stay have each of some fingerprints; those that none has are left out."""
        terms = {"field": _FINGERPRINTS, "include": numbers, "size": len(numbers)}
        body = {"size": 0, "query": _having(self._stays, numbers), "aggs": {"counts": {"terms": terms}}}
        buckets = self._connection.post(self._path, body, WRITE)["aggregations"]["counts"]["buckets"]
        return {bucket["key"]: bucket["doc_count"] for bucket in buckets}

    def _hits(self, query: Json) -> Iterator[Mapping[str, Any]]:
        """The fields of the articles that a query finds."""
        body: Json = {
            "query": query,
            "size": _MOST_HITS,
            "sort": [{"id": "asc"}],
            "stored_fields": "_none_",  # to decompress them would take ten times as long
            "docvalue_fields": ["id", "born", "is_paired", _LENGTH, _FINGERPRINTS],
        }
        while True:
            hits = self._connection.post(self._path, body, WRITE)["hits"]["hits"]
            yield from (hit["fields"] for hit in hits)
            if len(hits) < _MOST_HITS:
                return
            body["search_after"] = hits[-1]["sort"]

    def _is_new(self, fields: Mapping[str, Any]) -> bool:
        """Whether an article was not found before."""
        number = int(fields["id"][0], 16)
        if number in self._found:
            return False
        self._found.add(number)
        return True

    def _table(self, articles: Sequence[Mapping[str, Any]], *, now: bool) -> FingerprintTable:
        hashes = [np.array(fields.get(_FINGERPRINTS, ()), np.int32).view(np.uint32) for fields in articles]
        ids = id_numbers(fields["id"][0] for fields in articles)
        count = len(articles)
        return FingerprintTable(
            ids=ids,
            places=np.array([fields["born"][0] for fields in articles], np.int64),
            sizes=np.array([_LETTERS * fields.get(_LENGTH, [0])[0] for fields in articles], np.int64),
            before=np.ones(count, np.bool_),
            now=np.full(count, now),
            hashes=np.concatenate([np.zeros(0, np.uint32), *map(np.sort, hashes)]),
            bounds=bounds_of([*map(len, hashes)]),
        )


def _having(query: Json, numbers: Sequence[int]) -> Json:
    """Of what a query finds the articles that have one of some fingerprints."""
    return {"bool": {"filter": [query, {"terms": {_FINGERPRINTS: numbers}}]}}


def _stand_ins(numbers: Sequence[int]) -> FingerprintTable:
    """As many articles with some fingerprints that these are too common to count."""
    count = COMMON + 1 if numbers else 0
    hashes = np.tile(np.sort(np.array(numbers, np.int32).view(np.uint32)), count)
    flags: Flags = np.ones(count, np.bool_)
    zeros = np.zeros(count, np.int64)
    bounds = bounds_of([len(numbers)] * count)
    return FingerprintTable(zeros.astype(np.uint64), zeros, zeros, flags, flags, hashes, bounds)


def _none() -> FingerprintTable:
    return _stand_ins([])
