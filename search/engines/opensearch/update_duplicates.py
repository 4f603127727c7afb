"""Update the duplicate pairs of an index on a cluster with a batch, comparing only the articles that this affects."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from search.arrays import Flags, Ids
from search.duplicates.candidates import Candidates, candidates
from search.engines.compare_candidates import MOST_BYTES, compare_candidates
from search.engines.fingerprint_table import FingerprintTable
from search.engines.opensearch.article_json import ARTICLE, article_of
from search.engines.opensearch.connection import WRITE, Connection
from search.engines.opensearch.fingerprint_lookup import FingerprintLookup
from search.engines.opensearch.query_dsl import Json
from search.engines.opensearch.sent_fingerprints import SentFingerprints
from search.engines.opensearch.state import ClusterState
from search.engines.opensearch.stored_pairs import PairRow, StoredPair, read_pairs
from search.errors import IndexDamaged
from search.types.article import Article

PAIRED: Json = {"doc": {"is_paired": True}}
"""Marks an article as being in pairs. It stays marked."""
_IDS_AT_ONCE = 10_000


class PairChanges(NamedTuple):
    """What changes among the pairs: those that are new, those that end, and the names of the documents of articles that
    are in pairs and not marked so."""

    new: Sequence[StoredPair]
    ended: Sequence[StoredPair]
    unmarked: Sequence[str]


@dataclass(frozen=True)
class DuplicateUpdate:
    """Finds what changes with a batch that is written and refreshed, and not committed. `before` is the state that it
    begins with, None for an index that is empty. `sent` has all fingerprints of the articles of before, where these are
    known."""

    connection: Connection
    articles: str
    pairs: str
    before: ClusterState | None
    batch: int
    sent: SentFingerprints | None = None

    def changes(self, added: FingerprintTable, removed: Ids) -> PairChanges:
        """What changes with articles that are `added`, and with those that the batch takes away: `removed` are their
        ids, also of those that the cluster has lost.

        Cost: some requests for each 300 articles that are added or taken away, fewer with `sent`, none if the index was
        empty; comparing those that share fingerprints. Memory: some 12 bytes for each fingerprint.
        """
        lookup = FingerprintLookup(self.connection, self.articles, self.before, self.batch, self.sent)
        changed = added.joined(lookup.removed())
        table = changed.joined(lookup.holders(changed.hashes))
        affected = table.affected()
        stale = np.unique(np.concatenate([table.ids[affected.stale], removed]))
        live, is_fresh = table.only(table.now), affected.fresh[table.now]
        found, live = self._candidates(live, is_fresh, lookup)
        portions = compare_candidates(live, found, lambda numbers: self._read(live, numbers))
        rows = [row for portion in portions for row in portion.tolist()]
        return self._changed(rows, stale, live, lookup.paired)

    def _candidates(
        self, live: FingerprintTable, is_fresh: Flags, lookup: FingerprintLookup
    ) -> tuple[Candidates, FingerprintTable]:
        """The candidates among fresh articles and others, and these with all that have a fingerprint of a candidate."""
        table = live.joined(lookup.holders(live.fingerprints(is_fresh)))
        more = np.zeros(len(table.ids) - len(live.ids), np.bool_)
        found = candidates(table.hashes, table.bounds, np.concatenate([is_fresh, more]))
        is_candidate = np.zeros(len(table.ids), np.bool_)
        is_candidate[found.a] = is_candidate[found.b] = True
        return found, table.joined(lookup.holders(table.fingerprints(is_candidate)))

    def _changed(self, rows: Sequence[PairRow], stale: Ids, live: FingerprintTable, paired: set[int]) -> PairChanges:
        old = {pair.row: pair for pair in self._old(stale)}
        new = [StoredPair(row, self.batch) for row in rows if row not in old]
        kept = {*rows}
        ended = [pair for row, pair in old.items() if row not in kept]
        born = dict(zip(live.ids.tolist(), live.places.tolist(), strict=True))
        in_new = dict.fromkeys(article for pair in new for article in pair.row[:2])
        unmarked = [f"{article:016x}.{born[article]}" for article in in_new if article not in paired]
        return PairChanges(new, ended, unmarked)

    def _old(self, stale: Ids) -> Iterator[StoredPair]:
        """The pairs of articles, so far; those of two of them perhaps twice."""
        names = [f"{article:016x}" for article in stale.tolist()]
        if not self.before or not self.before.pairs:
            return
        for first in range(0, len(names), _IDS_AT_ONCE):
            some = names[first : first + _IDS_AT_ONCE]
            either: Json = {"bool": {"should": [{"terms": {side: some}} for side in ("a", "b")]}}
            query = {"bool": {"filter": [self.before.visible(), either]}}
            yield from read_pairs(self.connection, self.pairs, query)

    def _read(self, table: FingerprintTable, numbers: Sequence[int]) -> Iterable[Article]:
        """Articles by their numbers in a table; of a long one the beginning. Cost: one request."""
        columns = (column[[*numbers]].tolist() for column in (table.ids, table.places))
        names = [f"{article:016x}.{born}" for article, born in zip(*columns, strict=True)]
        path = f"{self.articles}/_mget?realtime=false&_source_includes={','.join(ARTICLE)}"
        for document in self.connection.post(path, {"ids": names}, WRITE)["docs"]:
            if not document.get("found"):
                raise IndexDamaged(f"The cluster has lost the article {document['_id']} just now. Index again.")
            yield _beginning(article_of(document))


def _beginning(article: Article) -> Article:
    if len(article.text) * 4 <= MOST_BYTES:
        return article
    return article._replace(text=article.text.encode()[:MOST_BYTES].decode(errors="ignore"))
