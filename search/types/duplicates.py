"""Near-duplicates: articles that share passages."""

from dataclasses import dataclass
from typing import Literal

from search.types.article import Article
from search.types.files import readable_path

Direction = Literal["a from b", "b from a", "unknown"]
"""Which of two near-duplicates probably has its text from the other."""
_REVERSED: dict[Direction, Direction] = {"a from b": "b from a", "b from a": "a from b", "unknown": "unknown"}


@dataclass(frozen=True, slots=True)
class DuplicatePair:
    """Two near-duplicates by their ids.

    `share_a` and `share_b` are the parts of their words that lie in shared passages, 0 to 1; `words` is the number of
    equal words in these.
    """

    a: str
    b: str
    share_a: float
    share_b: float
    words: int
    direction: Direction

    def seen_from(self, article_id: str) -> "DuplicatePair":
        """The same pair with the given article, one of the two, as a."""
        if article_id == self.a:
            return self
        return DuplicatePair(self.b, self.a, self.share_b, self.share_a, self.words, _REVERSED[self.direction])


@dataclass(frozen=True, slots=True)
class NearDuplicate:
    """A near-duplicate of an article. That article is a, this one is b. `source` is empty where it is unknown."""

    id: str
    title: str
    path: str
    source: str
    share_a: float
    share_b: float
    direction: Direction

    @classmethod
    def of(cls, article: Article, pair: DuplicatePair) -> "NearDuplicate":
        """An article that is b of a pair."""
        path = readable_path(article.path)
        return cls(article.id, article.heading, path, article.source, pair.share_a, pair.share_b, pair.direction)
