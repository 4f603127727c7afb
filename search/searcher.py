"""One pinned state of the index, to search and to read."""

import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from search.arguments import check_number, check_text
from search.config import Config
from search.engines.base import DateBoost, IndexSearcher
from search.errors import NoSuchArticle, NoSuchPage
from search.hits import to_hits, to_meaning_results, to_partial_results
from search.kernels import chosen_kind
from search.metadata import about
from search.query import parse
from search.recent_values import RecentValues
from search.search_options import search_options
from search.types.article import Article
from search.types.duplicates import NearDuplicate
from search.types.files import readable_path
from search.types.hits import Hit
from search.types.requests import NO_FILTERS, DuplicateMode, FacetSelection, Filters, Sort
from search.types.results import Results, last_page
from search.version import VERSION

if TYPE_CHECKING:
    from search.compare.types import ComparisonView
    from search.events.types import Listed, Story
    from search.original import Original
    from search.page_images import PageMarks
    from search.query.examples import Example
    from search.query.explain import Explanation
    from search.query.suggest import Suggestions
    from search.reports.duplicates import DuplicateList
    from search.reports.files import Report
    from search.types.article_view import ArticleView
    from search.types.facets import Facets
    from search.types.status import Status

MOST_RESULTS = 10_000
"""Results on a page."""
_LONG = 1_000
"""Characters of a query whose explanation is not kept, so that little memory is needed."""
_WORDS_ONLY = "There is no search by meaning on a cluster, so only words are searched."
_LEFT = "It may have left the folder since you found it."


