"""How times grow with the number of articles: the same queries on a corpus and on one of ten times as many."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.bench import measure
from tests.bench.corpus import census, copy, evenly, files, multiply
from tests.bench.measure import Place
from tests.bench.mix import mixes

TIMES = 10
VARIANTS = 5
"""Texts made of each text for the larger corpus, with the same words."""


class Grown(NamedTuple):
    """The median seconds over the smaller corpus, and over the larger one."""

    before: float
    after: float

    @property
    def times(self) -> float:
        """How many times as long it takes."""
        return self.after / self.before


Growth = Mapping[str, Mapping[str, Grown]]
"""By kind and engine."""


def growth(source: Path, work: Path, engines: Sequence[str], count: int, seed: int) -> Growth:
    """Build both corpora in `work`, index them, and ask."""
    paths = files(source)
    half = len(paths) * VARIANTS // TIMES
    small = _places(copy(evenly(paths, half), work / "small"), work, engines)
    large = _places(multiply(paths, VARIANTS, work / "large"), work, engines)
    for places in (small, large):
        measure.build(places, rounds=1)
    asked = mixes(census(work / "small"), count, seed)
    before, after = measure.ask(small, asked).kinds, measure.ask(large, asked).kinds
    return {
        kind: {name: Grown(before[kind][name].median, after[kind][name].median) for name in engines} for kind in before
    }


def _places(texts: Path, work: Path, engines: Sequence[str]) -> dict[str, Place]:
    return {name: Place(texts, work / f"{texts.name} in {name}") for name in engines}
