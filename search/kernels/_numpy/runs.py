"""Which words stand in texts, and which runs need the slow tokenizer: for `words.py`."""

import numpy as np

from search.arrays import Bytes, CodePoints, Flags, Ints, ranges
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
    UNUSUAL,
)


def unusual_runs(codes: CodePoints, kinds: Bytes, longest: int) -> tuple[Ints, Ints]:
    """Starts and ends of the runs between separators that need the slow tokenizer. `kinds` are the classes of `codes`.

    Such a run holds an unusual code point, a sign that may hold a word together, letters of several scripts, or more
    than `longest` code points.
    """
    separators = np.flatnonzero(kinds <= HYPHEN)
    edges = np.concatenate(([-1], separators, [len(kinds)]))
    unusual = np.flatnonzero(kinds == UNUSUAL)
    places = np.concatenate((unusual, _joining_signs(codes, kinds), _script_changes(kinds, separators)))
    is_unusual = np.diff(edges) > longest + 1
    is_unusual[separators.searchsorted(places)] = True
    return edges[:-1][is_unusual] + 1, edges[1:][is_unusual]


def _joining_signs(codes: CodePoints, kinds: Bytes) -> Ints:
    """Where signs stand that may hold a word together."""
    at = np.flatnonzero((kinds >= APOSTROPHE) & (kinds < FIRST_LETTER))
    around = np.pad(kinds, (2, 1))
    sign, first, before, after = kinds[at], around[at], around[at + 1], around[at + 3]
    letter_before, letter_after, digit_before = before >= FIRST_LETTER, after >= FIRST_LETTER, before == DIGIT
    single = letter_before & ~_is_in_word(first)  # the sign stands behind one letter alone
    joins = digit_before & (after == DIGIT) & _is_any(sign, APOSTROPHE, POINT, COMMA, THIN_SPACE)
    joins |= (letter_before | digit_before) & letter_after & (sign == APOSTROPHE)
    joins |= letter_before & letter_after & (sign == AMPERSAND)
    joins |= single & letter_after & (sign == POINT)
    joins |= single & _is_any(sign, PLUS, SHARP)
    return np.setdiff1d(at[joins], _possessives(codes, kinds), assume_unique=True)


def _is_in_word(kinds: Bytes) -> Flags:
    return (kinds >= FIRST_LETTER) | _is_any(kinds, DIGIT, CHARACTER, UNUSUAL)


def _possessives(codes: CodePoints, kinds: Bytes) -> Ints:
    """Where the apostrophes of possessives stand: before an s that ends a word."""
    at = np.flatnonzero(kinds == APOSTROPHE)
    around = np.pad(kinds, (1, 2))
    before, after, behind = around[at], around[at + 2], around[at + 3]
    possessive = ((before >= FIRST_LETTER) | (before == DIGIT)) & (after >= FIRST_LETTER) & ~_is_in_word(behind)
    at = at[possessive]
    return at[np.isin(codes[at + 1], (ord("s"), ord("S")))]


def _script_changes(kinds: Bytes, separators: Ints) -> Ints:
    """Where letters stand whose script differs from that of the letter before in the same run."""
    letters = np.flatnonzero(kinds >= FIRST_LETTER)
    scripts = kinds[letters]
    changes = np.flatnonzero(scripts[1:] != scripts[:-1])
    before, at = letters[changes], letters[changes + 1]
    return at[separators.searchsorted(before) == separators.searchsorted(at)]


def _is_any(kinds: Bytes, *classes: int) -> Flags:
    """Whether each code point belongs to one of some classes."""
    table = np.zeros(256, np.bool_)
    table[[*classes]] = True
    return np.frombuffer(kinds.tobytes().translate(table.tobytes()), np.bool_)  # twice as fast as table[kinds]


def plain_words(codes: CodePoints, kinds: Bytes, runs: tuple[Ints, Ints]) -> tuple[Ints, Ints]:
    """Starts and ends of the words outside the unusual `runs`. The s of a possessive is no word."""
    single = _is_any(kinds, CHARACTER, PERCENT)
    word = (kinds >= FIRST_LETTER) | (kinds == DIGIT) | single
    word[_possessives(codes, kinds) + 1] = False
    word[ranges(runs[0], runs[1] - runs[0])] = False
    previous = np.concatenate(([False], word[:-1]))
    separate = single | np.concatenate(([False], single[:-1]))
    starts = np.flatnonzero(word & (~previous | separate))
    last = np.concatenate((~word[1:] | separate[1:], [True]))[: len(kinds)]
    return starts, np.flatnonzero(word & last) + 1