class Searcher:
    """The index as it was when this searcher was opened: all answers are of that state, whatever is committed
    meanwhile. Safe across threads.

    Open it with `Library.searcher()`, in a `with` block or without: files of an older state are closed when nothing
    refers to the searcher any more. What reads the index raises IndexDamaged where a file is damaged; then the next
    searcher of the library is of an older state, and `Library.retry` asks that one.
    """

    def __init__(
        self, index: IndexSearcher, corpus: Path, index_place: str, config: Config, recent: RecentValues[Any]
    ) -> None:
        self._open: IndexSearcher | None = index
        self._corpus = corpus
        self._index_place = index_place
        self._config = config
        self._recent = recent  # what was asked of the library's last searchers, by question and state
        self._last: Article | None = None  # the article that was read last: a page asks for it several times

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the state. Iterators that this searcher returned go on."""
        self._open = self._last = None

    @property
    def _index(self) -> IndexSearcher:
        if self._open is None:
            raise ValueError("this searcher is closed")
        return self._open

    @property
    def state(self) -> str:
        """A name for the state of the index: while it is the same, so are all answers."""
        return self._index.state

    @property
    def generation(self) -> int:
        """The number of the newest commit when this searcher was opened, as in `Library.generation`."""
        return self._index.generation

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
        partial: bool | None = None,
        meaning: bool = False,
    ) -> Results:
        """One page of the articles that match a query text and the filters; pages count from 1. With `facets`, also
        what they can be filtered by, which costs some milliseconds for 40,000 matches. Where near-duplicates are
        grouped, each is listed under the best-ranked result that it shares two fifths of its words with, and only
        results that are not under another count for pages. With `partial`, articles that lack some of the words follow
        where these do not fill the page; None takes the setting. They follow by relevance alone. With
        `meaning`, results sorted by relevance are also sorted by meaning, and articles that are near in meaning follow
        those that have words; a note says where that cannot be done.

        Raises QueryTooLong, BadFilter, NoSuchPage for a page that does not exist, ValueError for other wrong arguments.
        """
        began = time.perf_counter()
        options = search_options(sort, filters, duplicates, self._config.partial if partial is None else partial)
        query = parse(text)
        meaning_notes: tuple[str, ...] = ()
        if meaning and self._config.engine != "embedded":
            meaning_notes = (_WORDS_ONLY,)
        elif meaning and sort == "relevance":
            from search.meaning.query_vector import query_vector

            vector, meaning_notes = query_vector(query, self._index)
            options = replace(options, vector=vector)
        size = self._config.page_size if size is None else size
        check_number("size", size, 1, MOST_RESULTS)
        if type(page) is not int or page < 1:
            raise NoSuchPage(f"There is no page {page}; pages count from 1.", 1)
        top_docs = self._index.search(query, options, first=(page - 1) * size, count=size, facets=facets)
        groups = top_docs.groups + sum(part.groups for part in (top_docs.partial, top_docs.by_meaning) if part)
        if page > (last := last_page(groups, size)):
            raise NoSuchPage(f"There is no page {page:,}; the last one is {last:,}.", last)
        hits = tuple(to_hits(top_docs.matches))
        return Results(
            query=query.text,
            canonical=query.canonical,
            notes=query.notes + top_docs.notes + meaning_notes,
            total=top_docs.total,
            groups=top_docs.groups,
            took_ms=round(1000 * (time.perf_counter() - began), 2),
            page=page,
            size=size,
            hits=hits,
            filters=filters,
            facets=top_docs.facets,
            partial=to_partial_results(top_docs.partial) if top_docs.partial else None,
            by_meaning=to_meaning_results(top_docs.by_meaning) if top_docs.by_meaning else None,
            sort=sort,
        )

    @property
    def offers_meaning(self) -> bool:
        """Whether it makes sense to search by meaning: the setting is on, the model is installed, and some articles are
        prepared. Cheap."""
        from search.meaning.embedder import is_installed

        return self._config.meaning and is_installed() and self._index.embedded > 0

    def matches(self, text: str, *, sort: Sort = "relevance", filters: Filters = NO_FILTERS) -> Iterator[Hit]:
        """All articles that match, in the order of the pages of `search`. A few articles at a time are in memory.

        Raises QueryTooLong, BadFilter, ValueError at once, IndexDamaged at any time.
        """
        return to_hits(self._index.matches(parse(text), search_options(sort, filters, "all")))

    def facets(self, text: str, *, filters: Filters = NO_FILTERS, facets: FacetSelection = True) -> "Facets":
        """What the articles that match can be filtered by. Raises QueryTooLong, BadFilter, ValueError."""
        options = search_options("relevance", filters, "all")
        counts = self._index.search(parse(text), options, first=0, count=0, facets=facets or True).facets
        assert counts
        return counts

    def explain(self, text: str) -> "Explanation":
        """What a query text was understood as, term by term, and what would match more. Raises QueryTooLong. Cost: as
        a search; explanations of the last queries are kept, for the steps from page to page and filter to filter."""
        check_text("text", text)
        if len(text) > _LONG:
            return self._explain(text)
        explanation: Explanation = self._recent.get(("explain", self.state, text), lambda: self._explain(text))
        return explanation

    def _explain(self, text: str) -> "Explanation":
        from search.query.explain import explain

        query = parse(text)
        with self._index.query_index() as index:
            return explain(query, index)

    def suggest(self, text: str, most: int = 6) -> "Suggestions":
        """At most so many queries that complete a text, and half as many articles whose titles have its words.

        Nothing for a long text. Raises ValueError where `most` is less than 1. Cost: some milliseconds.
        """
        from search.query.suggest import suggest

        query = parse(text)
        check_number("most", most)
        with self._index.query_index() as index:
            return suggest(query, index, most)

    def article(self, article_id: str, text: str = "", *, hit: int = 0) -> "ArticleView":
        """An article to read, with the places that a query marks in it: the portion of them that has number `hit`, or
        the last that there is; 0 for the first. A query that is too long marks nothing, and a note says so.
        Raises NoSuchArticle."""
        from search.types.article_view import ArticleView

        check_number("hit", hit, 0)
        query = parse(text)
        marked = self._index.read(article_id, parse("") if query.too_long else query, hit)
        if marked is None:
            raise _no_such_article()
        self._last = marked.article
        return ArticleView(
            id=article_id,
            title=marked.article.heading,
            path=readable_path(marked.article.path),
            encoding=marked.article.encoding,
            query=query.text,
            canonical=query.canonical,
            notes=query.notes + marked.notes,
            found=marked.found,
            text=marked.article.text,
            marks=marked.portion.marks,
            about=about(marked.article),
            title_at=marked.article.title,
            zones=marked.article.zones,
            siblings=_siblings(marked.article),
            first=marked.portion.first,
            total=marked.portion.total,
            bands=marked.portion.bands,
            missing=marked.missing,
            read_again=marked.read_again,
            breaks=marked.article.breaks,
            fields=marked.article.fields,
            added=marked.article.added,
        )

    def file_text(self, article_id: str) -> tuple[str, str, str]:
        """The text that an article lies in, in three parts: before the article, the article, and behind it. It is the
        text of its file, or of one of several in it. Raises NoSuchArticle. Cost: reading all articles of the text."""
        article = self._article(article_id)
        others = self._index.articles(sibling for sibling in _siblings(article) if sibling != article_id)
        before = "".join(other.text[other.added :] for other in others if other.part < article.part)
        behind = "".join(other.text for other in others if other.part > article.part)
        return before, article.text[article.added :], behind

    def original(self, article_id: str) -> "Original":
        """The file of an article, open. Raises NoSuchArticle, and NoSuchFile if it cannot be opened."""
        from search.original import open_original

        return open_original(self._corpus, self._article(article_id))

    def page_image(self, article_id: str, number: int, width: int) -> bytes:
        """A page of the PDF that an article is, as a PNG. Raises NoSuchArticle, and as `page_images.page_image`."""
        from search.page_images import page_image

        check_number("width", width)
        return page_image(self._corpus, self._article(article_id), number, width)

    def page_marks(self, article_id: str, text: str, number: int) -> "PageMarks":
        """A page of the PDF that an article is, with the boxes of what a query marks on it.

        Raises NoSuchArticle, and as `page_images.page_marks`.
        """
        from search.indexing.scans import lost_pages
        from search.page_images import page_marks

        query = parse(text)
        marked = self._index.read(article_id, parse("") if query.too_long else query, 0)
        if marked is None:
            raise _no_such_article()
        record = self._index.records[marked.article.path]
        return page_marks(self._corpus, marked.article, marked.portion, number, lost_pages(record))

    def compare(self, a: str, b: str) -> "ComparisonView":
        """Two articles side by side, by their ids. Raises NoSuchArticle.

        Cost: a second at most, however long and strange their texts are.
        """
        from search.compare.articles import side_by_side

        articles = {article.id: article for article in self._index.articles((a, b))}
        if missing := [name for name, article_id in (("a", a), ("b", b)) if article_id not in articles]:
            raise NoSuchArticle(f"There is no such article as {' and '.join(missing)} names. {_LEFT}")
        return side_by_side(articles[a], articles[b])

    def similar(self, article_id: str, count: int = 5) -> "tuple[Listed, ...]":
        """At most so many articles that have most in common with one. Raises NoSuchArticle, ValueError where `count` is
        less than 0. Cost: for one of 200 kB 6 ms; those of the last articles are kept, for the steps from hit to
        hit."""
        from search.events.types import listed

        check_number("count", count, 0)
        key = ("similar", self.state, article_id, count)
        similar: tuple[Listed, ...] = self._recent.get(
            key, lambda: tuple(map(listed, self._like(self._article(article_id), count)))
        )
        return similar

    def story(self, article_id: str) -> "Story":
        """The articles about the event of one, and what each says. Raises NoSuchArticle.

        Cost: some 40 ms where there are 40,000 articles.
        """
        from search.events.story import CANDIDATES, story

        article = self._article(article_id)
        others = self._like(article, CANDIDATES)
        index = self._index
        return story(article, others, index.frequencies, index.stats.articles, index.duplicate_pairs)

    def _like(self, article: Article, count: int) -> list[Article]:
        """The articles that have most in common with one: its heaviest words, where names and the beginning of the text
        weigh more, and a day close to its own."""
        from search.events.similarity import DATES, DAYS, LIKE_WORDS
        from search.events.story import event_profiles

        (profile,) = event_profiles([article], self._index.frequencies, self._index.stats.articles)
        weights = dict(islice(profile.weights.items(), LIKE_WORDS))
        date_boost = DateBoost(profile.day, DATES, DAYS) if profile.day else None
        return self._index.more_like_this(weights, date_boost, article.id, count)

    def duplicates(self, article_id: str) -> tuple[NearDuplicate, ...]:
        """The near-duplicates of an article, which is a of each pair; those first that have most of their text in it.

        Being a near-duplicate is not transitive: these are the direct ones. Raises NoSuchArticle.
        """
        from search.reports.duplicates import near_duplicates_of

        return near_duplicates_of(self._index, self._article(article_id))

    def duplicate_pairs(self) -> "DuplicateList":
        """All pairs of near-duplicates."""
        from search.reports.duplicates import DuplicateList

        return DuplicateList(self._index)

    def report(self, part: str = "", only: str = "") -> "Report":
        """How each file was read whose path has `part` in it; `only` limits them, as in `Report`.
        Lists the folder; reads what is reported from the index. Raises CorpusError, ValueError."""
        from search.documents.ignore import read_exclusion
        from search.documents.walk import walk
        from search.reports.files import Report

        check_text("part", part)
        folder_listing = walk(self._corpus, read_exclusion(self._corpus, self._config.exclude))
        return Report(self._index, folder_listing, part, only)

    def examples(self) -> "tuple[Example, ...]":
        """Queries to try, made of words of this corpus. Cost: reading fifty articles and up to 20 searches, once."""
        made: tuple[Example, ...] = self._recent.get(("examples", self.state), self._examples)
        return made

    def _examples(self) -> "tuple[Example, ...]":
        from search.query.examples import examples

        hits = self.search("*", size=50, sort="path").hits
        with self._index.query_index() as index:
            function_words = frozenset[str]().union(*index.function_words)
        return examples(
            [hit.title for hit in hits],
            [hit.about for hit in hits],
            function_words,
            lambda query: self.search(query, size=1).total > 0,
        )

    def status(self) -> "Status":
        """What there is to search."""
        from search.types.status import Status

        return Status(
            corpus=readable_path(str(self._corpus)),
            index=self._index_place,
            version=VERSION,
            embedded=self._index.embedded,
            kernels=chosen_kind(),
            not_read=self.not_read,
            **asdict(self._index.stats),
        )

    @property
    def not_read(self) -> str:
        """How many files were not read, and why, in words; empty if all were. Cheap."""
        from search.reports.unread import unread_files, unread_line

        records = self._index.records
        return unread_line(unread_files(records, records.memory.get("other") or {}))

    def _article(self, article_id: str) -> Article:
        check_text("article", article_id)
        index, last = self._index, self._last
        if last and last.id == article_id:
            return last
        articles = index.articles([article_id])
        if not articles:
            raise _no_such_article()
        self._last = articles[0]
        return articles[0]


def _no_such_article() -> NoSuchArticle:
    return NoSuchArticle(f"There is no such article. {_LEFT}")


def _siblings(article: Article) -> tuple[str, ...]:
    """The ids of all articles of an article's file; none where it is alone."""
    if article.parts == 1:
        return ()
    from search.extract.articles import article_id

    return tuple(article_id(article.path, number, article.member) for number in range(1, article.parts + 1))
