"""Results as lines for a terminal."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from search.cli.terminal import Paint, counted
from search.highlight import split_at_marks
from search.metadata import duplicate_details, duplicates_summary, in_brief
from search.partial_matches import meaning_line, missing_line, partial_line
from search.safe_text import plain
from search.types.hits import About, Fragment, Hit
from search.types.results import Results

if TYPE_CHECKING:
    from search.query.explain import Explanation

_SPACE = re.compile(r"\s+")


def result_lines(results: Results, paint: Paint) -> Iterator[str]:
    """A page of results: notes, hits, partial matches, those found by meaning, and the total."""
    for note in results.notes:
        yield paint(plain(note), "note")
    for hit in results.hits:
        yield from _hit_lines(hit, paint)
        yield ""
    for line, part in ((partial_line(results), results.partial), (meaning_line(results), results.by_meaning)):
        if part and part.hits:
            yield paint(line, "note")
            yield ""
            for hit in part.hits:
                yield from _hit_lines(hit, paint)
                yield ""
    yield paint(_total(results), "note")


def note_lines(sentence: str, paint: Paint) -> Iterator[str]:
    """A remark below results."""
    yield paint(plain(sentence), "note")


def offer_lines(explanation: "Explanation", paint: Paint, *, filtered: bool) -> Iterator[str]:
    """Queries that find something, below results without a hit. They are counted without filters."""
    end = " without filters" if filtered else ""
    if explanation.total:
        yield f"{counted(explanation.total, 'article')}{end}"
    if correction := explanation.meant:
        yield f"Did you mean {paint(plain(correction.query), 'title')}? {counted(correction.total, 'article')}{end}"
    for offer in explanation.offers:
        change = f"{offer.label} {offer.text}" if offer.text else offer.label
        yield f"{plain(change)}: {paint(plain(offer.query), 'title')}  {counted(offer.total, 'article')}{end}"


def _hit_lines(hit: Hit, paint: Paint) -> Iterator[str]:
    title = next((fragment for fragment in hit.fragments if fragment.field == "title"), None)
    yield _fragment(title, paint, "title") if title else paint(plain(hit.title), "title")
    yield paint(plain(hit.path), "path") + (f"  {counted(hit.hits, 'hit')}" if hit.passage is None else "")
    if line := _about_line(hit.about):
        yield paint(line, "note")
    if line := missing_line(hit):
        yield paint(plain(line), "note")
    for fragment in hit.fragments:
        if fragment.field != "title":
            at = paint(f" ({plain(fragment.at)})", "note") if fragment.at else ""
            yield f"    {_fragment(fragment, paint)}{at}"
    if hit.duplicates:
        yield paint(plain(duplicates_summary(hit.duplicates)), "note")
    for duplicate in hit.duplicates:
        details = f"{plain(duplicate.title)} ({plain(duplicate_details(duplicate))})"
        yield f"    {paint(plain(duplicate.path), 'path')}  {details}"


def _about_line(about: About) -> str:
    """The metadata of an article on one line. Empty if there is none."""
    return " · ".join(plain(fact.text) for fact in in_brief(about))


def _fragment(fragment: Fragment, paint: Paint, unmarked: str = "body") -> str:
    parts = ((_SPACE.sub(" ", plain(text)), marked) for text, marked in split_at_marks(fragment.text, fragment.marks))
    return "".join(paint(text, "mark" if marked else unmarked) for text, marked in parts)


def _total(results: Results) -> str:
    total = counted(results.total, "article")
    if grouped := results.total - results.groups:
        total += f" ({counted(grouped, 'near-duplicate')} grouped)"
    page = f", page {results.page} of {results.pages}" if results.pages > 1 else ""
    return f"{total}{page} for {plain(results.canonical)}" if results.canonical else "Nothing to search for."
