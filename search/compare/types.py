"""The result of a comparison. All values are frozen. Spans count code points and exclude their ends."""

from dataclasses import dataclass
from typing import Literal

from search.types.article import Span, Zone, ZoneKind
from search.types.duplicates import Relation
from search.types.hits import About

RowKind = Literal["shared", "moved", "only_a", "only_b"]
DifferenceKind = Literal["words", "written"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference between the two sides of a row. One of the spans may be empty; it gives the place.

    In "words" the words differ. In "written" the same words are written in another way, such as 40 % and 40 per cent.
    """

    a: Span
    b: Span
    kind: DifferenceKind


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a comparison: whole sentences of either text, or of both. None where a text has no part in it.

    A "moved" row is shared text in another order. `passage` is the number of its passage, from 1: of the one that most
    of its words are in. It is 0 for rows of one text, and for sentences with only a few words in common.
    """

    kind: RowKind
    a: Span | None
    b: Span | None
    differences: tuple[Difference, ...] = ()
    passage: int = 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison of two texts.

    `rows` are in reading order of a; rows of b alone stand where b has them. Each character of both texts is in exactly
    one row. `passages` counts the shared passages, and `words` the equal words in them. `share_a` and `share_b` are as
    in `PassageOverlap`. `figures_a` and the like are figures and quotations that the other text lacks. `complete` is
    False where the texts differ so much that some stretches were not compared word by word.
    """

    rows: tuple[Row, ...]
    passages: int
    words: int
    share_a: float
    share_b: float
    figures_a: tuple[Span, ...]
    figures_b: tuple[Span, ...]
    quotations_a: tuple[Span, ...]
    quotations_b: tuple[Span, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A stretch of an article that was not compared: the kind of its zone, its text, and where it starts."""

    kind: ZoneKind
    text: str
    start: int


@dataclass(frozen=True, slots=True)
class ComparedArticle:
    """One of two articles, as it was compared.

    `text` is that of the article with spaces in place of what was left out, so all offsets stay. Of a very long article
    it is the beginning, and `rest` counts the other characters. `zones` are those that were not left out.
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
    """Two articles side by side, and all that holds between them."""

    a: ComparedArticle
    b: ComparedArticle
    relation: tuple[Relation, ...]
    comparison: Comparison
