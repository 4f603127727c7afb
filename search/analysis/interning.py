"""The distinct words among many stretches of an array of code points.

A word of up to eight code points below 256 is packed into one number, which is exact. A longer one gets a hash, and
those of one hash are compared letter by letter, so that no two words are ever taken for one.
"""

import os

import numpy as np
from numpy.typing import NDArray

_Bools = NDArray[np.bool_]
_Ints = NDArray[np.int64]
_Codes = NDArray[np.uint32]
_Keys = NDArray[np.uint64]

_EXACT = 8
_APART = "\0"


def distinct(codes: _Codes, starts: _Ints, ends: _Ints) -> tuple[dict[str, int], _Ints]:
    """The distinct words at some spans of `codes`, numbered, and the number of each span's.

    No span is empty or holds a NUL. Cost: a sort of the spans.
    """
    terms: dict[str, int] = {}
    ids = np.empty(len(starts), np.int64)
    keys, exact = _exact_keys(codes, starts, ends)
    long = np.flatnonzero(~exact)
    hashes = _hashes(codes, starts[long], ends[long])

    for spans, key in ((np.flatnonzero(exact), keys[exact]), (long, hashes)):
        _, first, which = np.unique(key, return_index=True, return_inverse=True)
        ids[spans] = which + len(terms)
        words = _words(codes, starts, ends, spans[first])  # none of them is known yet
        terms |= zip(words, range(len(terms), len(terms) + len(words)), strict=True)
        if spans is long:
            others = _differing(codes, starts, ends, spans, spans[first][which])
            ids[others] = [terms.setdefault(word, len(terms)) for word in _words(codes, starts, ends, others)]
    return terms, ids


def _words(codes: _Codes, starts: _Ints, ends: _Ints, spans: _Ints) -> list[str]:
    """The terms of some spans as text."""
    if not len(spans):
        return []
    lengths = ends[spans] - starts[spans] + 1
    stops = np.cumsum(lengths)
    places = np.arange(stops[-1]) + np.repeat(starts[spans] - (stops - lengths), lengths)
    letters = codes[np.minimum(places, len(codes) - 1)]
    letters[stops - 1] = ord(_APART)
    return letters.tobytes().decode("utf-32-le", "surrogatepass").split(_APART)[:-1]


def _exact_keys(codes: _Codes, starts: _Ints, ends: _Ints) -> tuple[_Keys, _Bools]:
    """For each span its code points packed into one number, and whether they fit."""
    lengths = ends - starts
    exact = lengths <= _EXACT
    keys = np.zeros(len(starts), np.uint64)
    last = len(codes) - 1
    for place in range(_EXACT):
        code = codes[np.minimum(starts + place, last)]
        inside = lengths > place
        exact &= ~inside | (code < 256)
        keys |= np.where(inside, code, 0).astype(np.uint64) << np.uint64(8 * place)
    return keys, exact


def _hashes(codes: _Codes, starts: _Ints, ends: _Ints) -> _Keys:
    """A polynomial hash of each span, from sums over all that comes before (Karp and Rabin 1987), modulo 2^64."""
    if not len(starts):
        return np.zeros(0, np.uint64)
    powers, inverses = _powers(len(codes))
    sums = np.zeros(len(codes) + 1, np.uint64)
    np.cumsum(codes * powers[: len(codes)], out=sums[1:])
    return (sums[ends] - sums[starts]) * inverses[starts]


_powers_made: list[tuple[_Keys, _Keys]] = []


def _powers(count: int) -> tuple[_Keys, _Keys]:
    """The powers of an odd number drawn once a process, and those of its inverse."""
    if not _powers_made or len(_powers_made[0][0]) < count:
        base = int.from_bytes(os.urandom(8)) | 1
        _powers_made[:] = [(_row(base, count), _row(pow(base, -1, 1 << 64), count))]
    return _powers_made[0]


def _row(base: int, count: int) -> _Keys:
    row = np.full(count, base, np.uint64)
    row[0] = 1
    return np.cumprod(row, out=row)


def _differing(codes: _Codes, starts: _Ints, ends: _Ints, spans: _Ints, others: _Ints) -> _Ints:
    """Of `spans` those that do not read as their partner in `others`: the collisions of hashes."""
    left, right, length = starts[spans], starts[others], (ends - starts)[spans]
    same = length == (ends - starts)[others]
    for place in range(int(length.max(initial=0))):
        open_ = np.flatnonzero(same & (length > place))
        same[open_] = codes[left[open_] + place] == codes[right[open_] + place]
    return spans[~same]
