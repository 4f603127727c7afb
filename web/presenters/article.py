"""What the page of an article shows: its text with numbered hits, the steps from hit to hit, and the citation."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, pairwise

from search import BANDS, ArticleView, Span, Zone, cite
from web import urls
from web.links import Link, Links
from web.params import ReadingParams
from web.presenters.facts import date_anchor
from web.presenters.marked_text import Piece
from web.presenters.paging import page_numbers
from web.presenters.text_fragments import text_fragment

RAIL = 1000
"""The height of the rail, in the units of its drawing."""


@dataclass(frozen=True, slots=True)
class TextPart:
    """A part of an article's text that looks the same throughout. `kind` is that of its zone, "repeat" for a repeated
    headline, or empty. `anchor` is the id of a date that starts here, or empty."""

    kind: str
    anchor: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class HitSteps:
    """The links from hit to hit, which wrap around. `at` is the number of the current hit, 0 for none."""

    at: int
    total: int
    previous: Link
    following: Link


@dataclass(frozen=True, slots=True)
class MarkedPortion:
    """If an article has too many hits to mark all: the marked ones are number `first` to `last`. `before` and `after`
    lead to the next portion on each side, if there is one."""

    first: int
    last: int
    before: Link | None
    after: Link | None


@dataclass(frozen=True, slots=True)
class Tick:
    """The hits in a band of the text: the top of the band on the rail, the number of its first hit, and the address of
    this hit. The address is only a fragment if the search is long."""

    top: int
    hit: int
    address: str


@dataclass(frozen=True, slots=True)
class FileArticle:
    """An article of the same file: its number, and a link that is None for the current article. Number 0 is a gap."""

    number: int
    link: Link | None


@dataclass(frozen=True, slots=True)
class Citation:
    """How to cite an article: a line, its address, and the address of a passage with the number of its hit. Without a
    hit the number is 0 and the passage empty."""

    line: str
    address: str
    hit: int
    passage: str


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """An article as requested. `file_text` is its whole file, if that is shown: before it, its text, after it."""

    view: ArticleView
    params: ReadingParams
    file_text: tuple[str, str, str] | None = None

    @property
    def text(self) -> Iterator[TextPart]:
        """The text in parts; the whole file if it is shown. Linear."""
        if not self.file_text:
            return _with_marks(self.view, _cut(self.view))
        before, _, after = (TextPart("", "", (Piece(text),)) for text in self.file_text)
        return chain([before], _with_marks(self.view, [("", "", 0, len(self.view.text))]), [after])

    @property
    def has_boilerplate(self) -> bool:
        """Whether a part of the text is boilerplate or a repeated headline."""
        return any(_kind(zone, self.view.title_at) in ("boilerplate", "repeat") for zone in self.view.zones)

    @property
    def links(self) -> Links:
        """Links that keep the search that led here, with its query as it was read."""
        return Links(self.params.search.but(q=self.view.query), plain=self.file_text is not None)

    @property
    def steps(self) -> HitSteps:
        """The steps from the current hit."""
        total = self.view.total
        at = min(self.params.hit, total)
        previous, following = (at - 2) % total + 1 if at else total, at % total + 1
        return HitSteps(at, total, self._hit(previous), self._hit(following))

    @property
    def portion(self) -> MarkedPortion | None:
        """Which hits are marked; None if all are."""
        first, total = self.view.first, self.view.total
        last = first + len(self.view.marks) - 1
        if len(self.view.marks) == total:
            return None
        before, after = self._hit(first - 1) if first > 1 else None, self._hit(last + 1) if last < total else None
        return MarkedPortion(first, last, before, after)

    @property
    def rail(self) -> tuple[Tick, ...]:
        """Where all hits are in the text, in at most BANDS ticks."""
        return tuple(
            Tick(band * RAIL // BANDS, hit, self._hit(hit).address or f"#hit-{hit}") for band, hit in self.view.bands
        )

    @property
    def file_articles(self) -> tuple[FileArticle, ...]:
        """The articles of the file: the first, the last, and those around this one. Empty if there is only one."""
        siblings, own = self.view.siblings, self.view.about.part
        numbers = page_numbers(own, len(siblings)) if siblings else []
        return tuple(
            FileArticle(number, None if number in (0, own) else self.file_article(number)) for number in numbers
        )

    def file_article(self, number: int) -> Link:
        """A link to an article of the same file, by its number."""
        return self.links.article(self.view.siblings[number - 1])

    def citation(self, host: str) -> Citation:
        """How to cite it. `host` is the address of the site, with a slash at the end."""
        view, site = self.view, host.rstrip("/")
        line, address = cite(view.about, view.title, view.path), f"{site}{urls.article(view.id)}"
        if not view.marks:
            return Citation(line, address, 0, "")
        hit = min(max(1, self.params.hit), view.total)
        query = "" if self.links.are_buttons else view.query
        fragment = text_fragment(view.text, view.marks[hit - view.first])
        return Citation(line, address, hit, f"{site}{urls.article(view.id, query, hit=hit)}{fragment}")

    def _hit(self, number: int) -> Link:
        """A link to this page at one of its hits."""
        return self.links.article(self.view.id, hit=number, plain=self.file_text is not None)


_Cut = tuple[str, str, int, int]
"""The kind, anchor, start and end of a part."""


def _cut(view: ArticleView) -> Iterator[_Cut]:
    """The whole text of an article, cut at zones and dates, in order. Linear."""
    zones = [(zone.start, zone.end, kind) for zone in view.zones if (kind := _kind(zone, view.title_at))]
    about = view.about
    dates = [date for date in (about.published, about.updated, about.mentions) if date and date.start < date.end]
    anchors = {date.start: date_anchor(date.start) for date in dates}
    bounds = (*((start, end) for start, end, _ in zones), *((date.start, date.end) for date in dates))
    cuts = sorted({0, len(view.text), *(cut for bound in bounds for cut in bound)})
    kinds = {cut: kind for start, end, kind in zones for cut in cuts[bisect_left(cuts, start) : bisect_left(cuts, end)]}
    for start, end in pairwise(cuts):
        yield kinds.get(start, ""), anchors.get(start, ""), start, end


def _kind(zone: Zone, title: Span) -> str:
    return "repeat" if zone.repeats(title) else "" if zone.kind == "body" else zone.kind


def _with_marks(view: ArticleView, cuts: Iterable[_Cut]) -> Iterator[TextPart]:
    """The parts of a text, with its marks. A mark has its anchor where it starts, and may continue in the next part."""
    marks, at = view.marks, 0
    for kind, anchor, start, end in cuts:
        pieces: list[Piece] = []
        position = start
        while at < len(marks) and marks[at][0] < end:
            first, last = marks[at]
            pieces.append(Piece(view.text[position:first]))
            position = min(last, end)
            hit = f"hit-{view.first + at}" if first >= start else ""
            pieces.append(Piece(view.text[max(first, start) : position], marked=True, anchor=hit))
            if last > end:
                break
            at += 1
        pieces.append(Piece(view.text[position:end]))
        yield TextPart(kind, anchor, tuple(piece for piece in pieces if piece.text))
