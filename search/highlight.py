"""From the places that a query matched to what a person sees: marks in a text, and the fragments that show best why.

Everything here is data, spans of code points; whoever shows it makes it HTML or colours.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from search.model import Article, Fragment, Match, Place, Span, readable_path
from search.sentences import BLANK_LINE, sentences, word_end, word_start

MOST = 3
"""Fragments of a hit."""
WIDEST = 200
"""Code points between the ends of marks that share a fragment."""
ROOM = 300
"""Code points of a fragment; only a mark that is longer by itself takes more."""
SHORTEST = 80
"""A shorter fragment takes the next sentence along."""

_ABOVE = ("furniture", "headline", "stamp", "byline", "caption")
_INK = re.compile(r"\S")
_IN_TEXT = ("text", "title", "furniture")
_PATH = "path"
_ATTEMPTS = 12  # at fragments that do not read the same: a text may repeat one line for ever


def marks(places: Iterable[Place]) -> tuple[Span, ...]:
    """The distinct stretches marked in an article's text, in order; places that overlap make one.

    Places come in order of their starts. Linear.
    """
    return _merged(place for place in places if place.field in _IN_TEXT)


def fragments(match: Match) -> tuple[Fragment, ...]:
    """Up to three fragments of a match, the best first: with most of the query's clauses, then with those closest.

    No two overlap or read the same. The title's comes along where the title is marked, the path's, last, where the
    path is; where the text has no mark, its beginning is shown. Linear in the places, but for sorting them.
    """
    path = _merged(place for place in match.places if place.field == _PATH)
    spans = marks(match.places)
    of_path = (Fragment(_PATH, readable_path(match.article.path), 0, path),) if path else ()
    shown = (
        _chosen(match.article, list(_windows(match, spans)), spans, MOST - len(of_path))
        if spans
        else _beginning(match.article)
    )
    return (*(_fragment(match.article, extent, spans) for extent in shown), *of_path)


class _Window(NamedTuple):
    """Neighbouring marks and, as the bits of a number, the clauses that they stand for."""

    start: int
    end: int
    clauses: int

    @property
    def rank(self) -> tuple[int, int, int]:
        return -self.clauses.bit_count(), self.end - self.start, self.start


def _merged(places: Iterable[Place]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for place in places:
        if spans and place.start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], place.end))
        else:
            spans.append((place.start, place.end))
    return tuple(spans)


def _windows(match: Match, spans: Sequence[Span]) -> Iterator[_Window]:
    """For each mark the smallest window that ends with it and has all the clauses that are near enough."""
    clauses = _clauses(match.places, spans)
    latest: dict[int, int] = {}  # the last mark so far that stands for each clause
    first = 0
    for number, (start, end) in enumerate(spans):
        latest |= dict.fromkeys(clauses[number], number)
        if first < number and _parted(match.article, spans[number - 1][1], start):
            first = number
        while first < number and (
            end - spans[first][0] > WIDEST or all(latest[clause] > first for clause in clauses[first])
        ):
            first += 1
        yield _Window(spans[first][0], end, sum(1 << clause for clause, at in latest.items() if at >= first))


def _clauses(places: Sequence[Place], spans: Sequence[Span]) -> list[set[int]]:
    """The clauses of each mark."""
    found: list[set[int]] = [set() for _ in spans]
    at = 0
    for place in places:
        if place.field in _IN_TEXT:
            while place.start >= spans[at][1]:
                at += 1
            found[at].add(place.clause)
    return found


def _parted(article: Article, end: int, start: int) -> bool:
    """Whether a bound that no fragment crosses lies between two places: one of the title's or a blank line."""
    return (
        any(end <= bound <= start for bound in article.title) or BLANK_LINE.search(article.text, end, start) is not None
    )


def _chosen(article: Article, windows: Sequence[_Window], spans: Sequence[Span], most: int) -> list[Span]:
    """The extents of the best windows: one in the title if there is any, then such as show clauses not shown yet."""
    chosen: list[tuple[_Window, Span]] = []

    def rank(window: _Window) -> tuple[bool, int, tuple[int, int, int]]:
        return not chosen and not _in_title(article, window), -(window.clauses & ~seen).bit_count(), window.rank

    seen = 0
    for _ in range(_ATTEMPTS):
        if not windows or len(chosen) == most:
            break
        best = min(windows, key=rank)
        extent = _extent(article, best, spans, [other for _, other in chosen])
        if _words(article, extent) not in [_words(article, other) for _, other in chosen]:
            chosen.append((best, extent))
            seen |= best.clauses
        windows = [window for window in windows if not _overlap(window, extent)]
    return [extent for _, extent in sorted(chosen, key=lambda pair: pair[0].rank)]


def _in_title(article: Article, window: _Window) -> bool:
    return article.title[0] <= window.start and window.end <= article.title[1]


def _overlap(window: _Window, extent: Span) -> bool:
    return extent[0] < window.end and window.start < extent[1]


def _words(article: Article, extent: Span) -> list[str]:
    return article.text[slice(*extent)].split()


def _extent(article: Article, window: _Window, spans: Sequence[Span], taken: Sequence[Span]) -> Span:
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
    return _whole(article.text, _trimmed(article.text, (start, end), window), spans)


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


def _whole(text: str, extent: Span, spans: Sequence[Span]) -> Span:
    """`extent` without the mark that only begins or only ends in it; such a one may be shown whole elsewhere."""
    start, end = extent
    last = bisect_left(spans, (end, end)) - 1
    if spans[last][1] > end:
        end = start + len(text[start : spans[last][0]].rstrip())
    before = bisect_left(spans, (start, start)) - 1
    if before >= 0 and spans[before][1] > start:
        start = word_start(text, spans[before][1], end)
    return start, end


def _beginning(article: Article) -> list[Span]:
    """What the text begins with after its title, and after what stands above it on the page."""
    start = article.title[1]
    for zone in article.zones:
        if zone.kind in _ABOVE and start <= zone.start and not article.text[start : zone.start].strip():
            start = zone.end
    text = _INK.search(article.text, start) or _INK.search(article.text, article.title[1])
    if not text:
        return []
    start = text.start()
    end = word_end(article.text, min(len(article.text), start + ROOM), start)
    return [(start, start + len(article.text[start:end].rstrip()))]


def _fragment(article: Article, extent: Span, spans: Sequence[Span]) -> Fragment:
    """The fragment at `extent`, with the marks that lie wholly in it."""
    start, end = extent
    first = bisect_left(spans, (start, start))
    inside = [span for span in spans[first : bisect_left(spans, (end, end))] if span[1] <= end]
    return Fragment(
        field="title" if extent == article.title else "body",
        text=article.text[start:end],
        start=start,
        marks=tuple((left - start, right - start) for left, right in inside),
        first=first + 1 if inside else 0,
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
