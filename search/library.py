"""What a caller holds: a folder of texts with its index, to update and to search."""

import shlex
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from search.arguments import check_number, check_text
from search.compare.types import ComparisonView
from search.config import Config
from search.documents.ignore import read_exclusion
from search.documents.walk import require_folder, walk
from search.engines.base import Engine
from search.errors import BadFilter, CorpusEmptied, IndexDamaged, IndexMissing, NoSuchArticle, NoSuchPage
from search.events.types import Listed, Story, listed
from search.metadata import about
from search.paths import absolute, check_index_folder, claim_index_folder, default_index
from search.query import parse
from search.query.date_range import NO_DATE, parse_date_range
from search.query.examples import Example, examples
from search.query.explain import Explanation
from search.query.suggest import Suggestions
from search.reports.duplicates import DuplicateList, near_duplicates_of
from search.types.activity import CheckReport, UpdateReport
from search.types.article import Article
from search.types.duplicates import NearDuplicate
from search.types.files import Skipped, readable_path
from search.types.requests import NO_FILTERS, DuplicateMode, FacetSelection, Filters, SearchOptions, Sort
from search.types.results import ArticleView, Hit, Match, Results, Status, last_page
from search.version import VERSION

if TYPE_CHECKING:
    from search.indexing.update import Progress
    from search.reports.files import Report
    from search.whoosh_api.index import WhooshIndex

_LEFT = "It may have left the folder since you found it."
_GONE = f"There is no such article. {_LEFT}"
_LOOKED_AT = 30
"""Articles with most in common of which it is judged whether they tell the same event."""
MOST_RESULTS = 10_000
"""Results on a page."""
_MOST_VALUES, _LONGEST_VALUE = 50, 4096
"""What links on a page of results can bear; no path is longer."""


