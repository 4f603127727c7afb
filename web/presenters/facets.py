"""From filters and facets to what the templates show: chips, lists of values, and the bars of a histogram."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from search import NO_DATE, Facet, Facets, Histogram, language_name, period_name
from web.links import Link, Links
from web.params import PARAMETERS, SearchParams

_WIDTH, _HEIGHT, _WIDEST, _LOWEST = 240, 60, 40, 2
"""Of a histogram and of its bars, in units of its own."""
_PARAMETER = {kind: name for name, kind in PARAMETERS.items()}
_YEAR, _MONTH = len("2025"), len("2025-07")


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, and what takes it away."""

    kind: str
    text: str
    link: Link


@dataclass(frozen=True, slots=True)
class ShownValue:
    """A value to filter by; `link` takes it for a filter, or away where it is `selected`. `depth` is that of a
    folder in the list, from 0."""

    text: str
    count: int
    selected: bool
    depth: int
    link: Link


@dataclass(frozen=True, slots=True)
class ShownFacet:
    """The values of one kind, how many others there are, and how many articles have none; `other` leads to the same
    page with all values of the kind, or back."""

    kind: str
    values: tuple[ShownValue, ...]
    left_out: int
    unknown: int
    other: Link | None


@dataclass(frozen=True, slots=True)
class ShownBar:
    """A bar of a histogram: where it stands and ends, from the left and from the top."""

    name: str
    count: int
    x: float
    top: int
    link: Link


@dataclass(frozen=True, slots=True)
class ShownHistogram:
    """The articles over time: `span` in words, bars where there are several to compare, and links to a wider stretch
    of time and to the articles without a date."""

    histogram: Histogram
    span: str
    slot: float
    width: float
    bars: tuple[ShownBar, ...]
    wider: tuple[tuple[str, Link], ...]
    undated: Link | None


@dataclass(frozen=True, slots=True)
class Narrowing:
    """All that results can be narrowed by."""

    dates: ShownHistogram
    kinds: tuple[ShownFacet, ...]

    def __bool__(self) -> bool:
        return bool(self.kinds or self.dates.span or self.dates.wider or self.dates.undated)


def chips(wanted: SearchParams, links: Links) -> tuple[Chip, ...]:
    """The filters in force."""
    return tuple(
        Chip(kind, _name(kind, value), links.results(f"{_PARAMETER[kind]}:{value}"))
        for kind, value in wanted.filters.pairs
    )


def narrowing(found: Facets, wanted: SearchParams, links: Links) -> Narrowing:
    """All that results can be narrowed by; of the kinds those that tell the articles apart, or are filtered by."""
    kinds = tuple(_facet(facet, wanted, links) for facet in found.kinds if _tells(facet))
    return Narrowing(_dates(found.dates, wanted, links), kinds)


def _tells(facet: Facet) -> bool:
    return len(facet.values) > 1 or any(it.selected or facet.unknown for it in facet.values)


def _name(kind: str, value: str) -> str:
    """A value of a filter as a person reads it."""
    return period_name(value) if kind == "date" else language_name(value) if kind == "language" else value


def _facet(facet: Facet, wanted: SearchParams, links: Links) -> ShownFacet:
    above: list[str] = []
    shown = []
    for it in facet.values:
        above = [folder for folder in above if facet.kind == "folder" and it.value.startswith(f"{folder}/")]
        text = it.value[len(above[-1]) + 1 :] if above else _name(facet.kind, it.value)
        link = links.results(f"{_PARAMETER[facet.kind]}:{it.value}")
        shown.append(ShownValue(text, it.count, it.selected, len(above), link))
        above.append(it.value)
    return ShownFacet(facet.kind, tuple(shown), facet.left_out, facet.unknown, _other(facet, wanted, links))


def _other(facet: Facet, wanted: SearchParams, links: Links) -> Link | None:
    whole = wanted.facets == facet.kind
    if not (whole or facet.left_out):
        return None
    return links.results(f"facets:{'' if whole else facet.kind}", anchor=f"by-{facet.kind}")


def _dates(found: Histogram, wanted: SearchParams, links: Links) -> ShownHistogram:
    slot = min(_WIDEST, _WIDTH / max(1, len(found.bars)))
    span = f"{found.bars[0].date.partition('..')[0]}..{found.bars[-1].date.rpartition('..')[2]}" if found.bars else ""
    same = len(found.bars) == 1 and found.unit in ("day", "month", "year")
    return ShownHistogram(
        histogram=found,
        span=period_name(found.bars[0].date if same else span) if found.bars else "",
        slot=round(slot, 2),
        width=round(max(slot * 0.82, slot - 2), 2),
        bars=tuple(_bars(found, slot, links)) if len(found.bars) > 1 else (),
        wider=tuple(_wider(wanted.filters.date, links)),
        undated=links.results(f"dates:{NO_DATE}") if found.undated else None,
    )


def _bars(found: Histogram, slot: float, links: Links) -> Iterator[ShownBar]:
    """The bars that stand for any articles; a single one can still be seen."""
    highest = max(bar.count for bar in found.bars)
    for number, bar in enumerate(found.bars):
        if bar.count:
            height = max(_LOWEST, round(_HEIGHT * bar.count / highest))
            x = round(number * slot, 1)
            link = links.results(f"dates:{bar.date}")
            yield ShownBar(period_name(bar.date), bar.count, x, _HEIGHT - height, link)


def _wider(dates: Sequence[str], links: Links) -> Iterator[tuple[str, Link]]:
    """The ways back from a narrow stretch of time, in words."""
    if dates:
        yield "All dates", links.results("dates:")
    if len(dates) == 1 and ".." not in dates[0] and dates != (NO_DATE,):
        for length in (_YEAR, _MONTH):
            if len(dates[0]) > length:
                period = dates[0][:length]
                yield period_name(period), links.results(f"dates:{period}")
