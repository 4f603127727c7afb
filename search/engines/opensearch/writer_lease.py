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
_HELD: set[str] = set()
"""The tokens of the leases that this process holds."""


class WriterLease:
    """The right to write, until it is released. Safe across threads."""

    def __init__(self, store: StateStore, held: Versioned) -> None:
        self._store = store
        self._held = held
        self._lost = False
        assert held.state.writer
        self._token = held.state.writer.token
        _HELD.add(self._token)
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
        if state.writer and state.writer.until > time.time() and not _has_ended(state.writer):
            raise IndexBusy(_busy(state.writer))
        writer = Writer(secrets.token_hex(8), state.next, time.time() + LEASE, socket.gethostname(), os.getpid())
        held = store.replace(before, state.with_writer(writer))
        if not held:
            newest = store.read()
            raise IndexBusy(_busy(newest.state.writer if newest else None))
        return cls(store, held)

    def check(self) -> None:
        """Raise IndexBusy where another process is known to write the index now. Cheap."""
        if self._lost:
            raise IndexBusy(_busy(None))

    def renew(self) -> None:
        """Keep others away for a while longer. Raises IndexBusy where another process writes the index now."""
        with self._lock:
            state = self.state
            assert state.writer
            self._replace(replace(state, writer=state.writer._replace(until=time.time() + LEASE)))

    @property
    def state(self) -> ClusterState:
        """The state, with this writer."""
        return self._held.state

    @property
    def token(self) -> str:
        """What tells this writer apart from all others."""
        return self._token

    @property
    def batch(self) -> int:
        """The number of the batch that is being written."""
        assert self.state.writer
        return self.state.writer.batch

    def commit(self, change: Callable[[ClusterState], ClusterState]) -> None:
        """Make the batch visible by a change of the state, and begin another one. Raises IndexBusy where another
        process writes now."""
        with self._lock:
            state = self.state
            assert state.writer
            now = time.time()
            writer = state.writer._replace(batch=state.next, until=now + LEASE)
            self._replace(replace(change(state), next=state.next + 1, writer=writer))

    def release(self, *, failed: bool) -> None:
        """Let others write. What was written since the last commit never becomes visible. Where the cluster does not
        answer, the lease ends by itself."""
        self._ended.set()
        self._renewal.join()
        _HELD.discard(self._token)
        with self._lock:
            state = self.state
            if self._lost:
                return
            try:
                self._replace(state.without_writer() if failed else replace(state, writer=None))
            except (EngineUnavailable, IndexBusy) as error:
                LOG.warning("The right to write the index could not be given back: %s", error)

    def _replace(self, state: ClusterState) -> None:
        held = None if self._lost else self._store.replace(self._held, state)
        if not held:
            self._lost = True
            newest = self._store.read()
            raise IndexBusy(_busy(newest.state.writer if newest else None))
        self._held = held

    def _renew(self) -> None:
        while not self._ended.wait(_RENEWED):
            try:
                self.renew()
            except IndexBusy:
                return  # the next commit says so
            except EngineUnavailable as error:
                LOG.warning("The right to write the index could not be renewed: %s", error)


def _busy(writer: Writer | None) -> str:
    who = f"Process {writer.process} on {writer.host}" if writer else "Another process"
    return (
        f"The index is being written by {who}. Wait until it has finished, or at most {LEASE:.0f} seconds if it died."
    )


def _has_ended(writer: Writer) -> bool:
    """Whether a writer of this machine has ended, so that nobody has to wait for the end of its lease. Where machines
    share a name this may be wrong; then the older writer cannot commit any more."""
    if writer.host != socket.gethostname():
        return False
    if writer.process == os.getpid():
        return writer.token not in _HELD
    try:
        os.kill(writer.process, 0)
    except ProcessLookupError:
        return True
    except OSError:  # it is another user's
        return False
    return False
