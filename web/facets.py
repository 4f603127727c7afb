"""From filters and facets to what the templates show: chips, lists of values, and the bars of a histogram."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from search import NO_DATE, NO_FILTERS, Facet, Facets, Histogram, language_name, period_name
from web.params import PARAMETERS, SearchParams
from web.present import search_address

_WIDTH, _HEIGHT, _WIDEST, _LOWEST = 240, 60, 40, 2
"""Of a histogram and of its bars, in units of its own."""
_PARAMETER = {kind: name for name, kind in PARAMETERS.items()}
_YEAR, _MONTH = len("2025"), len("2025-07")


@dataclass(frozen=True, slots=True)
class Link:
    """Something to follow, in words."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force; `address` is of the results without it."""

    kind: str
    text: str
    address: str


@dataclass(frozen=True, slots=True)
class ShownValue:
    """A value to filter by; `address` takes it for a filter, or away where it is `selected`. `depth` is that of a
    folder in the list, from 0."""

    text: str
    count: int
    selected: bool
    depth: int
    address: str


@dataclass(frozen=True, slots=True)
class ShownFacet:
    """The values of one kind, how many others there are, and how many articles have none; `other` leads to the same
    page with all values of the kind, or back."""

    kind: str
    values: tuple[ShownValue, ...]
    left_out: int
    unknown: int
    other: str


@dataclass(frozen=True, slots=True)
class ShownBar:
    """A bar of a histogram: where it stands and ends, from the left and from the top."""

    name: str
    count: int
    x: float
    top: int
    address: str


@dataclass(frozen=True, slots=True)
class ShownHistogram:
    """The articles over time: `span` in words, bars where there are several to compare, and links to a wider stretch
    of time and to the articles without a date."""

    histogram: Histogram
    span: str
    slot: float
    width: float
    bars: tuple[ShownBar, ...]
    wider: tuple[Link, ...]
    undated: str


@dataclass(frozen=True, slots=True)
class Narrowing:
    """All that results can be narrowed by."""

    dates: ShownHistogram
    kinds: tuple[ShownFacet, ...]

    def __bool__(self) -> bool:
        return bool(self.kinds or self.dates.span or self.dates.wider or self.dates.undated)


def chips(wanted: SearchParams) -> tuple[Chip, ...]:
    """The filters in force."""
    filters = wanted.filters
    shown = []
    for kind, value in filters.pairs:
        others = (other for other in getattr(filters, kind) if other != value)
        address = search_address(wanted, page=1, filters=filters.but(kind, *others))
        shown.append(Chip(kind, _name(kind, value), address))
    return tuple(shown)


def without(wanted: SearchParams) -> str:
    """The address of the results without filters."""
    return search_address(wanted, page=1, filters=NO_FILTERS)


def narrowing(found: Facets, wanted: SearchParams) -> Narrowing:
    """All that results can be narrowed by; of the kinds those that tell the articles apart, or are filtered by."""
    kinds = tuple(_facet(facet, wanted) for facet in found.kinds if _tells(facet))
    return Narrowing(_dates(found.dates, wanted), kinds)


def _tells(facet: Facet) -> bool:
    return len(facet.values) > 1 or any(it.selected or facet.unknown for it in facet.values)


def _name(kind: str, value: str) -> str:
    """A value of a filter as a person reads it."""
    return period_name(value) if kind == "date" else language_name(value) if kind == "language" else value


def _facet(facet: Facet, wanted: SearchParams) -> ShownFacet:
    address = _Address(wanted, facet.kind)
    selected = [it.value for it in facet.values if it.selected]
    above: list[str] = []
    shown = []
    for it in facet.values:
        above = [folder for folder in above if _holds(facet.kind, folder, it.value)]
        text = it.value[len(above[-1]) + 1 :] if above else _name(facet.kind, it.value)
        taken = [other for other in selected if other != it.value and not _overlap(facet.kind, other, it.value)]
        link = address(taken if it.selected else [*taken, it.value])
        shown.append(ShownValue(text, it.count, it.selected, len(above), link))
        above.append(it.value)
    return ShownFacet(facet.kind, tuple(shown), facet.left_out, facet.unknown, _other(facet, wanted))


def _other(facet: Facet, wanted: SearchParams) -> str:
    whole = wanted.facets == facet.kind
    if not (whole or facet.left_out):
        return ""
    address = search_address(wanted, facets=False if whole else facet.kind)
    return f"{address}#by-{facet.kind}"


def _holds(kind: str, folder: str, other: str) -> bool:
    return kind == "folder" and other.startswith(f"{folder}/")


def _overlap(kind: str, one: str, other: str) -> bool:
    """Whether two values are folders of which one holds the other, so that both together would not narrow anything."""
    return _holds(kind, one, other) or _holds(kind, other, one)


class _Address:
    """Makes the addresses of results with other values of one kind. Far quicker than routing each of them."""

    def __init__(self, wanted: SearchParams, kind: str) -> None:
        self._base = search_address(wanted, page=1, filters=wanted.filters.but(kind))
        self._name = _PARAMETER[kind]

    def __call__(self, values: Sequence[str]) -> str:
        added = urlencode([(self._name, value) for value in values])
        return f"{self._base}{'&' if '?' in self._base else '?'}{added}" if added else self._base


def _dates(found: Histogram, wanted: SearchParams) -> ShownHistogram:
    address = _Address(wanted, "date")
    slot = min(_WIDEST, _WIDTH / max(1, len(found.bars)))
    span = f"{found.bars[0].date.partition('..')[0]}..{found.bars[-1].date.rpartition('..')[2]}" if found.bars else ""
    same = len(found.bars) == 1 and found.unit in ("day", "month", "year")
    return ShownHistogram(
        histogram=found,
        span=period_name(found.bars[0].date if same else span) if found.bars else "",
        slot=round(slot, 2),
        width=round(max(slot * 0.82, slot - 2), 2),
        bars=tuple(_bars(found, slot, address)) if len(found.bars) > 1 else (),
        wider=tuple(_wider(wanted.filters.date, address)),
        undated=address([NO_DATE]) if found.undated else "",
    )


def _bars(found: Histogram, slot: float, address: _Address) -> Iterator[ShownBar]:
    """The bars that stand for any articles; a single one can still be seen."""
    highest = max(bar.count for bar in found.bars)
    for number, bar in enumerate(found.bars):
        if bar.count:
            height = max(_LOWEST, round(_HEIGHT * bar.count / highest))
            x = round(number * slot, 1)
            yield ShownBar(period_name(bar.date), bar.count, x, _HEIGHT - height, address([bar.date]))


def _wider(dates: Sequence[str], address: _Address) -> Iterator[Link]:
    """The ways back from a narrow stretch of time."""
    if dates:
        yield Link("All dates", address([]))
    if len(dates) == 1 and ".." not in dates[0] and dates != (NO_DATE,):
        for length in (_YEAR, _MONTH):
            if len(dates[0]) > length:
                yield Link(period_name(dates[0][:length]), address([dates[0][:length]]))
