"""Words of texts, and numbers for them: the readable twin of `_compiled/words.pyx`."""

import os

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from search.arrays import Bytes, CodePoints, Flags, Hashes, Int32s, Ints, bounds_of
from search.kernels.code_points import (
    AMPERSAND,
    APOSTROPHE,
    CHARACTER,
    COMMA,
    DIGIT,
    FIRST_LETTER,
    HYPHEN,
    PERCENT,
    PLUS,
    POINT,
    SHARP,
    THIN_SPACE,
)

_LONGEST_EXACT = 8
_SEPARATOR = "\0"


def split_words(codes: CodePoints, kinds: Bytes, unusual: Flags, longest: int) -> tuple[Ints, Ints, Ints, Ints]:
    """As in `Kernels`."""
    if longest < 0:
        raise ValueError("no run is shorter than nothing")
    unknown = codes[codes >= min(len(kinds), len(unusual))]
    if not len(unknown):
        of_codes = kinds[codes]
        unknown = codes[of_codes == 0]
    if len(unknown):
        raise LookupError(f"code point {unknown[0]} has no class")
    runs = _unusual_runs(of_codes, unusual[codes], longest)
    return (*_plain_words(of_codes, runs), *runs)


def _unusual_runs(kinds: Bytes, unusual: Flags, longest: int) -> tuple[Ints, Ints]:
    separators = np.flatnonzero(kinds <= HYPHEN)
    lengths = np.diff(separators, prepend=-1, append=len(kinds)) - 1
    unusual_runs = np.searchsorted(separators, np.flatnonzero(unusual | _joins_words(kinds) | _changes_script(kinds)))
    runs = np.union1d(unusual_runs, np.flatnonzero(lengths > longest))
    edges = np.concatenate(([-1], separators, [len(kinds)]))
    return edges[runs] + 1, edges[runs + 1]


def _joins_words(kinds: Bytes) -> Flags:
    """Whether each code point is a sign that may hold a word together."""
    around = np.pad(kinds, 1)
    letter, digit = around >= FIRST_LETTER, around == DIGIT
    word = letter | digit | (around == CHARACTER)
    inside = word[:-2] & word[2:] & _is_any(kinds, APOSTROPHE, THIN_SPACE, POINT, AMPERSAND)
    inside |= digit[:-2] & digit[2:] & (kinds == COMMA)
    return inside | (letter[:-2] & _is_any(kinds, PLUS, SHARP))


def _is_any(kinds: Bytes, *classes: int) -> Flags:
    """Whether each code point belongs to one of some classes."""
    table = np.zeros(256, np.bool_)
    table[[*classes]] = True
    return np.frombuffer(kinds.tobytes().translate(table.tobytes()), np.bool_)  # twice as fast as table[kinds]


def _changes_script(kinds: Bytes) -> Flags:
    """Whether each code point is a letter whose script differs from that of the letter before it."""
    letters = np.flatnonzero(kinds >= FIRST_LETTER)
    changes = np.zeros(len(kinds), np.bool_)
    changes[letters[1:][kinds[letters[1:]] != kinds[letters[:-1]]]] = True
    return changes


def _plain_words(kinds: Bytes, runs: tuple[Ints, Ints]) -> tuple[Ints, Ints]:
    """Starts and ends of the words outside the unusual `runs`."""
    single = _is_any(kinds, CHARACTER, PERCENT)
    word = (kinds >= FIRST_LETTER) | (kinds == DIGIT) | single
    depth = np.zeros(len(kinds) + 1, np.int8)
    depth[runs[0]], depth[runs[1]] = 1, -1
    word &= np.cumsum(depth[:-1], dtype=np.int8) == 0
    previous = np.concatenate(([False], word[:-1]))
    separate = single | np.concatenate(([False], single[:-1]))
    starts = np.flatnonzero(word & (~previous | separate))
    last = np.concatenate((~word[1:] | separate[1:], [True]))[: len(kinds)]
    return starts, np.flatnonzero(word & last) + 1


