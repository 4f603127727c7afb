"""Readers during a write: each sees one whole commit, and never an older one than before (R7)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

from search.engines.embedded import EmbeddedEngine
from tests.support.engines import add_texts, search
from tests.support.profiles import rounds
from tests.support.soak import Trials

COMMITS = rounds(15, 500)
READERS = 4


def test_readers_are_never_disturbed(tmp_path: Path, trials: Trials) -> None:
    done = Event()
    writer = EmbeddedEngine(tmp_path, "none")
    with writer.writer() as batch:
        add_texts(batch, {"0.txt": "Ferry 0"})

    def read() -> list[int]:
        engine, seen = EmbeddedEngine(tmp_path, "none"), [0]
        while not done.is_set():
            everything, ferries = search(engine, "*", count=1).total, search(engine, "ferry", count=1).total
            assert ferries >= everything >= seen[-1]
            seen.append(ferries)
        return seen

    with ThreadPoolExecutor(READERS) as readers:
        reading = [readers.submit(read) for _ in range(READERS)]
        _write(writer, trials, done.set)
        totals = [future.result() for future in reading]
    assert search(writer, "ferry", count=1).total == COMMITS + 1
    trials.outcome = f"{sum(map(len, totals))} reads by {READERS} readers"


def _write(writer: EmbeddedEngine, trials: Trials, at_the_end: Callable[[], None]) -> None:
    try:
        for number in range(1, COMMITS + 1):
            trials()
            with writer.writer() as batch:
                add_texts(batch, {f"{number}.txt": f"Ferry {number}"})
    finally:
        at_the_end()
