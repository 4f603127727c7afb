"""From an explanation to what the page of results says of a query: its terms, and what would find something."""

from collections.abc import Iterator
from dataclasses import dataclass

from search import Explanation, Offer, Term

_CHANGES = {
    "without": "Without",
    "spelling": "Spelt otherwise",
    "operator": "With OR and NOT as operators",
    "words": "The words of the quotation anywhere, in all their forms",
    "near": "With up to five other words between",
    "prefix": "Words that begin like this",
    "anywhere": "Anywhere in the article",
    "everything": "Also in what belongs to the page, such as advertisements",
    "any": "Any of the words instead of all",
}


@dataclass(frozen=True, slots=True)
class ShownTerm:
    """A term as a query of its own, and what was searched for it."""

    term: Term
    words: str


@dataclass(frozen=True, slots=True)
class ShownOffer:
    """Another query, how it differs, and in which of the words that were typed."""

    offer: Offer
    change: str
    text: str


def terms(explanation: Explanation) -> Iterator[ShownTerm]:
    """The terms of a query."""
    for term in explanation.terms:
        more = f" and {term.more:,} more" if term.more else ""
        yield ShownTerm(term, ", ".join(term.words) + more)


def offers(explanation: Explanation) -> Iterator[ShownOffer]:
    """Queries that find something where one finds nothing."""
    for offer in explanation.offers:
        yield ShownOffer(offer, _CHANGES[offer.change], offer.text)
