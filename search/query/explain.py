"""Explain a query: what each of its terms finds, how it may have been meant, and what would find more."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from search.query import Query
from search.query.clauses import Clause, clauses, conjuncts, without_function_words
from search.query.expand import MULTI_TERM
from search.query.function_words import function_words_of
from search.query.offers import MOST_WORDS, Offer, OfferFinder
from search.query.query_index import QueryIndex

MOST_TERMS, MOST_PATTERNS = 32, 4
"""Terms that are explained, and wildcards and fuzzy words among them. A query of more terms gets no offers."""
_MOST_OFFERS = 6


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a query.

    `text` is as typed. `query` searches for the term alone, and `total` is the number of articles that this finds.
    An `excluded` term stands under a NOT. `words` are the words of the index that it stands for, those with the longest
    posting lists first, after the phrases of its synonyms; `more` is the number of others. A quotation or a date has
    none.
    """

    text: str
    query: str
    total: int
    excluded: bool
    words: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a query was understood.

    `canonical` is its canonical text, `notes` are sentences for the person, `total` is the number of articles that it
    finds. `terms` are the first of its terms, and `more` is the number of others. `function_words` are the words of the
    query that are not searched, as typed.

    `meant` is the query as it may have been meant: where `or` or `not` stands between words, or where a word is rare
    and a similar one is common. Where `total` is 0, `missing` are the required parts that no article has, and `offers`
    are queries that find something. A query of more than MOST_TERMS words has neither `meant` nor `offers`, and only
    its first parts can be `missing`.
    """

    query: str
    canonical: str
    notes: tuple[str, ...]
    total: int
    terms: tuple[Term, ...]
    more: int
    function_words: tuple[str, ...]
    missing: tuple[str, ...]
    meant: Offer | None
    offers: tuple[Offer, ...]


def explain(parsed: Query, index: QueryIndex) -> Explanation:
    """Explain a query over one state of an index.

    Cost: each of MOST_TERMS terms at most is evaluated alone; a search has just read their postings. A rare term costs
    a pass over the vocabulary. Where nothing is found, some queries are evaluated for each term.
    """
    parsed = parsed._replace(root=index.with_synonym_words(parsed.tree))
    content = without_function_words(parsed.tree, function_words_of(parsed.tree, index.function_words))
    query_clauses = clauses(content, parsed.text)
    explained = tuple(islice(_first_patterns(query_clauses), MOST_TERMS))
    total = index.count(parsed.tree)
    finds_nothing = parsed.canonical and not total
    parts = conjuncts(content)[:MOST_TERMS] if finds_nothing else ()
    missing = [part for part in parts if not index.count(part)]
    finder = OfferFinder(parsed, index, query_clauses, total, missing)
    is_long = parsed.words > MOST_TERMS
    return Explanation(
        query=parsed.text,
        canonical=parsed.canonical,
        notes=parsed.notes,
        total=total,
        terms=tuple(_term(clause, index) for clause in explained),
        more=len(query_clauses) - len(explained),
        function_words=_function_words(parsed, query_clauses),
        missing=tuple(dict.fromkeys(map(finder.name, missing))),
        meant=None if is_long else finder.operators() or finder.spelling(),
        offers=() if total or is_long else tuple(islice(finder.relaxed(), _MOST_OFFERS)),
    )


def _first_patterns(query_clauses: Sequence[Clause]) -> Iterator[Clause]:
    """The clauses before the one with a pattern too many."""
    patterns = 0
    for clause in query_clauses:
        patterns += isinstance(clause.leaf, MULTI_TERM)
        if patterns > MOST_PATTERNS:
            return
        yield clause


def _function_words(parsed: Query, searched: Sequence[Clause]) -> tuple[str, ...]:
    """The words of a query that are not searched."""
    canonical = {(clause.canonical, clause.excluded) for clause in searched}
    left_out = (
        clause for clause in clauses(parsed.tree, parsed.text) if (clause.canonical, clause.excluded) not in canonical
    )
    return tuple(dict.fromkeys(clause.typed for clause in left_out))


def _term(clause: Clause, index: QueryIndex) -> Term:
    words = index.words(clause.leaf) or ()
    named = tuple(words[:MOST_WORDS])
    total = index.count(clause.leaf)
    return Term(clause.typed, clause.canonical, total, clause.excluded, named, len(words) - len(named))
