"""From an explanation to what the page of results says of a query: its terms, and what would find something."""

from collections.abc import Iterator
from dataclasses import dataclass

from werkzeug.exceptions import BadRequest

from search import Explanation, Offer, Term
from web.links import LONGEST, Link, Links
from web.params import SearchParams, whole_number
from web.presenters.results import shortened

NUMBERED = ("term:", "offer:")
"""How the changes begin that lead to a query by its number in an explanation; the first offer is what may be meant."""

_CHANGES = {
    "without": "Without",
    "spelling": "With another spelling",
    "operator": "With OR and NOT as operators",
    "words": "The same words without quotation marks",
    "near": "With up to five words in between",
    "prefix": "Words that start with this",
    "anywhere": "Anywhere in the article",
    "everything": "Also in page boilerplate, such as menus and ads",
    "any": "Any of the words, not all",
}


_LONGEST_TERM, _BEGINNING = 120, 160
"""Characters of a term that are shown, and of a query that is too long for a link."""


@dataclass(frozen=True, slots=True)
class ShownTerm:
    """A term, what leads to it as a query of its own, and what was searched for it."""

    term: Term
    text: str
    words: str
    link: Link


@dataclass(frozen=True, slots=True)
class ShownOffer:
    """Another query, what leads to it, how it differs, and in which of the words that were typed."""

    offer: Offer
    change: str
    text: str
    query: str
    link: Link


def query(text: str) -> str:
    """A query to be seen, the beginning of a long one."""
    return shortened(text, _BEGINNING if len(text) > LONGEST else LONGEST)


def terms(explanation: Explanation, links: Links) -> Iterator[ShownTerm]:
    """The terms of a query."""
    for number, term in enumerate(explanation.terms, 1):
        more = f" and {term.more:,} more" if term.more else ""
        words = ", ".join(shortened(word, _LONGEST_TERM) for word in term.words) + more
        yield ShownTerm(term, shortened(term.text, _LONGEST_TERM), words, links.query(term.query, f"term:{number}"))


def missing(explanation: Explanation) -> list[str]:
    """The parts that no article has."""
    return [shortened(text, _LONGEST_TERM) for text in explanation.missing]


def meant(explanation: Explanation, links: Links) -> ShownOffer | None:
    """What a query may be meant to be."""
    return _offer(explanation.meant, 1, links) if explanation.meant else None


def offers(explanation: Explanation, links: Links) -> Iterator[ShownOffer]:
    """Queries that find something where one finds nothing."""
    for number, offer in enumerate(explanation.offers, 2):
        yield _offer(offer, number, links)


def _offer(offer: Offer, number: int, links: Links) -> ShownOffer:
    text, link = shortened(offer.text, _LONGEST_TERM), links.query(offer.query, f"offer:{number}")
    return ShownOffer(offer, _CHANGES[offer.change], text, query(offer.query), link)


def chosen(explanation: Explanation, change: str) -> SearchParams:
    """The query that a change names by its number. Raises BadRequest."""
    kind, _, text = change.partition(":")
    found = explanation.terms if kind == "term" else (explanation.meant, *explanation.offers)
    number = whole_number(kind, text)
    named = found[number - 1] if number <= len(found) else None
    if named is None:
        raise BadRequest(f"The query has no {kind} {number:,}.")
    return SearchParams(named.query)
