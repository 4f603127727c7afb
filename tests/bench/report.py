"""The measurements, as tables and sentences."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from search.kernels import chosen_kind
from tests.bench import goals
from tests.bench.engines import OURS, TANTIVY
from tests.bench.growth import Grown, Growth
from tests.bench.measure import Asked, Asking, Built
from tests.bench.ours import Ours
from tests.bench.pages import Paged
from tests.bench.table import Row, Table, number

SIMILAR = 1.5
"""Mean totals of two engines that differ by more than this factor are named: they may not answer one question."""
SUMMARY = ("indexing, MB of text/s", "index, bytes per byte of text", "two words, all", "phrase of two")
"""The rows that stay in the README."""


@dataclass(frozen=True)
class Report:
    """Everything that was measured, and on what.

    `columns` are the engines with what their columns are called; those in `partial` had only a part of the texts, so
    their times are given and not compared. `load` is the machine's load average before all began and after it. `usual`
    is the index of seedsearch with extraction. `ours`, `pages` and `growth` may be missing.
    """

    columns: Mapping[str, str]
    partial: frozenset[str]
    articles: int
    bytes: int
    setting: str
    load: tuple[float, float]
    built: Mapping[str, Built]
    usual: Built
    asked: Asked
    ours: Ours | None
    pages: Sequence[Paged]
    growth: Growth

    @property
    def caption(self) -> str:
        """The table as a paragraph."""
        count = max(len(by[OURS].seconds) for by in self.asked.kinds.values())
        return (
            f"{self.articles:,} articles, {self.bytes / 1e6:.0f} MB. {self.setting} Load average "
            f"{self.load[0]:.1f} before, {self.load[1]:.1f} after. Files are in the system's cache. seedsearch has the "
            f"{chosen_kind()} kernels, but for the second column. In parentheses: "
            "how many times tantivy's figure. Indexing goes from files to a committed index, process start included; "
            "its memory is the PSS of all its processes. "
            f"Queries: milliseconds, median and 95th percentile of {count} of a kind, each asked once, for the exact "
            "total and the ten best with marked fragments (tantivy marks none for a prefix). Answering: peak RSS, "
            "mapped files included. Whoosh has fewer articles, so its times are not compared."
        )

    @property
    def table(self) -> Table:
        """The measurements, a column for each engine."""
        return Table(("", *self.columns.values()), (*self._building(), *self._asking()))

    @property
    def grown(self) -> Table:
        """The growth, a column for each engine that had all texts."""
        names = [name for name in self.columns if any(name in by for by in self.growth.values())]
        rows = ((kind, *(_grown(by[name]) for name in names)) for kind, by in self.growth.items())
        return Table(("ms, ten times the articles", *names), tuple(rows))

    @property
    def goals(self) -> Table:
        """What seedsearch should reach, and what it does."""
        listed = [*goals.of_indexes(self.built, self.usual), *goals.of_queries(self.asked.kinds)]
        listed += goals.of_ours(self.ours, self.asked.memory[OURS]) if self.ours else ()
        listed += goals.of_pages(self.pages) if self.pages else ()
        return goals.table((*listed, *goals.of_growth(self.growth)))

    @property
    def alone(self) -> str:
        """What only seedsearch was asked. Empty if it was not."""
        if not self.ours:
            return ""
        return (
            f"`seedsearch serve` after these queries: {self.ours.serving / 1e6:.0f} MB (peak RSS). One changed file: "
            f"{self.ours.command:.2f} s for `seedsearch index`, {self.ours.update:.2f} s for `Library.update()` in an "
            f"open process. `seedsearch find` over a few texts: {self.ours.find:.2f} s, process start included."
        )

    @property
    def markdown(self) -> str:
        """All of it, for docs/speed.md."""
        return self._together(lambda table: table.markdown, "- ")

    @property
    def plain(self) -> str:
        """All of it, for a terminal."""
        return self._together(lambda table: table.plain, "").replace("`", "")

    def _together(self, form: Callable[[Table], str], bullet: str) -> str:
        pages = "\n".join(f"{bullet}{page.told}" for page in self.pages)
        grown = form(self.grown) if self.growth else ""
        return "\n\n".join(filter(None, (form(self.table), self.caption, self.alone, pages, grown, form(self.goals))))

    @property
    def summary(self) -> str:
        """The rows of SUMMARY, for the README."""
        return Table(self.table.head, tuple(row for row in self.table.rows if row[0] in SUMMARY)).markdown

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
        usual = {OURS: f"{number(self.usual.speed)} ({number(self.usual.speed / self.built[TANTIVY].speed)}×)"}
        yield ("with extraction, MB of text/s", *(usual.get(name, "") for name in self.columns))
        yield self._row("indexing, peak memory, MB", lambda name: self.built[name].peak / 1e6, alike=False)
        yield self._row("index, bytes per byte of text", lambda name: self.built[name].ratio)

    def _asking(self) -> Iterable[Row]:
        for kind, by in self.asked.kinds.items():
            median, slow = (lambda name, by=by: 1000 * by[name].median), (lambda name, by=by: 1000 * by[name].slow)
            yield self._row(kind, median, slow, alike=False)
        yield self._row("answering, peak memory, MB", lambda name: self.asked.memory[name] / 1e6, alike=False)

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


def _grown(grown: Grown) -> str:
    return f"{number(1000 * grown.before)} → {number(1000 * grown.after)} ({grown.times:.1f}×)"
