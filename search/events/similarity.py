"""Estimate which articles are about the same event, by the names and rare words they share and by their dates.

The result is a ranked list with reasons, never a cluster: being about the same event is a matter of degree. Being a
near-duplicate is another relation (`search.duplicates`) and does not count here.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import nlargest, nsmallest
from itertools import islice
from math import exp, log

from search.analysis.tokenizer import Tokens
from search.events.names import find_names
from search.extract.patterns import load_patterns
from search.query.date_range import MONTHS, WEEKDAYS

NAME = 2.0
"""The factor of a word in a name: names distinguish events."""
HEAD = 1.5
"""The factor of the first words: news begins with what happened."""
_HEAD_WORDS = 80
DAYS = 14.0
"""Days between two dates after which their bonus falls to 1/e."""
DATES = 0.3
"""The bonus of equal dates, as a part of the score."""
LIKE_WORDS = 25
"""Heaviest words of an article by which others like it are found."""
KEY_WORDS = 60
"""Words of an article that are compared: those with the largest weights."""
_LEAD_WORDS = 250
"""Words of the lead, in which news names the day of the event."""
_SHORTEST_WEEKDAY = 4
"""Letters of the name of a day of the week; shorter ones are often other words."""
_REASONS = 5  # names, and words, that are given as reasons
_RARE = 2.0  # the least idf of a word that is a reason: it is in one of seven articles
_UNCOMMON = log(2)  # the least idf of a word that at most half of the articles have
# Names of times distinguish events, but are no reasons: the dates say more.
_TIMES = frozenset(map(str.lower, (*WEEKDAYS, *MONTHS)))


@dataclass(frozen=True, slots=True)
class EventProfile:
    """What an article says of its event: weighted words, names and a day.

    `weights` are those of its key words, largest first; their squares sum to 1. `rare` are the rare ones among them.
    `names` map the terms of each name to its spelling. `counts` are the occurrences of each term that at most half of
    all articles have. `weekdays` are the days of the week that the lead names, 1 for Monday.
    """

    weights: Mapping[str, float]
    rare: frozenset[str]
    names: Mapping[tuple[str, ...], str]
    day: date | None
    counts: Mapping[str, int]
    weekdays: frozenset[int]


@dataclass(frozen=True, slots=True)
class SimilarEvent:
    """Article number `other` with the similarity of its event, and the reasons.

    `score` is 0 to 1, before the bonus for dates. `names` and `words` are shared ones, the rarest first. `days` lie
    between the dates; None where one is unknown.
    """

    other: int
    score: float
    names: tuple[str, ...]
    words: tuple[str, ...]
    days: int | None


class Idf:
    """The inverse document frequency of terms (K. Spärck Jones 1972): log((articles + 1) / frequency)."""

    def __init__(self, frequencies: Mapping[str, int], articles: int) -> None:
        self._frequencies, self._articles = frequencies, articles

    def of(self, terms: Iterable[str]) -> dict[str, float]:
        """The idf of each term; about 0 for a term of all articles."""
        most, frequency = self._articles + 1, self._frequencies.get
        return {term: log(most / (frequency(term) or 1)) for term in terms}


def event_profile(text: str, tokens: Tokens, idf: Idf, day: date | None = None) -> EventProfile:
    """The event profile of a text with these tokens. Linear, about 2 MB a second."""
    names = dict(find_names(text, tokens))
    in_names = {term for name in names for term in name}
    head = frozenset(tokens.terms[:_HEAD_WORDS])

    counts = Counter(tokens.terms)
    rarity = idf.of(counts)

    def weight(term: str, count: int) -> float:
        of_counts = (1 + log(count)) * rarity[term] if count > 1 else rarity[term]
        return of_counts * (NAME if term in in_names else 1.0) * (HEAD if term in head else 1.0)

    heaviest = nlargest(KEY_WORDS, [(weight(term, count), term) for term, count in counts.items()])
    length = sum(value * value for value, _ in heaviest) ** 0.5 or 1.0
    weights = {term: value / length for value, term in heaviest}
    rare = frozenset(term for term in weights if rarity[term] >= _RARE)
    uncommon = {term: count for term, count in counts.items() if rarity[term] >= _UNCOMMON}
    return EventProfile(weights, rare, names, day, uncommon, _weekdays_of_lead(text, tokens))


def _weekdays_of_lead(text: str, tokens: Tokens) -> frozenset[int]:
    """The days of the week that the first words name, in any language whose names of days are known."""
    weekdays = load_patterns().weekdays
    spans = islice(zip(tokens.starts, tokens.ends, strict=True), _LEAD_WORDS)
    words = {text[start:end].casefold() for start, end in spans if end - start >= _SHORTEST_WEEKDAY}
    return frozenset(weekdays[word] for word in words & weekdays.keys())


def rank_by_event(article: EventProfile, others: Sequence[EventProfile], most: int = 10) -> list[SimilarEvent]:
    """The `most` articles with the most similar events, best first; none with nothing in common.

    The score is the cosine of the weights of the key words (G. Salton, C. Buckley 1988), raised by up to DATES where
    the dates are close. Cost: a look at KEY_WORDS words for each article.
    """
    scores = ((_score(article, other), number) for number, other in enumerate(others))
    best = nsmallest(most, ((-score, number) for score, number in scores if score > 0))
    return [_with_reasons(number, -score, article, others[number]) for score, number in best]


def _score(article: EventProfile, other: EventProfile) -> float:
    days = _days_between(article, other)
    bonus = 0.0 if days is None else DATES * exp(-days / DAYS)
    return (1 + bonus) * sum(_shared_weights(article, other).values())


def _shared_weights(article: EventProfile, other: EventProfile) -> dict[str, float]:
    """The products of the weights of the words that both have."""
    other_weights = other.weights
    return {term: weight * other_weights[term] for term, weight in article.weights.items() if term in other_weights}


def _days_between(article: EventProfile, other: EventProfile) -> int | None:
    return abs((article.day - other.day).days) if article.day and other.day else None


def _with_reasons(number: int, score: float, article: EventProfile, other: EventProfile) -> SimilarEvent:
    shared = _shared_weights(article, other)
    names = _shared_names(article, other, shared)
    words = (shared.keys() & article.rare) - {term for name in names for term in name}
    heaviest = sorted(words, key=lambda term: (-shared[term], term))[:_REASONS]
    spellings = tuple(article.names[name] for name in names)
    return SimilarEvent(number, score, spellings, tuple(heaviest), _days_between(article, other))


def _shared_names(article: EventProfile, other: EventProfile, shared: Mapping[str, float]) -> list[tuple[str, ...]]:
    """The names that both articles have, the heaviest first, without parts of longer ones."""
    names = [
        name
        for name in article.names
        if name in other.names and any(term in shared for term in name) and not _TIMES.issuperset(name)
    ]
    names.sort(key=lambda name: -sum(shared.get(term, 0.0) for term in name))
    kept: list[tuple[str, ...]] = []
    for name in names:
        if len(kept) < _REASONS and not any(set(name) <= set(longer) for longer in kept):
            kept.append(name)
    return kept
