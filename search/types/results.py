"""The results of searching and reading. All are frozen. Spans count code points and exclude their ends."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from search.types.article import Article, Break, Provenance, Span, Zone
from search.types.duplicates import NearDuplicate
from search.types.facets import Facets
from search.types.files import readable_path
from search.types.requests import NO_FILTERS, Filters, Sort

BANDS = 100
"""The number of bands of equal length that a text is divided into, to show where its marks lie."""
_INTERNAL, _OPTIONAL = {"internal": True}, {"optional": True}


@dataclass(frozen=True)
class ArticleLink:
    """An article in a list: enough to link to it."""

    id: str
    title: str
    path: str

    @classmethod
    def of(cls, article: Article) -> "ArticleLink":
        """The id, heading and readable path of an article."""
        return cls(article.id, article.heading, readable_path(article.path))


@dataclass(frozen=True)
class Portion:
    """Some of the marks of an article, in order: the number of the first, from 1, and the number of all marks.

    `bands` shows where all marks lie: for each band in which a mark begins, the number of the band, from 0, and of the
    first mark in it.
    """

    marks: tuple[Span, ...]
    first: int
    total: int
    bands: tuple[tuple[int, int], ...]


class Match(NamedTuple):
    """An article that an engine found: the number of marks in its text and its best fragments.

    `duplicates` are the near-duplicates that are collapsed under it. `missing` are the words of the query that it
    lacks. `passage` is the span of its nearest passage where it was found by meaning alone.
    """

    article: Article
    score: float
    hits: int
    fragments: tuple["Fragment", ...]
    duplicates: tuple[NearDuplicate, ...] = ()
    missing: tuple[str, ...] = ()
    passage: Span | None = None


@dataclass(frozen=True)
class MeaningDocs:
    """Some of the articles that are near to a query in meaning and have none of its words, with the number of all of
    them, and of those that are not collapsed under others."""

    total: int
    groups: int
    matches: tuple[Match, ...]


@dataclass(frozen=True)
class PartialDocs:
    """Some of the articles that lack words of a query, with the number of all of them, and of those that are not
    collapsed under others. `read_again` says whether the query was read without operators, quotes and parentheses."""

    total: int
    groups: int
    matches: tuple[Match, ...]
    read_again: bool


@dataclass(frozen=True)
class TopDocs:
    """One page of an engine's matches, with the exact number of all matches, and of those collapsed under others.

    `notes` are sentences for the person. `partial` are the partial matches that follow on this page, None where there
    are none, where they were not asked for, and where more matches follow this page. `by_meaning` are those found by
    meaning alone that follow them, likewise.
    """

    total: int
    matches: tuple[Match, ...]
    notes: tuple[str, ...] = ()
    collapsed: int = 0
    facets: Facets | None = None
    partial: PartialDocs | None = None
    by_meaning: MeaningDocs | None = None

    @property
    def groups(self) -> int:
        """The number of matches that are not collapsed under others."""
        return self.total - self.collapsed


@dataclass(frozen=True)
class MarkedArticle:
    """An article to read with a portion of its marks. `found` says whether the query matches it.

    A partial match is not `found`: `missing` are the words that it lacks. With `read_again` the query was read without
    operators, quotes and parentheses.
    """

    article: Article
    found: bool
    portion: Portion
    notes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    read_again: bool = False


class Fragment(NamedTuple):
    """A stretch of an article's field. `start` is its offset in the field, `marks` are spans of `text`.

    In the fields `title` and `body`, offsets count from the beginning of the article's text. `first` is the number of
    the first mark in the fragment, from 1; 0 if it has none. `at` says where in its document it begins, as in "page 7";
    it is empty if the document has no pages or the like.
    """

    field: str
    text: str
    start: int
    marks: tuple[Span, ...]
    first: int = 0
    at: str = ""


@dataclass(frozen=True)
class KnownDate:
    """A `Dated`, ready to show: `text` is the date in words, such as "4 March 2031, year from the copyright line"."""

    when: str
    provenance: Provenance
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class KnownMention:
    """A `Mention`, ready to show: `text` is the day in words, such as "mentions 12 March"."""

    when: str
    text: str
    start: int
    end: int


class About(NamedTuple):
    """The metadata of an article. The fields are those of `Article`. `modified` is None if it is unknown."""

    published: KnownDate | None
    updated: KnownDate | None
    mentions: KnownMention | None
    source: str
    agency: str
    place: str
    author: str
    language: str
    part: int
    parts: int
    offset: int
    sure: float
    modified: str | None
    type: str
    member: str = ""
    url: str = ""

    @property
    def dated(self) -> KnownDate | None:
        """As `Article.dated`."""
        return self.published or self.updated


class Hit(NamedTuple):
    """An article in a list of results. `hits` counts the marks in its text.

    `duplicates` are the results that are grouped under it, in their order. `missing` are the words of the query that it
    lacks, as typed; none in a full match. `passage` is the span of its nearest passage, where it was found by meaning
    alone.
    """

    id: str
    title: str
    path: str
    score: float
    hits: int
    fragments: tuple[Fragment, ...]
    about: About
    duplicates: tuple[NearDuplicate, ...] = ()
    missing: tuple[str, ...] = ()
    passage: Span | None = None


INTERNAL: Mapping[type, frozenset[str]] = {Fragment: frozenset(("first",))}
"""The fields of named tuples that JSON leaves out."""
OPTIONAL: Mapping[type, frozenset[str]] = {
    Fragment: frozenset(("at",)),
    About: frozenset(("member", "url")),
    Hit: frozenset(("missing", "passage")),
}
"""Those that it leaves out where they are empty."""


@dataclass(frozen=True)
class MeaningResults:
    """Articles that were found by meaning alone: near to what was typed, without any of its words, the nearest first.
    `total` and `groups` are as in `Results`."""

    total: int
    groups: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class PartialResults:
    """Partial matches: articles that lack words of a query, best first. `total` and `groups` are as in `Results`.

    With `read_again` the query was read without operators, quotes and parentheses: because no article matches it as
    typed, or because it is a long text.
    """

    total: int
    groups: int
    hits: tuple[Hit, ...]
    read_again: bool


@dataclass(frozen=True)
class Results:
    """One page of results.

    `canonical` is the query as parsed. `notes` are sentences for the person. `total` articles match; `groups` of them
    are listed, and the others are grouped under these. `facets` is None unless the search asked for facets. `partial`
    are the partial matches that follow `hits` on this page; None where there are none, and where more full matches
    follow this page. `by_meaning` are those found by meaning alone that follow these. Nothing else counts them, but for
    `pages`.
    """

    query: str
    canonical: str
    notes: tuple[str, ...]
    total: int
    groups: int
    took_ms: float
    page: int
    size: int
    hits: tuple[Hit, ...]
    filters: Filters = NO_FILTERS
    facets: Facets | None = None
    partial: PartialResults | None = dataclasses.field(default=None, metadata=_OPTIONAL)
    by_meaning: MeaningResults | None = dataclasses.field(default=None, metadata=_OPTIONAL)
    sort: Sort = dataclasses.field(default="relevance", metadata=_INTERNAL)

    @property
    def pages(self) -> int:
        """The number of pages; 1 if nothing matches. Partial matches count from the last page of full ones on."""
        followers = [part.groups for part in (self.partial, self.by_meaning) if part]
        return last_page(self.groups + sum(followers), self.size)


@dataclass(frozen=True)
class ArticleView:
    """An article to read, with the marks of a query. `found`, `missing` and `read_again` are as in `MarkedArticle`.

    `marks` are some of `total` marks; `first` is the number of the first of them, from 1; `bands` are as in `Portion`.
    `title_at` is the span of the title in the text. `siblings` are the ids of all articles in its file, in order; there
    are none if it is the only one. `breaks`, `fields` and `added` are as in `Article`.
    """

    id: str
    title: str
    path: str
    encoding: str
    query: str
    canonical: str
    notes: tuple[str, ...]
    found: bool
    text: str
    marks: tuple[Span, ...]
    about: About
    title_at: Span
    zones: tuple[Zone, ...]
    siblings: tuple[str, ...]
    first: int
    total: int
    bands: tuple[tuple[int, int], ...] = dataclasses.field(metadata=_INTERNAL)
    missing: tuple[str, ...] = dataclasses.field(default=(), metadata=_OPTIONAL)
    read_again: bool = dataclasses.field(default=False, metadata=_OPTIONAL)
    breaks: tuple[Break, ...] = dataclasses.field(default=(), metadata=_OPTIONAL)
    fields: tuple[tuple[str, str], ...] = dataclasses.field(default=(), metadata=_OPTIONAL)
    added: int = dataclasses.field(default=0, metadata=_OPTIONAL)


@dataclass(frozen=True)
class Status:
    """The corpus and its index. `updated` is the end of the last update that changed something, ISO 8601 in UTC.
    `embedded` is the number of articles that have vectors, and can be found by meaning. `kernels` are those of this
    process, "compiled" or "numpy". `not_read` says in words how many files were not read, and why; it is empty if all
    were."""

    corpus: str
    index: str
    files: int
    articles: int
    bytes: int
    encodings: Mapping[str, int]
    updated: str
    version: str
    embedded: int
    kernels: str
    not_read: str = ""


def last_page(total: int, size: int) -> int:
    """The number of the last page if each page shows `size` of `total` items."""
    return max(1, -(-total // size))
