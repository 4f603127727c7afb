"""The words of a page of a PDF, and where they are."""

import ctypes
import re
from collections import Counter
from math import degrees, isfinite
from typing import TYPE_CHECKING

from search.documents.formats.pdf_annotations import WrittenLine, written_lines
from search.documents.formats.pdf_geometry import DROPPED, HYPHEN, Box, Geometry, PageWords, Segment, union

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_WORD = re.compile(rf"[^\s{HYPHEN}]+{HYPHEN}?|{HYPHEN}")
_LINE_END = re.compile("[\r\n]")
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]")
_WIDEST_SPACE = 0.6
"""Of the height of a word. Words that are further apart may belong to different columns."""
_MOST_SHIFTED = 0.5
"""Of the height of a word. Words of one line differ less in height."""
_SAMPLES = 40
"""Characters whose direction tells that of the page."""
_MOST_CHARACTERS = 500_000
"""Characters of a page that are read. A page of a newspaper has 30,000."""
_FARTHEST = 1e6
"""Points. What a damaged file places farther away is read as if it stood in the corner of the page."""
_SMALLEST = 0.5
"""Points: the width and height of a character that has none."""
_BULLETS = {0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "‣", 0xF0FC: "✓"}
"""Signs of symbol fonts, which have no code point of their own."""


