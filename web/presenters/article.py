"""What the page of an article shows: its text with numbered hits, the steps from hit to hit, and the citation."""

from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from markupsafe import Markup

from search import BANDS, ArticleView, cite, place_in_document
from web import urls
from web.links import Link, Links
from web.params import ReadingParams
from web.presenters.marked_text import Piece
from web.presenters.paging import page_numbers
from web.presenters.text_fragments import text_fragment
from web.presenters.text_html import text_html
from web.presenters.text_parts import (
    TextBlock,
    TextPart,
    part_kind,
    shown_places,
    text_blocks,
    text_parts,
    unlabelled_parts,
)

RAIL = 1000
"""The height of the rail, in the units of its drawing."""


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


@dataclass(frozen=True)
class ArticlePage:
    """An article as requested. `file_text` is its whole file, if that is shown: before it, its text, after it."""

    view: ArticleView
    params: ReadingParams
    file_text: tuple[str, str, str] | None = None

    @cached_property
    def text(self) -> tuple[TextBlock, ...]:
        """The text in blocks; the whole file if it is shown. Linear."""
        if not self.file_text:
            return tuple(text_blocks(text_parts(self.view)))
        before, _, after = (TextPart("", "", (Piece(text),)) for text in self.file_text)
        return tuple(text_blocks(chain([before], unlabelled_parts(self.view), [after])))

    @property
    def html(self) -> Markup:
        """The same as HTML."""
        return text_html(self.text, self.page_of_original)

    @property
    def has_boilerplate(self) -> bool:
        """Whether a part of the text is boilerplate or a repeated headline."""
        return any(part_kind(zone, self.view.title_at) in ("boilerplate", "repeat") for zone in self.view.zones)

    @cached_property
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
        """Where all hits are in the text, without what is folded, in at most BANDS ticks."""
        place = (lambda offset: offset / len(self.view.text)) if self.file_text else shown_places(self.text)
        return tuple(
            Tick(int(RAIL * place(band * len(self.view.text) // BANDS)), hit, self._hit(hit).address or f"#hit-{hit}")
            for band, hit in self.view.bands
        )

    @property
    def file_articles(self) -> tuple[FileArticle, ...]:
        """The articles of the file: the first, the last, and those around this one. Empty if there is only one."""
        siblings, own = self.view.siblings, self.view.about.part
        numbers = page_numbers(own, len(siblings)) if siblings else []
        return tuple(
            FileArticle(number, None if number in (0, own) else self.file_article(number)) for number in numbers
        )

    def page_of_original(self, page: int) -> str:
        """The address of an image of a page of the original, counted from 1; empty if there is none."""
        is_pdf = self.view.about.type == "pdf" and not self.view.about.member
        return urls.page_of_original(self.view.id, page, self.view.query) if is_pdf and page else ""

    def file_article(self, number: int) -> Link:
        """A link to an article of the same file, by its number."""
        return self.links.article(self.view.siblings[number - 1])

    def citation(self, host: str) -> Citation:
        """How to cite it. `host` is the address of the site, with a slash at the end."""
        view, site = self.view, host.rstrip("/")
        address = f"{site}{urls.article(view.id)}"
        if not view.marks:
            return Citation(cite(view.about, view.title, view.path), address, 0, "")
        hit = min(max(1, self.params.hit), view.total)
        mark = view.marks[hit - view.first]
        line = cite(view.about, view.title, view.path, place_in_document(view.breaks, mark[0]))
        query = "" if self.links.are_buttons else view.query
        fragment = text_fragment(view.text, mark)
        return Citation(line, address, hit, f"{site}{urls.article(view.id, query, hit=hit)}{fragment}")

    def _hit(self, number: int) -> Link:
        """A link to this page at one of its hits."""
        return self.links.article(self.view.id, hit=number, plain=self.file_text is not None)
