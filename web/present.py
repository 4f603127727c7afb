"""From results to what the templates show. Texts stay plain here; Jinja escapes every one of them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urljoin

from flask import request, url_for

from search import (
    About,
    ArticleReport,
    Fragment,
    Hit,
    KnownCopy,
    Live,
    Results,
    Span,
    copies_in_brief,
    copy_in_full,
    in_brief,
    in_full,
    pieces,
    progress_line,
    shares,
)
from web.params import SearchParams

_NEIGHBOURS = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; `hit` is its number, from 1, where it is marked, otherwise 0."""

    text: str
    hit: int


@dataclass(frozen=True, slots=True)
class ShownFact:
    """Something that is known of an article, and the address of its place in the text, if it has one."""

    kind: str
    text: str
    inferred: bool
    address: str


@dataclass(frozen=True, slots=True)
class ShownFragment:
    """A fragment, and the address of its place in the article."""

    field: str
    pieces: tuple[Piece, ...]
    address: str


@dataclass(frozen=True, slots=True)
class ShownCopy:
    """A copy of an article, what is known of it, its address, and that of the two side by side."""

    copy: KnownCopy
    about: str
    address: str
    comparison: str


@dataclass(frozen=True, slots=True)
class ShownHit:
    """A result: its title and path are pieces, marked where the query matched them."""

    hit: Hit
    address: str
    facts: tuple[ShownFact, ...]
    title: tuple[Piece, ...]
    path: tuple[Piece, ...]
    fragments: tuple[ShownFragment, ...]
    copies: tuple[ShownCopy, ...]


def numbered(text: str, marks: Sequence[Span], first: int = 1) -> tuple[Piece, ...]:
    """`text` in pieces, its marks numbered from `first` on."""
    number = first - 1
    shown = []
    for stretch, marked in pieces(text, marks):
        number += marked
        shown.append(Piece(stretch, number if marked else 0))
    return tuple(shown)


def hits(results: Results, wanted: SearchParams | None = None) -> Iterator[ShownHit]:
    """The results of a page; their addresses hold `wanted`, so that the way back leads to this page."""
    asked = replace(wanted, q=results.query) if wanted else SearchParams(results.query)
    for hit in results.hits:
        address = article_address(hit.id, asked)
        by_field = {fragment.field: fragment for fragment in hit.fragments}
        shown = (_fragment(fragment, address) for fragment in hit.fragments if fragment.field == "body")
        title, path = by_field.get("title"), by_field.get("path")
        yield ShownHit(
            hit=hit,
            address=address,
            facts=facts(hit.about),
            title=numbered(title.text, title.marks) if title else (Piece(hit.title, 0),),
            path=numbered(path.text, path.marks) if path else (Piece(hit.path, 0),),
            fragments=tuple(shown),
            copies=copies(hit.id, hit.copies, results.query),
        )


def copies(identity: str, known: Iterable[KnownCopy], query: str) -> tuple[ShownCopy, ...]:
    """The copies of an article, each beside it."""
    addresses = ((it, article_address(it.id, query), comparison_address(identity, it.id, query)) for it in known)
    return tuple(ShownCopy(it, copy_in_full(it), place, comparison) for it, place, comparison in addresses)


def copies_line(hit: Hit) -> str:
    """The copies folded under a result, in a line."""
    return copies_in_brief(hit.copies)


def facts(known: About, *, full: bool = False, linked: bool = True) -> tuple[ShownFact, ...]:
    """What is known of an article: for a list, or in full; on its own page dates lead to their places."""
    told = in_full(known) if full else in_brief(known)
    places = (f"#{date_anchor(fact.start)}" if full and linked and fact.start < fact.end else "" for fact in told)
    return tuple(ShownFact(it.kind, it.text, it.inferred, place) for it, place in zip(told, places, strict=True))


