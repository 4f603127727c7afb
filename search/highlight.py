"""Choose the fragments of an article that best show why it matches a query.

Everything here is data: texts and spans of code points. Pages, terminals and exports turn them into HTML or colours.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from search.arrays import Hashes, Ints
from search.kernels import kernels
from search.kernels.fragment_sizes import FRAGMENT_LENGTH, LONGEST
from search.kernels.word_bounds import word_end
from search.metadata import place_in_document
from search.types.article import Article, Span
from search.types.files import readable_path
from search.types.results import Fragment

MOST = 3
"""Fragments of a hit."""

_ABOVE_BODY = ("boilerplate", "headline", "stamp", "byline", "caption")
_NOT_SPACE = re.compile(r"\S")


class Marks(Protocol):
    """The marks of a query in an article's text: increasing starts, and ends. Marks do not overlap, and are numbered
    from 1."""

    @property
    def starts(self) -> Ints: ...

    @property
    def ends(self) -> Ints: ...

    def overlapping(self, start: int, end: int) -> tuple[int, Sequence[Span]]:
        """The number of the first mark that overlaps text[start:end], and all marks that do, in order."""

    def ranked(self, title: Span) -> tuple[Ints, Hashes]:
        """The marks from which the best fragments are chosen, counted from 0, and their clauses as bits: a bounded
        number."""


def fragments(article: Article, marks: Marks, path: Sequence[Span] = ()) -> tuple[Fragment, ...]:
    """At most MOST fragments of a match, the best first: with most clauses of the query, then with the closest marks.

    Fragments do not overlap, no two read the same, and none is longer than LONGEST. If the title has marks, it is one
    of them. If the path has marks, `path`, it is the last. A text without marks shows its beginning. Cost: sorting the
    ranked marks.
    """
    path_fragment = (Fragment("path", readable_path(article.path), 0, tuple(path)),) if path else ()
    ranked, clauses = marks.ranked(article.title)
    extents = kernels().best_extents(
        article.text, article.title, marks.starts, marks.ends, ranked, clauses, MOST - len(path_fragment)
    )
    extents = extents or _beginning(article)
    return (*(_fragment(article, extent, marks) for extent in extents), *path_fragment)


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
