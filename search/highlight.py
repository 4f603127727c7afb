"""From the marks of a query to what a person sees: the fragments of an article that show best why it was found.

Everything here is data, spans of code points; whoever shows it makes it HTML or colours.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from search.analysis.sentences import BLANK_LINE, sentences, word_end, word_start
from search.types.article import Article, Span
from search.types.files import readable_path
from search.types.results import Fragment, Mark

MOST = 3
"""Fragments of a hit."""
WIDEST = 200
"""Code points between the ends of marks that share a fragment."""
ROOM = 300
"""Code points of a fragment; only a mark that is longer by itself takes more."""
LONGEST = 1000
"""Code points of the longest fragment: a mark that is longer is cut."""
SHORTEST = 80
"""A shorter fragment takes the next sentence along."""

_ABOVE = ("boilerplate", "headline", "stamp", "byline", "caption")
_INK = re.compile(r"\S")
_ATTEMPTS = 12  # at fragments that do not read the same: a text may repeat one line for ever


class Marks(Protocol):
    """What a query marks in an article's text; marks do not overlap, and are numbered from 1."""

    def overlapping(self, start: int, end: int) -> tuple[int, Sequence[Span]]:
        """The marks that share a character with a stretch of the text, in order, and the number of the first."""

    def ranked(self, title: Span) -> Sequence[Mark]:
        """Those among which the best fragments are looked for, in order: a bounded number."""


def fragments(article: Article, marks: Marks, path: Sequence[Span] = ()) -> tuple[Fragment, ...]:
    """Up to three fragments of a match, the best first: with most of the query's clauses, then with those closest.

    No two overlap or read the same, and none is longer than LONGEST. The title's comes along where the title is
    marked, the path's, last, where `path` is, its marks; where the text has no mark, its beginning is shown. Linear in
    the ranked marks, but for sorting them.
    """
    of_path = (Fragment("path", readable_path(article.path), 0, tuple(path)),) if path else ()
    ranked = marks.ranked(article.title)
    shown = _chosen(article, _windows(article, ranked), marks, MOST - len(of_path)) if ranked else _beginning(article)
    return (*(_fragment(article, extent, marks) for extent in shown), *of_path)


class _Window(NamedTuple):
    """Neighbouring marks, and as the bits of a number the clauses that they stand for. In order those come first with
    most clauses, then the narrowest, then the first in the text."""

    fewer: int
    width: int
    start: int
    end: int
    clauses: int


def _windows(article: Article, marks: Sequence[Mark]) -> Iterator[_Window]:
    """For each mark the smallest window that ends with it and has all the clauses that are near enough."""
    held = defaultdict[int, int](int)  # how many marks of the window stand for each clause
    clauses = first = 0
    for number, mark in enumerate(marks):
        if first < number and _parted(article, marks[number - 1].end, mark.start):
            held.clear()
            clauses, first = 0, number
        for clause in mark.clauses:
            held[clause] += 1
            clauses |= 1 << clause
        while first < number and (
            mark.end - marks[first].start > WIDEST or all(held[clause] > 1 for clause in marks[first].clauses)
        ):
            for clause in marks[first].clauses:
                held[clause] -= 1
                if not held[clause]:
                    clauses ^= 1 << clause
            first += 1
        start = marks[first].start
        end = mark.end if mark.end - start <= LONGEST else word_end(article.text, start + LONGEST, start + ROOM)
        yield _Window(-clauses.bit_count(), end - start, start, end, clauses)


def _parted(article: Article, end: int, start: int) -> bool:
    """Whether two places cannot share a fragment: they are far apart, or a bound that none crosses lies between them,
    one of the title's or a blank line."""
    return (
        start - end > WIDEST
        or end <= article.title[0] <= start
        or end <= article.title[1] <= start
        or BLANK_LINE.search(article.text, end, start) is not None
    )


