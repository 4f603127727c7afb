"""Find lines that recur in many files of a folder: short lines, and the last sentences of texts."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from itertools import chain
from typing import NamedTuple

_LONGEST_LINE = 120
"""Code points of the longest short line."""
_LINES_AT_EACH_END = 200
"""Short lines at the beginning of a text, and at its end, that count."""
_FEWEST_FILES = 8
"""A line recurs if so many files have it."""
_TAIL = 700
"""Code points at the end of a text whose sentences count."""
_GAP = re.compile(r"[.!?:]\s+")
DIGEST_SIZE = 8
"""Bytes of the digest of a line."""


class LineDigests(NamedTuple):
    """Digests of a text, from which recurring lines are found.

    `paragraph` is the digest of the longest paragraph, which is the same in near-duplicates. `digests` are those of the
    short lines and the last sentences. `lines` has these lines by digest; it is empty if only the digests were stored.
    """

    paragraph: bytes
    digests: tuple[bytes, ...]
    lines: Mapping[bytes, str]


def line_digests(text: str) -> LineDigests:
    """The digests of a text. Linear."""
    lines = [line.strip() for line in text.split("\n")]
    short = [line for line in lines if 1 < len(line) <= _LONGEST_LINE]
    candidates = chain(short[:_LINES_AT_EACH_END], short[-_LINES_AT_EACH_END:], tail_sentences(text))
    by_digest = {_digest(line): line for line in candidates}
    return LineDigests(_digest(max(lines, key=len)[:_LONGEST_LINE]), tuple(by_digest), by_digest)


def find_recurring_lines(texts: Iterable[LineDigests], known_lines: Iterable[str] = ()) -> frozenset[str]:
    """The short lines and last sentences that recur in many of some texts.

    Texts with the same longest paragraph are near-duplicates and count once, so that a line that was copied is not
    taken for boilerplate. A digest is resolved from the lines of the texts and from `known_lines`. Linear.
    """
    paragraphs: dict[bytes, set[bytes]] = defaultdict(set)
    lines = {_digest(line): line for line in known_lines}
    for text in texts:
        lines |= text.lines
        for digest in text.digests:
            paragraphs[digest].add(text.paragraph)
    return frozenset(
        lines[digest]
        for digest, texts_with in paragraphs.items()
        if len(texts_with) >= _FEWEST_FILES and digest in lines
    )


def tail_sentences(text: str) -> Iterator[str]:
    """The last sentences of a text, without the white space around them."""
    return (sentence for sentence in _GAP.split(text[-_TAIL:].rstrip()) if 8 <= len(sentence) <= 250)


def _digest(line: str) -> bytes:
    return blake2b(line.encode("utf-8", "surrogatepass"), digest_size=DIGEST_SIZE).digest()
