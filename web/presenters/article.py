"""The page of an article: its text with every hit marked and numbered, the way from hit to hit, and what to cite."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

from search import BANDS, ArticleView, Span, Zone, cite
from web import urls
from web.links import Link, Links
from web.params import ReadingParams
from web.presenters.results import date_anchor, page_numbers
from web.presenters.text_fragments import passage

RAIL = 1000
"""The length of a rail, in units of its drawing."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of an article's text that is shown alike: `kind` is that of its zone, "repeat" where it repeats the
    headline, or empty; `anchor` the name of the place where it begins, if it has one."""

    kind: str
    anchor: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Steps:
    """The way from hit to hit, which goes round: `at` is the hit that is shown, 0 for none yet."""

    at: int
    total: int
    previous: Link
    following: Link


@dataclass(frozen=True, slots=True)
class Rest:
    """The hits that are not marked because they are too many: those marked are number `first` to `last`, `others` are
    not, and lie before, after or on both sides, with what leads to the nearest there, if one does."""

    first: int
    last: int
    others: int
    before: Link | None
    after: Link | None


@dataclass(frozen=True, slots=True)
class Tick:
    """The hits of a band of the text: where it begins on the rail, the number of the first, and its address, which is
    its place on this page alone where the search is long."""

    top: int
    hit: int
    address: str


@dataclass(frozen=True, slots=True)
class Part:
    """An article of a file: its number, 0 for a gap, and what leads to it, None for the one shown."""

    number: int
    link: Link | None


@dataclass(frozen=True, slots=True)
class Citation:
    """What to write where an article is quoted, its address, and that of the hit shown, the first if none is, as a
    marked passage: 0 and empty where there is no hit."""

    line: str
    address: str
    hit: int
    passage: str


@dataclass(frozen=True, slots=True)
class Reading:
    """An article as it is asked for. `around` is the text of its file before and behind it, where that is shown."""

    view: ArticleView
    wanted: ReadingParams
    around: tuple[str, str] | None = None

    @property
    def text(self) -> Markup:
        """The text as HTML. Linear."""
        view = self.view
        if not self.around:
            return Markup("".join(_html(view, stretches(view))))  # noqa: S704, all of it is escaped
        whole = Stretch("", "", 0, len(view.text))
        before, after = map(escape, self.around)
        return before + Markup("".join(_html(view, [whole]))) + after  # noqa: S704

    @property
    def furnished(self) -> bool:
        """Whether something in the text belongs to the page and not to the article."""
        return any(_shown_as(zone, self.view.title_at) in ("boilerplate", "repeat") for zone in self.view.zones)

    @property
    def links(self) -> Links:
        """The links that go on from the search that led here, its query cut as it was read."""
        return Links(self.wanted.search.but(q=self.view.query), plain=self.around is not None)

    @property
    def steps(self) -> Steps:
        """The steps from the hit that is shown."""
        total = self.view.total
        at = min(self.wanted.hit, total)
        previous, following = (at - 2) % total + 1 if at else total, at % total + 1
        return Steps(at, total, self._hit(previous), self._hit(following))

    @property
    def rest(self) -> Rest | None:
        """What is not marked; None where all hits are."""
        first, total = self.view.first, self.view.total
        last = first + len(self.view.marks) - 1
        others = total - len(self.view.marks)
        before, after = self._hit(first - 1) if first > 1 else None, self._hit(last + 1) if last < total else None
        return Rest(first, last, others, before, after) if others else None

    @property
    def rail(self) -> tuple[Tick, ...]:
        """Where the hits lie in the text, all of them, BANDS ticks at most."""
        addresses = {it: self._hit(it).address or f"#hit-{it}" for _, it in self.view.bands}
        return tuple(Tick(band * RAIL // BANDS, it, addresses[it]) for band, it in self.view.bands)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The articles of the file: the first, the last and those around this one."""
        siblings, own = self.view.siblings, self.view.about.part
        numbers = page_numbers(own, len(siblings)) if siblings else []
        return tuple(Part(it, None if it in (0, own) else self.sibling(it)) for it in numbers)

    def sibling(self, number: int) -> Link:
        """What leads to an article of the same file."""
        return self.links.article(self.view.siblings[number - 1])

    def citation(self, host: str) -> Citation:
        """How to cite it on a site at `host`, an address that ends with a slash."""
        view, site = self.view, host.rstrip("/")
        line, address = cite(view.about, view.title, view.path), f"{site}{urls.article(view.id)}"
        if not view.marks:
            return Citation(line, address, 0, "")
        hit = min(max(1, self.wanted.hit), view.total)
        query = "" if self.links.are_buttons else view.query
        marked = urls.article(view.id, query, hit=hit) + passage(view.text, view.marks[hit - view.first])
        return Citation(line, address, hit, f"{site}{marked}")

    def _hit(self, number: int) -> Link:
        """What leads to the page shown at one of its hits."""
        return self.links.article(self.view.id, hit=number, plain=self.around is not None)


def stretches(view: ArticleView) -> Iterator[Stretch]:
    """The whole text of an article, zones told apart and dates with their anchors, in order. Linear."""
    zones = [(zone.start, zone.end, kind) for zone in view.zones if (kind := _shown_as(zone, view.title_at))]
    dates = [date for date in (view.about.published, view.about.updated) if date and date.start < date.end]
    anchors = {date.start: date_anchor(date.start) for date in dates}
    bounds = (*((start, end) for start, end, _ in zones), *((date.start, date.end) for date in dates))
    cuts = sorted({0, len(view.text), *(cut for bound in bounds for cut in bound)})
    kinds = {cut: kind for start, end, kind in zones for cut in cuts[bisect_left(cuts, start) : bisect_left(cuts, end)]}
    for start, end in pairwise(cuts):
        yield Stretch(kinds.get(start, ""), anchors.get(start, ""), start, end)


def _shown_as(zone: Zone, title: Span) -> str:
    return "repeat" if zone.repeats(title) else "" if zone.kind == "body" else zone.kind


def _html(view: ArticleView, parts: Iterable[Stretch]) -> Iterator[str]:
    """HTML of a text, in pieces. A mark has its number where it begins, and goes on in the next part if it has to."""
    text, marks, at = view.text, view.marks, 0
    for part in parts:
        yield _opening(part)
        place = part.start
        while at < len(marks) and marks[at][0] < part.end:
            start, end = marks[at]
            yield escape(text[place:start])
            yield f'<mark id="hit-{view.first + at}">' if start >= part.start else "<mark>"
            place = min(end, part.end)
            yield f"{escape(text[max(start, part.start) : place])}</mark>"
            if end > part.end:
                break
            at += 1
        yield escape(text[place : part.end])
        yield "</span>" if part.kind or part.anchor else ""


def _opening(part: Stretch) -> str:
    kind = f' class="{part.kind}"' if part.kind else ""
    anchor = f' id="{part.anchor}"' if part.anchor else ""
    return f"<span{kind}{anchor}>" if kind or anchor else ""
