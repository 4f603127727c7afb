"""What two articles share. All are frozen; places count code points and are half open."""

from dataclasses import dataclass

from search.types.duplicates import Direction


@dataclass(frozen=True, slots=True)
class Passage:
    """Text that two articles share but for small edits: a[a_start:a_end] and b[b_start:b_end]. `words` are equal."""

    a_start: int
    a_end: int
    b_start: int
    b_end: int
    words: int


@dataclass(frozen=True, slots=True)
class PassageOverlap:
    """That two articles share passages: which, in order of a; what part of each one's words they make, 0 to 1; and who
    probably had them from whom."""

    share_a: float
    share_b: float
    passages: tuple[Passage, ...]
    direction: Direction
