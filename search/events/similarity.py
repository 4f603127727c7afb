"""Which articles tell the same event in words of their own: by the names and rare words they share, and their dates.

A ranked list with its reasons, never a cluster: being about the same event is a matter of degree. A copy is another
relation (`search.copies`) and counts for nothing here.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest
from math import exp, log

from search.analysis.tokenizer import Tokens
from search.query.date_range import MONTHS, WEEKDAYS

NAME = 2.0
"""How much more a word of a name weighs than another: names tell events apart."""
HEAD = 1.5
"""How much more the first words weigh: news begin with what happened."""
_HEAD_WORDS = 80
DAYS = 14.0
"""Days in which what two dates add to a score falls to a third."""
DATES = 0.3
"""What equal dates add to a score, as a part of it."""
KEY_WORDS = 60
"""Words of an article that are looked at, the weightiest."""
LEAST = 0.18
"""The score below which no article seems to tell the same event."""
CLEAR = 0.35
"""The score from which on articles seem to tell it, however much more like it another one is."""
PART = 0.5
"""Between the two: the part of the best one's score that is asked for."""
FAR = 60.0
"""Days between two articles at which twice as much is asked for."""
LONGEST = 12
"""Words of a name."""
_REASONS = 5  # names, and words, that are told
_RARE = 2.0  # the logarithm of how rare a word is that is worth telling as a reason: one article in seven
# Written with a capital where a sentence begins, or as a title.
_NO_NAMES = frozenset(("a an and as at but for he i if in it its of on or she the to we " + "dr mr mrs ms").split())
# Names of times, which tell events apart as others do, but are no reason: the dates tell that better.
_TIMES = frozenset(map(str.lower, (*WEEKDAYS, *MONTHS)))

_BREAK = re.compile(r"[^\w\s'’\-‐‑.]|\n|[.!?]\s")  # between two tokens: what no name reaches across
_BEGINS = frozenset('.!?\n"“:')  # before a token: a sentence begins


@dataclass(frozen=True, slots=True)
class EventProfile:
    """What tells of which event an article is: its key terms and how much each tells (their squares sum up to 1), those
    that tell most first; which of them are rare, its names as they are written, and its date."""

    weights: Mapping[str, float]
    rare: frozenset[str]
    names: Mapping[tuple[str, ...], str]
    day: date | None = None


@dataclass(frozen=True, slots=True)
class SameEvent:
    """Article number `other` of those asked about, how like its event is (0 to 1 but for the dates), and why: names
    and words that both have, the rarest first, and the days between their dates where both are known."""

    other: int
    score: float
    names: tuple[str, ...]
    words: tuple[str, ...]
    days: int | None


class Rarity:
    """How much each term tells: the logarithm of articles over articles that have it (K. Spärck Jones 1972)."""

    def __init__(self, frequencies: Mapping[str, int], articles: int) -> None:
        self._frequencies, self._articles = frequencies, articles
        self._known: dict[str, float] = {}

    def __call__(self, term: str) -> float:
        """0 for a term that all articles have."""
        if term not in self._known:
            self._known[term] = log((self._articles + 1) / max(1, self._frequencies.get(term, 1)))
        return self._known[term]


def event_profile(text: str, found: Tokens, rarity: Rarity, day: date | None = None) -> EventProfile:
    """What an article with these tokens tells. Linear, about 2 MB a second."""
    names = dict(_names(text, found))
    named = {term for name in names for term in name}
    head = frozenset(found.terms[:_HEAD_WORDS])

    def weight(term: str, count: int) -> float:
        return (1 + log(count)) * rarity(term) * (NAME if term in named else 1.0) * (HEAD if term in head else 1.0)

    weighed = sorted(((weight(*item), item[0]) for item in Counter(found.terms).items()), reverse=True)[:KEY_WORDS]
    length = sum(value * value for value, _ in weighed) ** 0.5 or 1.0
    weights = {term: value / length for value, term in weighed}
    return EventProfile(weights, frozenset(term for term in weights if rarity(term) >= _RARE), names, day)


