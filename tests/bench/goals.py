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
    """What is measured, the figure and its unit, and the most or the least that it should be, if that is said."""

    what: str
    figure: float
    unit: str
    most: float | None = None
    least: float | None = None

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """A row of the table."""
        sign, goal = ("≤", self.most) if self.least is None else ("≥", self.least)
        figure = f"{number(self.figure)}{self.unit}"
        if goal is None:
            return self.what, figure, "", ""
        is_met = self.figure <= goal if sign == "≤" else self.figure >= goal
        missed = "" if is_met else f"missed by {abs(self.figure / goal - 1):.0%}"
        return self.what, figure, f"{sign} {number(goal)}{self.unit}", missed


def table(goals: Sequence[Goal]) -> Table:
    """A row for each goal."""
    return Table(("", "seedsearch", "goal", ""), tuple(goal.cells for goal in goals))


def of_indexes(built: Mapping[str, Built], usual: Built) -> Iterator[Goal]:
    """Goals for the speed of indexing, for its memory and for the size of the index."""
    ours = built[OURS]
    yield Goal("indexing, speed to that of tantivy", ours.speed / built[TANTIVY].speed, "×", least=1.5)
    yield Goal("indexing, speed to that of SQLite FTS5", ours.speed / built[FTS5].speed, "×", least=2)
    yield Goal("with extraction, speed to that of tantivy", usual.speed / built[TANTIVY].speed, "×", least=1)
    yield Goal("indexing, peak memory", max(ours.peak, usual.peak) / 1e6, " MB", most=400)
    yield Goal("index, bytes per byte of text", ours.ratio, "", most=1)


def of_queries(kinds: Mapping[str, Mapping[str, Asking]]) -> Iterator[Goal]:
    """Goals for the median of each kind of query, and for the 95th percentile."""
    for kind, by in kinds.items():
        ours, tantivy = by[OURS], by[TANTIVY]
        median = 0.5 * tantivy.median if kind == COMMONEST else max(0.8 * tantivy.median, 0.0007)
        yield Goal(f"{kind}, median", 1000 * ours.median, " ms", most=1000 * median)
        yield Goal(f"{kind}, 95th percentile", 1000 * ours.slow, " ms", most=1000 * max(tantivy.slow, 0.0015))


def of_ours(ours: Ours, answering: int) -> Iterator[Goal]:
    """Goals for memory, updates and the command."""
    yield Goal("answering, peak memory", answering / 1e6, " MB", most=120)
    yield Goal("one changed file, the command", ours.command, " s", most=0.5)
    yield Goal("one changed file, an open process", ours.update, " s", most=0.15)
    yield Goal("`seedsearch find` over a few texts", ours.find, " s", most=0.15)


def of_pages(pages: Sequence[Paged]) -> Iterator[Goal]:
    """Goals for pages."""
    by = {(page.what, page.pause > 0): page for page in pages}
    yield Goal("page of results, of the processor", 1000 * by[RESULTS, False].each, " ms", most=5)
    yield Goal("page of results, eight without pause, median", 1000 * by[RESULTS, False].median, " ms", most=45)
    yield Goal("article of 200 kB, eight with pauses, median", 1000 * by[ARTICLE, True].median, " ms", most=15)


def of_growth(growth: Growth) -> Iterator[Goal]:
    """Goals for ten times the articles."""
    for kind, by in growth.items():
        yield Goal(f"{kind}, ten times the articles", by[OURS].times, "×", most=3)