class TextPage:
    """The characters of an open page. Use it in a `with` block, and close it before the page."""

    def __init__(self, page: "PdfPage") -> None:
        from pypdfium2 import raw

        self._page = page
        self._text_page = page.get_textpage()
        self._handle = self._text_page.raw
        self.count = min(self._text_page.count_chars(), _MOST_CHARACTERS)
        self._get_box, self._get_angle = raw.FPDFText_GetLooseCharBox, raw.FPDFText_GetCharAngle
        self._get_code = raw.FPDFText_GetUnicode
        self._rectangle = raw.FS_RECTF()
        self._reference = ctypes.byref(self._rectangle)
        self._written: list[tuple[int, int, WrittenLine]] = []
        end = self.count
        for line in written_lines(page):
            start, end = end + 1, end + 1 + len(line.text)
            self._written.append((start, end, line))

    def __enter__(self) -> "TextPage":
        return self

    def __exit__(self, *_: object) -> None:
        self._text_page.close()

    def characters(self) -> str:
        """One code point for each character, and behind them what is written on the page, each line in a line.

        The second half of a surrogate pair is DROPPED, as is what is no text.
        """
        get_code, handle = self._get_code, self._handle
        codes = [get_code(handle, index) for index in range(self.count)]
        try:
            characters = "".join(map(chr, codes))
        except (ValueError, OverflowError):
            characters = "".join(chr(code) if code <= 0x10FFFF else "\ufffd" for code in codes)
        characters = _SURROGATES.sub(_one_character, characters)
        written = "".join("\n" + line.text for _, _, line in self._written)
        return (characters + written).translate(_REPLACED)

    def box(self, index: int, geometry: Geometry) -> Box:
        """The box of a character, as wide as it moves the next one, and as high as its font, or else as its ink."""
        if index >= self.count:
            edges = next(line[1:] for start, end, line in self._written if start <= index < end)
        else:
            self._get_box(self._handle, index, self._reference)
            edges = self._rectangle.left, self._rectangle.bottom, self._rectangle.right, self._rectangle.top
            if edges[3] <= edges[1] or edges[2] <= edges[0]:
                left, bottom, right, top = self._text_page.get_charbox(index)
                edges = left, bottom, max(right, left + _SMALLEST), max(top, bottom + _SMALLEST)
        box = geometry.box(*edges)
        is_sound = min(box) > -_FARTHEST and max(box) < _FARTHEST and box.top < box.bottom and box.left < box.right
        return box if is_sound else Box(0, 0, _SMALLEST, _SMALLEST)

    def turns(self, index: int) -> int:
        """How a character is turned on the page, in steps of 90 degrees clockwise, rounded; 0 if that is no number."""
        if index >= self.count:
            return int(-self._page.get_rotation() // 90 % 4)
        angle = self._get_angle(self._handle, index)
        return round(degrees(angle) / 90) % 4 if isfinite(angle) else 0

    def words(self) -> PageWords:
        """The words of the page."""
        characters = self.characters()
        spans = [match.span() for match in _WORD.finditer(characters) if match[0].strip(DROPPED)]
        step = len(spans) // _SAMPLES + 1
        directions = Counter(self.turns(start) for start, _ in spans[::step])
        rotation = self._page.get_rotation() // 90
        direction = directions.most_common(1)[0][0] if directions else -rotation % 4
        geometry = Geometry(self._page, -(direction + rotation))
        segments = tuple(self._segments(characters, spans, direction, geometry))
        return PageWords(characters, _without_repeats(segments, characters), geometry.width, geometry.height)

    def _segments(
        self, characters: str, spans: list[tuple[int, int]], direction: int, geometry: Geometry
    ) -> list[Segment]:
        segments: list[Segment] = []
        words: list[tuple[int, int]] = []
        boxes: list[Box] = []
        upright = True
        for start, end in spans:
            first, last = self.box(start, geometry), self.box(end - 1, geometry)
            between = characters[words[-1][1] - 1 : start] if words else ""
            if words and (_ends_line(between) or (upright and not _follows(boxes[-1], first))):
                segments.append(_segment(words, boxes, upright=upright))
                words, boxes = [], []
            if not words:
                upright = self.turns(start) == direction
            words.append((start, end))
            boxes.append(_around(first, last, upright=upright))
        if words:
            segments.append(_segment(words, boxes, upright=upright))
        page = Box(0, 0, geometry.width, geometry.height)
        return [segment for segment in segments if _overlap(segment.box, page)]


def _segment(words: list[tuple[int, int]], boxes: list[Box], *, upright: bool) -> Segment:
    """A segment. It is as high as most of its words, so that a raised number does not make it higher."""
    box = union(boxes)
    if upright:
        top, bottom = Counter((box.top, box.bottom) for box in boxes).most_common(1)[0][0]
        box = Box(box.left, top, box.right, bottom)
    return Segment(tuple(words), box, boxes[0].right - boxes[0].left, upright)


def _ends_line(between: str) -> bool:
    """Whether a line ends between two words. `between` begins with the last character of the first."""
    return between.startswith(HYPHEN) or bool(_LINE_END.search(between))


def _follows(before: Box, after: Box) -> bool:
    """Whether a word stands in the line of the one before it, without a wide gap."""
    size = max(before.bottom - before.top, after.bottom - after.top)
    return (
        after.left - before.right < _WIDEST_SPACE * size
        and before.left - after.right < _WIDEST_SPACE * size
        and abs(before.bottom - after.bottom) < _MOST_SHIFTED * size
    )


def _around(first: Box, last: Box, *, upright: bool) -> Box:
    """The box of a word, as high as its first character if it is upright."""
    if upright:
        return Box(min(first.left, last.left), first.top, max(first.right, last.right), first.bottom)
    return union([first, last])


def _overlap(one: Box, other: Box) -> bool:
    return one.left <= other.right and other.left <= one.right and one.top <= other.bottom and other.top <= one.bottom


def _without_repeats(segments: tuple[Segment, ...], characters: str) -> tuple[Segment, ...]:
    """Segments without those that are drawn twice at nearly the same place, to look bold or to throw a shadow."""
    places: dict[str, list[Box]] = {}
    kept = []
    for segment in segments:
        text = characters[segment.words[0][0] : segment.words[-1][1]]
        nearest = 0.2 * segment.size
        same = places.setdefault(text, [])
        if not any(
            abs(box.left - segment.box.left) < nearest and abs(box.top - segment.box.top) < nearest
            for box in same[-_REPEATS_LOOKED_AT:]
        ):
            kept.append(segment)
            same.append(segment.box)
    return tuple(kept)


_REPEATS_LOOKED_AT = 50
_REPLACED = {
    **dict.fromkeys((*range(0x20), 0x7F, *range(0x80, 0xA0)), DROPPED),
    **{0x09: " ", 0x0A: "\n", 0x0D: "\r", 0x02: HYPHEN, 0xAD: HYPHEN, 0xFFFE: HYPHEN, 0xFFFF: DROPPED},
    **_BULLETS,
}


def _one_character(match: re.Match[str]) -> str:
    """A surrogate pair as the character that it stands for, and a place that is DROPPED."""
    return match[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace") + DROPPED * (len(match[0]) - 1)
