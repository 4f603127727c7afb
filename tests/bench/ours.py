"""What only seedsearch is asked: to serve, to update its index, and to answer a command."""

import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from urllib.parse import quote

from tests.bench import process
from tests.bench.corpus import files, read
from tests.bench.engines import OURS, UNCLEANED
from tests.bench.measure import Place
from tests.bench.mix import Mix
from tests.support.places import SAMPLE, SEEDS
from tests.support.server import serve


@dataclass(frozen=True)
class Ours:
    """The highest resident memory of the serving process in bytes, and seconds: what one changed file costs by the
    command and in a process that holds the library open, and what `seedsearch find` takes over a few texts."""

    serving: int
    command: float
    update: float
    find: float


def ours(place: Place, mixes: Iterable[Mix], rounds: int) -> Ours:
    """Serve, update and ask an index of seedsearch that was built without extraction. Changes files among the texts."""
    asked = [question.text for mix in mixes for question in mix.timed]
    return Ours(serving(place, asked), *updates(place, rounds), find(place.index.with_name("seeds"), rounds))


def serving(place: Place, asked: Iterable[str]) -> int:
    """The highest resident memory of a server that has answered some queries, in bytes."""
    with serve(place.texts, place.index, "--no-update", **UNCLEANED) as server:
        for text in asked:
            assert server.get(f"/api/v1/search?q={quote(text)}").status == 200
        return process.highest(server.pid)


def updates(place: Place, rounds: int) -> tuple[float, float]:
    """The seconds of an update by the command, and of one in an open process, with one more file changed before each.
    Medians."""
    changing = map(_change, islice(files(place.texts), 2 * rounds))
    command = process.seedsearch("index", place.texts, "--index", place.index, "--json")
    commands = [process.seconds(command, **UNCLEANED) for _ in islice(changing, rounds)]
    with process.asked(OURS, place.texts, place.index) as engine:
        engine.update()
        opened = [engine.update() for _ in islice(changing, rounds)]
    return statistics.median(commands), statistics.median(opened)


def find(index: Path, rounds: int) -> float:
    """The seconds of `seedsearch find` over the seeds, or over the sample articles where there are none. The median of
    five times as many processes as rounds."""
    texts = SEEDS if SEEDS.exists() else SAMPLE
    process.seconds(process.seedsearch("index", texts, "--index", index, "--json"))
    command = process.seedsearch("find", "the", texts, "--index", index)
    return statistics.median(process.seconds(command) for _ in range(5 * rounds))


def _change(path: Path) -> None:
    path.write_text(read(path) + "\nA line more.\n", encoding="utf-8", newline="")
