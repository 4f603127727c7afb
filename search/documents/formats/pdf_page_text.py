"""The text of a page: its paragraphs in reading order, and the place of each of its words."""

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from statistics import median_high

from search.documents.formats.pdf_geometry import DROPPED, Box, PageWords, Segment
from search.documents.formats.pdf_lines import Token, text_of
from search.documents.formats.pdf_paragraphs import Paragraph, ends_sentence, join, paragraphs
from search.documents.formats.reading_order import reading_order
from search.types.article import Span

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_LETTER = re.compile(r"[^\W\d_]")
_SAME_SIZE = 1.1
_MOST_ROOM = 6
"""Of the size of the type: a line that leaves more of its column empty ends a paragraph."""
_MOST_BETWEEN = 4
"""Captions and footnotes that may stand within a paragraph."""


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of a page. `boilerplate` are the spans of running heads and page numbers.

    `words` are spans of the characters of the page in the order of the text, and `offsets` where each begins in it.
    """

    text: str
    boilerplate: tuple[Span, ...]
    words: tuple[Span, ...]
    offsets: tuple[int, ...]
    characters: str

    def characters_of(self, span: Span) -> list[list[int]]:
        """The characters of the page that a span of the text covers, word by word."""
        found = []
        for number in range(max(0, bisect_right(self.offsets, span[0]) - 1), bisect_right(self.offsets, span[1] - 1)):
            start, end = self.words[number]
            kept = [index for index in range(start, end) if self.characters[index] != DROPPED]
            offset = self.offsets[number]
            if covered := kept[max(0, span[0] - offset) : span[1] - offset]:
                found.append(covered)
        return found


def page_text(page: PageWords, running: Collection[Segment] = ()) -> PageText:
    """The text of a page. `running` are its running heads and its page number."""
    body = [segment for segment in page.segments if segment.upright and segment not in running]
    if _is_right_to_left(page.characters):
        body = [_mirrored(segment, page.width) for segment in body]
    size = _body_size(body)
    blocks = [paragraphs(column, page.characters, size) for column in reading_order(body)]
    blocks += [
        paragraphs([segment], page.characters, size)
        for segment in page.segments
        if not segment.upright and segment not in running
    ]
    text = _Text(page.characters)
    middle = page.height / 2
    text.add_running([segment for segment in running if segment.box.top < middle])
    for paragraph in _joined(blocks, page.characters, size):
        text.add(paragraph.tokens)
    text.add_running([segment for segment in running if segment.box.top >= middle])
    return text.page_text()


class _Text:
    """Puts the tokens of a page together."""

    def __init__(self, characters: str) -> None:
        self._characters = characters
        self._pieces: list[str] = []
        self._length = 0
        self._words: list[Span] = []
        self._offsets: list[int] = []
        self._boilerplate: list[Span] = []

    def add(self, tokens: Sequence[Token]) -> None:
        """Add a paragraph."""
        if self._length:
            self._append("\n\n")
        for token in tokens:
            if not isinstance(token, str):
                self._words.append(token)
                self._offsets.append(self._length)
            self._append(text_of(token, self._characters))

    def add_running(self, segments: list[Segment]) -> None:
        """Add running heads from top to bottom."""
        for segment in sorted(segments, key=lambda segment: (round(segment.box.bottom), segment.box.left)):
            tokens: list[Token] = []
            for word in segment.words:
                tokens += (" ", word) if tokens else (word,)
            start = self._length + 2 if self._length else 0
            self.add(tokens)
            self._boilerplate.append((start, self._length))

    def page_text(self) -> PageText:
        text = "".join(self._pieces)
        return PageText(text, tuple(self._boilerplate), tuple(self._words), tuple(self._offsets), self._characters)

    def _append(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)


def _is_right_to_left(characters: str) -> bool:
    return 2 * len(_RIGHT_TO_LEFT.findall(characters)) > len(_LETTER.findall(characters))


def _mirrored(segment: Segment, width: float) -> Segment:
    """A segment as a mirror shows it, so that columns and lines go from left to right."""
    left, top, right, bottom = segment.box
    return segment._replace(box=Box(width - right, top, width - left, bottom))


def _body_size(segments: list[Segment]) -> float:
    """The size of most type: the median over characters."""
    sizes = [segment.size for segment in segments for _ in segment.words]
    return median_high(sizes) if sizes else 0.0


def _joined(blocks: list[list[Paragraph]], characters: str, body_size: float) -> list[Paragraph]:
    """The paragraphs of blocks. Those that go on in the next one, or behind a caption or a footnote, are made one."""
    made: list[Paragraph] = []
    open_at = -1
    for number, paragraph in ((number, paragraph) for block in blocks for number, paragraph in enumerate(block)):
        is_body = body_size / _SAME_SIZE < paragraph.size < body_size * _SAME_SIZE and not paragraph.is_table
        is_next = open_at == len(made) - 1
        can_go_on = open_at >= 0 and is_body and not (is_next and number)
        if can_go_on and _goes_on(made[open_at], paragraph, characters, is_next=is_next):
            join(made[open_at].tokens, paragraph.tokens, characters)
            made[open_at] = paragraph._replace(tokens=made[open_at].tokens)
            continue
        made.append(paragraph)
        if is_body:
            open_at = len(made) - 1
        elif paragraph.size > body_size or len(made) - open_at > _MOST_BETWEEN:
            open_at = -1
    return made


def _goes_on(before: Paragraph, after: Paragraph, characters: str, *, is_next: bool) -> bool:
    first, last = text_of(after.tokens[0], characters), text_of(before.tokens[-1], characters)
    if first[:1].islower() and last.endswith("-"):
        return True
    if ends_sentence(before.tokens, characters):
        return False
    if first[:1].islower():
        return before.room < _MOST_ROOM
    return is_next and before.room < 1 and bool(_LETTER.match(first))
