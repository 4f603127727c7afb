"""The state of an index: one document, whose replacement makes a whole batch visible at once."""

import os
import time
from collections.abc import Set
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, NamedTuple

from search.engines.opensearch.connection import WRITE, Connection
from search.engines.opensearch.failures import Rejected
from search.engines.opensearch.indexes import Layout, state_body
from search.errors import IndexRefused
from search.types.files import IndexStats, readable_path

KEPT_FOR = 15 * 60
"""Seconds for which a searcher may go on with a state after the next commit."""
_ABANDONED_FOR = 24 * 3600
"""Seconds for which the number of a batch that failed stays in the state: a request of it may arrive late."""


class Writer(NamedTuple):
    """Who writes: a secret `token`, the `batch` that is being written, until when others keep away, and where it runs.

    `until` counts seconds from 1970 in UTC.
    """

    token: str
    batch: int
    until: float
    host: str
    process: int


@dataclass(frozen=True, slots=True)
class ClusterState:
    """What is visible of an index, and who writes it.

    Visible is what was born in batch `generation` or before and has not died, but for batches that were `abandoned`:
    pairs of their number and the time of that. `unfinished` are parts of visible batches that are not visible, with
    times: some of their articles had not been sent when the batch was committed. No batch gets a number below `next`.
    `build` names the indexes that hold all this. `means` are the mean lengths of fields; `words` and `pairs` are the
    numbers of documents with words, and of duplicate pairs. `memory` is the batch of what an update stored for others.
    `commits` are the last generations with the times of their commits: those that a searcher may still have.
    """

    build: str
    corpus: str
    generation: int = 0
    next: int = 1
    abandoned: tuple[tuple[int, float], ...] = ()
    writer: Writer | None = None
    stats: IndexStats = field(default_factory=lambda: IndexStats(0, 0, 0, {}, ""))
    means: dict[str, float] = field(default_factory=dict)
    words: int = 0
    format: str = ""
    memory: int = 0
    commits: tuple[tuple[int, float], ...] = ()
    unfinished: tuple[tuple[int, float], ...] = ()
    pairs: int = 0

    @classmethod
    def from_json(cls, state: dict[str, Any]) -> "ClusterState":
        """The inverse of `to_json`. Of a state that another version has written, what this one knows."""
        known = {each.name for each in fields(cls)}
        values = {name: value for name, value in state.items() if name in known}
        if values["writer"]:
            values["writer"] = Writer(*values["writer"][: len(Writer._fields)])
        for name in ("abandoned", "commits", "unfinished"):
            values[name] = tuple((batch, since) for batch, since in values.get(name, ()))
        stats = {each.name: values["stats"].get(each.name, 0) for each in fields(IndexStats)}
        return cls(**{**values, "stats": IndexStats(**stats)})

    def to_json(self) -> dict[str, Any]:
        """This state as JSON."""
        return asdict(self)

    def without_writer(self) -> "ClusterState":
        """This state after its writer has failed, or without one that has ended."""
        if not self.writer:
            return self
        return replace(self, writer=None, abandoned=(*self.abandoned, (self.writer.batch, time.time())))

    def with_writer(self, writer: Writer) -> "ClusterState":
        """This state with a writer, which writes batch `next`."""
        return replace(self.without_writer(), writer=writer, next=writer.batch + 1)

    def committed(self, parts: "Parts", now: float) -> "ClusterState":
        """This state with the batch of its writer visible. What failed a day ago is forgotten: this writer has removed
        what it left."""
        assert self.writer
        batch = self.writer.batch
        newer = [(generation, since) for generation, since in self.commits if now - since < KEPT_FOR]
        last_before = self.commits[: len(self.commits) - len(newer)][-1:]
        lately = now - _ABANDONED_FOR
        kept = parts.finished | parts.unfinished
        unfinished = [(part, since) for part, since in self.unfinished if since > lately and part not in kept]
        return replace(
            self,
            generation=batch,
            commits=(*last_before, *newer, (batch, now)),
            abandoned=tuple((failed, since) for failed, since in self.abandoned if since > lately),
            unfinished=(*unfinished, *((part, now) for part in sorted(parts.unfinished))),
        )

    def oldest_searched(self, now: float) -> int:
        """The oldest generation that a searcher may still have: the newest one KEPT_FOR seconds ago."""
        return max((generation for generation, since in self.commits if now - since >= KEPT_FOR), default=0)

    @property
    def failed(self) -> list[int]:
        """The batches that were abandoned."""
        return [batch for batch, _ in self.abandoned]

    def visible(self) -> dict[str, Any]:
        """A query that finds what is visible, in any index of the build."""
        failed, unfinished = self.failed, [part for part, _ in self.unfinished]
        born, died = ({"range": {name: {"lte": self.generation}}} for name in ("born", "died"))
        hidden: list[Any] = [died]
        if failed:
            never_died = {"bool": {"filter": [died], "must_not": [{"terms": {"died": failed}}]}}
            hidden = [{"terms": {"born": failed}}, never_died]
        if unfinished:
            hidden.append({"terms": {"part": unfinished}})
        return {"bool": {"filter": [born], "must_not": hidden}}

    def count(self, connection: Connection, index: str) -> int:
        """How many documents of an index are visible. It has to be refreshed."""
        return int(connection.post(f"{index}/_count", {"query": self.visible()}, WRITE)["count"])


class Parts(NamedTuple):
    """The numbers of parts of batches that a writer has put, and of those that may still be sent."""

    finished: Set[int]
    unfinished: Set[int]


class Versioned(NamedTuple):
    """A state as it was read, and what tells whether it was replaced since."""

    state: ClusterState
    number: int
    term: int


class StateStore:
    """Reads and replaces the state of an index."""

    def __init__(self, connection: Connection, layout: Layout, corpus: str) -> None:
        self._connection = connection
        self._layout = layout
        self._corpus = corpus

    def read(self) -> Versioned | None:
        """The newest state; None where there is no index yet. One look-up, which no refresh is needed for. Raises
        IndexRefused where the index is another corpus's."""
        try:
            found = self._connection.get(f"{self._layout.state}/_doc/state")
        except Rejected as error:
            if error.is_missing:
                return None
            raise
        state = ClusterState.from_json(found["_source"]["state"])
        if state.corpus != self._corpus:
            raise IndexRefused(_refusal(self._layout.prefix, state.corpus))
        return Versioned(state, found["_seq_no"], found["_primary_term"])

    def create(self, state: ClusterState) -> Versioned | None:
        """Write the first state. None where another process has written one."""
        self._connection.create_index(self._layout.state, state_body(self._layout))
        return self._write(state, "op_type=create")

    def replace(self, before: Versioned, state: ClusterState) -> Versioned | None:
        """Write a state in place of another one. None where it was replaced by another process meanwhile."""
        return self._write(state, f"if_seq_no={before.number}&if_primary_term={before.term}")

    def _write(self, state: ClusterState, condition: str) -> Versioned | None:
        path = f"{self._layout.state}/_doc/state?{condition}"
        try:
            done = self._connection.put(path, {"state": state.to_json()}, WRITE)
        except Rejected as error:
            if not error.is_conflict:
                raise
            # A call that was tried again may have met its own first try.
            newest = self.read()
            return newest if newest and newest.state == state else None
        return Versioned(state, done["_seq_no"], done["_primary_term"])


def _refusal(prefix: str, corpus: str) -> str:
    owner = readable_path(os.fsdecode(bytes.fromhex(corpus)))
    return f"{prefix} on the cluster is the index of {owner}. Set opensearch_index to another name."
