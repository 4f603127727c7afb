"""The paragraphs that the lines of a column of a PDF make."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, pairwise
from statistics import median
from typing import NamedTuple

from search.analysis.line_breaks import broken_words
from search.documents.formats.pdf_geometry import DROPPED, HYPHEN, Segment
from search.documents.formats.pdf_lines import Line, Token, column_lines, text_of

_SAME_SIZE = 1.15
"""Type of one size differs by less than this factor."""
_HEADLINE = 1.2
"""Of the size of most type of a page: a headline is larger, and its lines are joined."""
_MOST_HEADLINE_LINES = 5
_NEW_PART = 1.9
"""Of the size of the type: lines further apart have nothing to do with each other."""
_NEW_PARAGRAPH = 1.3
"""Of the usual distance of the lines of a column."""
_SAME_MARGIN, _MARGIN_SHARE = 0.4, 0.4
"""Of the size of the type, and of the lines: what begins so near to each other is a margin if it is so many lines."""
_INDENT, _DEEPEST_INDENT = 0.8, 5
"""Of the size of the type."""
_NARROWER = 3
"""Of the size of the type: lines that are shorter than those of their column by more were hardly wrapped."""
_BULLET, _NUMBERED = re.compile("[•◦▪‣●■·✓]"), re.compile(r"(?:\(?\d{1,3}[.)]|\(?[a-z]\))\Z")
_SENTENCE_END = re.compile(r"[.!?…:。！？]['\"»«”“’)\]]*\Z")
_DASHES = ("-", "\u2010")
_CJK = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")


class _Part(NamedTuple):
    """Lines of one size: the usual distance of two, their left margin, the right end of the longest, and that of the
    longest of the column."""

    leading: float
    margin: float | None
    edge: float
    column_edge: float
    is_headline: bool


class Paragraph(NamedTuple):
    """A paragraph: lines that were wrapped are joined. `room` is what is left behind its last line in the column, in
    sizes of its type."""

    tokens: list[Token]
    size: float
    room: float
    is_table: bool


def paragraphs(column: Sequence[Segment], characters: str, body_size: float) -> list[Paragraph]:
    """The paragraphs of a column. `body_size` is the size of most type of the page. n log n for n segments."""
    made: list[Paragraph] = []
    lines = column_lines(column, characters)
    by_size = sorted((line.size, line.right) for line in lines)
    sizes, edges = [size for size, _ in by_size], list(accumulate((right for _, right in by_size), max))
    for part in _parts(lines):
        leading = median(after.bottom - before.bottom for before, after in pairwise(part)) if len(part) > 1 else 0
        margin, edge = _margin(part), max(line.right for line in part)
        column_edge = edges[bisect_right(sizes, _SAME_SIZE * part[0].size) - 1]
        is_headline = len(part) <= _MOST_HEADLINE_LINES and part[0].size > _HEADLINE * body_size
        made += _paragraphs(part, _Part(leading, margin, edge, column_edge, is_headline), characters)
    return made


def join(before: list[Token], after: Sequence[Token], characters: str) -> None:
    """Add the tokens of a wrapped line to those before it. A word that was broken between them becomes one."""
    last, first = before[-1], after[0]
    assert not isinstance(last, str)
    last_text, next_text = characters[last[0] : last[1]].rstrip(DROPPED), text_of(first, characters)
    if last_text.endswith((HYPHEN, *_DASHES)) and len(last_text) > 1:
        word = text_of((last[0], last[0] + len(last_text) - 1), characters)
        before[-1] = (last[0], last[0] + len(last_text) - 1)
        if not broken_words(f"{word}-\n{next_text}"):
            before.append("-" if _is_compound(next_text) else "- ")
    elif not (_CJK.match(last_text[-1:]) and _CJK.match(next_text)):
        before.append(" ")
    before += after


def ends_sentence(tokens: Sequence[Token], characters: str) -> bool:
    """Whether a paragraph ends where a sentence does."""
    return bool(tokens) and bool(_SENTENCE_END.search(text_of(tokens[-1], characters)))


def _is_compound(word: str) -> bool:
    """Whether a word behind a hyphen belongs to the one before it: `Anglo-American`, but not `Nord- und`."""
    return not word[:1].islower() or any(dash in word for dash in _DASHES)


def _parts(lines: list[Line]) -> list[list[Line]]:
    """The lines, parted where the size changes, and at wide gaps."""
    parts: list[list[Line]] = []
    for number, line in enumerate(lines):
        before = lines[number - 1] if number else None
        sizes = sorted((line.size, before.size)) if before else [0, 0]
        if not before or sizes[1] > _SAME_SIZE * sizes[0] or line.bottom - before.bottom > _NEW_PART * sizes[1]:
            parts.append([])
        parts[-1].append(line)
    return parts


def _margin(part: list[Line]) -> float | None:
    """Where most lines begin. None if they begin anywhere, as in text that is centred or aligned to the right."""
    nearest = _SAME_MARGIN * part[0].size or 1
    starts = Counter(round(line.left / nearest) for line in part)
    most = max(starts.values())
    if most < _MARGIN_SHARE * len(part):
        return None
    start = min(start for start, count in starts.items() if count == most)
    return min(line.left for line in part if round(line.left / nearest) == start)


def _paragraphs(lines: list[Line], part: _Part, characters: str) -> list[Paragraph]:
    made: list[Paragraph] = []
    before = None
    for line in lines:
        is_table = "\t" in line.tokens
        room = (part.column_edge - line.right) / (line.size or 1)
        relation = _relation(before, line, part, characters) if before else "paragraph"
        if relation == "paragraph":
            made.append(Paragraph(list(line.tokens), line.size, room, is_table))
        else:
            tokens = made[-1].tokens
            if relation == "line":
                tokens += ("\n", *line.tokens)
            else:
                join(tokens, line.tokens, characters)
            made[-1] = Paragraph(tokens, line.size, room, made[-1].is_table or is_table)
        before = line
    return made


def _relation(before: Line, line: Line, part: _Part, characters: str) -> str:
    """What a line is to the one before it: "wrapped", a "line" of the same paragraph, or a "paragraph" of its own."""
    size = line.size
    if line.bottom - before.bottom > _NEW_PARAGRAPH * part.leading:
        return "paragraph"
    first = text_of(line.tokens[0], characters)
    if "\t" in line.tokens or "\t" in before.tokens or _BULLET.match(first):
        return "line"
    if part.is_headline:
        return "wrapped"
    if first[:1].islower() and text_of(before.tokens[-1], characters).endswith(_DASHES):
        return "wrapped"
    if abs(line.left - before.left) > size and abs(line.left + line.right - before.left - before.right) < size:
        return "line"  # both are centred
    edge = part.edge if first[:1].islower() else max(part.edge, part.column_edge - _NARROWER * size)
    is_wrapped = before.right + line.first_width + 0.1 * size > edge
    if part.margin is not None:
        indent = (line.left - part.margin) / size
        if indent < -_INDENT and before.left > line.left + size / 2:
            return "paragraph"
        if _INDENT < indent < _DEEPEST_INDENT and before.left < line.left - size / 2:
            return "wrapped" if is_wrapped and not ends_sentence(before.tokens, characters) else "paragraph"
    if is_wrapped:
        is_item = _NUMBERED.match(first) and ends_sentence(before.tokens, characters)
        return "line" if is_item else "wrapped"
    return "paragraph" if ends_sentence(before.tokens, characters) else "line"