def article_address(identity: str, wanted: SearchParams | str, *, hit: int = 0, plain: bool = False) -> str:
    """The address of an article with the hits of a query, or of a page of results, which it can then lead back to;
    of one of the hits, by its number; or `plain`, of its file as it is."""
    asked = SearchParams(wanted) if isinstance(wanted, str) else wanted
    rest = {"q": asked.q or None, "view": "plain" if plain else None}
    return _at_hit(url_for("pages.article", identity=identity, **{**asked.arguments(), **rest}), hit)


def article_addresses(query: str) -> Callable[[str], str]:
    """Makes the same of ids, with the site before it, also when the request is over and its answer is being sent."""
    before, place, after = urljoin(request.host_url, article_address("ID", query)).partition("/articles/")
    return lambda identity: before + place + identity + after.removeprefix("ID")


def comparison_address(a: str, b: str, query: str = "") -> str:
    """The address of two articles side by side, by their ids; the query is that of the way back."""
    return url_for("pages.compare", a=a, b=b, q=query or None)


def results_address(wanted: SearchParams, identity: str) -> str:
    """The address of the page of results that led to an article, at its place there."""
    return f"{search_address(wanted)}#{result_anchor(identity)}"


def result_anchor(identity: str) -> str:
    """The name of an article's place in a page of results."""
    return f"result-{identity}"


def article_shares(article: ArticleReport) -> str:
    """What an article consists of."""
    return shares(article)


def report_address(part: str = "", page: int = 1, *, doubtful: bool = False, export: str = "") -> str:
    """The address of a page of the report, or of an export ("csv" or "json") of all of it."""
    place = {"csv": "api.report_table", "json": "api.report"}.get(export, "pages.report")
    return url_for(place, q=part or None, doubtful=1 if doubtful else None, page=page if page > 1 else None)


def search_address(wanted: SearchParams | str, **changes: Any) -> str:
    """The address of a page of results: the first of a query, or as `wanted` but for what changes."""
    asked = SearchParams(wanted) if isinstance(wanted, str) else wanted
    return url_for("pages.search", **replace(asked, **changes).arguments())


def export_address(wanted: SearchParams, kind: str) -> str:
    """The address of all results, each by itself, as a file: "csv" or "jsonl"."""
    place = {"csv": "api.search_table", "jsonl": "api.search_lines"}[kind]
    return url_for(place, **replace(wanted, page=1, size=None, copies="folded", facets=False).arguments())


def feed_address(wanted: SearchParams) -> str:
    """The address of the feed of a search."""
    return url_for("pages.feed_", **replace(wanted, page=1, size=None, sort="relevance", facets=False).arguments())


def live_line(live: Live) -> str:
    """What goes on, in words; empty where nothing does that takes time."""
    if live.updating and live.updating.of:
        return progress_line(live.updating, first=not live.generation)
    return f"The last update failed. {live.problem}" if live.problem else ""


def page_numbers(page: int, pages: int) -> list[int]:
    """The pages to link: the first, the last and those around this one; 0 stands for a gap."""
    near = range(max(1, page - _NEIGHBOURS), min(pages, page + _NEIGHBOURS) + 1)
    shown: list[int] = []
    for number in sorted({1, pages, *near}):
        if shown and number > shown[-1] + 1:
            shown.append(0)
        shown.append(number)
    return shown


def shortened(text: str, most: int) -> str:
    """A text, or its beginning, in so many characters."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def date_anchor(place: int) -> str:
    """The name of the place of a date in an article's text."""
    return f"at-{place}"


def _fragment(fragment: Fragment, address: str) -> ShownFragment:
    """A fragment of the article that has an address."""
    shown = numbered(fragment.text, fragment.marks, fragment.first)
    return ShownFragment(fragment.field, shown, _at_hit(address, fragment.first))


def _at_hit(address: str, hit: int) -> str:
    """The address of an article, beginning at one of its hits, or none."""
    return f"{address}{'&' if '?' in address else '?'}hit={hit}#hit-{hit}" if hit else address
