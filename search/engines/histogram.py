"""Shows dates in the unit that suits them: days, months, years or longer ones."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from search.types.facets import Bar, Unit

MOST = 62
"""Bars: the days of two months, five years in months."""


class Scale(NamedTuple):
    """A unit, how many months it has (0 for a day), and what a filter calls number n of it."""

    unit: Unit
    months: int
    period: Callable[[int], str]


class UnitRange(NamedTuple):
    """How many dates lie in one unit alone, and the numbers of the first and the last such unit."""

    dates: int
    first: int
    last: int


def _years(size: int) -> Callable[[int], str]:
    return lambda number: f"{max(1, size * number):04}..{size * number + size - 1:04}"


SCALES = (
    Scale("day", 0, lambda number: date.fromordinal(number).isoformat()),
    Scale("month", 1, lambda number: f"{number // 12:04}-{number % 12 + 1:02}"),
    Scale("year", 12, lambda number: f"{number:04}"),
    Scale("decade", 120, _years(10)),
    Scale("century", 1200, _years(100)),
)


def fitting_scale(dated: int, range_in: Callable[[Scale], UnitRange]) -> tuple[Scale, UnitRange]:
    """The shortest unit with few bars and most of the `dated` articles inside one bar, or else the longest."""
    for scale in SCALES:
        units = range_in(scale)
        if 2 * units.dates >= dated and units.last - units.first < MOST:
            break
    return scale, units


def bars(scale: Scale, first: int, counts: Sequence[int]) -> tuple[Bar, ...]:
    """A bar for each unit from number `first` on."""
    return tuple(Bar(scale.period(first + at), count) for at, count in enumerate(counts))
