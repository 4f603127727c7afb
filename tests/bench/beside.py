"""How long searches take while something else runs: a thread that never rests, or an update of the same index."""

import http.client
import shutil
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from threading import Event, Thread
from urllib.parse import quote

from search import Library
from tests.bench.corpus import files
from tests.support.server import Server, serve
from web.server import SWITCH_INTERVAL

_TEXTS = 6_000
"""Most texts of the folder that grows: first a third of them, then all."""


@dataclass(frozen=True)
class Beside:
    """What was asked for and what ran beside it, and the seconds of each."""

    what: str
    seconds: Sequence[float]

    @property
    def told(self) -> str:
        """A line."""
        parts = statistics.quantiles((1000 * it for it in self.seconds), n=20, method="inclusive")
        return f"{self.what}: median {parts[9]:.1f} ms, p95 {parts[18]:.1f} ms, of {len(self.seconds):,}"


def beside(texts: Path, index: Path, work: Path, asked: Sequence[str]) -> Iterator[Beside]:
    """Ask some queries of an index that is there: alone, beside a thread, and while an update of another one runs."""
    library = Library.open(texts, index)

    def searches() -> list[float]:
        return [_timed(lambda text=text: library.search(text)) for text in asked]

    searches()
    yield Beside("search, alone", searches())
    with _busy_thread():
        yield Beside("search, beside a thread that never rests", searches())
    yield from _while_updating(texts, work / "growing", [f"/search?q={quote(text)}" for text in asked])


@contextmanager
def _busy_thread() -> Iterator[None]:
    """A thread that runs Python code without a pause, with the switch interval of the server."""
    stop, before = Event(), sys.getswitchinterval()

    def run() -> None:
        while not stop.is_set():
            pass

    thread = Thread(target=run)
    sys.setswitchinterval(SWITCH_INTERVAL)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        sys.setswitchinterval(before)


def _while_updating(texts: Path, folder: Path, targets: Sequence[str]) -> Iterator[Beside]:
    """Pages of results of a folder that grows to three times its size while it is served."""
    folder.mkdir(parents=True)
    paths = list(islice(files(texts), _TEXTS))
    for path in paths[::3]:
        shutil.copy(path, folder)
    with (
        serve(folder, folder.with_name("growing-index"), watch=True) as server,
        closing(http.client.HTTPConnection("127.0.0.1", server.port)) as connection,
    ):
        asked = cycle(targets)

        def page() -> float:
            return _timed(lambda: _read(connection, next(asked)))

        for _ in targets:
            page()
        yield Beside("page of results, alone", [page() for _ in targets])
        for path in paths:
            shutil.copy(path, folder)
        server.wait_until(_is_updating)
        seconds = [page(), page()]
        while _is_updating(server):
            seconds.append(page())
        yield Beside("page of results, while an update runs", seconds)


def _is_updating(server: Server) -> bool:
    return bool(server.get("/api/v1/live").json["updating"])


def _read(connection: http.client.HTTPConnection, target: str) -> None:
    connection.request("GET", target)
    response = connection.getresponse()
    response.read()
    assert response.status == 200, target


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began
