"""The postings of a term as Whoosh's matcher: one document after the other."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from whoosh.matching import LeafMatcher, ReadTooFar
from whoosh.scoring import BaseScorer


@dataclass(frozen=True)
class Occurrences:
    """The documents that have a term, how often each has it, and `positions`, which gives them for a document."""

    documents: Sequence[int]
    frequencies: Sequence[int]
    positions: Callable[[int], list[int]]


class PostingMatcher(LeafMatcher):
    """Where a term occurs, document by document.

    It gives no upper bound of its scores (`max_quality` is infinite), so Whoosh's collectors skip nothing. With such
    bounds they skip documents of nested trees that belong to the top.
    """

    def __init__(
        self, term: tuple[str, bytes], occurrences: Occurrences, postings_format: Any, scorer: BaseScorer | None
    ) -> None:
        self._term = term
        self._occurrences = occurrences
        self._documents = occurrences.documents
        self._at = 0
        self.format = postings_format
        self.scorer = scorer

    def is_active(self) -> bool:
        """Whether there is a current document."""
        return self._at < len(self._documents)

    def reset(self) -> None:
        """Go back to the first document."""
        self._at = 0

    def copy(self) -> "PostingMatcher":
        """Another one with the same current document."""
        matcher = PostingMatcher(self._term, self._occurrences, self.format, self.scorer)
        matcher._at = self._at
        return matcher

    def id(self) -> int:
        """The number of the current document."""
        return self._documents[self._at]

    def all_ids(self) -> Iterator[int]:
        """The numbers of all documents."""
        return iter(self._documents)

    def all_items(self) -> Iterator[tuple[int, Any]]:
        """The documents from the current one on, with their encoded positions."""
        for _ in range(self._at, len(self._documents)):
            yield self.id(), self.value()
            self.next()

    def next(self) -> bool:  # type: ignore[override] # Whoosh's own say whether a block ended
        """Go to the next document. Raises ReadTooFar after the last one."""
        if not self.is_active():
            raise ReadTooFar
        self._at += 1
        return False

    def skip_to(self, id: int) -> None:
        """Go forward to a document, or the next one after it. Raises ReadTooFar after the last one. Logarithmic."""
        if not self.is_active():
            raise ReadTooFar
        self._at = bisect_left(self._documents, id, self._at)

    def weight(self) -> float:
        """How often the current document has the term."""
        return float(self._occurrences.frequencies[self._at])

    def value(self) -> Any:
        """The positions, in the encoding of the field's format."""
        return self.format.encode(self._occurrences.positions(self.id()))

    def value_as(self, astype: str) -> Any:
        """The `frequency`, `weight` or `positions`, or what else the format of the field can decode."""
        match astype:
            case "frequency":
                return self._occurrences.frequencies[self._at]
            case "weight":
                return self.weight()
            case "positions":
                return self._occurrences.positions(self.id())
        return self.format.decoder(astype)(self.value())

    def supports_block_quality(self) -> bool:
        """No: postings have no blocks here."""
        return False

    def max_quality(self) -> float:
        """Infinite: there is no bound."""
        return inf

    def score(self) -> float:
        """The score of the current document, or its weight if there is no scorer."""
        return float(self.scorer.score(self)) if self.scorer else self.weight()
