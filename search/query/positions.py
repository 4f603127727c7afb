"""Where words stand together in one article, from the positions of each. An engine asks it of all at once."""

from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Mapping, Sequence

Positions = Mapping[str, Sequence[int]]
"""The increasing token positions of each word in one article; none of a word that it does not hold."""


def phrase(words: Sequence[str], positions: Positions) -> list[int]:
    """The positions at which `words` follow one another. Linear in the rarest word's positions, times log."""
    if not all(positions[word] for word in words):
        return []
    rarest = min(range(len(words)), key=lambda number: len(positions[words[number]]))
    return [
        place - rarest
        for place in positions[words[rarest]]
        if all(_holds(positions[word], place - rarest + number) for number, word in enumerate(words))
    ]


def near(words: Sequence[str], others: int, positions: Positions) -> list[int]:
    """The positions of `words` in stretches that hold all of them, in any order, and at most `others` other tokens.

    A word asked for twice has to stand there twice. Linear in the positions of the words, but for sorting them.
    """
    needed = Counter(words)
    if not all(positions[word] for word in needed):
        return []
    events = sorted((place, word) for word in needed for place in positions[word])
    widest = len(words) - 1 + others
    window: deque[tuple[int, str]] = deque()
    held: Counter[str] = Counter()
    found: dict[int, None] = {}
    for event in events:
        window.append(event)
        held[event[1]] += 1
        while event[0] - window[0][0] > widest:
            held[window.popleft()[1]] -= 1
        if all(held[word] >= count for word, count in needed.items()):
            found.update(dict.fromkeys(place for place, _ in window))
    return sorted(found)


def _holds(places: Sequence[int], place: int) -> bool:
    at = bisect_left(places, place)
    return at < len(places) and places[at] == place
