"""The values that travel between the rooms. All are frozen; offsets count code points and are half open."""

import dataclasses
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, is_dataclass
from datetime import date
from typing import Any, Literal, NamedTuple, get_args

from search.arguments import check_choice, check_texts

Sort = Literal["relevance", "newest", "oldest", "title", "path"]
SORTS: tuple[Sort, ...] = get_args(Sort)
"""`newest` and `oldest` go by `Article.dated`: a day counts from its midnight on, a month from its first day. Where two
say the same, a stamp or dateline comes before what was inferred and the file's own time. Undated articles come last."""

Copies = Literal["folded", "all"]
COPIES: tuple[Copies, ...] = get_args(Copies)
"""Whether copies stand under the best-ranked result that they are copies of, or each by itself."""

Kind = Literal["source", "agency", "place", "language", "folder"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""What articles are filtered and counted by, beside their dates."""

FacetsAsked = bool | Kind
"""Whether what results could be filtered by is to be told; or of which kind with all values, not the commonest."""

Unit = Literal["day", "month", "year", "decade", "century"]

Span = tuple[int, int]
"""Start and end of a stretch of text."""

BANDS = 100
"""Into how many bands of equal length a text is cut, to tell where its marks lie."""

_INTERNAL = {"internal": True}
_OPTIONAL = {"optional": True}
_DAY = len("2025-07-12")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells that a file may have changed: size in bytes, time of its content in nanoseconds, inode, and `changed`,
    the time that nobody can set (ctime). 0 for that one matches no file: look at it again."""

    size: int
    modified: int
    inode: int
    changed: int = 0


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of the corpus. `path` is relative, with slashes; bytes that are not UTF-8 stand in it as surrogates."""

    path: str
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or folder that is not searched, and why, in words that follow its path."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class FileText:
    """A file as text. `digest` is of its bytes; `unread` counts bytes past the limit, `replaced` characters that
    could not be decoded and read U+FFFD."""

    text: str
    encoding: str
    digest: str
    size: int
    unread: int = 0
    replaced: int = 0


@dataclass(frozen=True, slots=True)
class FileRecord:
    """What an index remembers of a file, to tell next time whether it has to be read again.

    A file without text has no articles; it is remembered, and counts nowhere as a file of the index. `settings` is a
    number that stands for all that the articles were made by but the file itself; 0 where they have to be made again.
    """

    path: str
    stamp: Stamp
    digest: str
    encoding: str
    articles: tuple[str, ...]
    unread: int = 0
    replaced: int = 0
    settings: int = 0


ZoneKind = Literal["body", "headline", "standfirst", "caption", "byline", "dateline", "stamp", "furniture"]
ZONE_KINDS: tuple[ZoneKind, ...] = get_args(ZoneKind)


MOST_ZONES = 5000
"""Zones of an article: what has more is hardly an article, and what lies behind the last of them is taken for body."""


class Zone(NamedTuple):
    """A stretch of an article that is of one kind. A `stamp` is a line of dates and times; `furniture` is what
    belongs to the page and not to the article."""

    kind: ZoneKind
    start: int
    end: int

    def meets(self, span: Span) -> bool:
        """Whether a character is in both."""
        return self.start < span[1] and span[0] < self.end

    def repeats(self, title: Span) -> bool:
        """Whether it is a headline that says the title once more."""
        return self.kind == "headline" and not self.meets(title)


Provenance = Literal["stamp", "dateline", "text", "file"]


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as ISO 8601: a month, a day, or a day and a time with the offset where one was given.

    `provenance` tells where it is from: a stamp, a dateline, inferred from the text, or the time of the file. `start`
    and `end` tell where it stands in the article's text, and are 0 for the file's own time.
    """

    when: str
    provenance: Provenance
    start: int
    end: int


def stated_day(dated: Dated | None) -> date | None:
    """The day that an article itself tells; None where it tells a month, or the time of its file alone is known."""
    told = dated is not None and dated.provenance != "file" and len(dated.when) >= _DAY
    return date.fromisoformat(dated.when[:_DAY]) if dated and told else None


@dataclass(frozen=True, slots=True)
class Article:
    """A document of the index. `text` is its stretch of the file's text, `title` and all zones are spans of it.

    The article is `part` of `parts` in its file and begins there at `offset`, in code points; `sure`, from 0 to 1,
    tells how sure it is that one begins there. `zones` are in order and do not overlap; what none covers is body.
    A headline zone outside of `title` repeats it. Names are empty and dates None where they are not known; several
    agencies are separated by ", "; `language` is a code of ISO 639.
    """

    id: str
    path: str
    text: str
    title: Span
    encoding: str
    part: int = 1
    parts: int = 1
    offset: int = 0
    sure: float = 1.0
    zones: tuple[Zone, ...] = ()
    published: Dated | None = None
    updated: Dated | None = None
    source: str = ""
    agency: str = ""
    place: str = ""
    author: str = ""
    language: str = ""

    @property
    def dated(self) -> Dated | None:
        """The date to sort and filter by: of publication, or else of the update."""
        return self.published or self.updated

    @property
    def folder(self) -> str:
        """The folder of its file within the corpus, as any text can hold it; empty for the corpus itself."""
        return readable_path(self.path.rpartition("/")[0])

    @property
    def heading(self) -> str:
        """The title to show: on one line, and the file's name where the text has none."""
        return " ".join(self.text[slice(*self.title)].split()) or self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Filters:
    """Which of the articles that a query matches are wanted: those with any of the values of each kind that has some.

    Raises ValueError for what is no tuple of texts. Values mean what they say, letter by letter. An article has
    each of its agencies, and the folders that its file is in at any depth. `date` holds periods as `periods.span`
    takes them, or "none"; an article is in a period if all days that its date may mean are.
    """

    source: tuple[str, ...] = ()
    agency: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    folder: tuple[str, ...] = ()
    date: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for item in dataclasses.fields(self):
            check_texts(item.name, getattr(self, item.name))

    @classmethod
    def of(cls, **values: Iterable[str]) -> "Filters":
        """The filters that a person typed: each value once, empty ones left out, a folder with or without slashes.
        Raises ValueError for one text in place of several."""
        kept = {kind: given if isinstance(given, str) else tuple(given) for kind, given in values.items()}
        for kind, given in kept.items():
            check_texts(kind, given)
        typed = {kind: [it.strip("/") if kind == "folder" else it for it in given] for kind, given in kept.items()}
        return cls(**{kind: tuple(dict.fromkeys(filter(None, given))) for kind, given in typed.items()})

    def __bool__(self) -> bool:
        return self != Filters()

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Each value with its kind."""
        kinds = (item.name for item in dataclasses.fields(self))
        return tuple((kind, value) for kind in kinds for value in getattr(self, kind))

    def but(self, kind: str, *values: str) -> "Filters":
        """The same with other values of one kind."""
        return dataclasses.replace(self, **{kind: values})


NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class Listing:
    """Which matches are listed and how: those that the filters leave, in which order, and where copies stand. Raises
    ValueError for an order or a place that there is not."""

    sort: Sort = "relevance"
    filters: Filters = NO_FILTERS
    copies: Copies = "all"

    def __post_init__(self) -> None:
        check_choice("sort", self.sort, SORTS)
        check_choice("copies", self.copies, COPIES)
        if not isinstance(self.filters, Filters):
            raise ValueError(f"filters have to be Filters, not {self.filters!r}.")  # noqa: TRY004


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value that articles can be filtered by, and how many there would be of it; `selected` if they are."""

    value: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of one kind under a query and the filters of all other kinds, the most frequent first.

    `left_out` counts the values that are not listed, `unknown` the articles without any. Folders are listed as a tree,
    each before those in it: those in the deepest that holds all articles, and those in each that is selected or holds
    one that is.
    """

    kind: Kind
    values: tuple[FacetValue, ...]
    left_out: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of time as a filter takes it, and the articles whose dates lie in it."""

    date: str
    count: int


@dataclass(frozen=True, slots=True)
class Histogram:
    """The articles found, by their dates: a bar for each `unit` from the first to the last that has any.

    As in a `Facet`, bars and `undated`, the number of articles without a date, count what the filters of all other
    kinds leave. Of the articles found, `inexact` counts those whose date is no more exact than a longer stretch of
    time, and `inferred` those whose date was inferred or is the file's own time.
    """

    unit: Unit
    bars: tuple[Bar, ...]
    inexact: int
    inferred: int
    undated: int


@dataclass(frozen=True, slots=True)
class Facets:
    """What the articles found could be filtered by. `unfiltered` counts those that match the query, whatever filters
    there are."""

    unfiltered: int
    kinds: tuple[Facet, ...]
    dates: Histogram


class Mark(NamedTuple):
    """A stretch of an article's text that a query marks: its number, from 1, among all of them, and the numbers of the
    query's clauses that it stands for."""

    number: int
    start: int
    end: int
    clauses: Collection[int]


@dataclass(frozen=True, slots=True)
class Portion:
    """Some of the marks of an article, in order: the number of the first, from 1, and how many there are in all.

    `bands` tells where all of them lie: of each hundredth of the text in which any begin, its number, from 0, and the
    number of the first mark in it.
    """

    marks: tuple[Span, ...]
    first: int
    total: int
    bands: tuple[tuple[int, int], ...]


Direction = Literal["a from b", "b from a", "unknown"]
"""Which of two articles probably has its text from the other."""


@dataclass(frozen=True, slots=True)
class CopyPair:
    """That two articles share passages: which part of each one's words lies in them, 0 to 1, and how many words are
    equal in them."""

    a: str
    b: str
    share_a: float
    share_b: float
    words: int
    direction: Direction

    def seen_from(self, article: str) -> "CopyPair":
        """The same with the article, which is one of the two, as a."""
        if article == self.a:
            return self
        turned: dict[Direction, Direction] = {"a from b": "b from a", "b from a": "a from b", "unknown": "unknown"}
        return CopyPair(self.b, self.a, self.share_b, self.share_a, self.words, turned[self.direction])


@dataclass(frozen=True, slots=True)
class Copied:
    """An article that is a copy of another, which is a of the pair."""

    article: Article
    pair: CopyPair


@dataclass(frozen=True, slots=True)
class Match:
    """An article that an engine found: how many distinct places are marked in its text, the fragments that show best
    why, and the matches folded under it."""

    article: Article
    score: float
    hits: int
    fragments: tuple["Fragment", ...]
    copies: tuple[Copied, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """One page of an engine's matches, the exact number of all, what the person should know of it, and how many of all
    are folded under others."""

    total: int
    matches: tuple[Match, ...]
    notes: tuple[str, ...] = ()
    folded: int = 0
    facets: Facets | None = None

    @property
    def groups(self) -> int:
        """How many matches are listed."""
        return self.total - self.folded


@dataclass(frozen=True, slots=True)
class Reading:
    """An article as an engine hands it out to be read; `found` tells whether the query matches it."""

    article: Article
    found: bool
    portion: Portion
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Holdings:
    """What an index holds. `updated` as in Status."""

    files: int
    articles: int
    bytes: int
    encodings: Mapping[str, int]
    updated: str


@dataclass(frozen=True, slots=True)
class Fragment:
    """A stretch of an article's field. `start` is its place in the field's whole text, `marks` are spans of `text`.

    The fields `title` and `body` both count their places in the article's text. `first` is the number, from 1, of the
    article's hit that is marked first here; 0 where none is.
    """

    field: str
    text: str
    start: int
    marks: tuple[Span, ...]
    first: int = dataclasses.field(default=0, metadata=_INTERNAL)


@dataclass(frozen=True, slots=True)
class KnownDate:
    """A `Dated` to show; `text` is how a person reads it: "July 2025, from the text"."""

    when: str
    provenance: Provenance
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class About:
    """What is known of an article beyond its text; each field as in `Article`."""

    published: KnownDate | None
    updated: KnownDate | None
    source: str
    agency: str
    place: str
    author: str
    language: str
    part: int
    parts: int
    offset: int
    sure: float

    @property
    def dated(self) -> KnownDate | None:
        """As `Article.dated`."""
        return self.published or self.updated


@dataclass(frozen=True, slots=True)
class KnownCopy:
    """An article that shares passages with one that is asked about or listed: of a `CopyPair` that is a, and this is b.
    `source` is empty where it is not known."""

    id: str
    title: str
    path: str
    source: str
    share_a: float
    share_b: float
    direction: Direction


@dataclass(frozen=True, slots=True)
class Hit:
    """An article in a list of results; `hits` counts the distinct marked places in its text. `copies` are the results
    that are folded under it, in their order."""

    id: str
    title: str
    path: str
    score: float
    hits: int
    fragments: tuple[Fragment, ...]
    about: About
    copies: tuple[KnownCopy, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """One page of results. `understood` is the query as parsed, `notes` are sentences for the person. `total` articles
    match; `groups` of them are listed, and the others folded under these. `facets` are there where they were asked
    for."""

    query: str
    understood: str
    notes: tuple[str, ...]
    total: int
    groups: int
    took_ms: float
    page: int
    size: int
    hits: tuple[Hit, ...]
    filters: Filters = NO_FILTERS
    facets: Facets | None = None
    sort: Sort = dataclasses.field(default="relevance", metadata=_INTERNAL)

    @property
    def pages(self) -> int:
        """How many pages there are; one where nothing was found."""
        return last_page(self.groups, self.size)


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article to read, with the places that a query marks in it; `found` tells whether the query matches it.

    `marks` are a portion of `total`; `first` is the number of the first of them, from 1, and `bands` as in `Portion`.
    `title_at` is the title's span of the text. `siblings` are the ids of all articles in its file, in their order;
    none where it is the only one.
    """

    id: str
    title: str
    path: str
    encoding: str
    query: str
    understood: str
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


@dataclass(frozen=True, slots=True)
class Status:
    """What there is to search. `updated` is the end of the last update that changed something, UTC, ISO 8601."""

    corpus: str
    index: str
    files: int
    articles: int
    bytes: int
    encodings: Mapping[str, int]
    updated: str
    version: str


@dataclass(frozen=True, slots=True)
class Updating:
    """How far an update is: files that are done, of those that have to be read. 0 of 0 where that is not known yet."""

    done: int
    of: int


@dataclass(frozen=True, slots=True)
class Live:
    """What goes on beneath what is searched. `generation` grows whenever something else can be found, and is 0 where
    there is no index; `updating` is None where no update runs; `problem` tells why the last one failed, if it did."""

    generation: int
    updating: Updating | None
    problem: str


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was found wrong with an index: its files that are damaged, and how."""

    index: str
    damaged: tuple[Skipped, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class UpdateReport:
    """What an update did. Counts are of files, but for `articles`: those in the index now.

    `bytes` were read in this run, `other` counts files of kinds that are not read, by suffix, and `notes` holds what
    else should be known of files that are in the index. `excluded_files` and `excluded_folders` are left out by
    patterns; what such a folder holds is counted nowhere, since it is not entered.
    """

    files: int
    articles: int
    added: int
    changed: int
    removed: int
    unchanged: int
    skipped: tuple[Skipped, ...]
    bytes: int
    seconds: float
    encodings: Mapping[str, int]
    other: Mapping[str, int]
    notes: tuple[Skipped, ...]
    excluded_files: int = dataclasses.field(default=0, metadata=_OPTIONAL)
    excluded_folders: int = dataclasses.field(default=0, metadata=_OPTIONAL)


def last_page(total: int, size: int) -> int:
    """The number of the last page of `total` things in pages of `size`."""
    return max(1, -(-total // size))


def readable_path(path: str) -> str:
    """A path that any text can hold: bytes of it that are not UTF-8 are written as `\\xff`."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def as_json(value: Any) -> Any:
    """A value of this module as what `json.dumps` takes: fields in their order, without internal ones, and without
    optional ones that say nothing."""
    if is_dataclass(value):
        shown = (item for item in dataclasses.fields(value) if not item.metadata.get("internal"))
        values = ((item, getattr(value, item.name)) for item in shown)
        return {item.name: as_json(it) for item, it in values if it or not item.metadata.get("optional")}
    if isinstance(value, Zone):
        return value._asdict()
    if isinstance(value, tuple):
        return [as_json(item) for item in value]
    if isinstance(value, Mapping):
        return {key: as_json(item) for key, item in value.items()}
    return value
