"""What recurs in many files of a folder: short lines, and the last sentences of texts."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

_LONGEST = 120
"""Code points of a short line."""
_LEAST, _SHARE = 8, 500
"""A line recurs when it stands in 8 files, and in one of 500."""
_TAIL = 700
"""Code points at the end of a text in which sentences are looked at."""
_GAP = re.compile(r"[.!?:]\s+")


def recurring(texts: Iterable[str], known: frozenset[str] = frozenset()) -> frozenset[str]:
    """The short lines and last sentences that recur in many of some texts, and what is `known` to.

    Texts that share their longest paragraph are copies of one another and count once, so that what was copied is not
    taken for furniture. Linear.
    """
    holders: dict[str, set[int]] = defaultdict(set)
    count = 0
    for text in texts:
        count += 1
        lines = [line.strip() for line in text.split("\n")]
        article = hash(max(lines, key=len, default="")[:_LONGEST])
        for line in _short(lines):
            holders[line].add(article)
        for sentence in tail_sentences(text):
            holders[sentence].add(article)
    enough = max(_LEAST, count / _SHARE)
    return known.union(line for line, articles in holders.items() if len(articles) >= enough)


def _short(lines: Iterable[str]) -> Iterator[str]:
    return (line for line in lines if 1 < len(line) <= _LONGEST)


def tail_sentences(text: str) -> Iterator[str]:
    """The last sentences of a text, without the space around them."""
    return (it for it in _GAP.split(text[-_TAIL:].rstrip()) if 8 <= len(it) <= 250)
