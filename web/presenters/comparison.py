"""From a comparison to what its page shows. Texts stay plain here; Jinja escapes every one of them."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from search import ComparedArticle, Comparison, ComparisonView, Difference, Row, Span
from web.links import Link, Links
from web.presenters.results import ShownFact, facts, shortened
from web.presenters.ribbons import Ribbon, ribbons

_MENTIONS = 12
_LONGEST_MENTION = 160
_LABELLED = ("headline", "standfirst", "caption", "byline")
_DIRECTIONS = {
    "a from b": "A probably copied B.",
    "b from a": "B probably copied A.",
    "unknown": "It is unknown who copied whom.",
}
Group = tuple[str, list[Row]]
"""An anchor, and the rows that stand there together."""
_STRANGE = "The texts are so different or repetitive that some words were not compared one by one."


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of text; `change` tells how the other text differs from it: "words", "written", or not at all."""

    text: str
    change: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What one text says in a row; `label` tells what it is where it is not of the body."""

    label: str
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class ShownRow:
    """What stands side by side. `kind` is that of the row, "alike" where it is of no passage, or "apart": what only one
    or the other has, any number of paragraphs. `begins` is the number of the passage that begins here, otherwise 0;
    `same` is set where both sides are the same but for white space."""

    kind: str
    anchor: str
    begins: int
    same: bool
    a: tuple[Paragraph, ...]
    b: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure or a quotation that only one text has, and the address of its row."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Mentions:
    """The first figures, or quotations, of a side, and how many more there are."""

    name: str
    shown: tuple[Mention, ...]
    more: int


@dataclass(frozen=True, slots=True)
class ShownSide:
    """One of the two articles: what part of it is shared, and what only it has."""

    letter: str
    article: ComparedArticle
    link: Link
    facts: tuple[ShownFact, ...]
    share: str
    only: str
    mentions: tuple[Mentions, ...]


@dataclass(frozen=True, slots=True)
class ShownComparison:
    """All that the page shows; `lengths` of both texts are on the scale of `ribbons`."""

    sides: tuple[ShownSide, ShownSide]
    verdict: str
    notes: tuple[str, ...]
    passages: int
    rows: tuple[ShownRow, ...]
    differs: bool
    lengths: Span
    ribbons: tuple[Ribbon, ...]
    swapped: Link


def prepared(view: ComparisonView, links: Links) -> ShownComparison:
    """A comparison as its page shows it. Linear."""
    found = view.comparison
    groups = list(grouped(found.rows))
    sides = _side("A", view.a, found, groups, links), _side("B", view.b, found, groups, links)
    lengths, shapes = ribbons(found.rows, len(view.a.text), len(view.b.text))
    return ShownComparison(
        sides=sides,
        verdict=_verdict(view, sides),
        notes=tuple(_notes(view)),
        passages=found.passages,
        rows=shown_rows(view, groups),
        differs=any(row.differences for row in found.rows),
        lengths=lengths,
        ribbons=shapes,
        swapped=links.comparison(view.b.id, view.a.id),
    )


def shown_rows(view: ComparisonView, groups: Iterable[Group]) -> tuple[ShownRow, ...]:
    """The rows as the page shows them. Linear."""
    return tuple(_shown(view, anchor, rows) for anchor, rows in groups)


def grouped(rows: Sequence[Row]) -> Iterator[Group]:
    """The rows, what only one or the other has between two others put together; each group with its anchor."""
    passage = 0
    alone = groupby(enumerate(rows, 1), key=lambda item: item[0] if item[1].a and item[1].b else 0)
    for number, group in enumerate(([row for _, row in items] for _, items in alone), 1):
        begins = group[0].passage > passage
        passage = max(passage, group[0].passage)
        yield f"passage-{passage}" if begins else f"row-{number}", group


def _shown(view: ComparisonView, anchor: str, rows: list[Row]) -> ShownRow:
    first = rows[0]
    together = first.a is not None and first.b is not None
    a = tuple(_paragraph(view.a, row.a, [(it.a, it) for it in row.differences]) for row in rows if row.a)
    b = tuple(_paragraph(view.b, row.b, [(it.b, it) for it in row.differences]) for row in rows if row.b)
    return ShownRow(
        kind=("alike" if not first.passage else first.kind) if together else "apart",
        anchor=anchor,
        begins=first.passage if anchor.startswith("passage") else 0,
        same=together and _said(a[0]) == _said(b[0]),
        a=a,
        b=b,
    )


def _paragraph(article: ComparedArticle, span: Span, changes: Sequence[tuple[Span, Difference]]) -> Paragraph:
    """A stretch of a text without the white space around it."""
    text = article.text[slice(*span)]
    begin, end = span[0] + len(text) - len(text.lstrip()), span[0] + len(text.rstrip())
    at = begin
    words: list[Words] = []
    for (start, stop), difference in changes:
        if start == stop:
            continue
        between, changed = article.text[at:start], article.text[start:stop]
        if words and words[-1].change == difference.kind and between.isspace():
            words[-1] = Words(words[-1].text + between + changed, difference.kind)
        else:
            words += [Words(between), Words(changed, difference.kind)]
        at = stop
    words.append(Words(article.text[at:end]))
    return Paragraph(_label(article, begin), tuple(it for it in words if it.text))


def _label(article: ComparedArticle, place: int) -> str:
    """What stands at a place of the text, if that is not the body."""
    before = bisect_right(article.zones, place, key=lambda zone: zone.start)
    zone = article.zones[before - 1] if before else None
    return zone.kind if zone and place < zone.end and zone.kind in _LABELLED else ""


def _said(paragraph: Paragraph) -> list[str]:
    return "".join(words.text for words in paragraph.words).split()


def _side(letter: str, article: ComparedArticle, found: Comparison, groups: Sequence[Group], links: Links) -> ShownSide:
    name = letter.lower()
    share = getattr(found, f"share_{name}")
    rows = ((getattr(row, name), anchor) for anchor, group in groups for row in group)
    places = sorted((span[0], anchor) for span, anchor in rows if span)
    told = (("Figures", f"figures_{name}"), ("Quotations", f"quotations_{name}"))
    return ShownSide(
        letter=letter,
        article=article,
        link=links.article(article.id),
        facts=facts(article.about, full=True, linked=False),
        share=_percent(share),
        only=_percent(1 - share),
        mentions=tuple(_mentions(what, article.text, getattr(found, spans), places) for what, spans in told),
    )


def _mentions(name: str, text: str, spans: Sequence[Span], places: Sequence[tuple[int, str]]) -> Mentions:
    first: dict[str, int] = {}
    for start, end in spans:
        first.setdefault(" ".join(text[start:end].split()), start)
    shown = (
        Mention(shortened(said, _LONGEST_MENTION), f"#{places[bisect_right(places, (start, chr(0x10FFFF))) - 1][1]}")
        for said, start in list(first.items())[:_MENTIONS]
    )
    return Mentions(name, tuple(shown), max(0, len(first) - _MENTIONS))


def _verdict(view: ComparisonView, sides: tuple[ShownSide, ShownSide]) -> str:
    count = view.comparison.passages
    if not count:
        return "They share no passage."
    a, b = sides
    shared = f"{count:,} passage{'s' if count > 1 else ''}: {a.share} of A and {b.share} of B"
    return f"They share {shared}. {_DIRECTIONS[view.direction]}"


def _notes(view: ComparisonView) -> Iterator[str]:
    for letter, article in (("A", view.a), ("B", view.b)):
        if article.rest:
            yield f"Only the first {len(article.text):,} characters of {letter} were compared; {article.rest:,} follow."
    if not view.comparison.complete:
        yield _STRANGE


def _percent(share: float) -> str:
    """A share to be read: 0% and 100% only where that is exact."""
    whole = round(100 * share)
    return f"{min(max(whole, 1), 99) if 0 < share < 1 else whole}%"
