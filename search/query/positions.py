"""Find phrases and near words from the positions of each word: in one article, or in all articles by addresses."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np

from search.arrays import Flags, Ints

Positions = Mapping[str, Ints]
"""The token positions of each word in increasing order; an empty array for a word that is missing."""

_NONE = np.zeros(0, np.int64)
_FEW = 4096
"""Below so many positions a binary search for each is faster than a table."""
_CHUNK = 1 << 20
"""Positions that are looked up at once, to bound the memory."""


def phrase(words: Sequence[str], positions: Positions) -> Ints:
    """The positions at which `words` follow one another.

    Cost: a few passes over the positions of the words, however many words there are. Where even the rarest word is
    frequent, the phrase is searched in halves, and equal halves are searched once.
    """
    if not all(len(positions[word]) for word in words):
        return _NONE
    rarest, *others = sorted(range(len(words)), key=lambda number: len(positions[words[number]]))
    total = sum(len(positions[word]) for word in set(words))
    if len(words) * len(positions[words[rarest]]) > 4 * total:
        return _in_halves(tuple(words), {(word,): positions[word] for word in words})
    starts = positions[words[rarest]] - rarest
    for number in others:
        starts = starts[_are_in(starts + number, positions[words[number]])]
    return starts


def _in_halves(words: tuple[str, ...], cache: dict[tuple[str, ...], Ints]) -> Ints:
    if words not in cache:
        half = 1 << (len(words) - 1).bit_length() - 1
        left, right = _in_halves(words[:half], cache), _in_halves(words[half:], cache)
        cache[words] = left[_are_in(left + half, right)] if len(left) and len(right) else _NONE
    return cache[words]


def near(words: Sequence[str], distance: int, positions: Positions) -> Ints:
    """The positions of `words` in windows that hold all of them, in any order, and at most `distance` other tokens.

    A word that is given twice must stand there twice. Cost: sorting the positions of the words.
    """
    merged, ends = window_ends(words, distance, positions)
    if not len(ends):
        return _NONE
    next_end = ends[np.minimum(ends.searchsorted(merged), len(ends) - 1)]
    return merged[(merged <= next_end) & (next_end - merged < len(words) + distance)]


def window_ends(
    words: Sequence[str], distance: int, positions: Positions, last: Callable[[Ints], Ints] | None = None
) -> tuple[Ints, Ints]:
    """All positions of `words` in order, and those of them at which a window of `near` ends.

    `last` maps positions to the last position that may share a window with each. Cost: sorting the positions.
    """
    counts = Counter(words)
    if not all(len(positions[word]) for word in counts):
        return _NONE, _NONE
    # A window that ends between `first_ends` and `last_ends` holds the word as often as it is needed.
    first_ends, last_ends = [], []
    for word, count in counts.items():
        of_word = positions[word]
        oldest, newest = of_word[: max(0, len(of_word) - count + 1)], of_word[count - 1 :]
        reach = oldest + (len(words) - 1 + distance)
        if last:
            np.minimum(reach, last(oldest), out=reach)
        reach[:-1] = np.minimum(reach[:-1], newest[1:] - 1)
        fits = reach >= newest
        first_ends.append(newest[fits])
        last_ends.append(reach[fits])
    merged, firsts, lasts = (_merged(parts) for parts in ([positions[word] for word in counts], first_ends, last_ends))
    ends = []
    for start in range(0, len(merged), _CHUNK):
        chunk = merged[start : start + _CHUNK]
        words_in_window = firsts.searchsorted(chunk, side="right") - lasts.searchsorted(chunk)
        ends.append(chunk[words_in_window == len(counts)])
    return merged, np.concatenate(ends)


def _merged(parts: Sequence[Ints]) -> Ints:
    if len(parts) == 1:
        return parts[0]
    merged = np.concatenate(parts)
    merged.sort(kind="stable")  # a stable sort merges the sorted parts
    return merged


def _are_in(positions: Ints, others: Ints) -> Flags:
    """Which positions are among others, both in increasing order: by binary search, or by a table where many are."""
    if not len(positions):
        return np.zeros(0, np.bool_)
    if len(positions) < _FEW or 16 * len(positions) < len(others):
        nearest = others[np.minimum(np.searchsorted(others, positions), len(others) - 1)]
        return np.equal(nearest, positions)
    table = np.zeros(_CHUNK, np.bool_)
    edges = np.arange(min(int(positions[0]), 0), int(positions[-1]) + _CHUNK + 1, _CHUNK)
    cuts = zip(edges[:-1].tolist(), _cut(positions, edges), _cut(others, edges), strict=True)
    parts = []
    for base, (start, end), (low, high) in cuts:
        entries = others[low:high] - base
        table[entries] = True
        parts.append(table[positions[start:end] - base])
        table[entries] = False
    return np.concatenate(parts)


def _cut(positions: Ints, edges: Ints) -> Iterator[tuple[int, int]]:
    """The start and end numbers of the positions between each two edges."""
    return pairwise(positions.searchsorted(edges).tolist())
