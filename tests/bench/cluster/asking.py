"""How long a cluster takes for a page of ten hits with their marks."""

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from search import Library
from search.config import load_config
from search.types.results import Results
from tests.bench.cluster.setting import Place
from tests.bench.corpus import census
from tests.bench.engines import UNCLEANED
from tests.bench.mix import mixes

READ = 20_000
"""Texts from which the queries are drawn."""


@dataclass(frozen=True)
class Asked:
    """Seconds for each page: for those full of strict matches whose words were counted before, and for all others."""

    full: Sequence[float]
    others: Sequence[float]

    @property
    def medians(self) -> tuple[float, float]:
        """Seconds; 0 where nothing was asked."""
        return tuple(statistics.median(seconds or [0.0]) for seconds in (self.full, self.others))  # type: ignore[return-value]


def ask(texts: Path, index: Place, queries: int, seed: int) -> Asked:
    """Ask so many queries of each kind, each twice: the second time the cluster has counted its words."""
    library = Library.open(texts, None, load_config({}, {**UNCLEANED, **index.variables}))
    full: list[float] = []
    others: list[float] = []
    for mix in mixes(census(texts, READ), queries, seed):
        for question in mix.warming:
            _timed(library, question.text)
        for question in mix.timed:
            _, first = _timed(library, question.text)
            results, again = _timed(library, question.text)
            others.append(first)
            (others if results.partial else full).append(again)
    return Asked(full, others)


def _timed(library: Library, text: str) -> tuple[Results, float]:
    began = time.perf_counter()
    results = library.search(text)
    return results, time.perf_counter() - began
