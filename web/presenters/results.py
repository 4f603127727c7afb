"""What a page of results shows: the hits, and near-duplicates of an article."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape

from search import Fragment, Hit, NearDuplicate, duplicate_details, duplicates_summary, missing_line
from web.links import Link, Links
from web.presenters.facts import facts
from web.presenters.marked_text import marked_text
from web.presenters.text_fragments import passage_fragment


@dataclass(frozen=True, slots=True)
class ShownFragment:
    """A fragment as HTML, a link to its place in the article, and where in its document it is: "page 7"."""

    text: Markup
    link: Link
    at: str


@dataclass(frozen=True, slots=True)
class ShownDuplicate:
    """A near-duplicate: `details` in words, a link to it, and a link to the comparison of the two articles."""

    duplicate: NearDuplicate
    details: str
    link: Link
    comparison: Link


@dataclass(frozen=True, slots=True)
class ShownHit:
    """A result. Title and path are HTML, marked where the query matches. `duplicates_line` sums up the
    near-duplicates that are grouped under it, `missing_line` the words that it lacks; either may be empty."""

    hit: Hit
    link: Link
    facts: Markup
    title: Markup
    path: Markup
    fragments: tuple[ShownFragment, ...]
    duplicates: tuple[ShownDuplicate, ...]
    duplicates_line: str
    missing_line: str


def shown_hits(hits: Iterable[Hit], links: Links) -> Iterator[ShownHit]:
    """Hits of a page of results. Their links lead back to it."""
    for hit in hits:
        by_field = {fragment.field: fragment for fragment in hit.fragments}
        title, path = by_field.get("title"), by_field.get("path")
        fragments = (
            ShownFragment(marked_text(fragment.text, fragment.marks), _fragment_link(hit, fragment, links), fragment.at)
            for fragment in hit.fragments
            if fragment.field == "body"
        )
        yield ShownHit(
            hit=hit,
            link=links.article(hit.id),
            facts=facts(hit.about),
            title=marked_text(title.text, title.marks) if title else escape(hit.title),
            path=marked_text(path.text, path.marks) if path else escape(hit.path),
            fragments=tuple(fragments),
            duplicates=near_duplicates(hit.id, hit.duplicates, links),
            duplicates_line=duplicates_summary(hit.duplicates),
            missing_line=missing_line(hit),
        )


def _fragment_link(hit: Hit, fragment: Fragment, links: Links) -> Link:
    """A link to a fragment in its article; to a passage without a hit by its words, which the browser looks for."""
    link = links.article(hit.id, hit=fragment.first)
    if not hit.passage or links.are_buttons:
        return link
    return link._replace(address=f"{link.address}#{passage_fragment(fragment.text)}")


def near_duplicates(article_id: str, duplicates: Iterable[NearDuplicate], links: Links) -> tuple[ShownDuplicate, ...]:
    """The near-duplicates of an article."""
    return tuple(
        ShownDuplicate(each, duplicate_details(each), links.article(each.id), links.comparison(article_id, each.id))
        for each in duplicates
    )


def result_anchor(article_id: str) -> str:
    """The id of an article's result on a page of results."""
    return f"result-{article_id}"
