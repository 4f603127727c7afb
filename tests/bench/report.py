"""The measurements, as tables and sentences."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from tests.bench.engines import OURS, TANTIVY
from tests.bench.growth import Growth
from tests.bench.measure import Asked, Asking, Built, Ours
from tests.bench.table import Row, Table, number

SIMILAR = 1.5
"""Mean totals of two engines that differ by more than this factor are named: they may not answer one question."""
SUMMARY = ("indexing, MB of text/s", "index, bytes per byte of text", "two words, all", "phrase of two")
"""The rows that stay in the README."""


@dataclass(frozen=True)
class Report:
    """Everything that was measured, and on what.

    `columns` are the engines with what their columns are called; those in `partial` had only a part of the texts, so
    their times are given and not compared. `load` is the machine's load average before all began and after it.
    """

    columns: Mapping[str, str]
    partial: frozenset[str]
    articles: int
    bytes: int
    setting: str
    load: tuple[float, float]
    built: Mapping[str, Built]
    asked: Asked
    ours: Ours
    growth: Growth

    @property
    def caption(self) -> str:
        """The table as a paragraph."""
        count = max(len(by[OURS].seconds) for by in self.asked.kinds.values())
        return (
            f"{self.articles:,} articles, {self.bytes / 1e6:.0f} MB. {self.setting} Load average "
            f"{self.load[0]:.1f} before, {self.load[1]:.1f} after. Files are in the system's cache. In parentheses: "
            "how many times tantivy's figure. Indexing goes from files to a committed index, process start included; "
            "its memory is the PSS of all its processes. "
            f"Queries: milliseconds, median and 95th percentile of {count} of a kind, each asked once, for the exact "
            "total and the ten best with marked fragments (tantivy marks none for a prefix). Answering: peak RSS, "
            "mapped files included. Whoosh has fewer articles, so its times are not compared."
        )

    @property
    def table(self) -> Table:
        """The measurements, a column for each engine."""
        return Table(("", *self.columns.values()), (*self._building(), *self._asking(), *self._growing()))

    @property
    def alone(self) -> str:
        """What only seedsearch was asked."""
        return (
            f"`seedsearch serve` after these queries: {self.ours.serving / 1e6:.0f} MB (peak RSS). One changed file: "
            f"{self.ours.command:.2f} s for `seedsearch index`, {self.ours.update:.2f} s for `Library.update()` in an "
            "open process. All these figures are without the extraction, which the others do not have. With it, as "
            f"usual, {self.ours.cleaned:.1f} MB of text are indexed in a second."
        )

    @property
    def markdown(self) -> str:
        """All of it, for docs/speed.md."""
        return f"{self.table.markdown}\n\n{self.caption}\n\n{self.alone}"

    @property
    def summary(self) -> str:
        """The rows of SUMMARY, for the README."""
        return Table(self.table.head, tuple(row for row in self.table.rows if row[0] in SUMMARY)).markdown

    @property
    def plain(self) -> str:
        """All of it, for a terminal."""
        return f"{self.table.plain}\n\n{self.caption}\n{self.alone.replace('`', '')}"

    @property
    def totals(self) -> Table:
        """How many articles each engine found on average, and the share of its hits with a marked fragment."""

        def cell(asking: Asking) -> str:
            return f"{number(asking.total)}, {asking.marked:.0%}"

        rows = ((kind, *(cell(by[name]) for name in self.columns)) for kind, by in self.asked.kinds.items())
        return Table(("mean total, hits marked", *self.columns.values()), tuple(rows))

    def disagreements(self, engines: Iterable[str]) -> list[str]:
        """Sentences on kinds of questions for which an engine's totals are far from those of seedsearch."""
        return [
            f"{name} finds {by[name].total:,.1f} articles for {kind}, {OURS} {by[OURS].total:,.1f}."
            for kind, by in self.asked.kinds.items()
            for name in engines
            if not 1 / SIMILAR <= (by[name].total + 1) / (by[OURS].total + 1) <= SIMILAR
        ]

    def _building(self) -> Iterable[Row]:
        yield self._row("indexing, MB of text/s", lambda name: self.built[name].speed)
        yield self._row("indexing, peak memory, MB", lambda name: self.built[name].peak / 1e6, alike=False)
        yield self._row("index, bytes per byte of text", lambda name: self.built[name].ratio)

    def _asking(self) -> Iterable[Row]:
        for kind, by in self.asked.kinds.items():
            median, slow = (lambda name, by=by: 1000 * by[name].median), (lambda name, by=by: 1000 * by[name].slow)
            yield self._row(kind, median, slow, alike=False)
        yield self._row("answering, peak memory, MB", lambda name: self.asked.memory[name] / 1e6, alike=False)

    def _growing(self) -> Iterable[Row]:
        for kind, by in self.growth.items():
            cells = (f"{by[name]:.1f}×" if name in by else "" for name in self.columns)
            yield (f"{kind}, ten times the articles", *cells)

    def _row(self, label: str, *figures: Callable[[str], float], alike: bool = True) -> Row:
        """The figures of each engine, and how many times tantivy's the first one is.

        `alike` are figures that do not depend on how many articles there are.
        """
        first = figures[0]

        def cell(name: str) -> str:
            shown = ", ".join(number(figure(name)) for figure in figures)
            compared = name != TANTIVY and first(TANTIVY) and (alike or name not in self.partial)
            return f"{shown} ({number(first(name) / first(TANTIVY))}×)" if compared else shown

        return (label, *map(cell, self.columns))
