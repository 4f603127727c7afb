"""From results to what the templates show. Texts stay plain here; Jinja escapes every one of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from search import (
    About,
    ArticleReport,
    Hit,
    IndexActivity,
    NearDuplicate,
    Results,
    Span,
    describe_zones,
    duplicate_details,
    duplicates_summary,
    in_brief,
    in_full,
    progress_line,
    split_at_marks,
)
from web.links import Link, Links

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
    """A fragment, and what leads to its place in the article."""

    pieces: tuple[Piece, ...]
    link: Link


@dataclass(frozen=True, slots=True)
class ShownDuplicate:
    """A near-duplicate: `about` says what is known of it, `link` leads to it, `comparison` to the two side by side."""

    duplicate: NearDuplicate
    about: str
    link: Link
    comparison: Link


@dataclass(frozen=True, slots=True)
class ShownHit:
    """A result: its title and path are pieces, marked where the query matched them."""

    hit: Hit
    link: Link
    facts: tuple[ShownFact, ...]
    title: tuple[Piece, ...]
    path: tuple[Piece, ...]
    fragments: tuple[ShownFragment, ...]
    duplicates: tuple[ShownDuplicate, ...]


def numbered(text: str, marks: Sequence[Span], first: int = 1) -> tuple[Piece, ...]:
    """`text` in pieces, its marks numbered from `first` on."""
    number = first - 1
    shown = []
    for stretch, marked in split_at_marks(text, marks):
        number += marked
        shown.append(Piece(stretch, number if marked else 0))
    return tuple(shown)


def hits(results: Results, links: Links) -> Iterator[ShownHit]:
    """The results of a page, with the way back to it in their links."""
    for hit in results.hits:
        by_field = {fragment.field: fragment for fragment in hit.fragments}
        title, path = by_field.get("title"), by_field.get("path")
        shown = (
            ShownFragment(numbered(it.text, it.marks, it.first), links.article(hit.id, hit=it.first))
            for it in hit.fragments
            if it.field == "body"
        )
        yield ShownHit(
            hit=hit,
            link=links.article(hit.id),
            facts=facts(hit.about),
            title=numbered(title.text, title.marks) if title else (Piece(hit.title, 0),),
            path=numbered(path.text, path.marks) if path else (Piece(hit.path, 0),),
            fragments=tuple(shown),
            duplicates=near_duplicates(hit.id, hit.duplicates, links),
        )


def near_duplicates(article_id: str, duplicates: Iterable[NearDuplicate], links: Links) -> tuple[ShownDuplicate, ...]:
    """The near-duplicates of an article."""
    return tuple(
        ShownDuplicate(it, duplicate_details(it), links.article(it.id), links.comparison(article_id, it.id))
        for it in duplicates
    )


def duplicates_line(hit: Hit) -> str:
    """The near-duplicates grouped under a result, in a line."""
    return duplicates_summary(hit.duplicates)


def facts(known: About, *, full: bool = False, linked: bool = True) -> tuple[ShownFact, ...]:
    """What is known of an article: for a list, or in full; on its own page dates lead to their places."""
    told = in_full(known) if full else in_brief(known)
    places = (f"#{date_anchor(fact.start)}" if full and linked and fact.start < fact.end else "" for fact in told)
    return tuple(ShownFact(it.kind, it.text, it.inferred, place) for it, place in zip(told, places, strict=True))


def result_anchor(identity: str) -> str:
    """The name of an article's place in a page of results."""
    return f"result-{identity}"


def article_shares(article: ArticleReport) -> str:
    """What an article consists of."""
    return describe_zones(article)


def live_line(live: IndexActivity) -> str:
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
