"""An article: a stretch of the text of a file, with what is known of it. Offsets count code points, half open."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple, get_args

from search.types.files import readable_path

Span = tuple[int, int]
"""Start and end of a stretch of text."""
_DAY = len("2025-07-12")
ZoneKind = Literal["body", "headline", "standfirst", "caption", "byline", "dateline", "stamp", "boilerplate"]
ZONE_KINDS: tuple[ZoneKind, ...] = get_args(ZoneKind)
MOST_ZONES = 5000
"""Zones of an article: what has more is hardly an article, and what lies behind the last of them is taken for body."""


class Zone(NamedTuple):
    """A stretch of an article that is of one kind. A `stamp` is a line of dates and times; `boilerplate` is what
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
