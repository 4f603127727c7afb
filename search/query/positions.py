"""Where words stand together, from the positions of each: in one article, or in all at once by their addresses."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Positions = Mapping[str, Ints]
"""The increasing token positions of each word; none of a word that does not stand there."""

_NONE = np.zeros(0, np.int64)
_FEW = 4096
"""Positions that are looked up one by one at less cost than in a table."""
_STRETCH = 1 << 20
"""Positions that are looked up at once: of more, memory would grow with each step."""


def phrase(words: Sequence[str], positions: Positions) -> Ints:
    """The positions at which `words` follow one another.

    Cost: a few passes over the positions of the words, however many words there are: where the rarest word is no help,
    halves of the phrase are looked for, and a half that repeats another costs nothing.
    """
    if not all(len(positions[word]) for word in words):
        return _NONE
    first, *others = sorted(range(len(words)), key=lambda number: len(positions[words[number]]))  # rarest first
    every = sum(len(positions[word]) for word in set(words))
    if len(words) * len(positions[words[first]]) > 4 * every:
        return _in_halves(tuple(words), {(word,): positions[word] for word in words})
    found = positions[words[first]] - first
    for number in others:
        found = found[_among(found + number, positions[words[number]])]
    return found


def _in_halves(words: tuple[str, ...], known: dict[tuple[str, ...], Ints]) -> Ints:
    if words not in known:
        half = 1 << (len(words) - 1).bit_length() - 1
        left, right = _in_halves(words[:half], known), _in_halves(words[half:], known)
        known[words] = left[_among(left + half, right)] if len(left) and len(right) else _NONE
    return known[words]


def near(words: Sequence[str], others: int, positions: Positions) -> Ints:
    """The positions of `words` in stretches that hold all of them, in any order, and at most `others` other tokens.

    A word asked for twice has to stand there twice. Cost: sorting the positions of the words.
    """
    every, ends = ends_of_stretches(words, others, positions)
    if not len(ends):
        return _NONE
    following = ends[np.minimum(ends.searchsorted(every), len(ends) - 1)]
    return every[(every <= following) & (following - every < len(words) + others)]


def ends_of_stretches(
    words: Sequence[str], others: int, positions: Positions, last: Callable[[Ints], Ints] | None = None
) -> tuple[Ints, Ints]:
    """All positions of `words`, in order, and those of them at which a stretch ends as `near` asks for.

    `last` tells the last position that can share a stretch with each of some. Cost: sorting the positions.
    """
    needed = Counter(words)
    if not all(len(positions[word]) for word in needed):
        return _NONE, _NONE
    begin, stop = [], []  # of a word, the ends of stretches that hold it: from each place on, up to that of the next
    for word, count in needed.items():
        where = positions[word]
        oldest, newest = where[: max(0, len(where) - count + 1)], where[count - 1 :]
        reach = oldest + (len(words) - 1 + others)
        if last:
            np.minimum(reach, last(oldest), out=reach)
        reach[:-1] = np.minimum(reach[:-1], newest[1:] - 1)
        held = reach >= newest
        begin.append(newest[held])
        stop.append(reach[held])
    every, begins, stops = (_sorted(parts) for parts in ([positions[word] for word in needed], begin, stop))
    found = []
    for first in range(0, len(every), _STRETCH):
        these = every[first : first + _STRETCH]
        holding = begins.searchsorted(these, side="right") - stops.searchsorted(these)  # so many words a stretch holds
        found.append(these[holding == len(needed)])
    return every, np.concatenate(found)


def _sorted(parts: Sequence[Ints]) -> Ints:
    if len(parts) == 1:
        return parts[0]
    found = np.concatenate(parts)
    found.sort(kind="stable")  # merges what is in order already
    return found


def _among(wanted: Ints, known: Ints) -> NDArray[np.bool_]:
    """Which positions are known: each is looked up, or where they are many in a table, a stretch of all at a time."""
    if not len(wanted):
        return np.zeros(0, np.bool_)
    if len(wanted) < _FEW or 16 * len(wanted) < len(known):
        found_at = known[np.minimum(np.searchsorted(known, wanted), len(known) - 1)]
        return np.equal(found_at, wanted)
    table = np.zeros(_STRETCH, np.bool_)
    edges = np.arange(min(int(wanted[0]), 0), int(wanted[-1]) + _STRETCH + 1, _STRETCH)
    found = []
    for base, (at, end), (low, high) in zip(edges[:-1].tolist(), _cut(wanted, edges), _cut(known, edges), strict=True):
        here = known[low:high] - base
        table[here] = True
        found.append(table[wanted[at:end] - base])
        table[here] = False
    return np.concatenate(found)


def _cut(positions: Ints, edges: Ints) -> Iterator[tuple[int, int]]:
    """Where the positions between each two edges begin and end."""
    return pairwise(positions.searchsorted(edges).tolist())
