"""Choose the fragments of an article that best show why it matches a query.

Everything here is data: texts and spans of code points. Pages, terminals and exports turn them into HTML or colours.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol

from search.arrays import Hashes, Ints
from search.kernels import kernels
from search.kernels.fragment_sizes import FRAGMENT_LENGTH, LONGEST, SHORTEST
from search.kernels.word_bounds import word_end
from search.metadata import place_in_document
from search.types.article import Article, Span
from search.types.files import readable_path
from search.types.hits import Fragment

if TYPE_CHECKING:
    from search.kernels.interface.marks import FragmentRow

MOST = 3
"""Fragments of a hit."""

_ABOVE_BODY = ("boilerplate", "headline", "stamp", "byline", "caption")
_NOT_SPACE = re.compile(r"\S")
_new_fragment = partial(tuple.__new__, Fragment)


class Marks(Protocol):
    """The marks of a query in an article's text: increasing starts, and ends. Marks do not overlap, and are numbered
    from 1."""

    @property
    def starts(self) -> Ints: ...

    @property
    def ends(self) -> Ints: ...

    def ranked(self, title: Span) -> tuple[Ints, Hashes]:
        """The marks from which the best fragments are chosen, counted from 0, and their clauses as bits: a bounded
        number."""


def fragments(article: Article, marks: Marks, path: Sequence[Span] = ()) -> tuple[Fragment, ...]:
    """At most MOST fragments of a match, the best first: with most clauses of the query, then with the closest marks.

    Fragments do not overlap, no two read the same, and none is longer than `fragment_sizes.LONGEST`. If the title has
    marks, it is one of them. If the path has marks, `path`, it is the last. A text without marks shows its beginning.
    Cost: sorting the ranked marks.
    """
    ranked = marks.ranked(article.title)
    most = MOST - bool(path)
    best = kernels().best_fragments(article.text, article.title, marks.starts, marks.ends, *ranked, most)
    return shown(article, best, path)


def shown(article: Article, best: "Sequence[FragmentRow]", path: Sequence[Span]) -> tuple[Fragment, ...]:
    """The `fragments` of an article, where the best ones of its text are known."""
    chosen = tuple(map(_new_fragment, best or _beginning(article)))
    if article.breaks:
        chosen = tuple([_in_document(fragment, article) for fragment in chosen])
    return (*chosen, Fragment("path", readable_path(article.path), 0, tuple(path))) if path else chosen


def _beginning(article: Article) -> "list[FragmentRow]":
    """The beginning of the text after the title and the zones above the body. It ends with a sentence, unless that
    leaves little."""
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
    limit = min(len(article.text), start + FRAGMENT_LENGTH)
    sentences = kernels().sentences(article.text, start, start + LONGEST)
    end = max((end for _, end in sentences if start + SHORTEST <= end <= limit), default=0)
    end = end or word_end(article.text, limit, start)
    return [("body", article.text[start:end].rstrip(), start, (), 0, "")]


def _in_document(fragment: Fragment, article: Article) -> Fragment:
    """A fragment with the page, or the like, of its first mark."""
    first = fragment.start + fragment.marks[0][0] if fragment.marks else fragment.start
    return fragment._replace(at=place_in_document(article.breaks, first))


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
