"""A text into its lines, once for all steps."""

import re
from collections.abc import Iterator

from search.corpus.cleaning.draft import SHORT, Draft, Line

_LINE = re.compile(r"[^\r\n]+")
_SENTENCE = 60
"""Code points from which on a line that ends like a sentence is taken for body."""
_ENDS = frozenset(".?!…。！？।")
_CLOSING = "\"'”’»)]"


def split_lines(draft: Draft) -> Draft:
    """The lines that have text, without the space around them. Linear."""
    text = draft.text
    return draft._replace(lines=tuple(_carriage_returns(text) if "\r" in text else _newlines(text)))


def _newlines(text: str) -> Iterator[Line]:
    at = 0
    for raw in text.split("\n"):
        if line := raw.strip():
            yield _line(at if raw[0] == line[0] else at + len(raw) - len(raw.lstrip()), line)
        at += len(raw) + 1


def _carriage_returns(text: str) -> Iterator[Line]:
    for match in _LINE.finditer(text):
        if line := match.group().strip():
            yield _line(match.end() - len(match.group().lstrip()), line)


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