def same_event(article: EventProfile, others: Sequence[EventProfile], most: int = 10) -> list[SameEvent]:
    """Those of the others that likeliest tell the same event, the likeliest first; none with nothing in common.

    The cosine of the weights of their key terms (G. Salton, C. Buckley 1988), raised by up to a third where the dates
    are close. Cost: a look at KEY_WORDS terms for each.
    """
    scored = ((_score(article, other), number) for number, other in enumerate(others))
    best = nsmallest(most, ((-score, number) for score, number in scored if score > 0))
    return [_explained(number, -score, article, others[number]) for score, number in best]


def seeming_same(found: Sequence[SameEvent]) -> list[SameEvent]:
    """Of articles, the likeliest first, those with reason enough to show them as ones on the same event: much in
    common, more where they are far apart, and two reasons that can be told, one of them a name.

    Of 100 events told by three outlets, among 3,824 other articles, it keeps 98 % of those on the same event, and one
    or two others for each.
    """
    best = max((its.score for its in found), default=0.0)
    enough = max(LEAST, min(CLEAR, PART * best))
    return [its for its in found if its.score >= enough * _asked(its.days) and _reasons(its)]


def _asked(days: int | None) -> float:
    return 1 + min((days or 0) / FAR, 1.0)


def _reasons(found: SameEvent) -> bool:
    return bool(found.names) and len(found.names) + len(found.words) > 1


def _score(article: EventProfile, other: EventProfile) -> float:
    days = _days(article, other)
    close = 0.0 if days is None else DATES * exp(-days / DAYS)
    return (1 + close) * sum(_shared(article, other).values())


def _shared(article: EventProfile, other: EventProfile) -> dict[str, float]:
    its = other.weights
    return {term: value * its[term] for term, value in article.weights.items() if term in its}


def _days(article: EventProfile, other: EventProfile) -> int | None:
    return abs((article.day - other.day).days) if article.day and other.day else None


def _explained(number: int, score: float, article: EventProfile, other: EventProfile) -> SameEvent:
    shared = _shared(article, other)
    names = _shared_names(article, other, shared)
    words = (shared.keys() & article.rare) - {term for name in names for term in name}
    told = sorted(words, key=lambda term: (-shared[term], term))[:_REASONS]
    return SameEvent(number, score, tuple(article.names[name] for name in names), tuple(told), _days(article, other))


def _shared_names(article: EventProfile, other: EventProfile, shared: Mapping[str, float]) -> list[tuple[str, ...]]:
    """The names that both have, those that tell most first; none that is a part of one before it."""
    both = [
        name
        for name in article.names
        if name in other.names and any(term in shared for term in name) and not _TIMES.issuperset(name)
    ]
    both.sort(key=lambda name: -sum(shared.get(term, 0.0) for term in name))
    kept: list[tuple[str, ...]] = []
    for name in both:
        if len(kept) < _REASONS and not any(set(name) <= set(longer) for longer in kept):
            kept.append(name)
    return kept


def _names(text: str, found: Tokens) -> Iterator[tuple[tuple[str, ...], str]]:
    """Runs of capitalised words, and how they are written. A single one that begins a sentence is none.

    Of a run its ends are names as well, so that Captain Ada Brandt is Ada Brandt, and Brandt; those of LONGEST words
    at most, as a longer run is no name.
    """
    for run in _capitalised(text, found):
        begins = _begins(text, found, run[0])
        while run and found.terms[run[0]] in _NO_NAMES:
            del run[0]
            begins = False
        for at in range(max(0, len(run) - LONGEST), len(run) if len(run) > 1 or not begins else 0):
            start, end = found.starts[run[at]], found.ends[run[-1]]
            yield tuple(found.terms[number] for number in run[at:]), " ".join(text[start:end].split())


def _capitalised(text: str, found: Tokens) -> Iterator[list[int]]:
    run: list[int] = []
    for at in (at for at, start in enumerate(found.starts) if text[start].isupper()):
        if run and (run[-1] < at - 1 or _BREAK.search(text[found.ends[at - 1] : found.starts[at]])):
            yield run
            run = []
        run.append(at)
    if run:
        yield run


def _begins(text: str, found: Tokens, at: int) -> bool:
    return at == 0 or not _BEGINS.isdisjoint(text[found.ends[at - 1] : found.starts[at]])
