"""Which code points of a text belong to another text: by runs that stand in both, without white space."""

from array import array
from collections.abc import Sequence
from functools import cache

ALIKE = str.maketrans("“”„«»‘’‚`´–—‐‑", '"""""' + "'''''" + "----")
"""Quotes and dashes that count as the same."""
_DROPPED = frozenset("\u00ad\u200b\u200c\u200d\ufeff" + "".join(filter(str.isspace, map(chr, range(0x3001)))))
_SQUEEZED = ALIKE | dict.fromkeys(map(ord, _DROPPED))
RUN = 20
"""The fewest code points, without white space, that count as a run."""


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
    between two such runs. Linear.
    """
    if not gold:
        return bytes(len(text))
    places, joined, gold_joined = visible(text), squeezed(text), squeezed(gold)
    runs = {gold_joined[n : n + RUN] for n in range(len(gold_joined) - RUN + 1)}
    found = bytearray(len(text))
    last = 0
    for n in range(len(joined) - RUN + 1):
        if joined[n : n + RUN] in runs:
            for place in places[max(n, last) : n + RUN]:
                found[place] = 1
            last = n + RUN
    _add_short_lines(text, gold, found)
    return bytes(found)


def _add_short_lines(text: str, gold: str, found: bytearray) -> None:
    """Mark the short paragraphs of the gold between the first mark and the last."""
    short = {line for part in gold.split("\n") if 0 < len(line := squeezed(part)) < RUN}
    first, last = found.find(1), found.rfind(1)
    start = 0
    for line in text.split("\n"):
        if first < start < last and squeezed(line) in short:
            for n, point in enumerate(line, start):
                found[n] = point not in _DROPPED
        start += len(line) + 1


def share_found(text: str, gold: str) -> tuple[int, int]:
    """How many code points of the gold stand in the text, and how many it has."""
    return sum(shared(gold, text)), len(squeezed(gold))
