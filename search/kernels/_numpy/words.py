"""Words of texts, and numbers for them: the readable twin of `_compiled/words.pyx`."""

import os
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import count, islice
from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from search.arrays import Bytes, CodePoints, Flags, Hashes, Int32s, Ints, bounds_of
from search.kernels._numpy.runs import plain_words, unusual_runs
from search.kernels.code_points import CODE_POINTS, HYPHEN, OTHER

if TYPE_CHECKING:
    from search.kernels.interface.words import RunTokens

_LONGEST_EXACT = 8
_SEPARATOR = "\0"
_MOST_LETTERS = 1 << 19
"""Code points of unusual runs whose tokens are kept."""


class Tokenizer:
    """As in `Kernels`."""

    def __init__(
        self,
        kinds: Bytes,
        folded: CodePoints,
        longest: int,
        learn: Callable[[str], object],
        tokenize_run: "Callable[[str], RunTokens]",
    ) -> None:
        if not len(kinds) == len(folded) == CODE_POINTS:
            raise ValueError("a table has not one entry for each code point")
        if longest < 0:
            raise ValueError("no run is shorter than nothing")
        self._kinds, self._folded, self._longest = kinds, folded, longest
        self._learn, self._tokenize_run = learn, tokenize_run
        self._table = _WordTable()
        self._runs: dict[str, tuple[Int32s, Ints, Ints]] = {}

    def __len__(self) -> int:
        return len(self._table)

    def words(self, first: int) -> list[str]:
        """As in `Kernels`."""
        if not 0 <= first <= len(self):
            raise ValueError(f"no word has the number {first}")
        return self._table.words(first)

    def numbers(self, words: Sequence[str]) -> Int32s:
        """As in `Kernels`."""
        if "" in words:
            raise ValueError("a word has no letters")
        return self._table.numbers(words)

    def tokenize(self, texts: Sequence[str]) -> tuple[Int32s, Ints, Ints, Ints, Flags]:
        """As in `Kernels`."""
        if sum(map(len, self._runs)) > _MOST_LETTERS:
            self._runs = {}
        codes = code_points_of("".join(text + _SEPARATOR for text in texts))
        begins = bounds_of([len(text) + len(_SEPARATOR) for text in texts])
        kinds = self._kinds_of(codes, begins[1:] - 1)
        firsts, lasts = unusual_runs(codes, kinds, self._longest)
        starts, ends = plain_words(codes, kinds, (firsts, lasts))
        ids = self._table.add(self._folded[codes], starts, ends)
        if len(firsts):
            unusual = self._unusual_tokens(codes, firsts, lasts)
            at = np.searchsorted(starts, unusual[1])
            ids = np.insert(ids, at, unusual[0])
            starts, ends = np.insert(starts, at, unusual[1]), np.insert(ends, at, unusual[2])
        hyphens = np.zeros(len(ids), np.bool_)
        hyphens[:-1] = (starts[1:] - ends[:-1] == 1) & (kinds[ends[:-1]] == HYPHEN)
        bounds = np.searchsorted(starts, begins)
        shifts = np.repeat(begins[:-1], np.diff(bounds))
        return ids, starts - shifts, ends - shifts, bounds, hyphens

    def _kinds_of(self, codes: CodePoints, separators: Ints) -> Bytes:
        """The classes of the code points of joined texts."""
        kinds = self._kinds[codes]
        kinds[separators] = OTHER
        unknown = kinds == 0
        if unknown.any():
            for code in np.unique(codes[unknown]).tolist():
                self._learn(chr(code))
                if not self._kinds[code]:
                    raise LookupError(f"code point {code} has no class")
            kinds[unknown] = self._kinds[codes[unknown]]
        return kinds

    def _unusual_tokens(self, codes: CodePoints, firsts: Ints, lasts: Ints) -> tuple[Int32s, Ints, Ints]:
        """The word numbers, starts and ends of the tokens of unusual runs."""
        runs = _words(codes, firsts, lasts)
        for run in runs:
            if run not in self._runs:
                self._runs[run] = self._tokens_of(run)
        ids, starts, ends = (np.concatenate(column) for column in zip(*map(self._runs.__getitem__, runs), strict=True))
        shifts = np.repeat(firsts, [len(self._runs[run][0]) for run in runs])
        return ids, starts + shifts, ends + shifts

    def _tokens_of(self, run: str) -> tuple[Int32s, Ints, Ints]:
        """The word numbers, starts and ends of the tokens of an unusual run."""
        terms, starts, ends = self._tokenize_run(run)
        if not len(terms) == len(starts) == len(ends) <= len(run):
            raise ValueError("a run has more tokens than code points, or columns of different lengths")
        last = 0
        for first, behind in zip(starts, ends, strict=True):
            if not last <= first < behind <= len(run):
                raise ValueError(f"no token of a run is from {first} to {behind}")
            last = behind
        return self.numbers(terms), np.array(starts, np.int64), np.array(ends, np.int64)


class _WordTable:
    """Words with numbers.

    A word of up to eight code points below 256 is packed into one number, which is exact. A longer word gets a hash.
    Words with the same hash are compared letter by letter, so two different words never get the same number.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = defaultdict(count().__next__)  # so a new word gets the next number

    def __len__(self) -> int:
        return len(self._numbers)

    def add(self, codes: CodePoints, starts: Ints, ends: Ints) -> Int32s:
        """The number of the word at each span of `codes`. Cost: a sort of the spans."""
        first = _first_of_equal(codes, starts, ends)
        distinct = np.flatnonzero(first == np.arange(len(first)))
        numbers = np.empty(len(starts), np.int32)
        numbers[distinct] = self.numbers(_words(codes, starts[distinct], ends[distinct]))
        return numbers[first]

    def numbers(self, words: Sequence[str]) -> Int32s:
        """The numbers of some words, new or known."""
        return np.fromiter(map(self._numbers.__getitem__, words), np.int32, len(words))

    def words(self, first: int) -> list[str]:
        """The words from number `first` on."""
        return list(islice(self._numbers, first, None))


def code_points_of(text: str) -> CodePoints:
    """The code points of a text as an array, which cannot be written to."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


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
    firsts_by_word: dict[str, int] = {}
    words = _words(codes, starts[collisions], ends[collisions])
    first[collisions] = [
        firsts_by_word.setdefault(word, number) for word, number in zip(words, collisions.tolist(), strict=True)
    ]
    return first


def _words(codes: CodePoints, starts: Ints, ends: Ints) -> list[str]:
    """The code points of some spans as text."""
    text = codes.tobytes().decode("utf-32-le", "surrogatepass") if len(starts) else ""
    return [text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]


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
