"""A text into its lines, once for all steps."""

import re
from collections.abc import Iterator
from dataclasses import replace

from search.corpus.cleaning.draft import SHORT, Draft, Line

_LINE = re.compile(r"[^\r\n]+")


def split_lines(draft: Draft) -> Draft:
    """The lines that have text, without the space around them. Linear."""
    return replace(draft, lines=tuple(_carriage_returns(draft.text) if "\r" in draft.text else _newlines(draft.text)))


def _newlines(text: str) -> Iterator[Line]:
    at = 0
    for raw in text.split("\n"):
        if line := raw.strip():
            start = at if raw[0] == line[0] else at + len(raw) - len(raw.lstrip())
            yield Line(start, start + len(line), line if len(line) <= SHORT else "")
        at += len(raw) + 1


def _carriage_returns(text: str) -> Iterator[Line]:
    for match in _LINE.finditer(text):
        if line := match.group().strip():
            start = match.end() - len(match.group().lstrip())
            yield Line(start, start + len(line), line if len(line) <= SHORT else "")