def _chosen(article: Article, windows: Iterable[_Window], marks: Marks, most: int) -> list[Span]:
    """The extents of the best windows: one in the title if there is any, then such as show clauses not shown yet."""
    alike = defaultdict[tuple[bool, int], list[_Window]](list)  # those that show the same, the best of them first
    first, last = article.title
    for window in sorted(windows):
        alike[first <= window.start and window.end <= last, window.clauses].append(window)
    chosen: list[tuple[_Window, Span]] = []

    def rank(window: _Window) -> tuple[bool, int, _Window]:
        return not chosen and not _in_title(article, window), -(window.clauses & ~seen).bit_count(), window

    seen = 0
    for _ in range(_ATTEMPTS):
        best = min((group[0] for group in alike.values() if group), key=rank, default=None)
        if best is None or len(chosen) == most:
            break
        start, end = extent = _extent(article, best, marks, [other for _, other in chosen])
        words = article.text[start:end].split()
        if all(article.text[slice(*other)].split() != words for _, other in chosen):
            chosen.append((best, extent))
            seen |= best.clauses
        for group in alike.values():
            group[:] = [window for window in group if end <= window.start or window.end <= start]
    return [extent for _, extent in sorted(chosen)]


def _in_title(article: Article, window: _Window) -> bool:
    return article.title[0] <= window.start and window.end <= article.title[1]


def _extent(article: Article, window: _Window, marks: Marks, taken: Sequence[Span]) -> Span:
    """The sentences around a window, as far as there is room and nothing else is shown."""
    if _in_title(article, window):
        return article.title
    above = window.end <= article.title[0]
    low, high = (0, article.title[0]) if above else (article.title[1], len(article.text))
    lowest = max([low, window.start - ROOM, *(end for _, end in taken if end <= window.start)])
    highest = min([high, window.end + ROOM, *(start for start, _ in taken if start >= window.end)])
    start, end = window.start, window.end
    for first, last in sentences(article.text, lowest, highest):
        if first >= window.end and not _may_follow(article, start, end, first, last):
            break
        if last > window.start:
            start, end = min(start, first), max(end, last)
    return _whole(article.text, _trimmed(article.text, (start, end), window), window, marks)


def _may_follow(article: Article, start: int, end: int, first: int, last: int) -> bool:
    return end - start < SHORTEST and last - start <= ROOM and not _parted(article, end, first)


def _trimmed(text: str, extent: Span, window: _Window) -> Span:
    """`extent` cut at words to ROOM, a third of the room left before the window."""
    start, end = extent
    if end - start > ROOM:
        spare = max(0, ROOM - (window.end - window.start))
        before = min(window.start - start, max(spare // 3, spare - (end - window.end)))
        if before < window.start - start:
            start = word_start(text, window.start - before, window.start)
        if end > start + ROOM:
            end = word_end(text, max(window.end, start + ROOM), window.end)
    return start, end


def _whole(text: str, extent: Span, window: _Window, marks: Marks) -> Span:
    """`extent` without the mark that only begins or only ends in it; such a one may be shown whole elsewhere."""
    start, end = extent
    _, inside = marks.overlapping(start, end)
    if window.end <= inside[-1][0] and inside[-1][1] > end:
        end = start + len(text[start : inside[-1][0]].rstrip())
    if inside[0][0] < start and inside[0][1] <= window.start:
        start = word_start(text, inside[0][1], end)
    return start, end


def _beginning(article: Article) -> list[Span]:
    """What the text begins with after its title, and after what stands above it on the page."""
    start = article.title[1]
    for zone in article.zones:
        if zone.start >= start:
            if zone.kind not in _ABOVE or article.text[start : zone.start].strip():
                break
            start = zone.end
    text = _INK.search(article.text, start) or _INK.search(article.text, article.title[1])
    if not text:
        return []
    start = text.start()
    end = word_end(article.text, min(len(article.text), start + ROOM), start)
    return [(start, start + len(article.text[start:end].rstrip()))]


def _fragment(article: Article, extent: Span, marks: Marks) -> Fragment:
    """The fragment at `extent`, with its marks: those that lie wholly in it, and of one that is too long a part."""
    start, end = extent
    first, met = marks.overlapping(start, end)
    inside = [
        (number, (max(left, start) - start, min(right, end) - start))
        for number, (left, right) in enumerate(met, first)
        if (start <= left and right <= end) or right - left > LONGEST
    ]
    return Fragment(
        field="title" if extent == article.title else "body",
        text=article.text[start:end],
        start=start,
        marks=tuple(span for _, span in inside),
        first=inside[0][0] if inside else 0,
    )


def pieces(text: str, spans: Iterable[Span]) -> Iterator[tuple[str, bool]]:
    """`text` cut at the bounds of its marks: each stretch, and whether it is marked. Linear."""
    at = 0
    for start, end in spans:
        if at < start:
            yield text[at:start], False
        yield text[start:end], True
        at = end
    if at < len(text):
        yield text[at:], False
