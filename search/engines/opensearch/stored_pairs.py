"""The duplicate pairs of an index on a cluster, as documents, and those of a state, which are kept in memory."""

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import numpy as np

from search.arrays import Ids
from search.engines.collapse import CollapsiblePairs
from search.engines.duplicate_pairs import ROW_TYPE, Pairs, pairs
from search.engines.opensearch.bulk import Write
from search.engines.opensearch.connection import READ, Connection
from search.engines.opensearch.indexes import Layout
from search.engines.opensearch.query_dsl import Json
from search.engines.opensearch.records import scroll
from search.engines.opensearch.state import ClusterState

PairRow = tuple[Any, ...]
"""A duplicate pair as a row of `search.engines.duplicate_pairs.Pairs`: the ids of its two articles come first."""
_VALUES = (ROW_TYPE.names or ())[2:]
_MOST_STATES = 3
"""States of a build whose pairs are kept in memory."""


class StoredPair(NamedTuple):
    """A duplicate pair, and the batch that it was born in."""

    row: PairRow
    born: int

    @property
    def name(self) -> str:
        """The id of its document."""
        return f"{self.row[0]:016x}.{self.row[1]:016x}.{self.born}"


def read_pairs(connection: Connection, index: str, query: Json) -> Iterator[StoredPair]:
    """The pairs that a query finds. Cost: reading them."""
    for source in scroll(connection, index, query, "a", "b", "born", patience=READ):
        values = (source["pair"][name] for name in _VALUES)
        yield StoredPair((int(source["a"], 16), int(source["b"], 16), *values), source["born"])


def pair_writes(index: str, new: Iterable[StoredPair]) -> Iterator[Write]:
    """What writes pairs."""
    for pair in new:
        a, b, *values = pair.row
        body = {"born": pair.born, "a": f"{a:016x}", "b": f"{b:016x}", "pair": dict(zip(_VALUES, values, strict=True))}
        yield Write("index", index, pair.name, body)


@dataclass(frozen=True)
class PairTable:
    """All pairs of a state, and the ids of the articles that are in them, sorted."""

    rows: Pairs

    @cached_property
    def ids(self) -> Ids:
        """Those of the articles that are in pairs, sorted."""
        return np.unique(np.concatenate([self.rows["a"], self.rows["b"]]))

    @cached_property
    def collapsible(self) -> CollapsiblePairs:
        """The pairs as places in `ids`."""
        return CollapsiblePairs.of(self.rows, self.ids)


class PairTables:
    """The pairs of the newest states of a build. Safe across threads."""

    def __init__(self, connection: Connection, index: str) -> None:
        self._connection = connection
        self._index = index
        self._lock = threading.Lock()
        self._tables: dict[int, PairTable] = {}

    @staticmethod
    @lru_cache(maxsize=4)
    def of(connection: Connection, layout: Layout, build: str) -> "PairTables":
        """The pairs of a build, shared by all that ask for them."""
        return PairTables(connection, layout.of("pairs", build))

    def at(self, state: ClusterState) -> PairTable | None:
        """The pairs of a state; None where the cluster lacks some. Cost: reading those that have changed since the
        newest state before it, once."""
        if not state.pairs:
            return _NONE
        with self._lock:
            table = self._tables.get(state.generation) or self._read(state)
            if table:
                self._tables[state.generation] = table
            for generation in sorted(self._tables)[:-_MOST_STATES]:
                del self._tables[generation]
            return table

    def _read(self, state: ClusterState) -> PairTable | None:
        before = max((number for number in self._tables if number < state.generation), default=0)
        rows = self._changed(self._tables[before].rows, before, state) if before else ()
        if len(rows) != state.pairs:  # deaths that nobody needs any more may have been deleted
            rows = [pair.row for pair in read_pairs(self._connection, self._index, state.visible())]
        return PairTable(pairs(rows)) if len(rows) == state.pairs else None

    def _changed(self, old: Pairs, before: int, state: ClusterState) -> list[PairRow]:
        """The pairs of a state, from those of an earlier one."""
        born: Json = {"range": {"born": {"gt": before}}}
        died: Json = {"range": {"died": {"gt": before, "lte": state.generation}}}
        rows: dict[tuple[int, int], PairRow] = {row[:2]: row for row in old.tolist()}
        for pair in self._found({"bool": {"filter": [died], "must_not": [state.visible()]}}):
            rows.pop(pair.row[:2], None)
        rows |= {pair.row[:2]: pair.row for pair in self._found({"bool": {"filter": [born, state.visible()]}})}
        return [*rows.values()]

    def _found(self, query: Json) -> Iterator[StoredPair]:
        return read_pairs(self._connection, self._index, query)


_NONE = PairTable(pairs())
