"""The values that tell how two articles are related. All are frozen; places count code points and are half open."""

from dataclasses import dataclass
from typing import Literal

from search.model import Direction, Span


@dataclass(frozen=True, slots=True)
class Passage:
    """Text that two articles share but for small edits: a[a_start:a_end] and b[b_start:b_end]. `words` are equal."""

    a_start: int
    a_end: int
    b_start: int
    b_end: int
    words: int


@dataclass(frozen=True, slots=True)
class Copy:
    """That two articles share passages: which, in order of a; what part of each one's words they make, 0 to 1; and who
    probably had them from whom."""

    share_a: float
    share_b: float
    passages: tuple[Passage, ...]
    direction: Direction


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

    "moved" is shared text that stands elsewhere in b, seen from the rows around.
    """

    kind: Kind
    a: Span | None
    b: Span | None
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two texts side by side.

    `rows` are in reading order of a, and those that only b has stand where b has them; each place of both texts is in
    one row. `share_a` and `share_b` are those of `Copy`. The others are places of figures, and of quotations, that the
    other text has nowhere. `complete` is False where the texts differ so much that some differences were
    not looked at closely.
    """

    rows: tuple[Row, ...]
    share_a: float
    share_b: float
    figures_a: tuple[Span, ...]
    figures_b: tuple[Span, ...]
    quotations_a: tuple[Span, ...]
    quotations_b: tuple[Span, ...]
    complete: bool
