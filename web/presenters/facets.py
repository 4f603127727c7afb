"""What the page shows to filter by: active filters, lists of values, and a histogram of dates."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from search import NO_DATE, UNKNOWN, Facet, Facets, Histogram, language_name, period_name, type_name, unquote_value
from web.links import Link, Links
from web.params import PARAMETERS, SearchParams

_WIDTH, _HEIGHT, _WIDEST, _LOWEST = 240, 60, 40, 2
"""The size of a histogram, the width of its widest slot, and the height of its lowest bar, in its own units."""
_PARAMETER = {kind: name for name, kind in PARAMETERS.items()}
_YEAR, _MONTH = len("2025"), len("2025-07")


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter, and the link that removes it. `unknown`: it keeps the articles without a value."""

    kind: str
    text: str
    unknown: bool
    link: Link


@dataclass(frozen=True, slots=True)
class ShownValue:
    """A value to filter by. `link` sets the filter, or removes it if the value is `selected`. `unknown`: it stands for
    the articles without a value. `depth` is that of a folder in its tree, from 0."""

    text: str
    count: int
    selected: bool
    unknown: bool
    depth: int
    link: Link


@dataclass(frozen=True, slots=True)
class ShownFacet:
    """The values of one kind, the number of values left out, and the articles without a value, if they are not among
    the values already. `toggle` leads to the same page with all values of the kind, or back."""

    kind: str
    values: tuple[ShownValue, ...]
    left_out: int
    unknown: ShownValue | None
    toggle: Link | None


@dataclass(frozen=True, slots=True)
class ShownBar:
    """A bar of a histogram: its left edge and its top."""

    name: str
    count: int
    x: float
    top: int
    link: Link


@dataclass(frozen=True, slots=True)
class ShownHistogram:
    """The articles over time: `span` in words, bars if there are several, links to wider periods, and the articles
    without a date, if there are any or they are a filter."""

    histogram: Histogram
    span: str
    slot: float
    width: float
    bars: tuple[ShownBar, ...]
    wider: tuple[tuple[str, Link], ...]
    undated: ShownValue | None


@dataclass(frozen=True, slots=True)
class FilterPanel:
    """Everything to filter by. False if there is nothing."""

    dates: ShownHistogram
    kinds: tuple[ShownFacet, ...]

    def __bool__(self) -> bool:
        return bool(self.kinds or self.dates.span or self.dates.wider or self.dates.undated)


def active_filters(params: SearchParams, links: Links) -> tuple[Chip, ...]:
    """The active filters."""
    chips = []
    for kind, value in params.filters.pairs:
        link = links.results(f"{_PARAMETER[kind]}:{value}")
        chips.append(Chip(kind, _value_name(kind, value), value == UNKNOWN, link))
    return tuple(chips)


def filter_panel(facets: Facets, params: SearchParams, links: Links) -> FilterPanel:
    """Everything to filter by. Kinds that all results have the same value of are left out, unless they are filtered."""
    kinds = tuple(_facet(facet, params, links) for facet in facets.kinds if _is_useful(facet))
    return FilterPanel(_dates(facets.dates, params, links), kinds)


def _is_useful(facet: Facet) -> bool:
    return len(facet.values) > 1 or any(value.selected or facet.unknown for value in facet.values)


def _value_name(kind: str, value: str) -> str:
    if kind == "date":
        return period_name(value)
    if value == UNKNOWN:
        return "Not in a folder" if kind == "folder" else "Unknown"
    name = unquote_value(value)
    if kind == "type":
        return type_name(name)
    return language_name(name) if kind == "language" else name


def _facet(facet: Facet, params: SearchParams, links: Links) -> ShownFacet:
    parents: list[str] = []
    values = []
    for item in facet.values:
        name = _value_name(facet.kind, item.value)
        parents = [folder for folder in parents if facet.kind == "folder" and name.startswith(f"{folder}/")]
        text = name[len(parents[-1]) + 1 :] if parents else name
        link = links.results(f"{_PARAMETER[facet.kind]}:{item.value}")
        values.append(ShownValue(text, item.count, item.selected, item.value == UNKNOWN, len(parents), link))
        parents += [] if item.value == UNKNOWN else [name]
    unknown = None
    if facet.unknown and UNKNOWN not in getattr(params.filters, facet.kind):
        link = links.results(f"{_PARAMETER[facet.kind]}:{UNKNOWN}")
        name = _value_name(facet.kind, UNKNOWN)
        unknown = ShownValue(name, facet.unknown, selected=False, unknown=True, depth=0, link=link)
    return ShownFacet(facet.kind, tuple(values), facet.left_out, unknown, _toggle(facet, params, links))


def _toggle(facet: Facet, params: SearchParams, links: Links) -> Link | None:
    shows_all = params.facets == facet.kind
    if not (shows_all or facet.left_out):
        return None
    return links.results(f"facets:{'' if shows_all else facet.kind}", anchor=f"by-{facet.kind}")


def _dates(histogram: Histogram, params: SearchParams, links: Links) -> ShownHistogram:
    bars = histogram.bars
    slot = min(_WIDEST, _WIDTH / max(1, len(bars)))
    return ShownHistogram(
        histogram=histogram,
        span=_span(histogram),
        slot=round(slot, 2),
        width=round(max(slot * 0.82, slot - 2), 2),
        bars=tuple(_bars(histogram, slot, links)) if len(bars) > 1 else (),
        wider=tuple(_wider(params.filters.date, links)),
        undated=_undated(histogram, params, links),
    )


def _undated(histogram: Histogram, params: SearchParams, links: Links) -> ShownValue | None:
    """The articles without a date."""
    selected = NO_DATE in params.filters.date
    if not (histogram.undated or selected):
        return None
    link = links.results(f"date:{NO_DATE}" if selected else f"dates:{NO_DATE}")
    return ShownValue(period_name(NO_DATE), histogram.undated, selected, unknown=True, depth=0, link=link)


def _span(histogram: Histogram) -> str:
    """From the first bar to the last, in words."""
    bars = histogram.bars
    if not bars:
        return ""
    if len(bars) == 1 and histogram.unit in ("day", "month", "year"):
        return period_name(bars[0].date)
    return period_name(f"{bars[0].date.partition('..')[0]}..{bars[-1].date.rpartition('..')[2]}")


def _bars(histogram: Histogram, slot: float, links: Links) -> Iterator[ShownBar]:
    """The bars with any articles. A bar with a single article is still visible."""
    highest = max(bar.count for bar in histogram.bars)
    for number, bar in enumerate(histogram.bars):
        if bar.count:
            height = max(_LOWEST, round(_HEIGHT * bar.count / highest))
            x = round(number * slot, 1)
            yield ShownBar(period_name(bar.date), bar.count, x, _HEIGHT - height, links.results(f"dates:{bar.date}"))


def _wider(dates: Sequence[str], links: Links) -> Iterator[tuple[str, Link]]:
    """Links from a filtered period to wider ones."""
    if dates:
        yield "All dates", links.results("dates:")
    if len(dates) == 1 and ".." not in dates[0] and dates != (NO_DATE,):
        for length in (_YEAR, _MONTH):
            if len(dates[0]) > length:
                period = dates[0][:length]
                yield period_name(period), links.results(f"dates:{period}")
