"""What the page of a comparison shows: a verdict, both articles, and their texts in rows."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from search import ComparedArticle, Comparison, ComparisonView, Difference, Relation, Row, Span
from web.links import Link, Links
from web.presenters.facts import facts
from web.presenters.marked_text import Piece, shortened
from web.presenters.passage_map import Ribbon, passage_map

_MENTIONS = 12
_LONGEST_MENTION = 160
_LABELLED = ("headline", "standfirst", "caption", "byline")
Group = tuple[str, list[Row]]
"""An id, and the rows that are shown together."""
_INCOMPLETE = "The texts are so different or repetitive that some words were not compared one by one."


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What one text says in a row. `label` is its zone, empty for the body. A piece that differs is marked; its kind is
    "words" (different words) or "written" (the same words, spelled differently)."""

    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ShownRow:
    """What is shown side by side. `kind` is that of the row, "alike" outside of passages, or "apart" for paragraphs
    that only one text has. `begins` is the number of the passage that begins here, or 0. `same`: both sides are
    equal except for white space."""

    kind: str
    anchor: str
    begins: int
    same: bool
    a: tuple[Paragraph, ...]
    b: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure or a quote that only one text has, and the address of its row."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Mentions:
    """The first figures or quotes of a side, and the number of others."""

    name: str
    shown: tuple[Mention, ...]
    more: int


@dataclass(frozen=True, slots=True)
class ShownSide:
    """One of the two articles: its shared part, and what only it has."""

    letter: str
    article: ComparedArticle
    link: Link
    facts: Markup
    share: str
    only: str
    mentions: tuple[Mentions, ...]


@dataclass(frozen=True, slots=True)
class ShownComparison:
    """All that the page shows. `verdict` says what the texts share, `relation` what else holds between the articles.

    `lengths` are those of both texts on the map.
    """

    sides: tuple[ShownSide, ShownSide]
    verdict: str
    relation: tuple[Relation, ...]
    notes: tuple[str, ...]
    passages: int
    rows: tuple[ShownRow, ...]
    differs: bool
    lengths: Span
    ribbons: tuple[Ribbon, ...]
    swapped: Link


def shown_comparison(view: ComparisonView, links: Links) -> ShownComparison:
    """All that the page of a comparison shows. Linear."""
    comparison = view.comparison
    groups = list(grouped(comparison.rows))
    sides = _side("A", view.a, comparison, groups, links), _side("B", view.b, comparison, groups, links)
    lengths, ribbons = passage_map(comparison.rows, len(view.a.text), len(view.b.text))
    return ShownComparison(
        sides=sides,
        verdict=_verdict(view, sides),
        relation=tuple(each for each in view.relation if each.kind != "shared_passages"),  # the verdict says it
        notes=tuple(_notes(view)),
        passages=comparison.passages,
        rows=shown_rows(view, groups),
        differs=any(row.differences for row in comparison.rows),
        lengths=lengths,
        ribbons=ribbons,
        swapped=links.comparison(view.b.id, view.a.id),
    )


def shown_rows(view: ComparisonView, groups: Iterable[Group]) -> tuple[ShownRow, ...]:
    """The rows as the page shows them. Linear."""
    return tuple(_row(view, anchor, rows) for anchor, rows in groups)


def grouped(rows: Sequence[Row]) -> Iterator[Group]:
    """The rows in groups: rows that only one text has are grouped with their neighbours. Each group has an id."""
    passage = 0
    alone = groupby(enumerate(rows, 1), key=lambda item: item[0] if item[1].a and item[1].b else 0)
    for number, group in enumerate(([row for _, row in items] for _, items in alone), 1):
        begins = group[0].passage > passage
        passage = max(passage, group[0].passage)
        yield f"passage-{passage}" if begins else f"row-{number}", group


