"""What a query was understood as: its terms with what each finds, how they may be meant, and what would find more."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Protocol

from search.query import Query, parse
from search.query.clauses import Clause, clauses, parts, wanted
from search.query.expand import SEVERAL
from search.query.lexer import capitalised
from search.query.relax import Kind, is_exact, looser, one_word, respelt, spelling, without
from search.query.serialize import canonical_text

MOST_WORDS = 6
"""Words that are named of those that a term stands for."""
MOST_TERMS, MOST_PATTERNS = 32, 4
"""Terms that are told of, those with stars or a tilde among them, and words of a query for which others are offered."""
_MOST_OFFERS = 6
_SHORTEST, _LONG = 3, 6
"""Letters of a word that may be one slip away from another, and of one that may be two slips away."""
_RARE = 1000
"""A word that one in so many articles has is rare; one that a single article has always is."""
_OFTENER = 100


class Index(Protocol):
    """One state of an index, as far as it explains a query."""

    @property
    def articles(self) -> int:
        """How many articles there are."""

    def count(self, tree: Any) -> int:
        """How many articles a tree matches, exactly."""

    def words(self, leaf: Any) -> Sequence[str] | None:
        """The words of the index that a leaf stands for, those that take most room first; None of one that stands for
        none, as a phrase or a date."""

    def slips(self, leaf: Any, distance: int) -> Sequence[str]:
        """The commoner words at most so many slips away from the word of a leaf, those that take most room first."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a query.

    `text` is as typed, `query` asks for it alone, `total` is the number of articles that this finds. What is
    `excluded` is left out of the results. `words` are words of the index that were searched for it, those that take
    most room first; of `more` others only the number is told. A quotation or a date has none.
    """

    text: str
    query: str
    total: int
    excluded: bool
    words: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Offer:
    """Another query, and the number of articles that it finds. `change` tells how it differs, `text` in what."""

    change: Kind
    text: str
    query: str
    total: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a query was understood as; `notes` are sentences for the person. Of very many `terms` the first are told;
    so many `more` there are.

    `total` is the number of articles that it finds. Where that is 0, `missing` are the parts of it that no article has,
    though all have to, and `offers` find something. `meant` is the query as it may have been meant, where `or` or `not`
    stands between words, or where a word of it is rare and another, nearly the same, is not. Where the
    query has very many words, no other one is looked for, and only the first of its parts may be `missing`.
    """

    query: str
    canonical: str
    notes: tuple[str, ...]
    total: int
    terms: tuple[Term, ...]
    more: int
    missing: tuple[str, ...]
    meant: Offer | None
    offers: tuple[Offer, ...]


def explain(asked: Query, index: Index) -> Explanation:
    """What a query was understood as.

    Cost: evaluating each of its terms alone, of MOST_TERMS at most, whose lists a search has just read; where a term is
    rare, a look at all words; where nothing is found, evaluating some queries for each term.
    """
    read = _Reading(asked, index)
    told = tuple(islice(_told(read.clauses), MOST_TERMS))
    is_long = asked.terms > MOST_TERMS
    return Explanation(
        query=asked.text,
        canonical=asked.canonical,
        notes=asked.notes,
        total=read.total,
        terms=tuple(map(read.term, told)),
        more=len(read.clauses) - len(told),
        missing=tuple(map(read.name, read.missing)),
        meant=None if is_long else read.operators() or read.spelling(),
        offers=() if read.total or is_long else tuple(islice(read.offers(), _MOST_OFFERS)),
    )


def _told(every: Sequence[Clause]) -> Iterator[Clause]:
    """The clauses that are told of: those up to one pattern too many."""
    patterns = 0
    for clause in every:
        patterns += isinstance(clause.leaf, SEVERAL)
        if patterns > MOST_PATTERNS:
            return
        yield clause


