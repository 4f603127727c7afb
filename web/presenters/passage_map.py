"""The map of a comparison: two bars, one for each text, and for each passage a ribbon that joins its two places."""

from collections.abc import Sequence
from dataclasses import dataclass

from search import Row, Span

SCALE = 1000
"""The length of the longer text on the map."""


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A passage on the map: its place in a and in b, on the scale of the map."""

    passage: int
    moved: bool
    a: Span
    b: Span


def passage_map(rows: Sequence[Row], length_a: int, length_b: int) -> tuple[Span, tuple[Ribbon, ...]]:
    """The lengths of both texts on the map, and the passages of `rows`."""
    longest = max(length_a, length_b, 1)
    by_passage: dict[int, list[Row]] = {}
    for row in rows:
        if row.passage:
            by_passage.setdefault(row.passage, []).append(row)
    ribbons = []
    for passage, inside in by_passage.items():
        a, b = (_whole([getattr(row, side) for row in inside], longest) for side in ("a", "b"))
        ribbons.append(Ribbon(passage, inside[0].kind == "moved", a, b))
    return (_scaled(length_a, longest), _scaled(length_b, longest)), tuple(ribbons)


def _whole(spans: Sequence[Span], longest: int) -> Span:
    start, end = (_scaled(position, longest) for position in (min(spans)[0], max(end for _, end in spans)))
    return start, max(end, start + 1)


def _scaled(position: int, longest: int) -> int:
    return round(SCALE * position / longest)
