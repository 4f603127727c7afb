"""Choose the fragments of an article that best show why it matches a query.

Everything here is data: texts and spans of code points. Pages, terminals and exports turn them into HTML or colours.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from search.analysis.sentences import sentences, word_end, word_start
from search.fragment_windows import FRAGMENT_LENGTH, LONGEST, Window, are_apart, is_in_title, windows
from search.metadata import place_in_document
from search.types.article import Article, Span
from search.types.files import readable_path
from search.types.results import Fragment, Mark

MOST = 3
"""Fragments of a hit."""
SHORTEST = 80
"""Code points below which a fragment is extended by the next sentence."""

_ABOVE_BODY = ("boilerplate", "headline", "stamp", "byline", "caption")
_NOT_SPACE = re.compile(r"\S")
_ATTEMPTS = 12  # windows that are tried: a text may repeat one line without end


class Marks(Protocol):
    """The marks of a query in an article's text. Marks do not overlap, and are numbered from 1."""

    def overlapping(self, start: int, end: int) -> tuple[int, Sequence[Span]]:
        """The number of the first mark that overlaps text[start:end], and all marks that do, in order."""

    def ranked(self, title: Span) -> Sequence[Mark]:
        """The marks from which the best fragments are chosen, in order: a bounded number."""


def fragments(article: Article, marks: Marks, path: Sequence[Span] = ()) -> tuple[Fragment, ...]:
    """At most MOST fragments of a match, the best first: with most clauses of the query, then with the closest marks.

    Fragments do not overlap, no two read the same, and none is longer than LONGEST. If the title has marks, it is one
    of them. If the path has marks, `path`, it is the last. A text without marks shows its beginning. Cost: sorting the
    ranked marks.
    """
    path_fragment = (Fragment("path", readable_path(article.path), 0, tuple(path)),) if path else ()
    ranked = marks.ranked(article.title)
    most = MOST - len(path_fragment)
    extents = _best_extents(article, windows(article, ranked), marks, most) if ranked else _beginning(article)
    return (*(_fragment(article, extent, marks) for extent in extents), *path_fragment)


def _best_extents(article: Article, all_windows: Iterable[Window], marks: Marks, most: int) -> list[Span]:
    """The extents of the best windows: one in the title if possible, then those with clauses not shown yet."""
    groups = defaultdict[tuple[bool, int], list[Window]](list)  # windows of equal clauses, the best of them first
    for window in sorted(all_windows):
        groups[is_in_title(article, window), window.clauses].append(window)
    chosen: list[tuple[Window, Span]] = []

    def rank(window: Window) -> tuple[bool, int, Window]:
        new_clauses = window.clauses & ~shown_clauses
        return not chosen and not is_in_title(article, window), -new_clauses.bit_count(), window

    shown_clauses = 0
    for _ in range(_ATTEMPTS):
        best = min((group[0] for group in groups.values() if group), key=rank, default=None)
        if best is None or len(chosen) == most:
            break
        start, end = extent = _extent(article, best, marks, [other for _, other in chosen])
        words = article.text[start:end].split()
        if all(article.text[slice(*other)].split() != words for _, other in chosen):
            chosen.append((best, extent))
            shown_clauses |= best.clauses
        for group in groups.values():
            group[:] = [window for window in group if end <= window.start or window.end <= start]
    return [extent for _, extent in sorted(chosen)]


def _extent(article: Article, window: Window, marks: Marks, taken: Sequence[Span]) -> Span:
    """The sentences around a window, as far as there is room and no other fragment."""
    if is_in_title(article, window):
        return article.title
    is_above_title = window.end <= article.title[0]
    low, high = (0, article.title[0]) if is_above_title else (article.title[1], len(article.text))
    low = max([low, window.start - FRAGMENT_LENGTH, *(end for _, end in taken if end <= window.start)])
    high = min([high, window.end + FRAGMENT_LENGTH, *(start for start, _ in taken if start >= window.end)])
    start, end = window.start, window.end
    for first, last in sentences(article.text, low, high):
        if first >= window.end:
            is_short = end - start < SHORTEST and last - start <= FRAGMENT_LENGTH
            if not is_short or are_apart(article, end, first):
                break
        if last > window.start:
            start, end = min(start, first), max(end, last)
    return _with_whole_marks(article.text, _trimmed(article.text, (start, end), window), window, marks)


def _trimmed(text: str, extent: Span, window: Window) -> Span:
    """`extent` cut at words to FRAGMENT_LENGTH, with a third of the spare room before the window."""
    start, end = extent
    if end - start > FRAGMENT_LENGTH:
        spare = max(0, FRAGMENT_LENGTH - (window.end - window.start))
        before = min(window.start - start, max(spare // 3, spare - (end - window.end)))
        if before < window.start - start:
            start = word_start(text, window.start - before, window.start)
        if end > start + FRAGMENT_LENGTH:
            end = word_end(text, max(window.end, start + FRAGMENT_LENGTH), window.end)
    return start, end


def _with_whole_marks(text: str, extent: Span, window: Window, marks: Marks) -> Span:
    """`extent` shortened so that no mark outside the window is cut. Such a mark may be whole in another fragment."""
    start, end = extent
    _, inside = marks.overlapping(start, end)
    if window.end <= inside[-1][0] and inside[-1][1] > end:
        end = start + len(text[start : inside[-1][0]].rstrip())
    if inside[0][0] < start and inside[0][1] <= window.start:
        start = word_start(text, inside[0][1], end)
    return start, end


def _beginning(article: Article) -> list[Span]:
    """The beginning of the text after the title and the zones above the body."""
    start = article.title[1]
    for zone in article.zones:
        if zone.start >= start:
            if zone.kind not in _ABOVE_BODY or article.text[start : zone.start].strip():
                break
            start = zone.end
    first = _NOT_SPACE.search(article.text, start) or _NOT_SPACE.search(article.text, article.title[1])
    if not first:
        return []
    start = first.start()
    end = word_end(article.text, min(len(article.text), start + FRAGMENT_LENGTH), start)
    return [(start, start + len(article.text[start:end].rstrip()))]


def _fragment(article: Article, extent: Span, marks: Marks) -> Fragment:
    """The fragment at `extent` with the marks that lie wholly in it. A mark longer than LONGEST is cut."""
    start, end = extent
    first, overlapping = marks.overlapping(start, end)
    inside = [
        (number, (max(mark_start, start) - start, min(mark_end, end) - start))
        for number, (mark_start, mark_end) in enumerate(overlapping, first)
        if (start <= mark_start and mark_end <= end) or mark_end - mark_start > LONGEST
    ]
    return Fragment(
        field="title" if extent == article.title else "body",
        text=article.text[start:end],
        start=start,
        marks=tuple(span for _, span in inside),
        first=inside[0][0] if inside else 0,
        at=place_in_document(article.breaks, start + inside[0][1][0] if inside else start),
    )


def split_at_marks(text: str, marks: Iterable[Span]) -> Iterator[tuple[str, bool]]:
    """`text` cut at the bounds of its marks: each piece, and whether it is marked. Linear."""
    position = 0
    for start, end in marks:
        if position < start:
            yield text[position:start], False
        yield text[start:end], True
        position = end
    if position < len(text):
        yield text[position:], False
