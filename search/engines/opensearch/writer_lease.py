"""Only one process writes an index. It says so in the state, and says it again while it writes."""

import os
import secrets
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import replace

from search.engines.opensearch.state import ClusterState, StateStore, Versioned, Writer
from search.errors import EngineUnavailable, IndexBusy
from search.logs import LOG

LEASE = 60.0
"""Seconds after which a writer that says nothing counts as ended."""
_RENEWED = 15.0
"""Seconds between two renewals."""


class WriterLease:
    """The right to write, until it is released. Safe across threads."""

    def __init__(self, store: StateStore, held: Versioned) -> None:
        self._store = store
        self._held = held
        self._lost = False
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._renewal = threading.Thread(target=self._renew, name="writer lease", daemon=True)
        self._renewal.start()

    @classmethod
    def acquire(cls, store: StateStore, first: Callable[[], ClusterState]) -> "WriterLease":
        """The right to write an index; `first` makes the state of a new one. Raises IndexBusy."""
        before = store.read() or store.create(first()) or store.read()
        assert before
        state = before.state
        if state.writer and state.writer.until > time.time():
            raise IndexBusy(_busy(state.writer))
        writer = Writer(secrets.token_hex(8), state.next, time.time() + LEASE, socket.gethostname(), os.getpid())
        held = store.replace(before, state.with_writer(writer))
        if not held:
            newest = store.read()
            raise IndexBusy(_busy(newest.state.writer if newest else None))
        return cls(store, held)

    @property
    def state(self) -> ClusterState:
        """The state, with this writer."""
        return self._held.state

    @property
    def batch(self) -> int:
        """The number of the batch that is being written."""
        assert self.state.writer
        return self.state.writer.batch

    def commit(self, change: Callable[[ClusterState], ClusterState]) -> None:
        """Make the batch visible, with a change of the state, and begin another one. Raises IndexBusy where another
        process writes now."""
        with self._lock:
            state = self.state
            assert state.writer
            writer = state.writer._replace(batch=state.next, until=time.time() + LEASE)
            self._replace(replace(change(state), generation=state.writer.batch, next=state.next + 1, writer=writer))

    def release(self, *, failed: bool) -> None:
        """Let others write. What was written since the last commit never becomes visible."""
        self._ended.set()
        self._renewal.join()
        with self._lock:
            state = self.state
            if not self._lost:
                self._replace(state.without_writer() if failed else replace(state, writer=None))

    def _replace(self, state: ClusterState) -> None:
        held = None if self._lost else self._store.replace(self._held, state)
        if not held:
            self._lost = True
            newest = self._store.read()
            raise IndexBusy(_busy(newest.state.writer if newest else None))
        self._held = held

    def _renew(self) -> None:
        while not self._ended.wait(_RENEWED):
            with self._lock:
                state = self.state
                assert state.writer
                try:
                    self._replace(replace(state, writer=state.writer._replace(until=time.time() + LEASE)))
                except IndexBusy:
                    return  # the next commit says so
                except EngineUnavailable as error:
                    LOG.warning("The right to write the index could not be renewed: %s", error)


def _busy(writer: Writer | None) -> str:
    who = f"Process {writer.process} on {writer.host}" if writer else "Another process"
    return (
        f"The index is being written by {who}. Wait until it has finished, or at most {LEASE:.0f} seconds if it died."
    )
