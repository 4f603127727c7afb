"""Pairs of articles that share passages."""

from dataclasses import dataclass
from typing import Literal

from search.types.article import Article

Direction = Literal["a from b", "b from a", "unknown"]
"""Which of two articles probably has its text from the other."""


@dataclass(frozen=True, slots=True)
class DuplicatePair:
    """That two articles share passages: which part of each one's words lies in them, 0 to 1, and how many words are
    equal in them."""

    a: str
    b: str
    share_a: float
    share_b: float
    words: int
    direction: Direction

    def seen_from(self, article: str) -> "DuplicatePair":
        """The same with the article, which is one of the two, as a."""
        if article == self.a:
            return self
        turned: dict[Direction, Direction] = {"a from b": "b from a", "b from a": "a from b", "unknown": "unknown"}
        return DuplicatePair(self.b, self.a, self.share_b, self.share_a, self.words, turned[self.direction])


@dataclass(frozen=True, slots=True)
class Duplicate:
    """An article that is a copy of another, which is a of the pair."""

    article: Article
    pair: DuplicatePair


@dataclass(frozen=True, slots=True)
class NearDuplicate:
    """An article that shares passages with another, which is a of their `DuplicatePair`; this one is b.
    `source` is empty where it is not known."""

    id: str
    title: str
    path: str
    source: str
    share_a: float
    share_b: float
    direction: Direction
