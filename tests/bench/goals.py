"""What was measured, beside what it should be."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from tests.bench.engines import FTS5, OURS, TANTIVY
from tests.bench.growth import Growth
from tests.bench.measure import Asking, Built
from tests.bench.ours import Ours
from tests.bench.pages import ARTICLE, RESULTS, Paged
from tests.bench.table import Table, number

COMMONEST = "phrase of the commonest"


class Goal(NamedTuple):
    """What is measured, the figure, the most or the least that it should be, and its unit."""

    what: str
    figure: float
    most: float
    unit: str
    is_least: bool = False

    @property
    def is_met(self) -> bool:
        """Whether it is as it should be."""
        return self.figure >= self.most if self.is_least else self.figure <= self.most

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """A row of the table."""
        sign = "≥" if self.is_least else "≤"
        missed = f"missed by {abs(self.figure / self.most - 1):.0%}"
        return (
            self.what,
            f"{number(self.figure)}{self.unit}",
            f"{sign} {number(self.most)}{self.unit}",
            missed * (not self.is_met),
        )


def table(goals: Sequence[Goal]) -> Table:
    """A row for each goal."""
    return Table(("", "seedsearch", "goal", ""), tuple(goal.cells for goal in goals))


def of_indexes(built: Mapping[str, Built], usual: Built) -> Iterator[Goal]:
    """Goals for the speed of indexing, for its memory and for the size of the index."""
    ours = built[OURS]
    yield Goal("indexing, speed to that of tantivy", ours.speed / built[TANTIVY].speed, 1.5, "×", is_least=True)
    yield Goal("indexing, speed to that of SQLite FTS5", ours.speed / built[FTS5].speed, 2, "×", is_least=True)
    yield Goal("with extraction, speed to that of tantivy", usual.speed / built[TANTIVY].speed, 1, "×", is_least=True)
    yield Goal("indexing, peak memory", max(ours.peak, usual.peak) / 1e6, 400, " MB")
    yield Goal("index, bytes per byte of text", ours.ratio, 1, "")


def of_queries(kinds: Mapping[str, Mapping[str, Asking]]) -> Iterator[Goal]:
    """Goals for the median of each kind of query, and for the 95th percentile."""
    for kind, by in kinds.items():
        ours, tantivy = by[OURS], by[TANTIVY]
        median = 0.5 * tantivy.median if kind == COMMONEST else max(0.8 * tantivy.median, 0.0007)
        yield Goal(f"{kind}, median", 1000 * ours.median, 1000 * median, " ms")
        yield Goal(f"{kind}, 95th percentile", 1000 * ours.slow, 1000 * max(tantivy.slow, 0.0015), " ms")


def of_ours(ours: Ours, answering: int) -> Iterator[Goal]:
    """Goals for memory, updates and the command."""
    yield Goal("answering, peak memory", answering / 1e6, 120, " MB")
    yield Goal("one changed file, the command", ours.command, 0.5, " s")
    yield Goal("one changed file, an open process", ours.update, 0.15, " s")
    yield Goal("`seedsearch find` over a few texts", ours.find, 0.15, " s")


def of_pages(pages: Sequence[Paged]) -> Iterator[Goal]:
    """Goals for pages."""
    by = {(page.what, page.pause > 0): page for page in pages}
    yield Goal("page of results, of the processor", 1000 * by[RESULTS, False].each, 5, " ms")
    yield Goal("page of results, eight without pause, median", 1000 * by[RESULTS, False].median, 45, " ms")
    yield Goal("article of 200 kB, eight with pauses, median", 1000 * by[ARTICLE, True].median, 15, " ms")


def of_growth(growth: Growth) -> Iterator[Goal]:
    """Goals for ten times the articles."""
    for kind, by in growth.items():
        yield Goal(f"{kind}, ten times the articles", by[OURS].times, 3, "×")
