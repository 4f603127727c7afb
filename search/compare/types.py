"""The values that tell how two articles are related. All are frozen; places count code points and are half open."""

from dataclasses import dataclass
from typing import Literal

from search.types.article import Span, Zone, ZoneKind
from search.types.duplicates import Direction
from search.types.results import About

Kind = Literal["shared", "moved", "only_a", "only_b"]
Change = Literal["words", "written"]


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the two sides of a row differ: a stretch of each, of which one may be empty and then tells where.

    "words" are other words; "written" are the same words written in another way, as 40 % and 40 per cent.
    """

    a: Span
    b: Span
    kind: Change


@dataclass(frozen=True, slots=True)
class Row:
    """What stands side by side: a stretch of each text, whole sentences of it; None where only the other has it.

    "moved" is shared text that stands elsewhere in b, seen from the rows around. `passage` is the number, from 1, of
    the passage that the row is of: rows that follow one another in both texts make one. It is 0 for what only one has,
    and for sentences that have a few words in common.
    """

    kind: Kind
    a: Span | None
    b: Span | None
    differences: tuple[Difference, ...] = ()
    passage: int = 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two texts side by side.

    `rows` are in reading order of a; rows that only b has stand where b has them. Each place of both texts
    is in one row.
    `passages` counts the shared passages. `share_a` and `share_b` are those of `PassageOverlap`. `figures_a` and the
    other spans are places of figures and quotations that the other text has nowhere. `complete` is
    False where the texts differ so much that some differences were not looked at closely.
    """

    rows: tuple[Row, ...]
    passages: int
    share_a: float
    share_b: float
    figures_a: tuple[Span, ...]
    figures_b: tuple[Span, ...]
    quotations_a: tuple[Span, ...]
    quotations_b: tuple[Span, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A stretch of an article that was not compared, and what it is: `text` begins at `start`."""

    kind: ZoneKind
    text: str
    start: int


@dataclass(frozen=True, slots=True)
class ComparedArticle:
    """One of two articles, as it was compared.

    `text` is the article's, with blanks in place of what was left out, so that places are those of the article; of a
    very long one its beginning, and `rest` counts the characters behind that. `zones` are those of what is left.
    """

    id: str
    title: str
    path: str
    about: About
    text: str
    zones: tuple[Zone, ...]
    left_out: tuple[LeftOut, ...]
    rest: int


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """Two articles to read side by side. `direction` tells who probably had the shared passages from whom."""

    a: ComparedArticle
    b: ComparedArticle
    direction: Direction
    comparison: Comparison
