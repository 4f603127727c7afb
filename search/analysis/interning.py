"""Find the distinct words of a batch and number them.

A word of up to eight code points below 256 is packed into one number, which is exact. A longer word gets a hash. Words
with the same hash are compared letter by letter, so two different words never get the same number.
"""

import os

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from search.arrays import CodePoints, Flags, Hashes, Ints, bounds_of

_LONGEST_EXACT = 8
_SEPARATOR = "\0"


def intern_words(codes: CodePoints, starts: Ints, ends: Ints) -> tuple[dict[str, int], Ints]:
    """Number the distinct words at some spans of `codes`. Gives the numbers by word, and the number for each span.

    No span may be empty or hold a NUL. Cost: a sort of the spans.
    """
    numbers: dict[str, int] = {}
    ids = np.empty(len(starts), np.int64)
    keys, exact = _exact_keys(codes, starts, ends)
    long = np.flatnonzero(~exact)
    hashes = _hashes(codes, starts[long], ends[long])

    for spans, span_keys in ((np.flatnonzero(exact), keys[exact]), (long, hashes)):
        distinct, inverse = np.unique(span_keys, return_inverse=True)
        first = np.empty(len(distinct), np.int64)
        first[inverse] = np.arange(len(inverse))
        ids[spans] = inverse + len(numbers)
        words = _words(codes, starts, ends, spans[first])  # no word has both an exact key and a hash: all are new
        numbers |= zip(words, range(len(numbers), len(numbers) + len(words)), strict=True)
        if spans is long:
            collisions = _collisions(codes, starts, ends, spans, spans[first][inverse])
            ids[collisions] = [
                numbers.setdefault(word, len(numbers)) for word in _words(codes, starts, ends, collisions)
            ]
    return numbers, ids


def _words(codes: CodePoints, starts: Ints, ends: Ints, spans: Ints) -> list[str]:
    """The words of some spans as text."""
    if not len(spans):
        return []
    lengths = ends[spans] - starts[spans] + 1
    stops = np.cumsum(lengths)
    places = np.arange(stops[-1]) + np.repeat(starts[spans] - (stops - lengths), lengths)
    letters = codes[np.minimum(places, len(codes) - 1)]
    letters[stops - 1] = ord(_SEPARATOR)
    return letters.tobytes().decode("utf-32-le", "surrogatepass").split(_SEPARATOR)[:-1]


def _exact_keys(codes: CodePoints, starts: Ints, ends: Ints) -> tuple[Hashes, Flags]:
    """The code points of each span packed into one number, and whether they fit."""
    lengths = ends - starts
    wide = bounds_of(codes > 255)
    exact = (lengths <= _LONGEST_EXACT) & (wide[ends] == wide[starts])
    letters = np.append(codes.astype(np.uint8), np.zeros(_LONGEST_EXACT, np.uint8))
    words = np.ascontiguousarray(sliding_window_view(letters, _LONGEST_EXACT)[starts])
    unused = 8 * (_LONGEST_EXACT - np.minimum(lengths, _LONGEST_EXACT))
    keys: Hashes = words.view("<u8")[:, 0] & (np.uint64(0xFFFF_FFFF_FFFF_FFFF) >> unused.astype(np.uint64))
    return keys, exact


def _hashes(codes: CodePoints, starts: Ints, ends: Ints) -> Hashes:
    """A polynomial hash of each span modulo 2^64, from prefix sums (Karp and Rabin 1987)."""
    if not len(starts):
        return np.zeros(0, np.uint64)
    powers, inverses = _powers(len(codes))
    sums = np.zeros(len(codes) + 1, np.uint64)
    np.cumsum(codes * powers[: len(codes)], out=sums[1:])
    return (sums[ends] - sums[starts]) * inverses[starts]


_cached_powers: list[tuple[Hashes, Hashes]] = []


def _powers(count: int) -> tuple[Hashes, Hashes]:
    """At least `count` powers of an odd number, which is drawn at random, and of its inverse modulo 2^64."""
    if not _cached_powers or len(_cached_powers[0][0]) < count:
        base = int.from_bytes(os.urandom(8)) | 1
        _cached_powers[:] = [(_powers_of(base, count), _powers_of(pow(base, -1, 1 << 64), count))]
    return _cached_powers[0]


def _powers_of(base: int, count: int) -> Hashes:
    powers = np.full(count, base, np.uint64)
    powers[0] = 1
    return np.cumprod(powers, out=powers)


def _collisions(codes: CodePoints, starts: Ints, ends: Ints, spans: Ints, others: Ints) -> Ints:
    """The `spans` whose letters differ from those of the span at the same place in `others`."""
    left, right, length = starts[spans], starts[others], (ends - starts)[spans]
    same = length == (ends - starts)[others]
    for place in range(int(length.max(initial=0))):
        remaining = np.flatnonzero(same & (length > place))
        same[remaining] = codes[left[remaining] + place] == codes[right[remaining] + place]
    return spans[~same]
