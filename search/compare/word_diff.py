"""What differs, word by word, between two stretches of text that belong together."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from search.arrays import Ints
from search.compare.tokenized_text import Side
from search.compare.types import Difference
from search.types.article import Span

_WIDEST = 120
"""Terms of either text between two that are known to belong together, up to which they are compared with difflib: it
takes time with the square, and at worst the cube, of them."""


@dataclass
class Budget:
    """What comparing may still cost, in pairs of terms; `complete` until something had to be left out."""

    left: int = 1_000_000
    complete: bool = True

    def allows(self, a: int, b: int) -> bool:
        """Whether so many terms may be compared with so many; takes the cost if so."""
        cost = a * b
        if max(a, b) > _WIDEST or cost > self.left:
            self.complete = False
            return False
        self.left -= cost
        return True


def differences(a: Side, b: Side, words: tuple[Span, Span], partners: Ints, budget: Budget) -> tuple[Difference, ...]:
    """The differences between tokens words[0] of a and words[1] of b, in order of both texts.

    `partners` tells for each token of a its token of b in a shared passage, or -1. Cost: linear, and what the budget
    allows.
    """
    found: list[Difference] = []
    at, to = words[0][0], words[1][0]
    for same_a, same_b in (*_equal(a, b, words, partners, budget), (words[0][1], words[1][1])):
        if at < same_a or to < same_b:
            found.append(Difference(_span(a, at, same_a, words[0]), _span(b, to, same_b, words[1]), "words"))
        if same_a < words[0][1]:
            here, there = (a.starts[same_a], a.ends[same_a]), (b.starts[same_b], b.ends[same_b])
            if a.text[slice(*here)] != b.text[slice(*there)]:
                found.append(Difference(here, there, "written"))
        at, to = same_a + 1, same_b + 1
    return tuple(found)


def _span(side: Side, first: int, end: int, words: Span) -> Span:
    """The text of some tokens; of none, the place where they would be."""
    if first < end:
        return side.starts[first], side.ends[end - 1]
    if first > words[0]:
        return side.ends[first - 1], side.ends[first - 1]
    at = side.starts[first] if first < words[1] else 0
    return at, at


def _equal(a: Side, b: Side, words: tuple[Span, Span], partners: Ints, budget: Budget) -> Iterator[Span]:
    """Tokens of a and of b that are equal, in order of both: those of passages, and among those between them."""
    (at, end), (to, to_end) = words
    for here, there in enumerate(partners[at:end].tolist(), at):
        if to <= there < to_end:
            yield from _between(a, b, (at, here), (to, there), budget)
            yield here, there
            at, to = here + 1, there + 1
    yield from _between(a, b, (at, end), (to, to_end), budget)


def _between(a: Side, b: Side, ours: Span, theirs: Span, budget: Budget) -> Iterator[Span]:
    size_a, size_b = ours[1] - ours[0], theirs[1] - theirs[0]
    if size_a and size_b and budget.allows(size_a, size_b):
        matcher = SequenceMatcher(None, a.terms[slice(*ours)], b.terms[slice(*theirs)], autojunk=False)
        for block in matcher.get_matching_blocks():
            yield from ((ours[0] + block.a + step, theirs[0] + block.b + step) for step in range(block.size))
