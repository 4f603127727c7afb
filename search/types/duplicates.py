"""Near-duplicates: articles that share passages."""

from typing import Literal, NamedTuple

RelationKind = Literal["same_outlet", "same_agency", "credits", "earlier", "shared_passages"]


class Relation(NamedTuple):
    """One thing that holds between two articles, in words, and the evidence for it, which quotes their texts."""

    kind: RelationKind
    text: str
    evidence: str


class SharedText(NamedTuple):
    """The text that two articles share: how many passages, the equal words in these, and the part of each article's
    words that lies in them, 0 to 1."""

    passages: int
    words: int
    share_a: float
    share_b: float


class DuplicatePair(NamedTuple):
    """Two near-duplicates by their ids.

    `share_a` and `share_b` are the parts of their words that lie in shared passages, 0 to 1; `words` is the number of
    equal words in these.
    """

    a: str
    b: str
    share_a: float
    share_b: float
    passages: int
    words: int

    def seen_from(self, article_id: str) -> "DuplicatePair":
        """The same pair with the given article, one of the two, as a."""
        if article_id == self.a:
            return self
        return DuplicatePair(self.b, self.a, self.share_b, self.share_a, self.passages, self.words)

    @property
    def shared(self) -> SharedText:
        """The text that the two share."""
        return SharedText(self.passages, self.words, self.share_a, self.share_b)


class NearDuplicate(NamedTuple):
    """A near-duplicate of an article. That article is a, this one is b. `source` is empty where it is unknown.

    `relation` is all that holds between the two.
    """

    id: str
    title: str
    path: str
    source: str
    share_a: float
    share_b: float
    relation: tuple[Relation, ...]
