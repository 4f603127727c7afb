"""An article: a stretch of the text of a file, with its metadata. Spans are half open and count code points."""

import re
from datetime import date
from typing import Literal, NamedTuple, get_args

from search.types.files import readable_path

Span = tuple[int, int]
"""Start and end of a stretch of text."""
_DAY = len("2025-07-12")
_SURE = 0.75
"""The beginning of an article that is less sure than this is doubtful."""
_HEADING = 90
"""Code points of a text that stand for a title where there is none."""
ZoneKind = Literal[
    "body", "headline", "standfirst", "caption", "byline", "dateline", "stamp", "boilerplate", "quoted", "signature"
]
ZONE_KINDS: tuple[ZoneKind, ...] = get_args(ZoneKind)
MOST_ZONES = 5000
"""The most zones that an article can have. A text with more is hardly an article; what follows the last is body."""


class Zone(NamedTuple):
    """A labelled stretch of an article.

    A `stamp` is a line of dates and times. `boilerplate` belongs to the page and not to the article. `quoted` is what a
    mail repeats of another one, `signature` the end of a mail.
    """

    kind: ZoneKind
    start: int
    end: int

    def overlaps(self, span: Span) -> bool:
        """Whether the zone and a span share a character."""
        return self.start < span[1] and span[0] < self.end

    def repeats(self, title: Span) -> bool:
        """Whether the zone is a headline other than the title: it repeats the title."""
        return self.kind == "headline" and not self.overlaps(title)


WEB_ADDRESS = re.compile(r"https?://[^\s<>\"]+\Z", re.IGNORECASE)
"""Addresses that an article may have, and that a page may link to. A file may state anything."""
BY_OCR = "Read by OCR"
"""The field of an article that names the pages that OCR has read."""
BreakKind = Literal["page", "slide", "sheet", "row", "time"]
BREAK_KINDS: tuple[BreakKind, ...] = get_args(BreakKind)


class Break(NamedTuple):
    """A place in a text where a page, slide or sheet, a row of a table, or a subtitle begins.

    `label` is what the document calls it: the number of a page, the name of a sheet, a time such as `00:01:14`. Of a
    table it names the rows up to the next break, `51 to 100`.
    `number` counts those of its kind in the document, from 1.
    """

    start: int
    kind: BreakKind
    label: str
    number: int


Provenance = Literal["stamp", "dateline", "metadata", "sidecar", "rule", "correction", "inferred", "file"]
YearFrom = Literal["", "timestamp", "web address", "file name", "folder", "copyright line"]


def is_inferred(provenance: Provenance) -> bool:
    """Whether a date of this provenance is not stated as a whole in the text of its article."""
    return provenance in ("inferred", "file")


class Dated(NamedTuple):
    """A date as ISO 8601: a month, a day, or a day and a time, with an offset from UTC if one was given.

    `provenance` says where the date comes from. It is "inferred" if a stamp or a dateline states day and month alone;
    `year_from` then says where the year comes from, and is empty otherwise. It is "file" if only the first article of
    the file states the date. `start` and `end` are the span of the date in the article's text; both are 0 if the text
    does not hold it.
    """

    when: str
    provenance: Provenance
    start: int
    end: int
    year_from: YearFrom = ""

    @property
    def is_inferred(self) -> bool:
        """Whether the text of the article does not state all of the date."""
        return is_inferred(self.provenance)


class Mention(NamedTuple):
    """A day that the text only mentions, which is no date of the article: ISO 8601, or `--03-12` without a year."""

    when: str
    start: int
    end: int


def stated_day(dated: Dated | None) -> date | None:
    """The day of a date. None for a month and for no date."""
    return date.fromisoformat(dated.when[:_DAY]) if dated and len(dated.when) >= _DAY else None


class Article(NamedTuple):
    """A document of the index. `text` is its stretch of the file's text; `title` and the zones are spans of `text`.

    The article is number `part` of `parts` in its file. It begins at code point `offset` of the file's text; `sure`,
    from 0 to 1, is how sure that beginning is. `zones` are in order and do not overlap; text outside them is body. A
    headline zone outside `title` repeats the title. Unknown names are empty, unknown dates None. Several agencies are
    separated by ", ". `language` is a code of ISO 639. `modified` is the time of the file as ISO 8601, in UTC; it is no
    date of the article, and empty if it is unknown. Only an article without a date has `mentions`.

    `type` is the format of its text, such as "pdf". `member` names that text within the file if it has several: a row
    of a table, a mail, a member of an archive; then `part`, `parts` and `offset` count within the text. `url` and
    `fields` are what the file says of the article. `breaks` are in order. The first `added` code points of `text` are a
    title that the file gives beside its text, and a blank line.
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
    modified: str = ""
    mentions: Mention | None = None
    type: str = "txt"
    member: str = ""
    url: str = ""
    breaks: tuple[Break, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    added: int = 0

    @property
    def dated(self) -> Dated | None:
        """The date to sort and filter by: of publication; of the update if that is unknown."""
        return self.published or self.updated

    @property
    def is_by_ocr(self) -> bool:
        """Whether OCR has read pages of it."""
        return any(name == BY_OCR for name, _ in self.fields)

    @property
    def is_doubtful_part(self) -> bool:
        """Whether it is doubtful that an article begins here: it may belong to the one before it in the file."""
        return self.part > 1 and self.sure < _SURE

    @property
    def folder(self) -> str:
        """The folder of its file within the corpus, as a readable path; empty for the corpus itself."""
        return readable_path(self.path.rpartition("/")[0])

    @property
    def heading(self) -> str:
        """The title to show, on one line. For an article without a title it is the beginning of the text."""
        start, end = self.title
        if title := " ".join(self.text[start:end].split()):
            return title
        beginning = " ".join(self.text[start : start + _HEADING].split())
        return (beginning.rpartition(" ")[0] or beginning) + "…"
