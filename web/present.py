"""From results to what the templates show. Texts stay plain here; Jinja escapes every one of them."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import current_app, url_for

from search import (
    About,
    ArticleReport,
    ArticleView,
    Fragment,
    Hit,
    KnownCopy,
    Results,
    Span,
    Zone,
    copies_in_brief,
    copy_in_full,
    in_brief,
    in_full,
    pieces,
    shares,
)
from web.params import SearchParams

_NEIGHBOURS = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; `hit` is its number, from 1, where it is marked, otherwise 0. Where a hit was cut, `goes_on`
    is true of all its pieces but the first."""

    text: str
    hit: int
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of an article's text that is shown alike: `kind` is "furniture", "repeat" (of the headline) or empty,
    `anchor` the name of the place where it begins, if it has one."""

    kind: str
    anchor: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ShownFact:
    """Something that is known of an article, and the address of its place in the text, if it has one."""

    kind: str
    text: str
    inferred: bool
    address: str


@dataclass(frozen=True, slots=True)
class ShownPart:
    """An article of a file: its number, 0 for a gap, and its address, empty for the one shown."""

    number: int
    address: str


@dataclass(frozen=True, slots=True)
class ShownFragment:
    """A fragment, and the address of its place in the article."""

    field: str
    pieces: tuple[Piece, ...]
    address: str


@dataclass(frozen=True, slots=True)
class ShownCopy:
    """A copy that is folded under a result, what is known of it, its address, and that of the two side by side, if
    there is such a page."""

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
            facts=facts(hit.about),
            title=numbered(title.text, title.marks) if title else (Piece(hit.title, 0),),
            path=numbered(path.text, path.marks) if path else (Piece(hit.path, 0),),
            fragments=tuple(shown),
            copies=tuple(_copy(hit, copy, results.query) for copy in hit.copies),
        )


def copies_line(hit: Hit) -> str:
    """The copies folded under a result, in a line."""
    return copies_in_brief(hit.copies)


def facts(known: About, *, full: bool = False, linked: bool = True) -> tuple[ShownFact, ...]:
    """What is known of an article: for a list, or in full; on its own page dates lead to their places."""
    told = in_full(known) if full else in_brief(known)
    places = (f"#{_anchor(fact.start)}" if full and linked and fact.start < fact.end else "" for fact in told)
    return tuple(ShownFact(it.kind, it.text, it.inferred, place) for it, place in zip(told, places, strict=True))


def article_address(identity: str, query: str, *, plain: bool = False) -> str:
    """The address of an article with the hits of a query; `plain` of its file as it is."""
    return url_for("pages.article", identity=identity, q=query or None, view="plain" if plain else None)


def article_pieces(view: ArticleView) -> tuple[Piece, ...]:
    """The whole text of an article."""
    return numbered(view.text, view.marks)


def stretches(view: ArticleView) -> tuple[Stretch, ...]:
    """The whole text of an article, what belongs to the page told apart, and dates with their anchors. Linear."""
    faded = {(zone.start, zone.end): kind for zone in view.zones if (kind := _faded(zone, view.title_at))}
    dates = [date for date in (view.about.published, view.about.updated) if date and date.start < date.end]
    anchors = {date.start: _anchor(date.start) for date in dates}
    spans = (*faded, *((date.start, date.end) for date in dates))
    cuts = sorted({0, len(view.text), *(cut for span in spans for cut in span)})
    kinds = _kinds(faded, cuts)
    shown = _cut(article_pieces(view), cuts)
    return tuple(
        Stretch(kinds.get(cut, ""), anchors.get(cut, ""), tuple(inside))
        for cut, inside in zip(cuts, shown, strict=False)
    )


def parts(view: ArticleView) -> tuple[ShownPart, ...]:
    """The articles of the file: the first, the last and those around this one."""
    numbers = page_numbers(view.about.part, len(view.siblings)) if view.siblings else []
    return tuple(ShownPart(it, _part_address(view, it)) for it in numbers)


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


def page_numbers(page: int, pages: int) -> list[int]:
    """The pages to link: the first, the last and those around this one; 0 stands for a gap."""
    near = range(max(1, page - _NEIGHBOURS), min(pages, page + _NEIGHBOURS) + 1)
    shown: list[int] = []
    for number in sorted({1, pages, *near}):
        if shown and number > shown[-1] + 1:
            shown.append(0)
        shown.append(number)
    return shown


def _copy(hit: Hit, copy: KnownCopy, query: str) -> ShownCopy:
    compares = "pages.compare" in current_app.view_functions
    comparison = url_for("pages.compare", a=hit.id, b=copy.id) if compares else ""
    return ShownCopy(copy, copy_in_full(copy), article_address(copy.id, query), comparison)


def _fragment(fragment: Fragment, address: str) -> ShownFragment:
    place = f"{address}#hit-{fragment.first}" if fragment.first else address
    return ShownFragment(fragment.field, numbered(fragment.text, fragment.marks, fragment.first), place)


def _anchor(place: int) -> str:
    return f"at-{place}"


def _faded(zone: Zone, title: Span) -> str:
    """What a zone is shown as, if as something else than the article itself."""
    repeats = zone.repeats(title)
    return "repeat" if repeats else zone.kind if zone.kind == "furniture" else ""


def _kinds(faded: Mapping[Span, str], cuts: Sequence[int]) -> dict[int, str]:
    """What is shown from each cut on."""
    found: dict[int, str] = {}
    for (start, end), kind in faded.items():
        found |= dict.fromkeys(cuts[bisect_left(cuts, start) : bisect_left(cuts, end)], kind)
    return found


def _cut(whole: Iterable[Piece], cuts: Sequence[int]) -> Iterator[list[Piece]]:
    """Pieces of a text cut at its ends and at places between: those of each stretch."""
    inside: list[Piece] = []
    at, following = 0, 1
    for piece in whole:
        start = 0
        while following < len(cuts) and at + len(piece.text) - start >= cuts[following]:
            end = start + cuts[following] - at
            if start < end:
                inside.append(Piece(piece.text[start:end], piece.hit, bool(piece.hit and start)))
            yield inside
            inside, at, start, following = [], cuts[following], end, following + 1
        if start < len(piece.text):
            inside.append(Piece(piece.text[start:], piece.hit, bool(piece.hit and start)))
        at += len(piece.text) - start


def _part_address(view: ArticleView, number: int) -> str:
    shown = number in (0, view.about.part)
    return "" if shown else article_address(view.siblings[number - 1], view.query)
