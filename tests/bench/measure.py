"""The measurements. Engines take turns, so that a busy moment of the machine affects all of them."""

import shutil
import statistics
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from urllib.parse import quote

from tests.bench import process
from tests.bench.corpus import files, read
from tests.bench.engines import OURS, UNCLEANED, Answer
from tests.bench.mix import Mix, Question
from tests.support.server import serve


@dataclass(frozen=True)
class Place:
    """The folder of an engine's texts, and that of its index."""

    texts: Path
    index: Path

    @property
    def bytes(self) -> int:
        """The size of the texts."""
        return _size(self.texts)

    @property
    def ratio(self) -> float:
        """The size of the index for each byte of text."""
        return _size(self.index) / self.bytes


@dataclass(frozen=True)
class Built:
    """How an index was built: megabytes of text a second, the most bytes of memory, bytes of index to one of text."""

    speed: float
    peak: int
    ratio: float


@dataclass(frozen=True)
class Asking:
    """The answers of one engine to the questions of one kind, and the seconds that each took."""

    answers: tuple[Answer, ...]
    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """Seconds."""
        return statistics.median(self.seconds)

    @property
    def slow(self) -> float:
        """The 95th percentile in seconds."""
        return sorted(self.seconds)[-1 - len(self.seconds) // 20]

    @property
    def total(self) -> float:
        """How many articles were found, on average."""
        return statistics.mean(answer.total for answer in self.answers)

    @property
    def marked(self) -> float:
        """The share of the hits shown that came with a marked fragment."""
        return sum(answer.marked for answer in self.answers) / max(1, sum(answer.shown for answer in self.answers))


@dataclass(frozen=True)
class Asked:
    """The results by kind and engine, and the highest resident memory of each engine's process in bytes."""

    kinds: Mapping[str, Mapping[str, Asking]]
    memory: Mapping[str, int]


@dataclass(frozen=True)
class Ours:
    """What only seedsearch is asked: the highest resident memory of the serving process in bytes, and the seconds that
    one changed file costs by the command and in a process that holds the library open; and the speed of indexing with
    extraction, in MB/s."""

    serving: int
    command: float
    update: float
    cleaned: float


def build(places: Mapping[str, Place], rounds: int) -> dict[str, Built]:
    """Build each index `rounds` times, engine by engine in each round; the median speed, the highest memory."""
    runs: dict[str, list[process.Run]] = {name: [] for name in places}
    for _ in range(rounds):
        for name, place in places.items():
            shutil.rmtree(place.index, ignore_errors=True)
            runs[name].append(process.run(_building(name, place), **UNCLEANED))
    return {name: _built(places[name], runs[name]) for name in places}


def _building(name: str, place: Place) -> list[str]:
    if name == OURS:
        return process.seedsearch(place.texts, place.index)
    return process.worker("build", name, place.texts, place.index)


def _built(place: Place, runs: Sequence[process.Run]) -> Built:
    seconds = statistics.median(run.seconds for run in runs)
    return Built(place.bytes / 1e6 / seconds, max(run.peak for run in runs), place.ratio)


def ask(places: Mapping[str, Place], mixes: Sequence[Mix]) -> Asked:
    """Ask every engine every question once, kind by kind, engine by engine, each in a process of its own."""
    with ExitStack() as stack:
        asked = {
            name: stack.enter_context(process.asked(name, place.texts, place.index)) for name, place in places.items()
        }
        for engine in asked.values():
            _ask(engine, (question for mix in mixes for question in mix.warming))
        kinds = {
            mix.kind: {name: _ask(engine, mix.timed) for name, engine in asked.items()} for mix in mixes if mix.timed
        }
        return Asked(kinds, {name: engine.highest for name, engine in asked.items()})


def _ask(engine: process.Asked, questions: Iterable[Question]) -> Asking:
    asked = [engine.ask(question) for question in questions]
    return Asking(tuple(answer for answer, _ in asked), tuple(seconds for _, seconds in asked))


def ours(place: Place, mixes: Iterable[Mix], rounds: int) -> Ours:
    """Serve and update the index of seedsearch. Changes files among the texts."""
    serving = _serving(place, [question for mix in mixes for question in mix.timed])
    command, update = _updates(place, rounds)
    return Ours(serving, command, update, _cleaned(place, rounds))


def _cleaned(place: Place, rounds: int) -> float:
    """Indexing as it is done unasked."""
    index = place.index.with_name("cleaned")
    seconds = []
    for _ in range(rounds):
        shutil.rmtree(index, ignore_errors=True)
        seconds.append(process.run(process.seedsearch(place.texts, index)).seconds)
    return place.bytes / 1e6 / statistics.median(seconds)


def _serving(place: Place, questions: Iterable[Question]) -> int:
    with serve(place.texts, place.index, "--no-update", **UNCLEANED) as server:
        for question in questions:
            assert server.get(f"/api/v1/search?q={quote(question.text)}").status == 200
        return process.highest(server.pid)


def _updates(place: Place, rounds: int) -> tuple[float, float]:
    """Medians, with one more file changed before each update."""
    changing = map(_change, files(place.texts))
    command = process.seedsearch(place.texts, place.index)
    commands = [process.run(command, **UNCLEANED).seconds for _ in islice(changing, rounds)]
    with process.asked(OURS, place.texts, place.index) as engine:
        engine.update()
        updates = [engine.update() for _ in islice(changing, rounds)]
    return statistics.median(commands), statistics.median(updates)


def _change(path: Path) -> None:
    path.write_text(read(path) + "\nA line more.\n", encoding="utf-8", newline="")


def _size(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):  # a merge may have taken it away
            total += path.stat().st_size if path.is_file() else 0
    return total
