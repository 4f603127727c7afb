"""What recurs in many files of a folder: short lines, and the last sentences of texts."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from itertools import chain
from typing import NamedTuple

_LONGEST = 120
"""Code points of a short line."""
_EITHER_END = 200
"""Short lines at the beginning of a text, and at its end, that are looked at."""
_LEAST = 8
"""Files that a line has to stand in to recur."""
_TAIL = 700
"""Code points at the end of a text in which sentences are looked at."""
_GAP = re.compile(r"[.!?:]\s+")
DIGEST = 8
"""Bytes that stand for a line."""


class Trace(NamedTuple):
    """What of a text counts for what recurs: a digest of its longest paragraph, the same in copies; the digests of its
    short lines and last sentences; and these themselves, where they are at hand."""

    article: bytes
    digests: tuple[bytes, ...]
    lines: Mapping[bytes, str]


def trace(text: str) -> Trace:
    """The trace of a text. Linear."""
    lines = [line.strip() for line in text.split("\n")]
    short = [line for line in lines if 1 < len(line) <= _LONGEST]
    counted = {_digest(it): it for it in chain(short[:_EITHER_END], short[-_EITHER_END:], tail_sentences(text))}
    return Trace(_digest(max(lines, key=len)[:_LONGEST]), tuple(counted), counted)


def recurring(traces: Iterable[Trace], known: Iterable[str] = ()) -> frozenset[str]:
    """The short lines and last sentences that recur in many of some texts.

    Texts that share their longest paragraph are copies of one another and count once, so that what was copied is not
    taken for boilerplate. A line is told where a trace has it at hand, or it is among those `known`. Linear.
    """
    holders: dict[bytes, set[bytes]] = defaultdict(set)
    lines = {_digest(line): line for line in known}
    for it in traces:
        lines |= it.lines
        for digest in it.digests:
            holders[digest].add(it.article)
    return frozenset(
        lines[digest] for digest, articles in holders.items() if len(articles) >= _LEAST and digest in lines
    )


def tail_sentences(text: str) -> Iterator[str]:
    """The last sentences of a text, without the space around them."""
    return (it for it in _GAP.split(text[-_TAIL:].rstrip()) if 8 <= len(it) <= 250)


def _digest(line: str) -> bytes:
    return blake2b(line.encode("utf-8", "surrogatepass"), digest_size=DIGEST).digest()
