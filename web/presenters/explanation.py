"""What the page of results says about a query: its terms, a suggested correction, and queries that find something."""

from collections.abc import Sequence
from dataclasses import dataclass

from werkzeug.exceptions import BadRequest

from search import Explanation, Offer, Term
from web.links import LONGEST, Link, Links
from web.params import SearchParams, whole_number
from web.presenters.marked_text import shortened

NUMBERED = ("term:", "offer:")
"""Prefixes of the changes that name a query of an explanation by its number. Offer 1 is the suggested correction."""

_MOST_FUNCTION_WORDS = 12
_LONGEST_TERM, _BEGINNING = 120, 160
"""Shown characters of a term, and of a query as parsed, or one that is too long for a link."""


@dataclass(frozen=True, slots=True)
class ShownTerm:
    """A term, the words that were searched for it, and a link to the query for it alone."""

    term: Term
    text: str
    words: str
    link: Link


@dataclass(frozen=True, slots=True)
class ShownOffer:
    """Another query and a link to it. `change` says how it differs, `text` in which part."""

    offer: Offer
    change: str
    text: str
    query: str
    link: Link


@dataclass(frozen=True, slots=True)
class ShownExplanation:
    """An explanation: the suggested correction, the query in canonical form, its terms and the number of others, its
    function words in a line, and, if nothing was found, the parts without matches and other queries."""

    suggestion: ShownOffer | None
    canonical: str
    terms: tuple[ShownTerm, ...]
    more: int
    function_words: str
    missing: tuple[str, ...]
    offers: tuple[ShownOffer, ...]


def shown_explanation(explanation: Explanation, links: Links) -> ShownExplanation:
    """All that the page shows of an explanation."""
    return ShownExplanation(
        suggestion=_offer(explanation.meant, 1, links) if explanation.meant else None,
        canonical=shortened(explanation.canonical, _BEGINNING),
        terms=tuple(_term(term, number, links) for number, term in enumerate(explanation.terms, 1)),
        more=explanation.more,
        function_words=_function_words(explanation.function_words),
        missing=tuple(shortened(text, _LONGEST_TERM) for text in explanation.missing),
        offers=tuple(_offer(offer, number, links) for number, offer in enumerate(explanation.offers, 2)),
    )


def short_query(text: str) -> str:
    """A query to show; only the beginning of a long one."""
    return shortened(text, _BEGINNING if len(text) > LONGEST else LONGEST)


def numbered_query(explanation: Explanation, change: str) -> SearchParams:
    """The query that a change names by its number. Raises BadRequest."""
    kind, _, text = change.partition(":")
    choices = explanation.terms if kind == "term" else (explanation.meant, *explanation.offers)
    number = whole_number(kind, text)
    choice = choices[number - 1] if number <= len(choices) else None
    if choice is None:
        raise BadRequest(f"The query has no {kind} {number:,}.")
    return SearchParams(choice.query)


def _term(term: Term, number: int, links: Links) -> ShownTerm:
    more = f" and {term.more:,} more" if term.more else ""
    words = ", ".join(shortened(word, _LONGEST_TERM) for word in term.words) + more
    return ShownTerm(term, shortened(term.text, _LONGEST_TERM), words, links.query(term.query, f"term:{number}"))


def _function_words(words: Sequence[str]) -> str:
    """The words that are not searched, in a line; empty where there are none."""
    if not words:
        return ""
    others = len(words) - _MOST_FUNCTION_WORDS
    more = f" and {others:,} more" if others > 0 else ""
    listed = ", ".join(words[:_MOST_FUNCTION_WORDS]) + more
    if len(words) == 1:
        return f"{listed}: a common word, not searched. Put it in quotes to search it."
    return f"{listed}: common words, not searched. Put them in quotes to search them."


def _offer(offer: Offer, number: int, links: Links) -> ShownOffer:
    text, link = shortened(offer.text, _LONGEST_TERM), links.query(offer.query, f"offer:{number}")
    return ShownOffer(offer, offer.label, text, short_query(offer.query), link)
