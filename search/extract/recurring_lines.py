"""Find lines that recur in many files of a folder: short lines, whole paragraphs, and the last sentences of texts.

The name of the outlet behind a title recurs too, such as " - Quay Gazette". Different titles before it are evidence, so
fewer files are enough.

An agency report that many outlets print recurs too, and is no boilerplate. So a line counts only in files of different
articles.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from hashlib import blake2b
from itertools import chain
from typing import NamedTuple

from search.extract.outlet_suffix import title_endings

_LONGEST_LINE = 120
"""Code points of the longest short line. A longer line is a paragraph."""
_LINES_AT_EACH_END = 200
"""Short lines, and paragraphs, at the beginning of a text and at its end that count."""
_FEWEST_FILES = 8
"""A line recurs if so many files have it."""
_FEWEST_TITLES = 3
"""The ending of a title recurs if so many different titles have it."""
_ROUNDS = 8
"""How often paragraphs are counted, at most. What one round finds hides no other boilerplate in the next."""
_MOST_TEXTS = 64
"""Texts with a line that are looked at."""
_TAIL = 700
"""Code points at the end of a text whose sentences count."""
_GAP = re.compile(r"[.!?:]\s+")
DIGEST_SIZE = 8
"""Bytes of the digest of a line."""


class LineDigests(NamedTuple):
    """Digests of a text, from which recurring lines are found.

    `longest` are the digests of the beginnings of the two longest lines, which are the same in near-duplicates. `short`
    are the digests of the short lines and the last sentences; `paragraphs` are those of the longer lines, each with its
    number of code points. `title` is the digest of the first line, `endings` are those of its endings. `lines` has all
    these lines by digest; it is empty if only the digests were stored.
    """

    longest: tuple[bytes, bytes]
    short: tuple[bytes, ...]
    paragraphs: Mapping[bytes, int]
    title: bytes
    endings: tuple[bytes, ...]
    lines: Mapping[bytes, str]

    @property
    def digests(self) -> Iterator[bytes]:
        """All digests of lines and of endings of titles."""
        return chain(self.short, self.paragraphs, self.endings)


def line_digests(text: str) -> LineDigests:
    """The digests of a text. Linear."""
    lines = [line.strip() for line in text.split("\n")]
    short = _ends([line for line in lines if 1 < len(line) <= _LONGEST_LINE])
    by_digest = {line_digest(line): line for line in chain(short, tail_sentences(text))}
    paragraphs = {line_digest(line): line for line in _ends([line for line in lines if len(line) > _LONGEST_LINE])}
    first, second = (line_digest(line[:_LONGEST_LINE]) for line in sorted((*lines, ""), key=len)[:-3:-1])
    lengths = {digest: len(line) for digest, line in paragraphs.items()}
    title = next(filter(None, lines), "")
    endings = {line_digest(ending): ending for ending in title_endings(title)}
    all_lines = by_digest | paragraphs | endings
    return LineDigests((first, second), tuple(by_digest), lengths, line_digest(title), tuple(endings), all_lines)


def find_recurring_lines(texts: Iterable[LineDigests]) -> frozenset[str]:
    """The lines that recur in many of some texts. Linear."""
    texts = list(texts)
    digests = recurring_digests(texts)
    lines = {digest: line for text in texts for digest, line in text.lines.items() if digest in digests}
    return frozenset(lines.values())


def recurring_digests(texts: Iterable[LineDigests]) -> frozenset[bytes]:
    """The digests of the lines that recur in many of some texts."""
    in_order = sorted(texts, key=lambda text: (text.longest, text.short, tuple(text.paragraphs)))
    paragraphs = _texts_with_each(in_order, lambda text: text.paragraphs)
    recurring: frozenset[bytes] = frozenset()
    for _ in range(_ROUNDS):
        more = {
            digest
            for digest, with_it in paragraphs.items()
            if digest not in recurring
            and _count_articles(digest, with_it, paragraphs.keys(), recurring) >= _FEWEST_FILES
        }
        if not more:
            break
        recurring |= more
    short = _texts_with_each(in_order, lambda text: text.short)
    recurring |= {
        digest
        for digest, with_it in short.items()
        if _count_articles(digest, with_it, paragraphs.keys(), recurring) >= _FEWEST_FILES
    }
    return recurring | _recurring_endings(in_order)


def _recurring_endings(texts: Iterable[LineDigests]) -> frozenset[bytes]:
    """The endings that enough different titles have."""
    titles: dict[bytes, set[bytes]] = defaultdict(set)
    for text in texts:
        for ending in text.endings:
            titles[ending].add(text.title)
    return frozenset(ending for ending, with_it in titles.items() if len(with_it) >= _FEWEST_TITLES)


def tail_sentences(text: str) -> Iterator[str]:
    """The last sentences of a text, without the white space around them."""
    return filter(is_tail_length, _GAP.split(text[-_TAIL:].rstrip()))


def is_tail_length(sentence: str) -> bool:
    """Whether a sentence is as long as the last ones of texts that are counted."""
    return 8 <= len(sentence) <= 250


def line_digest(line: str) -> bytes:
    """The digest of a line without the white space around it."""
    return blake2b(line.encode("utf-8", "surrogatepass"), digest_size=DIGEST_SIZE).digest()


def _texts_with_each(
    texts: Sequence[LineDigests], digests: Callable[[LineDigests], Iterable[bytes]]
) -> dict[bytes, Sequence[LineDigests]]:
    """The texts that have a digest, for those that enough texts have; some of them if they are many."""
    with_each: dict[bytes, list[LineDigests]] = defaultdict(list)
    for text in texts:
        for digest in digests(text):
            with_each[digest].append(text)
    return {
        digest: with_it[:: -(-len(with_it) // _MOST_TEXTS)]
        for digest, with_it in with_each.items()
        if len(with_it) >= _FEWEST_FILES
    }


def _count_articles(line: bytes, texts: Sequence[LineDigests], common: Set[bytes], recurring: Set[bytes]) -> int:
    """How many different articles the texts with a line are. `common` are paragraphs of many texts.

    A text is an article of its own if most of its other paragraphs stands in none of these texts, is not common, and is
    longer than the line itself, if that is a paragraph: a short report with a notice below it looks just like a short
    article with a notice. Texts that have most of their other paragraphs in common with these texts count once, by the
    longest of these. What recurs is left out. Texts without other paragraphs count by their longest lines.
    """
    counts = Counter(digest for text in texts for digest in text.paragraphs)
    articles, groups = 0, set()
    for text in texts:
        rest = {digest: size for digest, size in text.paragraphs.items() if digest not in recurring}
        size = rest.pop(line, 0)
        most = sum(rest.values()) / 2
        shared = {digest: size for digest, size in rest.items() if counts[digest] > 1}
        own = sum(size for digest, size in rest.items() if counts[digest] == 1 and digest not in common)
        if own > most and own >= size:
            articles += 1
        elif shared and sum(shared.values()) >= most:
            groups.add(max(shared, key=lambda digest: (shared[digest], digest)))
        elif not text.paragraphs:
            groups.add(text.longest[1] if text.longest[0] == line else text.longest[0])
    return articles + len(groups)


def _ends(lines: Sequence[str]) -> Sequence[str]:
    return (*lines[:_LINES_AT_EACH_END], *lines[_LINES_AT_EACH_END:][-_LINES_AT_EACH_END:])
