"""Decide which of the articles with similar events are about the same event.

Other events of the same persons and places are the hardest to tell apart. Dates separate them. Where a date is unknown,
words have to: those that few of the articles on the topic have.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from math import log

from search.events.similarity import EventProfile, Idf, SimilarEvent

LEAST = 0.18
"""The least score of an article that seems to be about the same event."""
CLEAR = 0.35
"""A score that is enough, whatever the best score is."""
PART = 0.5
"""Below CLEAR: the least part of the best score."""
FAR = 60.0
"""Days between two articles that double the score that is required."""
UNDATED = 0.065
"""The least evidence where a date is unknown."""
_WITHOUT_TOPIC = 0.05
"""What is added to the similarity within the topic: other evidence counts without any."""
_HIGHEST_BEST = 0.55
"""A higher best score, such as that of a near-duplicate, makes the others no less likely."""
_SMALLEST_TOPIC = 30
"""A topic of fewer articles counts as one of so many: what few articles share may be their event."""
_SAME_WEEKDAY, _OTHER_WEEKDAY = 1.3, 0.7
"""The factors of the evidence if two leads name a day of the week in common, and if they name only different ones."""


def likely_same_event(
    article: EventProfile, others: Sequence[EventProfile], ranked: Sequence[SimilarEvent]
) -> list[SimilarEvent]:
    """Those of `ranked` that are likely enough to be shown as being about the same event. `others` are on its topic.

    They have a high enough score, a higher one if their dates are far apart, and two reasons, one of them a name. Where
    a date is unknown, there has to be enough other evidence, see `event_evidence`. Linear.
    """
    best = max((similar.score for similar in ranked), default=0.0)
    required = max(LEAST, min(CLEAR, PART * best))
    likely = [
        similar for similar in ranked if similar.score >= required * _factor(similar.days) and _has_reasons(similar)
    ]
    if all(similar.days is not None for similar in likely):
        return likely
    frequencies = Counter(chain.from_iterable(profile.counts for profile in (article, *others)))
    topic_idf = Idf(frequencies, max(_SMALLEST_TOPIC, len(others)))
    return [
        similar
        for similar in likely
        if similar.days is not None
        or event_evidence(similar.score, best, article, others[similar.other], topic_idf) >= UNDATED
    ]


def event_evidence(score: float, best: float, article: EventProfile, other: EventProfile, topic_idf: Idf) -> float:
    """How much speaks for the same event: the score, alone and beside the best one, the similarity within the topic,
    and the days of the week that the leads name."""
    weekdays = 1.0
    if article.weekdays and other.weekdays:
        weekdays = _OTHER_WEEKDAY if article.weekdays.isdisjoint(other.weekdays) else _SAME_WEEKDAY
    beside_best = min(1.0, score / min(best, _HIGHEST_BEST))
    return score * beside_best * (_WITHOUT_TOPIC + _topic_similarity(article, other, topic_idf)) * weekdays


def _factor(days: int | None) -> float:
    """The factor of the required score for two articles this many days apart."""
    return 1 + min((days or 0) / FAR, 1.0)


def _has_reasons(similar: SimilarEvent) -> bool:
    return bool(similar.names) and len(similar.names) + len(similar.words) > 1


def _topic_similarity(article: EventProfile, other: EventProfile, topic_idf: Idf) -> float:
    """The cosine of the weights of all words, where a word weighs less, the more articles on the topic have it."""
    a, b = _weights(article.counts, topic_idf), _weights(other.counts, topic_idf)
    product = sum(a[term] * b[term] for term in a.keys() & b.keys())
    squares = sum(weight * weight for weight in a.values()) * sum(weight * weight for weight in b.values())
    return product / squares**0.5 if squares else 0.0


def _weights(counts: Mapping[str, int], idf: Idf) -> dict[str, float]:
    return {term: (1 + log(counts[term])) * rarity for term, rarity in idf.of(counts).items()}
