"""The postings of a term as Whoosh walks through them, one document after the other."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from whoosh.matching import LeafMatcher, ReadTooFar
from whoosh.scoring import BaseScorer


@dataclass(frozen=True)
class Occurrences:
    """The documents that have a term, how often each, and where: `positions` looks it up by a document's number."""

    documents: Sequence[int]
    frequencies: Sequence[int]
    positions: Callable[[int], list[int]]


class PostingMatcher(LeafMatcher):
    """Where a term occurs, document by document.

    It promises no upper bound of its scores (`max_quality` is infinite), so Whoosh's collectors leave out nothing: what
    they leave out of nested trees by such bounds is not always beyond the top.
    """

    def __init__(self, term: tuple[str, bytes], found: Occurrences, form: Any, scorer: BaseScorer | None) -> None:
        self._term = term
        self._found = found
        self._documents = found.documents
        self._at = 0
        self.format = form
        self.scorer = scorer

    def is_active(self) -> bool:
        """Whether it stands at a document."""
        return self._at < len(self._documents)

    def reset(self) -> None:
        """Go back to the first document."""
        self._at = 0

    def copy(self) -> "PostingMatcher":
        """Another that stands at the same document."""
        made = PostingMatcher(self._term, self._found, self.format, self.scorer)
        made._at = self._at
        return made

    def id(self) -> int:
        """The number of the document."""
        return self._documents[self._at]

    def all_ids(self) -> Iterator[int]:
        """The numbers of all documents."""
        return iter(self._documents)

    def all_items(self) -> Iterator[tuple[int, Any]]:
        """All documents from here on with their encoded places."""
        for _ in range(self._at, len(self._documents)):
            yield self.id(), self.value()
            self.next()

    def next(self) -> bool:  # type: ignore[override] # Whoosh's own tell whether a block ended
        """Go to the next document. Raises ReadTooFar behind the last."""
        if not self.is_active():
            raise ReadTooFar
        self._at += 1
        return False

    def skip_to(self, id: int) -> None:
        """Go forward to a document or the next after it. Raises ReadTooFar behind the last. Logarithmic."""
        if not self.is_active():
            raise ReadTooFar
        self._at = bisect_left(self._documents, id, self._at)

    def weight(self) -> float:
        """How often the document has the term."""
        return float(self._found.frequencies[self._at])

    def value(self) -> Any:
        """The positions, in the encoding of the field's format."""
        return self.format.encode(self._found.positions(self.id()))

    def value_as(self, astype: str) -> Any:
        """The `frequency`, `weight`, `positions` or what else the field's format can tell."""
        match astype:
            case "frequency":
                return self._found.frequencies[self._at]
            case "weight":
                return self.weight()
            case "positions":
                return self._found.positions(self.id())
        return self.format.decoder(astype)(self.value())

    def supports_block_quality(self) -> bool:
        """No: a list is not divided into blocks."""
        return False

    def max_quality(self) -> float:
        """No bound."""
        return inf

    def score(self) -> float:
        """The score of the document, or its weight where nothing scores."""
        return float(self.scorer.score(self)) if self.scorer else self.weight()
