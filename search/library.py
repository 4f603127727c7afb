"""What a caller holds: a folder of texts with its index, to update and to search."""

import shlex
import time
from dataclasses import asdict
from pathlib import Path

from search import highlight
from search.about import about
from search.config import Config
from search.corpus.articles import article_id
from search.corpus.walk import require_folder, walk
from search.engines.base import Engine
from search.errors import BadFilter, IndexMissing, NoSuchArticle, NoSuchPage
from search.examples import Example, examples
from search.location import absolute, check, claim, default_index
from search.model import (
    NO_FILTERS,
    SORTS,
    Article,
    ArticleView,
    CheckReport,
    Filters,
    Hit,
    Match,
    Results,
    Sort,
    Status,
    UpdateReport,
    last_page,
    readable_path,
)
from search.periods import NO_DATE, span
from search.query import parse
from search.report import Report
from search.update import Progress, update
from search.version import VERSION

_MOST_VALUES, _LONGEST_VALUE = 50, 4096
"""What links on a page of results can bear; no path is longer."""


class Library:
    """A folder and its index. Safe across threads; nothing is ever written into the folder."""

    def __init__(self, corpus: Path, index: Path, engine: Engine, config: Config) -> None:
        self.corpus = corpus
        self.index = index
        self.config = config
        self._engine = engine

    @classmethod
    def open(cls, corpus: Path | str, index: Path | str | None = None, config: Config | None = None) -> "Library":
        """The library of a folder; its index lies in `index`, or else in a private folder under the user's cache.

        Nothing is read or written yet. Raises IndexRefused where `index` is another corpus's or lies in `corpus`.
        """
        from search.engines.embedded import EmbeddedEngine

        config = config or Config()
        folder = absolute(corpus)
        place = absolute(index) if index else default_index(folder)
        check(place, folder)
        return cls(folder, place, EmbeddedEngine(place, config.language), config)

    def update(self, progress: Progress = lambda _done, _all: None, workers: int = 1) -> UpdateReport:
        """As `search.update.update`, in as many processes as there are `workers`."""
        claim(self.index, self.corpus)
        return update(self.corpus, self._engine, self.config, progress, workers)

    @property
    def is_outdated(self) -> bool:
        """Whether another version of the program made the index, so that the next update builds it anew."""
        return self._engine.is_outdated()

    def check(self) -> CheckReport:
        """Read all of the index and tell which files of it are damaged. Raises IndexMissing before the first update."""
        began = time.perf_counter()
        damaged = self._engine.check()
        if not damaged:
            self._ready()
        return CheckReport(readable_path(str(self.index)), damaged, round(time.perf_counter() - began, 3))

    def repair(self, progress: Progress = lambda _done, _all: None, workers: int = 1) -> UpdateReport:
        """Update, and make anew from the corpus what is damaged. Meanwhile what there is is searched."""
        self._engine.give_up(item.path for item in self._engine.check())
        return self.update(progress, workers)

    def search(  # noqa: PLR0913 - all of it by name
        self,
        text: str,
        *,
        page: int = 1,
        size: int | None = None,
        sort: Sort = "relevance",
        filters: Filters = NO_FILTERS,
        facets: bool = False,
    ) -> Results:
        """One page of the articles that match a query text and the filters, with `facets` what else they could be
        filtered by; pages count from 1. Facets cost some milliseconds with 40,000 matches.

        Raises NoSuchPage for a page that there is not, BadFilter, IndexMissing before the first update.
        """
        assert sort in SORTS
        _check(filters)
        began = time.perf_counter()
        size = size or self.config.page_size
        query = parse(text)
        if page < 1:
            raise NoSuchPage(f"There is no page {page}; pages count from 1.", 1)
        found = self._ready().search(
            query, first=(page - 1) * size, count=size, sort=sort, filters=filters, facets=facets
        )
        if page > (last := last_page(found.total, size)):
            raise NoSuchPage(f"There is no page {page:,}; the last one is {last:,}.", last)
        hits = tuple(_hit(match) for match in found.matches)
        return Results(
            query=query.text,
            understood=query.understood,
            notes=query.notes + found.notes,
            total=found.total,
            took_ms=round(1000 * (time.perf_counter() - began), 2),
            page=page,
            size=size,
            hits=hits,
            filters=filters,
            facets=found.facets,
            sort=sort,
        )

    def article(self, identity: str, text: str = "") -> ArticleView:
        """An article to read, with the places that a query marks in it. Raises NoSuchArticle, IndexMissing."""
        query = parse(text)
        reading = self._ready().read(identity, query)
        if reading is None:
            raise NoSuchArticle("There is no such article. It may have left the folder since you found it.")
        return ArticleView(
            id=identity,
            title=reading.article.heading,
            path=readable_path(reading.article.path),
            encoding=reading.article.encoding,
            query=query.text,
            understood=query.understood,
            notes=query.notes + reading.notes,
            found=reading.found,
            text=reading.article.text,
            marks=highlight.marks(reading.places),
            about=about(reading.article),
            title_at=reading.article.title,
            zones=reading.article.zones,
            siblings=_siblings(reading.article),
        )

    def surroundings(self, view: ArticleView) -> tuple[str, str]:
        """The text of an article's file before the article and behind it. Cost: reading the file's other articles."""
        others = self._ready().articles(it for it in view.siblings if it != view.id)
        before = "".join(it.text for it in others if it.part < view.about.part)
        return before, "".join(it.text for it in others if it.part > view.about.part)

    def report(self, part: str = "", *, doubtful: bool = False) -> Report:
        """What was done to each file whose path has `part` in it; with `doubtful` those alone where something may be
        wrong. Lists the folder; reads what is reported on from the index. Raises IndexMissing, CorpusError."""
        engine = self._ready()
        return Report(engine, walk(self.corpus), part, doubtful=doubtful)

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
            **asdict(self._ready().holdings()),
        )

    def _ready(self) -> Engine:
        if not self._engine.exists():
            require_folder(self.corpus)
            elsewhere = [] if self.index == default_index(self.corpus) else ["--index", str(self.index)]
            remedy = readable_path(shlex.join(["seedsearch", "index", str(self.corpus), *elsewhere]))
            raise IndexMissing(f"{readable_path(str(self.corpus))} has no index yet. Make one with: {remedy}")
        return self._engine


def _check(filters: Filters) -> None:
    """Raises BadFilter."""
    values = [value for _, value in filters.pairs]
    if len(values) > _MOST_VALUES or any(len(value) > _LONGEST_VALUE for value in values):
        raise BadFilter(
            f"There may be {_MOST_VALUES} values to filter by at most, of {_LONGEST_VALUE:,} characters each."
        )
    for period in filters.date:
        try:
            period == NO_DATE or span(period)
        except ValueError:
            raise BadFilter(
                f"“{period[:40]}” is no date to filter by. Say 2025, 2025-07, 2025-07-12, 2025-07..2025-09 or none."
            ) from None


def _hit(match: Match) -> Hit:
    return Hit(
        id=match.article.id,
        title=match.article.heading,
        path=readable_path(match.article.path),
        score=round(match.score, 4),
        hits=len(highlight.marks(match.places)),
        fragments=highlight.fragments(match),
        about=about(match.article),
    )


def _siblings(article: Article) -> tuple[str, ...]:
    several = article.parts > 1
    return tuple(article_id(article.path, number) for number in range(1, article.parts + 1)) if several else ()