class Library:
    """A folder and its index. Safe across threads; nothing is ever written into the folder."""

    def __init__(self, corpus: Path, index: Path, engine: Engine, config: Config) -> None:
        self.corpus = corpus
        self.index = index
        self.config = config
        self._engine = engine
        self._is_ours = False

    @classmethod
    def open(cls, corpus: Path | str, index: Path | str | None = None, config: Config | None = None) -> "Library":
        """The library of a folder; its index lies in `index`, or else in a private folder under the user's cache.

        Nothing is read or written yet. Raises IndexRefused where `index` is another corpus's or lies in `corpus`.
        """
        from search.engines.embedded import EmbeddedEngine

        config = config or Config()
        folder = absolute(corpus)
        place = absolute(index) if index else default_index(folder)
        with suppress(IndexDamaged):  # whatever is asked says so, and `repair` mends it
            check_index_folder(place, folder)
        return cls(folder, place, EmbeddedEngine(place, config.language), config)

    def update(
        self, progress: "Progress" = lambda _done, _all: None, workers: int = 1, *, empty: bool = False
    ) -> UpdateReport:
        """As `search.indexing.update.update`, in as many processes as there are `workers`, from 1 on."""
        from search.indexing.update import update  # with the steps of cleaning, which searches do without

        check_number("workers", workers)
        claim_index_folder(self.index, self.corpus)
        try:
            return update(self.corpus, self._engine, self.config, progress, workers, empty=empty)
        except CorpusEmptied as error:
            remedy = self._command("index", "--empty")
            raise CorpusEmptied(f"{error} Is a drive to be mounted? If not, empty the index with: {remedy}") from None

    @property
    def is_outdated(self) -> bool:
        """Whether another version of the program made the index, so that the next update builds it anew."""
        return self._engine.is_outdated()

    @property
    def generation(self) -> int:
        """The number of the index's newest state, which grows with each; 0 before the first update. Cheap."""
        return self._engine.generation()

    def check(self) -> CheckReport:
        """Read all of the index and tell which files of it are damaged. Raises IndexMissing before the first update."""
        began = time.perf_counter()
        damaged = (*self._damage_of_owner(), *self._engine.check())
        if not damaged:
            self._ready()
        return CheckReport(readable_path(str(self.index)), damaged, round(time.perf_counter() - began, 3))

    def repair(self, progress: "Progress" = lambda _done, _all: None, workers: int = 1) -> UpdateReport:
        """Update, and make anew from the corpus what is damaged. Meanwhile what there is is searched."""
        check_number("workers", workers)
        claim_index_folder(self.index, self.corpus, repair=True)
        self._engine.mark_lost(item.path for item in self._engine.check())
        report = self.update(progress, workers)
        with self._engine.batch():  # what is damaged goes, also where nothing had to be read again for it
            return report

    def _damage_of_owner(self) -> tuple[Skipped, ...]:
        """The file that says whose index it is, where it is damaged."""
        try:
            check_index_folder(self.index, self.corpus)
        except IndexDamaged as error:
            return (Skipped(error.file, error.what),)
        return ()

    def search(  # noqa: PLR0913 - all of it by name
        self,
        text: str,
        *,
        page: int = 1,
        size: int | None = None,
        sort: Sort = "relevance",
        duplicates: DuplicateMode = "grouped",
        filters: Filters = NO_FILTERS,
        facets: FacetSelection = False,
    ) -> Results:
        """One page of the articles that match a query text and the filters, with `facets` what else they could be
        filtered by; pages count from 1. Facets cost some milliseconds with 40,000 matches. With duplicates
        "grouped", a result stands under the best-ranked one that it shares two fifths of its words with, and pages
        count only those listed.

        Raises QueryTooLong, NoSuchPage for a page that there is not, BadFilter, IndexMissing before the first update,
        ValueError for other arguments that there cannot be.
        """
        began = time.perf_counter()
        listing = _listing(sort, filters, duplicates)
        query = parse(text)
        size = self.config.page_size if size is None else size
        check_number("size", size, 1, MOST_RESULTS)
        if type(page) is not int or page < 1:
            raise NoSuchPage(f"There is no page {page}; pages count from 1.", 1)
        found = self._ready().search(query, listing, first=(page - 1) * size, count=size, facets=facets)
        if page > (last := last_page(found.groups, size)):
            raise NoSuchPage(f"There is no page {page:,}; the last one is {last:,}.", last)
        hits = tuple(_hit(match) for match in found.matches)
        return Results(
            query=query.text,
            canonical=query.canonical,
            notes=query.notes + found.notes,
            total=found.total,
            groups=found.groups,
            took_ms=round(1000 * (time.perf_counter() - began), 2),
            page=page,
            size=size,
            hits=hits,
            filters=filters,
            facets=found.facets,
            sort=sort,
        )

    def matches(self, text: str, *, sort: Sort = "relevance", filters: Filters = NO_FILTERS) -> Iterator[Hit]:
        """All articles that match, as on the pages of `search`, of the index as it is now, whatever is committed
        meanwhile. Raises QueryTooLong, BadFilter, ValueError, IndexMissing at once, IndexDamaged at any time; holds a
        few articles at a time."""
        return map(_hit, self._ready().matches(parse(text), _listing(sort, filters, "all")))

    def state(self) -> str:
        """A name for the state of the index: while it is the same, so are all answers. Cheap. Raises IndexMissing."""
        return self._ready().state()

    def explain(self, text: str) -> Explanation:
        """What a query text was understood as, term by term, and what would find more.

        Raises QueryTooLong, IndexMissing.
        """
        return self._ready().explain(parse(text))

    def suggest(self, text: str, most: int = 6) -> Suggestions:
        """At most so many queries that go on as a text does, and half as many articles whose titles have its words.

        Nothing for a long text. Raises IndexMissing, ValueError where `most` is less than 1. Cost: some milliseconds.
        """
        return self._ready().suggest(parse(text), most)

    def article(self, article_id: str, text: str = "", *, hit: int = 0) -> ArticleView:
        """An article to read, with the places that a query marks in it: the portion of them that holds a hit, by its
        number, or the last there is; 0 for the first. A query that is too long marks nothing, and a note says so.
        Raises NoSuchArticle, IndexMissing."""
        check_number("hit", hit, 0)
        query = parse(text)
        reading = self._ready().read(article_id, parse("") if query.too_long else query, hit)
        if reading is None:
            raise NoSuchArticle(_GONE)
        return ArticleView(
            id=article_id,
            title=reading.article.heading,
            path=readable_path(reading.article.path),
            encoding=reading.article.encoding,
            query=query.text,
            canonical=query.canonical,
            notes=query.notes + reading.notes,
            found=reading.found,
            text=reading.article.text,
            marks=reading.portion.marks,
            about=about(reading.article),
            title_at=reading.article.title,
            zones=reading.article.zones,
            siblings=_siblings(reading.article),
            first=reading.portion.first,
            total=reading.portion.total,
            bands=reading.portion.bands,
        )

    def compare(self, a: str, b: str) -> ComparisonView:
        """Two articles side by side, by their ids. Raises NoSuchArticle, IndexMissing.

        Cost: a second at most, however long and strange their texts are.
        """
        from search.compare.articles import side_by_side

        engine, nothing = self._ready(), parse("")
        readings = {name: engine.read(article_id, nothing) for name, article_id in (("a", a), ("b", b))}
        found = [reading.article for reading in readings.values() if reading]
        if missing := [name for name, reading in readings.items() if not reading]:
            raise NoSuchArticle(f"There is no such article as {' and '.join(missing)} names. {_LEFT}")
        return side_by_side(*found)

    def similar(self, article_id: str, count: int = 5) -> tuple[Listed, ...]:
        """The articles that have most in common with one, `count` at most. Raises NoSuchArticle, IndexMissing, and
        ValueError where `count` is less than 0."""
        return tuple(map(listed, self._related(article_id, count)[1:]))

    def story(self, article_id: str) -> Story:
        """The event of an article, as those tell it that seem to tell it. Raises NoSuchArticle, IndexMissing.

        Cost: some 40 ms where there are 40,000 articles.
        """
        from search.events.story import story

        article, *others = self._related(article_id, _LOOKED_AT)
        engine = self._ready()
        return story(article, others, engine.frequencies, engine.stats().articles, engine.duplicate_pairs)

    def _related(self, article_id: str, count: int) -> tuple[Article, ...]:
        found = self._ready().more_like_this(article_id, count)
        if not found:
            raise NoSuchArticle(_GONE)
        return found

    def duplicates(self, article_id: str) -> tuple[NearDuplicate, ...]:
        """The articles that share passages with one, which is a of each pair; those first of which most is in it.

        Directly: what a copy shares with others says nothing of this one. Raises NoSuchArticle, IndexMissing.
        """
        engine = self._ready()
        if not engine.articles([article_id]):
            raise NoSuchArticle(_GONE)
        return near_duplicates_of(engine, article_id)

    def duplicate_pairs(self) -> DuplicateList:
        """All pairs of articles that share passages. Raises IndexMissing before the first update."""
        return DuplicateList(self._ready())

    def surroundings(self, view: ArticleView) -> tuple[str, str]:
        """The text of an article's file before the article and behind it. Cost: reading the file's other articles."""
        others = self._ready().articles(it for it in view.siblings if it != view.id)
        before = "".join(it.text for it in others if it.part < view.about.part)
        return before, "".join(it.text for it in others if it.part > view.about.part)

    def report(self, part: str = "", *, doubtful: bool = False) -> "Report":
        """What was done to each file whose path has `part` in it; with `doubtful` those alone where something may be
        wrong. Lists the folder; reads what is reported on from the index. Raises IndexMissing, CorpusError."""
        from search.reports.files import Report

        check_text("part", part)
        engine = self._ready()
        listing = walk(self.corpus, read_exclusion(self.corpus, self.config.exclude))
        return Report(engine, listing, part, doubtful=doubtful)

    def examples(self) -> tuple[Example, ...]:
        """Queries to try, made of words of this corpus. Raises IndexMissing before the first update."""
        hits = self.search("*", size=50, sort="path").hits
        return examples([hit.title for hit in hits], [hit.about for hit in hits])

    def status(self) -> Status:
        """What there is to search. Raises IndexMissing before the first update."""
        return Status(
            corpus=readable_path(str(self.corpus)),
            index=readable_path(str(self.index)),
            version=VERSION,
            **asdict(self._ready().stats()),
        )

    def whoosh(self) -> "WhooshIndex":
        """The index as a `whoosh.index.Index`, for Whoosh's searchers, query parsers, collectors and writers.
        docs/whoosh.md says what differs. Raises IndexMissing before the first update."""
        from search.whoosh_api.index import WhooshIndex

        self._ready()
        return WhooshIndex(self.index, self.config.language)

    def _ready(self) -> Engine:
        if not self._is_ours:
            check_index_folder(self.index, self.corpus)
            self._is_ours = True
        if not self._engine.exists():
            require_folder(self.corpus)
            shown, remedy = readable_path(str(self.corpus)), self._command("index")
            if self._engine.is_outdated():
                made = "was made by another version of seedsearch, and the next update builds it anew"
                raise IndexMissing(f"The index of {shown} {made}. Do it now with: {remedy}")
            raise IndexMissing(f"{shown} has no index yet. Make one with: {remedy}")
        return self._engine

    def _command(self, name: str, *options: str) -> str:
        """A command for this folder and its index, as a person types it."""
        elsewhere = [] if self.index == default_index(self.corpus) else ["--index", str(self.index)]
        return readable_path(shlex.join(["seedsearch", name, str(self.corpus), *elsewhere, *options]))


