"""The map of a comparison: two strips, one for each text, and a ribbon for each passage from where it lies in one to
where it lies in the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from search import Row, Span

SCALE = 1000
"""The length of the longer text on the map."""


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A passage on the map: where it lies in a and in b, on the map's scale."""

    passage: int
    moved: bool
    a: Span
    b: Span


def ribbons(rows: Sequence[Row], length_a: int, length_b: int) -> tuple[Span, tuple[Ribbon, ...]]:
    """The lengths of both texts on the map, and the passages of `rows`."""
    longest = max(length_a, length_b, 1)
    found = []
    for passage, group in groupby(rows, key=lambda row: row.passage):
        if passage:
            inside = list(group)
            a, b = (_whole([getattr(row, side) for row in inside], longest) for side in ("a", "b"))
            found.append(Ribbon(passage, inside[0].kind == "moved", a, b))
    return (_scaled(length_a, longest), _scaled(length_b, longest)), tuple(found)


def _whole(spans: Sequence[Span], longest: int) -> Span:
    start, end = _scaled(spans[0][0], longest), _scaled(spans[-1][1], longest)
    return start, max(end, start + 1)


def _scaled(place: int, longest: int) -> int:
    return round(SCALE * place / longest)
