"""Which code points of a text belong to another text: by runs that stand in both, without white space."""

from array import array
from collections.abc import Sequence
from functools import cache, lru_cache

ALIKE = str.maketrans("“”„«»‘’‚`´–—‐‑", '"""""' + "'''''" + "----")
"""Quotes and dashes that count as the same."""
_DROPPED = frozenset("\u00ad\u200b\u200c\u200d\ufeff" + "".join(filter(str.isspace, map(chr, range(0x3001)))))
_SQUEEZED = ALIKE | dict.fromkeys(map(ord, _DROPPED))
RUN = 20
"""The fewest code points, without white space, that count as a run."""
_LONGEST_PHRASE = 100
"""Code points in a line that are a part of the body also where most of the line is not."""


def squeezed(text: str) -> str:
    """A text without white space and invisible characters, its quotes and dashes made alike."""
    return text.translate(_SQUEEZED)


@cache
def visible(text: str) -> Sequence[int]:
    """The places of the code points that `squeezed` keeps."""
    return array("I", (n for n, point in enumerate(text) if point not in _DROPPED))


@cache
def shared(text: str, gold: str) -> bytes:
    """Which places in a text belong to the gold body: 1 at each place that does, else 0.

    They are the runs of RUN code points that stand in both, and lines that are short paragraphs of the gold and stand
    between two such runs. A phrase of the gold in a line that is otherwise none of it is no body. Linear.
    """
    if not gold:
        return bytes(len(text))
    marks = bytearray(len(text))
    for place, mark in zip(visible(text), _in_runs(squeezed(text), gold), strict=True):
        marks[place] = mark
    _drop_phrases(text, marks)
    _add_short_lines(text, gold, marks)
    return bytes(marks)


def share_within(text: str, gold: str) -> float:
    """The share of a text that belongs to runs of the gold body."""
    marks = _in_runs(squeezed(text), gold)
    return sum(marks) / max(1, len(marks))


def _in_runs(joined: str, gold: str) -> bytearray:
    """1 at each place of a squeezed text that belongs to a run of the gold body, else 0."""
    runs, marks = _runs(gold), bytearray(len(joined))
    for n in range(len(joined) - RUN + 1):
        if joined[n : n + RUN] in runs:
            marks[n : n + RUN] = b"\1" * RUN
    return marks


@lru_cache(maxsize=1)
def _runs(gold: str) -> frozenset[str]:
    joined = squeezed(gold)
    return frozenset(joined[n : n + RUN] for n in range(len(joined) - RUN + 1))


def _drop_phrases(text: str, marks: bytearray) -> None:
    """Drop the marks of lines that have few, and not in half of the line: another title has the same name or words."""
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        marked = marks.count(1, start, end)
        if marked < _LONGEST_PHRASE and 2 * marked < len(squeezed(line)):
            marks[start:end] = bytes(len(line))
        start = end + 1


def _add_short_lines(text: str, gold: str, marks: bytearray) -> None:
    """Mark the short paragraphs of the gold between the first mark and the last."""
    short = {line for part in gold.split("\n") if 0 < len(line := squeezed(part)) < RUN}
    first, last = marks.find(1), marks.rfind(1)
    start = 0
    for line in text.split("\n"):
        if first < start < last and squeezed(line) in short:
            for n, point in enumerate(line, start):
                marks[n] = point not in _DROPPED
        start += len(line) + 1


def share_found(text: str, gold: str) -> tuple[int, int]:
    """How many code points of the gold stand in the text, and how many it has."""
    return sum(shared(gold, text)), len(squeezed(gold))
