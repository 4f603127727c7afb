"""The measurements. Engines take turns, so that a busy moment of the machine affects all of them."""

import shutil
import statistics
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.bench import process
from tests.bench.engines import NUMPY, OURS, UNCLEANED, VARIABLES, Answer
from tests.bench.mix import Mix, Question


@dataclass(frozen=True)
class Place:
    """The folder of an engine's texts, and that of its index."""

    texts: Path
    index: Path

    @cached_property
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


def build(places: Mapping[str, Place], rounds: int) -> dict[str, Built]:
    """Build each index `rounds` times, engine by engine in each round; the median speed, the highest memory."""
    runs: dict[str, list[process.Run]] = {name: [] for name in places}
    for _ in range(rounds):
        for name, place in places.items():
            shutil.rmtree(place.index, ignore_errors=True)
            runs[name].append(process.run(_building(name, place), **UNCLEANED, **VARIABLES.get(name, {})))
    return {name: _built(places[name], runs[name]) for name in places}


def build_usual(place: Place, rounds: int) -> Built:
    """Build an index of seedsearch `rounds` times as usual, with extraction."""
    runs = []
    for _ in range(rounds):
        shutil.rmtree(place.index, ignore_errors=True)
        runs.append(process.run(_building(OURS, place)))
    return _built(place, runs)


def _building(name: str, place: Place) -> list[str]:
    if name in (OURS, NUMPY):
        return process.seedsearch("index", place.texts, "--index", place.index, "--json")
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


def _size(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):  # a merge may have taken it away
            total += path.stat().st_size if path.is_file() else 0
    return total
