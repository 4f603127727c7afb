"""The order in which the parts of a page are read, from where they stand.

A page is cut into bands at the heights where no text stands. Neighbouring bands that share a gap from top to bottom are
one region with columns; a headline across the columns ends it. Each column is cut in the same way. This is the XY-cut
of Nagy and Seth (1984), but it looks for columns first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from search.documents.formats.pdf_geometry import Segment

_TRIMMED = 0.2
"""Of the height of a segment, above and below. Type rarely fills it, and neighbouring lines overlap."""
_GUTTER = 0.6
"""Of the size of the type: the narrowest gap between columns. If there are few lines, it is _WIDE_GUTTER."""
_WIDE_GUTTER = 1.0
_FEW_LINES = 5
_NARROWEST_COLUMN = 5.0
"""Of the size of the type: the mean width of the lines of a column. The cells of tables are narrower."""
_FEWEST_LINES = 2
_AT_EDGE = 0.1
"""Of the size of the type: lines that begin so near to the left edge of their column begin at it."""
_DEEPEST = 12
"""Columns in columns."""
_MOST_SEGMENTS = 20_000
"""A page with more keeps the order of the file."""

Interval = tuple[float, float]
Segments = Sequence[Segment]


@dataclass(slots=True)
class _Region:
    """A part of the page: its segments, where they stand from left to right, and the gaps between."""

    segments: list[Segment]
    occupied: list[Interval]
    gutters: list[Interval]

    def take(self, other: "_Region") -> bool:
        """Take the segments of a neighbour if a gutter goes on through it. Says whether they were taken."""
        occupied = _joined([*self.occupied, *other.occupied])
        gaps = _gaps(occupied, _GUTTER * min(segment.size for segment in other.segments))
        shared = [
            (left, right)
            for left, right in gaps
            if any(left < own_right and own_left < right for own_left, own_right in self.gutters)
        ]
        if shared:
            self.segments += other.segments
            self.occupied, self.gutters = occupied, shared
        return bool(shared)


def reading_order(segments: Segments) -> list[list[Segment]]:
    """The segments in blocks of one column each, in the order to read, columns from left to right.

    The time grows with n log n for n segments, times the depth of columns in columns.
    """
    if len(segments) > _MOST_SEGMENTS:
        return [list(segments)]
    return _blocks(segments, _DEEPEST)


def _blocks(segments: Segments, depth: int) -> list[list[Segment]]:
    blocks: list[list[Segment]] = []
    is_open = False
    for region in _regions(_bands(segments)):
        columns = _columns(region) if region.gutters and depth else []
        if len(columns) < 2:
            if not is_open:
                blocks.append([])
            blocks[-1] += region.segments
            is_open = True
            continue
        is_open = False
        for column in columns:
            blocks += _blocks(column, depth - 1)
    return blocks


def _bands(segments: Segments) -> list[list[Segment]]:
    """The segments from top to bottom, parted at the heights where no text stands."""
    bands: list[list[Segment]] = []
    lowest = float("-inf")
    for segment in sorted(segments, key=lambda segment: segment.box.top):
        trim = _TRIMMED * segment.size
        if segment.box.top + trim >= lowest:
            bands.append([])
        bands[-1].append(segment)
        lowest = max(lowest, segment.box.bottom - trim)
    return bands


def _regions(bands: list[list[Segment]]) -> list[_Region]:
    """Neighbouring bands that share gutters; other bands by themselves.

    A band without a gap joins columns above or below it if it crosses none of their gutters.
    """
    regions: list[_Region] = []
    for band in bands:
        occupied = _joined([(segment.box.left, segment.box.right) for segment in band])
        new = _Region(band, occupied, _gaps(occupied, _GUTTER * min(segment.size for segment in band)))
        if regions and regions[-1].take(new):
            continue
        _take_bands_above(regions)
        regions.append(new)
    _take_bands_above(regions)
    return regions


def _take_bands_above(regions: list[_Region]) -> None:
    """Let the last region take the bands without a gap above it."""
    while len(regions) > 1 and not regions[-2].gutters and regions[-1].take(regions[-2]):
        del regions[-2]


def _joined(intervals: list[Interval]) -> list[Interval]:
    """The intervals from left to right, those that touch made one."""
    joined: list[Interval] = []
    for left, right in sorted(intervals):
        if joined and left <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], right))
        else:
            joined.append((left, right))
    return joined


def _gaps(joined: list[Interval], narrowest: float) -> list[Interval]:
    pairs = pairwise(joined)
    return [(left[1], right[0]) for left, right in pairs if right[0] - left[1] >= narrowest]


def _columns(region: _Region) -> list[list[Segment]]:
    """The columns of a region. Gaps beside the cells of a table are no gutters."""
    columns: list[list[Segment]] = []
    edges = [right for _, right in region.gutters] + [float("inf")]
    ordered = sorted(region.segments, key=lambda segment: segment.box.left)
    start = 0
    for edge in edges:
        end = next((at for at in range(start, len(ordered)) if ordered[at].box.left >= edge), len(ordered))
        columns.append(ordered[start:end])
        start = end
    kept = [columns[0]]
    for (left, right), column in zip(region.gutters, columns[1:], strict=True):
        if _is_gutter(right - left, kept[-1], column):
            kept.append(column)
        else:
            kept[-1] += column
    return kept


def _is_gutter(width: float, left: Segments, right: Segments) -> bool:
    """Whether a gap parts two columns. Wide spaces of a few justified lines may also make one."""
    left_lines, right_lines = _lines(left), _lines(right)
    fewest = min(len(left_lines), len(right_lines))
    size = median(segment.size for segment in (*left, *right))
    if fewest < _FEWEST_LINES or width < size * (_WIDE_GUTTER if fewest < _FEW_LINES else _GUTTER):
        return False
    if any(
        sum(width for _, width in lines) < _NARROWEST_COLUMN * size * len(lines) for lines in (left_lines, right_lines)
    ):
        return False
    edge = min(start for start, _ in right_lines)
    at_edge = sum(start < edge + _AT_EDGE * size for start, _ in right_lines)
    return fewest >= _FEW_LINES or at_edge >= _FEWEST_LINES


def _lines(column: Segments) -> list[tuple[float, float]]:
    """Where each line of a column begins, and the width of its text."""
    lines: list[tuple[float, float]] = []
    bottom = float("-inf")
    for segment in sorted(column, key=lambda segment: segment.box.bottom):
        left, width = segment.box.left, segment.box.right - segment.box.left
        if lines and segment.box.bottom - bottom < segment.size / 2:
            lines[-1] = min(lines[-1][0], left), lines[-1][1] + width
        else:
            lines.append((left, width))
            bottom = segment.box.bottom
    return lines