def _listing(sort: Sort, filters: Filters, duplicates: DuplicateMode) -> SearchOptions:
    """Which matches are asked for. Raises BadFilter, ValueError."""
    listing = SearchOptions(sort, filters, duplicates)
    values = [value for _, value in filters.pairs]
    if len(values) > _MOST_VALUES or any(len(value) > _LONGEST_VALUE for value in values):
        raise BadFilter(
            f"There may be {_MOST_VALUES} values to filter by at most, of {_LONGEST_VALUE:,} characters each."
        )
    for period in filters.date:
        try:
            period == NO_DATE or parse_date_range(period)
        except ValueError:
            raise BadFilter(
                f"“{period[:40]}” is no date to filter by. Say 2025, 2025-07, 2025-07-12, 2025-07..2025-09 or none."
            ) from None
    return listing


def _hit(match: Match) -> Hit:
    return Hit(
        id=match.article.id,
        title=match.article.heading,
        path=readable_path(match.article.path),
        score=round(match.score, 4),
        hits=match.hits,
        fragments=match.fragments,
        about=about(match.article),
        duplicates=tuple(NearDuplicate.of(each.article, each.pair) for each in match.duplicates),
    )


def _siblings(article: Article) -> tuple[str, ...]:
    several = article.parts > 1
    from search.extract.articles import article_id

    return tuple(article_id(article.path, number) for number in range(1, article.parts + 1)) if several else ()
