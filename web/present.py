"""From results to what the templates show. Texts stay plain here; Jinja escapes every one of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import url_for

from search import ArticleView, Fragment, Hit, Results, Sort, Span, pieces

_NEIGHBOURS = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; `hit` is its number, from 1, where it is marked, otherwise 0."""

    text: str
    hit: int


@dataclass(frozen=True, slots=True)
class ShownFragment:
    """A fragment, and the address of its place in the article."""

    field: str
    pieces: tuple[Piece, ...]
    address: str


@dataclass(frozen=True, slots=True)
class ShownHit:
    """A result: its title and path are pieces, marked where the query matched them."""

    hit: Hit
    address: str
    title: tuple[Piece, ...]
    path: tuple[Piece, ...]
    fragments: tuple[ShownFragment, ...]


def numbered(text: str, marks: Sequence[Span], first: int = 1) -> tuple[Piece, ...]:
    """`text` in pieces, its marks numbered from `first` on."""
    number = first - 1
    shown = []
    for stretch, marked in pieces(text, marks):
        number += marked
        shown.append(Piece(stretch, number if marked else 0))
    return tuple(shown)


def hits(results: Results) -> Iterator[ShownHit]:
    """The results of a page."""
    for hit in results.hits:
        address = article_address(hit.id, results.query)
        by_field = {fragment.field: fragment for fragment in hit.fragments}
        shown = (_fragment(fragment, address) for fragment in hit.fragments if fragment.field == "body")
        title, path = by_field.get("title"), by_field.get("path")
        yield ShownHit(
            hit=hit,
            address=address,
            title=numbered(title.text, title.marks) if title else (Piece(hit.title, 0),),
            path=numbered(path.text, path.marks) if path else (Piece(hit.path, 0),),
            fragments=tuple(shown),
        )


def article_address(identity: str, query: str) -> str:
    """The address of an article with the hits of a query."""
    return url_for("pages.article", identity=identity, q=query or None)


def article_pieces(view: ArticleView) -> tuple[Piece, ...]:
    """The whole text of an article."""
    return numbered(view.text, view.marks)


def search_address(query: str, page: int = 1, sort: Sort = "relevance", size: int | None = None) -> str:
    """The address of a page of results, without what goes without saying."""
    shown_page, shown_sort = (page if page > 1 else None), (sort if sort != "relevance" else None)
    return url_for("pages.search", q=query, page=shown_page, sort=shown_sort, size=size)


def page_numbers(page: int, pages: int) -> list[int]:
    """The pages to link: the first, the last and those around this one; 0 stands for a gap."""
    near = range(max(1, page - _NEIGHBOURS), min(pages, page + _NEIGHBOURS) + 1)
    shown: list[int] = []
    for number in sorted({1, pages, *near}):
        if shown and number > shown[-1] + 1:
            shown.append(0)
        shown.append(number)
    return shown


def _fragment(fragment: Fragment, address: str) -> ShownFragment:
    place = f"{address}#hit-{fragment.first}" if fragment.first else address
    return ShownFragment(fragment.field, numbered(fragment.text, fragment.marks, fragment.first), place)
