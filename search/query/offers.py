"""Find queries that find more than one with few or no results: other operators, other spelling, fewer conditions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from search.query import Query, parse
from search.query import tree as query
from search.query.clauses import Clause, conjuncts, required, without_function_words
from search.query.function_words import function_words_of
from search.query.lexer import with_capital_operators
from search.query.query_index import QueryIndex
from search.query.relax import ChangeKind, checked_words, is_exact, relaxations, remove, respell, single_word
from search.query.serialize import canonical_text

MOST_WORDS = 6
"""Words of the index that are named for a term, or tried as another spelling of it."""
_MOST_REMOVALS = 3
_SHORTEST, _LONG = 3, 6
"""Letters of a word that is tried with one typo, and of one that is tried with two."""
_RARE = 1000
"""A word is rare if at most one in so many articles has it, or only one article."""
_OFTENER = 100
"""How many times more articles another spelling must have."""
_LABELS: Mapping[ChangeKind, str] = {
    "without": "Without",
    "spelling": "With another spelling",
    "operator": "With OR and NOT as operators",
    "words": "The same words, not side by side",
    "near": "With up to five words in between",
    "prefix": "Words that start with this",
    "anywhere": "Anywhere in the article",
    "everything": "Also in page boilerplate, such as menus and ads",
    "any": "Any of the words, not all",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """Another query and the number of articles that it finds. `change` says how it differs, `text` in which part."""

    change: ChangeKind
    text: str
    query: str
    total: int

    @property
    def label(self) -> str:
        """How the query differs, in words that `text` may follow."""
        return _LABELS[self.change]


class OfferFinder:
    """Finds the offers for one query. No query is offered twice, and each finds something."""

    def __init__(
        self, parsed: Query, index: QueryIndex, clauses: Sequence[Clause], total: int, missing: Sequence[query.Query]
    ) -> None:
        self._text = parsed.text
        self._tree = parsed.tree
        self._content = without_function_words(parsed.tree, function_words_of(parsed.tree, index.function_words))
        self._index = index
        self._clauses = clauses
        self._total = total
        self._missing = missing
        self._seen = {parsed.canonical, canonical_text(self._content), ""}
        self._typed = {id(clause.leaf): clause.typed for clause in clauses}

    def name(self, part: query.Query) -> str:
        """A part of the query as text: as typed, where it is a single clause."""
        return self._typed.get(id(part)) or canonical_text(part)

    def operators(self) -> Offer | None:
        """The query with `or` and `not` read as operators, if that finds anything."""
        text = with_capital_operators(self._text)
        return self._offer("operator", "", parse(text).tree) if text != self._text else None

    def spelling(self) -> Offer | None:
        """The query with all its rare words replaced by common ones, or else one of them, if that finds more."""
        included = (clause for clause in self._clauses if not clause.excluded)
        respellings = [(clause.leaf, words) for clause in included if (words := self._respellings(clause))]
        choices = [respellings, *([one] for one in respellings if len(respellings) > 1)]
        for choice in filter(None, choices):
            names = ", ".join(other for _, words in choice for other in words)
            if offer := self._offer("spelling", names, respell(self._tree, choice), more_than=self._total):
                return offer
        return None

    def _respellings(self, clause: Clause) -> dict[str, str]:
        """The rare words of a clause, each with a similar word that is common."""
        total = self._index.count(clause.leaf)
        if total > (0 if is_exact(clause.leaf) else max(1, self._index.articles // _RARE)):
            return {}
        words = checked_words(clause.leaf)
        others = {word: self._common_word(single_word(clause.leaf, word), word) for word in words}
        return {word: other for word, other in others.items() if other}

    def _common_word(self, leaf: query.Term, word: str) -> str:
        """A much more frequent word that differs by one or two typos; empty where there is none."""
        total = self._index.count(leaf)
        if len(word) < _SHORTEST or any(letter.isdigit() for letter in word) or (total and is_exact(leaf)):
            return ""
        for distance in (1, 2) if len(word) >= _LONG and not total else (1,):
            similar = islice(self._index.similar_words(leaf, distance), MOST_WORDS)
            counts = ((self._index.count(single_word(leaf, other)), other) for other in similar)
            best_total, best_word = max(counts, default=(0, ""))
            if best_total >= max(1, _OFTENER * total):
                return best_word
        return ""

    def relaxed(self) -> Iterator[Offer]:
        """Queries with fewer conditions that find something."""
        yield from self._removals()
        included = [clause.leaf for clause in self._clauses if not clause.excluded]
        for change, leaf, tree in relaxations(self._content, included, self._missing):
            name = "" if leaf is self._content and change in ("everything", "any") else self.name(leaf)
            if offer := self._offer(change, name, tree):
                yield offer

    def _removals(self) -> Iterator[Offer]:
        """The query without all its missing parts; if that finds nothing, without any single part.

        The only required part of a query is never removed.
        """
        rest: query.Query | None = self._content
        for part in self._missing:
            rest = remove(rest, part) if rest is not None else None
        if self._missing and (offer := self._offer("without", ", ".join(map(self.name, self._missing)), rest)):
            yield offer
            return
        parts = conjuncts(self._content)
        removable = [part for part in parts if (part,) != required(self._content)]
        if len(parts) == 1:
            removable = [clause.leaf for clause in self._clauses]
        offers = [self._offer("without", self.name(part), remove(self._content, part)) for part in removable]
        yield from sorted(filter(None, offers), key=lambda offer: -offer.total)[:_MOST_REMOVALS]

    def _offer(self, change: ChangeKind, name: str, tree: query.Query | None, more_than: int = 0) -> Offer | None:
        """A changed query; None where it was offered before, or finds no more than `more_than` articles."""
        text = canonical_text(tree) if tree is not None else ""
        other = parse(text)
        if text in self._seen or other.canonical != text:
            return None
        total = self._index.count(other.tree)
        if total <= more_than:
            return None
        self._seen.add(text)
        return Offer(change, name, text, total)
