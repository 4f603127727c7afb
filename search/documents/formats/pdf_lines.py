"""The lines of a column of a page of a PDF."""

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple, TypeAlias

from search.documents.formats.pdf_geometry import DROPPED, HYPHEN, Segment

Span = tuple[int, int]
Token: TypeAlias = Span | str
"""A span of the characters of a page, or what is put between two."""
_NO_SPACE, _CELL = 0.12, 1.8
"""Of the size of the type: words nearer than the first are one, and cells of a table are as far apart as the second."""
_INITIAL = 1.8
"""Of the size of most type of a column: a letter that is larger is an initial over several lines."""
_CLEAN = {ord(DROPPED): None, ord(HYPHEN): "-"}


class Line(NamedTuple):
    """A line of a column. Its box is that of its largest segment, but as wide as all."""

    tokens: tuple[Token, ...]
    left: float
    right: float
    bottom: float
    size: float
    first_width: float


def text_of(token: Token, characters: str) -> str:
    """The text of a token."""
    return token if isinstance(token, str) else characters[token[0] : token[1]].translate(_CLEAN)


def column_lines(column: Sequence[Segment], characters: str) -> list[Line]:
    """The lines of a column from top to bottom. n log n for n segments."""
    if not column:
        return []
    usual = median(segment.size for segment in column)
    placed = sorted((_middle(segment, usual), segment) for segment in column)
    lines: list[list[Segment]] = []
    largest = (0.0, 0.0)
    for middle, segment in placed:
        size = min(segment.size, usual) if _is_initial(segment, usual) else segment.size
        if lines and abs(middle - largest[0]) < max(size, largest[1]) / 2 - 0.15 * min(size, largest[1]):
            lines[-1].append(segment)
            if size > largest[1]:
                largest = (middle, size)
        else:
            lines.append([segment])
            largest = (middle, size)
    return [_line(sorted(line, key=lambda segment: segment.box.left), characters, usual) for line in lines]


def _is_initial(segment: Segment, usual: float) -> bool:
    return segment.size > _INITIAL * usual and segment.words[-1][1] - segment.words[0][0] <= 2


def _middle(segment: Segment, usual: float) -> float:
    """The height of the middle of a segment. An initial belongs to the first of its lines."""
    if _is_initial(segment, usual):
        return segment.box.top + usual / 2
    return (segment.box.top + segment.box.bottom) / 2


def _line(segments: list[Segment], characters: str, usual: float) -> Line:
    tokens: list[Token] = []
    for number, segment in enumerate(segments):
        if number:
            _append(tokens, segments[number - 1], segment, characters, usual)
        for word in segment.words:
            if tokens and not isinstance(tokens[-1], str):
                tokens.append(" ")
            tokens.append(word)
    sized = [segment for segment in segments if not _is_initial(segment, usual)] or segments
    largest = max(sized, key=lambda segment: segment.size)
    right = max(segment.box.right for segment in segments)
    first = sized[0]  # the lines beside an initial are no paragraphs that begin with an indent
    return Line(tuple(tokens), first.box.left, right, largest.box.bottom, largest.size, first.first_width)


def _append(tokens: list[Token], before: Segment, after: Segment, characters: str, usual: float) -> None:
    """Add what stands between two segments of a line. A soft hyphen within a word vanishes."""
    gap = after.box.left - before.box.right
    size = max(before.size, after.size)
    start, end = before.words[-1]
    if characters[end - 1] == HYPHEN and end - start > 1 and gap < _NO_SPACE * size:
        tokens[-1:] = (start, end - 1), ""
    elif _is_initial(before, usual) and characters[after.words[0][0]].islower() and gap < usual:
        tokens.append("")
    elif gap >= _CELL * size:
        tokens.append("\t")
    else:
        tokens.append("" if gap < _NO_SPACE * size else " ")
