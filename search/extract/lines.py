"""A text into its lines, once for all steps."""

import re
from collections.abc import Iterator
from itertools import islice

from search.extract.draft import SHORT, Draft, Line

MOST = 1 << 16
"""Lines of a text that are looked at."""
_WINDOW = 20
"""Bits of the code points at the end of a text in which its last lines are looked for first."""
_LINE = re.compile(r"[^\r\n]+")
_BREAK = re.compile(r"[\r\n]")
_TEXT = re.compile(r"\S")
_SENTENCE = 60
"""Code points from which on a line that ends like a sentence is taken for body."""
_ENDS = frozenset(".?!…。！？।")
_CLOSING = "\"'”’»)]"


def split_lines(draft: Draft) -> Draft:
    """The lines that have text, without the space around them. Linear.

    Of a text of very many lines the first and the last MOST / 2 are looked at, blank ones too; what is between is one
    line of body.
    """
    text = draft.text
    first, last = _ends(text) if text.count("\n") + text.count("\r") > MOST else (len(text), len(text))
    lines = (*_lines(text, 0, first), *_between(text, first, last), *_lines(text, last, len(text)))
    return draft._replace(lines=lines)


def _ends(text: str) -> tuple[int, int]:
    """Where the first MOST / 2 lines end, and where the last begin."""
    first = next(islice(_BREAK.finditer(text), MOST // 2 - 1, None)).end()
    window = len(text)
    for shift in range(_WINDOW, len(text).bit_length()):
        if _breaks(text, len(text) - (1 << shift)) >= MOST // 2:
            window = 1 << shift
            break
    start = max(0, len(text) - window)
    count = _breaks(text, start)
    last = next(islice(_BREAK.finditer(text, start), count - MOST // 2, None)).end()
    return first, max(first, last)


def _breaks(text: str, start: int) -> int:
    return text.count("\n", max(0, start)) + text.count("\r", max(0, start))


def _between(text: str, start: int, end: int) -> Iterator[Line]:
    """A stretch of a text as one line of body."""
    start = match.start() if (match := _TEXT.search(text, start, end)) else end
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Line(start, end, "", True)


def _lines(text: str, start: int, end: int) -> Iterator[Line]:
    part = text if end - start == len(text) else text[start:end]
    return _carriage_returns(part, start) if "\r" in part else _newlines(part, start)


def _newlines(text: str, at: int) -> Iterator[Line]:
    for raw in text.split("\n"):
        if line := raw.strip():
            yield _line(at if raw[0] == line[0] else at + len(raw) - len(raw.lstrip()), line)
        at += len(raw) + 1


def _carriage_returns(text: str, at: int) -> Iterator[Line]:
    for match in _LINE.finditer(text):
        if line := match.group().strip():
            yield _line(at + match.end() - len(match.group().lstrip()), line)


def _line(start: int, line: str) -> Line:
    size = len(line)
    if size > SHORT:
        return Line(start, start + size, "", True)
    return Line(start, start + size, line, size >= _SENTENCE and _is_sentence(line))


def _is_sentence(line: str) -> bool:
    """Whether a line ends like a sentence, and not with an abbreviation such as U.S."""
    if line[-1] not in _ENDS:
        line = line.rstrip(_CLOSING)
    return line[-1:] in _ENDS and not (line[-1] == "." and line[-2:-1].isupper() and not line[-3:-2].isalpha())