def _row(view: ComparisonView, anchor: str, rows: list[Row]) -> ShownRow:
    first = rows[0]
    together = first.a is not None and first.b is not None
    a = tuple(_paragraph(view.a, row.a, [(each.a, each) for each in row.differences]) for row in rows if row.a)
    b = tuple(_paragraph(view.b, row.b, [(each.b, each) for each in row.differences]) for row in rows if row.b)
    return ShownRow(
        kind=("alike" if not first.passage else first.kind) if together else "apart",
        anchor=anchor,
        begins=first.passage if anchor.startswith("passage") else 0,
        same=together and _words(a[0]) == _words(b[0]),
        a=a,
        b=b,
    )


def _paragraph(article: ComparedArticle, span: Span, changes: Sequence[tuple[Span, Difference]]) -> Paragraph:
    """A part of a text, without white space around it."""
    text = article.text[slice(*span)]
    begin, end = span[0] + len(text) - len(text.lstrip()), span[0] + len(text.rstrip())
    at = begin
    pieces: list[Piece] = []
    for (start, stop), difference in changes:
        if start == stop:
            continue
        between, changed = article.text[at:start], article.text[start:stop]
        if pieces and pieces[-1].kind == difference.kind and between.isspace():
            pieces[-1] = Piece(pieces[-1].text + between + changed, marked=True, kind=difference.kind)
        else:
            pieces += [Piece(between), Piece(changed, marked=True, kind=difference.kind)]
        at = stop
    pieces.append(Piece(article.text[at:end]))
    return Paragraph(_label(article, begin), tuple(piece for piece in pieces if piece.text))


def _label(article: ComparedArticle, position: int) -> str:
    """The zone at a position of the text; empty for the body."""
    before = bisect_right(article.zones, position, key=lambda zone: zone.start)
    zone = article.zones[before - 1] if before else None
    return zone.kind if zone and position < zone.end and zone.kind in _LABELLED else ""


def _words(paragraph: Paragraph) -> list[str]:
    return "".join(piece.text for piece in paragraph.pieces).split()


def _side(
    letter: str, article: ComparedArticle, comparison: Comparison, groups: Sequence[Group], links: Links
) -> ShownSide:
    name = letter.lower()
    share = getattr(comparison, f"share_{name}")
    rows = ((getattr(row, name), anchor) for anchor, group in groups for row in group)
    anchors = sorted((span[0], anchor) for span, anchor in rows if span)
    kinds = (("Figures", f"figures_{name}"), ("Quotations", f"quotations_{name}"))
    return ShownSide(
        letter=letter,
        article=article,
        link=links.article(article.id),
        facts=facts(article.about, full=True, linked=False),
        share=_percent(share),
        only=_percent(1 - share),
        mentions=tuple(_mentions(kind, article.text, getattr(comparison, spans), anchors) for kind, spans in kinds),
    )


def _mentions(name: str, text: str, spans: Sequence[Span], anchors: Sequence[tuple[int, str]]) -> Mentions:
    first: dict[str, int] = {}
    for start, end in spans:
        first.setdefault(" ".join(text[start:end].split()), start)
    shown = (
        Mention(
            shortened(mention, _LONGEST_MENTION), f"#{anchors[bisect_right(anchors, (start, chr(0x10FFFF))) - 1][1]}"
        )
        for mention, start in list(first.items())[:_MENTIONS]
    )
    return Mentions(name, tuple(shown), max(0, len(first) - _MENTIONS))


def _verdict(view: ComparisonView, sides: tuple[ShownSide, ShownSide]) -> str:
    count = view.comparison.passages
    if not count:
        return "They share no passage."
    a, b = sides
    shared = f"{count:,} passage{'s' if count > 1 else ''}: {a.share} of A and {b.share} of B"
    return f"They share {shared}."


def _notes(view: ComparisonView) -> Iterator[str]:
    for letter, article in (("A", view.a), ("B", view.b)):
        if article.rest:
            yield f"Only the first {len(article.text):,} characters of {letter} were compared; {article.rest:,} follow."
    if not view.comparison.complete:
        yield _INCOMPLETE


def _percent(share: float) -> str:
    """A share in percent. Only exact values read 0% and 100%."""
    whole = round(100 * share)
    return f"{min(max(whole, 1), 99) if 0 < share < 1 else whole}%"