class WordTable:
    """As in `Kernels`.

    A word of up to eight code points below 256 is packed into one number, which is exact. A longer word gets a hash.
    Words with the same hash are compared letter by letter, so two different words never get the same number.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._numbers)

    def add(self, codes: CodePoints, starts: Ints, ends: Ints) -> Int32s:
        """As in `Kernels`. Cost: a sort of the spans."""
        if len(starts) != len(ends):
            raise ValueError("starts and ends have different lengths")
        wrong = np.flatnonzero((starts < 0) | (starts >= ends) | (ends > len(codes)))
        if len(wrong):
            raise ValueError(f"no word from {starts[wrong[0]]} to {ends[wrong[0]]}")
        first = _first_of_equal(codes, starts, ends)
        distinct = np.flatnonzero(first == np.arange(len(first)))
        numbers = np.empty(len(starts), np.int32)
        numbers[distinct] = [self._number(word) for word in _words(codes, starts, ends, distinct)]
        return numbers[first]

    def _number(self, word: str) -> int:
        return self._numbers.setdefault(word, len(self._numbers))

    def words(self, first: int) -> list[str]:
        """As in `Kernels`."""
        if not 0 <= first <= len(self):
            raise ValueError(f"no word has the number {first}")
        return list(self._numbers)[first:]


def _first_of_equal(codes: CodePoints, starts: Ints, ends: Ints) -> Ints:
    """For each span the number of the first span with the same word."""
    first = np.empty(len(starts), np.int64)
    keys, exact = _exact_keys(codes, starts, ends)
    long = np.flatnonzero(~exact)
    for spans, span_keys in ((np.flatnonzero(exact), keys[exact]), (long, _hashes(codes, starts[long], ends[long]))):
        distinct, inverse = np.unique(span_keys, return_inverse=True)
        firsts = np.empty(len(distinct), np.int64)
        firsts[inverse[::-1]] = spans[::-1]  # of equal places, the last assignment counts
        first[spans] = firsts[inverse]
    collisions = long[_differ(codes, (starts[long], ends[long]), (starts[first[long]], ends[first[long]]))]
    known: dict[str, int] = {}
    words = _words(codes, starts, ends, collisions)
    first[collisions] = [
        known.setdefault(word, number) for word, number in zip(words, collisions.tolist(), strict=True)
    ]
    return first


def _words(codes: CodePoints, starts: Ints, ends: Ints, spans: Ints) -> list[str]:
    """The words of some spans as text."""
    text = codes.tobytes().decode("utf-32-le", "surrogatepass") if len(spans) else ""
    return [text[start:end] for start, end in zip(starts[spans].tolist(), ends[spans].tolist(), strict=True)]


def _exact_keys(codes: CodePoints, starts: Ints, ends: Ints) -> tuple[Hashes, Flags]:
    """The code points of each span packed into one number, and whether they fit."""
    lengths = ends - starts
    wide = bounds_of((codes > 255) | (codes == 0))  # a NUL looks like no letter at all
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
    powers = _cached_powers[0] if _cached_powers else None
    if not powers or len(powers[0]) < count:
        base = int.from_bytes(os.urandom(8)) | 1
        powers = _powers_of(base, count), _powers_of(pow(base, -1, 1 << 64), count)
        _cached_powers[:] = [powers]  # another thread may have put in shorter ones since
    return powers


def _powers_of(base: int, count: int) -> Hashes:
    powers = np.full(count, base, np.uint64)
    powers[0] = 1
    return np.cumprod(powers, out=powers)


def _differ(codes: CodePoints, some: tuple[Ints, Ints], others: tuple[Ints, Ints]) -> Flags:
    """Whether the words of two columns of spans differ, letter by letter."""
    lengths = some[1] - some[0]
    differ = lengths != others[1] - others[0]
    same = np.flatnonzero(~differ & (some[0] != others[0]))
    if len(same):
        sizes = lengths[same]
        steps = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        places = [np.repeat(starts[same], sizes) + steps for starts in (some[0], others[0])]
        unequal = codes[places[0]] != codes[places[1]]
        differ[same] = np.logical_or.reduceat(unequal, np.cumsum(sizes) - sizes)
    return differ
