"""The passages that two articles share. All values are frozen. Spans count code points and exclude their ends."""

from typing import NamedTuple


class Passage(NamedTuple):
    """Text that two articles share but for small edits: a[a_start:a_end] and b[b_start:b_end].

    `words` is the number of equal words.
    """

    a_start: int
    a_end: int
    b_start: int
    b_end: int
    words: int


class PassageOverlap(NamedTuple):
    """The passages that make two articles near-duplicates, in order of a.

    `share_a` and `share_b` are the parts of their words that lie in passages, 0 to 1.
    """

    share_a: float
    share_b: float
    passages: tuple[Passage, ...]
