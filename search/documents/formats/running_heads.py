"""Finds running heads and page numbers: what stands at the same height on neighbouring pages."""

import re
from collections.abc import Iterable, Mapping
from itertools import islice
from statistics import median_high

from search.documents.formats.pdf_geometry import PageWords, Segment

NEIGHBOURS = 2
"""Pages before and behind that are looked at. Left and right pages often have different heads."""
_EDGE = 0.12
"""Of the height of a page, at its top and at its bottom, where running heads stand."""
_LARGEST = 1.25
"""Of the size of most type of a page. What is larger is a title."""
_SAME_HEIGHT = 4.0
"""Points."""
_MOST = 300
"""Segments of a page that are compared."""
_NUMBER, _LETTER = re.compile(r"\d+"), re.compile(r"[^\W\d_]")
_ROMAN = re.compile("[ivxlcdm]+", re.IGNORECASE)
_LONGEST_NUMBER = 6


def running_heads(pages: Mapping[int, PageWords], number: int) -> list[Segment]:
    """The running heads of a page, among pages by number. A number without a word must count the pages.

    Text that is turned against the page, such as a watermark, may stand anywhere.
    """
    neighbours = [other for other in pages if other != number and abs(other - number) <= NEIGHBOURS]
    others = {other: list(islice(_candidates(pages[other]), _MOST)) for other in neighbours}
    return [
        segment
        for key, text, segment in islice(_candidates(pages[number]), _MOST)
        if any(
            key == other_key and _is_same_place(segment, other_segment) and _counts(text, other_text, other - number)
            for other, candidates in others.items()
            for other_key, other_text, other_segment in candidates
        )
    ]


def _candidates(page: PageWords) -> Iterable[tuple[str, str, Segment]]:
    """The segments that may be running heads, each with its text, and with the text in which numbers are alike."""
    largest = _LARGEST * median_high(segment.size for segment in page.segments) if page.segments else 0
    top, bottom = _EDGE * page.height, (1 - _EDGE) * page.height
    for segment in page.segments:
        at_edge = segment.box.bottom < top or segment.box.top > bottom
        if not segment.upright or (at_edge and segment.size <= largest):
            text = " ".join(page.characters[start:end] for start, end in segment.words)
            yield _NUMBER.sub("#", "#" if _ROMAN.fullmatch(text) else text.casefold()), text, segment


def _is_same_place(one: Segment, other: Segment) -> bool:
    same_height = abs(one.box.bottom - other.box.bottom) < _SAME_HEIGHT
    return same_height and one.upright == other.upright


def _counts(text: str, other: str, pages: int) -> bool:
    """Whether two texts of the same kind may be running heads that are some pages apart."""
    if _ROMAN.fullmatch(text):
        return text != other
    if _LETTER.search(text):
        return True
    number, other_number = _NUMBER.search(text), _NUMBER.search(other)
    if not number or not other_number:
        return False
    digits = number[0], other_number[0]
    return max(map(len, digits)) <= _LONGEST_NUMBER and int(digits[1]) - int(digits[0]) == pages