class _Reading:
    """One query over one state of the index."""

    def __init__(self, asked: Query, index: Index) -> None:
        self._text = asked.text
        self._tree = asked.tree
        self._index = index
        self._seen = {asked.canonical, ""}
        self.clauses = clauses(asked.tree, asked.text)
        self.total = index.count(asked.tree)
        nothing = asked.canonical and not self.total
        self.missing = [part for part in parts(asked.tree)[:MOST_TERMS] if not index.count(part)] if nothing else []

    def term(self, clause: Clause) -> Term:
        words = self._index.words(clause.leaf) or ()
        shown = tuple(words[:MOST_WORDS])
        total = self._index.count(clause.leaf)
        return Term(clause.typed, clause.alone, total, clause.excluded, shown, len(words) - len(shown))

    def name(self, part: Any) -> str:
        """A part of the query: as typed, where it is a single clause."""
        typed = {id(clause.leaf): clause.typed for clause in self.clauses}
        return typed.get(id(part)) or canonical_text(part)

    def operators(self) -> Offer | None:
        """The query with `or` and `not` between words as operators, if that finds anything."""
        text = capitalised(self._text)
        return self._offer("operator", "", parse(text).tree) if text != self._text else None

    def spelling(self) -> Offer | None:
        """The query with all its rare words spelt as commoner ones, or else one of them, if that finds more."""
        leaves = (clause for clause in self.clauses if not clause.excluded)
        spelt = [(clause.leaf, others) for clause in leaves if (others := self._spelt(clause))]
        for chosen in (spelt, *([one] for one in spelt if len(spelt) > 1)):
            words = ", ".join(word for _, others in chosen for word in others)
            tree = respelt(self._tree, chosen)
            if chosen and (offer := self._offer("spelling", words, tree, more_than=self.total)):
                return offer
        return None

    def _spelt(self, clause: Clause) -> dict[str, str]:
        """The words of a clause that are rare, and for each a word that is nearly the same and not rare at all."""
        total = self._index.count(clause.leaf)
        if total > (0 if is_exact(clause.leaf) else max(1, self._index.articles // _RARE)):
            return {}
        found = {word: self._commoner(one_word(clause.leaf, word), word) for word in spelling(clause.leaf)}
        return {word: other for word, other in found.items() if other}

    def _commoner(self, leaf: Any, word: str) -> str:
        """A much more frequent word that is a slip or two away; empty where there is none."""
        total = self._index.count(leaf)
        if len(word) < _SHORTEST or any(letter.isdigit() for letter in word) or (total and is_exact(leaf)):
            return ""
        for distance in (1, 2) if len(word) >= _LONG and not total else (1,):
            near = islice(self._index.slips(leaf, distance), MOST_WORDS)
            best = max(((self._index.count(one_word(leaf, other)), other) for other in near), default=(0, ""))
            if best[0] >= max(1, _OFTENER * total):
                return best[1]
        return ""

    def offers(self) -> Iterator[Offer]:
        """Queries that ask for less, and find something."""
        yield from filter(None, self._without())
        leaves = [clause.leaf for clause in self.clauses if not clause.excluded]
        for change, leaf, tree in looser(self._tree, leaves, self.missing):
            text = "" if leaf is self._tree and change in ("everything", "any") else self.name(leaf)
            if offer := self._offer(change, text, tree):
                yield offer

    def _without(self) -> Iterator[Offer | None]:
        """Without all that no article has; or else without any one part, but for the only one that is looked for."""
        whole: Any = self._tree
        for part in self.missing:
            whole = without(whole, part) if whole is not None else None
        offer = self._offer("without", ", ".join(map(self.name, self.missing)), whole) if self.missing else None
        yield offer
        if not offer:
            every = parts(self._tree)
            single = [part for part in every if (part,) != wanted(self._tree)]
            if len(every) == 1:
                single = [clause.leaf for clause in self.clauses]
            found = [self._offer("without", self.name(part), without(self._tree, part)) for part in single]
            yield from sorted(filter(None, found), key=lambda other: -other.total)[: _MOST_OFFERS // 2]

    def _offer(self, change: Kind, text: str, tree: Any, more_than: int = 0) -> Offer | None:
        """A changed query, as its text is understood; None where it finds no more, or was offered already."""
        wording = canonical_text(tree) if tree is not None else ""
        other = parse(wording)
        if wording in self._seen or other.canonical != wording:
            return None
        total = self._index.count(other.tree)
        if total <= more_than:
            return None
        self._seen.add(other.canonical)
        return Offer(change, text, other.canonical, total)
