"""A table of the figures that the project promises, each beside its goal: the sums over all sets of pages."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from tests.eval.page_sets import Page

Key = tuple[str, str, str]
"""A figure, also one of a single set such as `boilerplate sh`, a form and a regime."""


class Share(NamedTuple):
    """One share of a row: what of what, and the goal in percent; a goal below zero is an upper bound, 0 is none."""

    name: str
    part: Sequence[str]
    whole: Sequence[str]
    goal: float


class Row(NamedTuple):
    """A row of the table: which sums it adds, and the shares of them."""

    name: str
    figure: str
    forms: Sequence[str]
    regime: str
    n: str
    shares: Sequence[Share]


def _boilerplate(recall: float, precision: float, lost: float) -> Sequence[Share]:
    found = ("other boilerplate", "body boilerplate")
    return (
        Share("recall", ("other boilerplate",), ("other",), recall),
        Share("in any zone", ("other zone",), ("other",), 0),
        Share("of a page on average", ("recall in percent",), ("percent",), 0),
        Share("precision", ("other boilerplate",), found, precision),
        Share("body lost", ("body boilerplate",), ("body",), -lost),
    )


def _dates(known: float) -> Sequence[Share]:
    unknown = Share("right or unknown", ("right", "unclaimed"), ("all",), 99)
    return (unknown, Share("known and right of written", ("written_right",), ("written",), known))


_SPLIT, _RIGHT, _WHOLE = ("split",), ("right",), ("lx", "in")
_CLAIMED = Share("right of claimed", _RIGHT, ("claimed",), 95)
_STATED = Share("by the label or the markup", ("right or stated",), ("claimed",), 95)
_ALONE, _SEVERAL = _boilerplate(75, 95, 2), _boilerplate(85, 97, 1)
ROWS = (
    Row("false splits, clean articles", "split", ("gold",), "folder", "all", [Share("", _SPLIT, ("all",), -0.5)]),
    Row("false splits, article element", "split", ("ar",), "folder", "all", [Share("", _SPLIT, ("all",), -3)]),
    Row("false splits, whole pages", "split", _WHOLE, "folder", "all", [Share("", _SPLIT, ("all",), -6)]),
    Row("joined articles, with a title", "glued", ("all with a title",), "", "all", [Share("", _RIGHT, ("all",), 85)]),
    Row("joined articles, with a date line", "glued", ("date line",), "", "all", [Share("", _RIGHT, ("all",), 95)]),
    Row("one event, date line", "glued", ("same event, date line",), "", "all", [Share("", _RIGHT, ("all",), 80)]),
    Row("title, all text", "title", ("lx",), "folder", "all", [Share("", _RIGHT, ("all",), 85)]),
    Row("title, inscriptis", "title", ("in",), "folder", "all", [Share("", _RIGHT, ("all",), 50)]),
    Row("title, article element", "title", ("ar",), "folder", "all", [Share("", _RIGHT, ("all",), 80)]),
    Row("boilerplate, whole pages alone", "boilerplate", _WHOLE, "alone", "pages", _ALONE),
    Row("– without faulty labels", "whole bodies", _WHOLE, "alone", "pages", _ALONE),
    Row("– of the set sh", "boilerplate sh", _WHOLE, "alone", "pages", _ALONE),
    Row("boilerplate, several of an outlet", "boilerplate", _WHOLE, "several", "pages", _SEVERAL),
    Row("– without faulty labels", "whole bodies", _WHOLE, "several", "pages", _SEVERAL),
    Row("– of the set sh", "boilerplate sh", _WHOLE, "several", "pages", _SEVERAL),
    Row("date, all text", "date", ("lx",), "folder", "all", _dates(75)),
    Row("date, article element", "date", ("ar",), "folder", "all", _dates(80)),
    Row("author", "author", ("lx", "in", "ar"), "folder", "claimed", [_CLAIMED, _STATED]),
    Row("place", "place", ("lx", "in", "ar"), "folder", "claimed", [_CLAIMED]),
    Row("outlet", "outlet", ("lx", "in", "ar"), "folder", "claimed", [_CLAIMED]),
)


def summary(sums: Mapping[Key, Mapping[str, int]], goals: bool = True) -> Iterator[str]:
    """The lines of a table in Markdown, without the rows that were not measured."""
    yield "| figure | n | measured |" + " goal |" * goals
    yield "|---|---|---|" + "---|" * goals
    for row in ROWS:
        counts: Counter[str] = Counter()
        for form in row.forms:
            counts.update(sums.get((row.figure, form, row.regime), {}))
        if counts[row.n]:
            measured = ", ".join(f"{it.name} {_percent(counts, it)}".strip() for it in row.shares)
            goals_of_row = (it.goal for it in row.shares if it.goal)
            goal = ", ".join(f"{'≤' if it < 0 else '≥'} {abs(it):g} %" for it in goals_of_row)
            yield f"| {row.name} | {counts[row.n]:,} | {measured} |" + f" {goal} |" * goals


def paper(sums: Mapping[Key, Mapping[str, int]], part: Sequence[Page], day: date) -> str:
    """What docs/extraction.md says of the figures: when and on which pages they were measured, and the table."""
    kind = "held back until the end" if part[0].held else "that the steps were written with"
    number = len({(page.set, page.id) for page in part})
    outlets = len({page.outlet for page in part})
    measured = f"Measured on {day.day} {day:%B %Y}, on {number:,} pages of {outlets:,} outlets {kind}:"
    return "\n".join((measured, "", *summary(sums, goals=False)))


def _percent(counts: Mapping[str, int], share: Share) -> str:
    whole = sum(counts[name] for name in share.whole)
    return f"{100 * sum(counts[name] for name in share.part) / whole:.1f} %" if whole else "–"
