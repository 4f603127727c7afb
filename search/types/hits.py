"""The hits of a search, and what is shown of each. All are frozen. Spans count code points and exclude their ends."""

from collections.abc import Mapping
from typing import NamedTuple

from search.types.article import Article, Provenance, Span
from search.types.duplicates import NearDuplicate
from search.types.files import readable_path


class ArticleLink(NamedTuple):
    """An article in a list: enough to link to it."""

    id: str
    title: str
    path: str

    @classmethod
    def of(cls, article: Article) -> "ArticleLink":
        """The id, heading and readable path of an article."""
        return cls(article.id, article.heading, readable_path(article.path))


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


class KnownDate(NamedTuple):
    """A `Dated`, ready to show: `text` is the date in words, such as "4 March 2031, year from the copyright line"."""

    when: str
    provenance: Provenance
    text: str
    start: int
    end: int


class KnownMention(NamedTuple):
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
