"""Where the words of a page of a PDF are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

HYPHEN = "\x02"
"""Stands where PDFium found a word that is broken at the end of a line, and in place of a soft hyphen."""
DROPPED = "\x00"
"""Stands for a character that is left out."""


class Box(NamedTuple):
    """A rectangle, in points from the top left corner of the page as it is shown."""

    left: float
    top: float
    right: float
    bottom: float


class Segment(NamedTuple):
    """Words that follow each other in a line without a wide gap.

    `words` are spans of the characters of the page. `first_width` is the width of the first word. A segment that is
    not `upright` is turned against the other text of the page.
    """

    words: tuple[tuple[int, int], ...]
    box: Box
    first_width: float
    upright: bool = True

    @property
    def size(self) -> float:
        """Its height, which stands for the size of its type."""
        return self.box.bottom - self.box.top


@dataclass(frozen=True, slots=True)
class PageWords:
    """The characters of a page, with one code point for each character of PDFium, and its segments in the order of the
    file. Boxes are those of the page turned so that most of its text is upright."""

    characters: str
    segments: tuple[Segment, ...]
    width: float
    height: float


class Geometry:
    """Turns boxes of PDFium into boxes of the page as it is shown, and then by `turn` times 90 degrees clockwise."""

    def __init__(self, page: "PdfPage", turn: int = 0) -> None:
        self._left, self._bottom, self._right, self._top = page.get_bbox()
        self._turn = (page.get_rotation() // 90 + turn) % 4
        width, height = self._right - self._left, self._top - self._bottom
        self.width, self.height = (width, height) if self._turn % 2 == 0 else (height, width)

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """The box of a rectangle in the page's own coordinates."""
        if self._turn == 0:
            return Box(left - self._left, self._top - top, right - self._left, self._top - bottom)
        if self._turn == 1:
            return Box(bottom - self._bottom, left - self._left, top - self._bottom, right - self._left)
        if self._turn == 2:
            return Box(self._right - right, bottom - self._bottom, self._right - left, top - self._bottom)
        return Box(self._top - top, self._right - right, self._top - bottom, self._right - left)


def union(boxes: Sequence[Box]) -> Box:
    """The smallest box around others."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))
