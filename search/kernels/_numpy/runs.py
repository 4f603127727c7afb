"""Which words stand in texts, and which runs need the slow tokenizer: for `words.py`."""

import numpy as np

from search.arrays import Bytes, CodePoints, Flags, Ints
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
    lengths = np.diff(separators, prepend=-1, append=len(kinds)) - 1
    unusual = (kinds == UNUSUAL) | (_joins_words(kinds) & ~_possessives(codes, kinds)) | _changes_script(kinds)
    runs = np.union1d(np.searchsorted(separators, np.flatnonzero(unusual)), np.flatnonzero(lengths > longest))
    edges = np.concatenate(([-1], separators, [len(kinds)]))
    return edges[runs] + 1, edges[runs + 1]


def _joins_words(kinds: Bytes) -> Flags:
    """Whether each code point is a sign that may hold a word together."""
    around = np.pad(kinds, 2)
    letter, digit = around >= FIRST_LETTER, around == DIGIT
    single = letter[1:-3] & ~_is_in_word(around)[:-4]  # the sign stands behind one letter alone
    before, after = slice(1, -3), slice(3, -1)
    joins = digit[before] & digit[after] & _is_any(kinds, APOSTROPHE, POINT, COMMA, THIN_SPACE)
    joins |= (letter[before] | digit[before]) & letter[after] & (kinds == APOSTROPHE)
    joins |= letter[before] & letter[after] & (kinds == AMPERSAND)
    joins |= single & letter[after] & (kinds == POINT)
    return joins | (single & _is_any(kinds, PLUS, SHARP))


def _is_in_word(kinds: Bytes) -> Flags:
    return (kinds >= FIRST_LETTER) | _is_any(kinds, DIGIT, CHARACTER, UNUSUAL)


def _possessives(codes: CodePoints, kinds: Bytes) -> Flags:
    """Whether each code point is the apostrophe of a possessive s at the end of a word."""
    codes_around, around = np.pad(codes, (0, 2)), np.pad(kinds, (1, 2))
    before, after, behind = around[:-3], around[2:-1], around[3:]
    possessive = (kinds == APOSTROPHE) & ((before >= FIRST_LETTER) | (before == DIGIT)) & (after >= FIRST_LETTER)
    return possessive & np.isin(codes_around[1:-1], (ord("s"), ord("S"))) & ~_is_in_word(behind)


def _changes_script(kinds: Bytes) -> Flags:
    """Whether each code point is a letter whose script differs from that of the letter before it in its run."""
    marked = np.flatnonzero((kinds >= FIRST_LETTER) | (kinds <= HYPHEN))
    of_marked = kinds[marked]
    changes = np.zeros(len(kinds), np.bool_)
    both_letters = (of_marked[1:] >= FIRST_LETTER) & (of_marked[:-1] >= FIRST_LETTER)
    changes[marked[1:][both_letters & (of_marked[1:] != of_marked[:-1])]] = True
    return changes


def _is_any(kinds: Bytes, *classes: int) -> Flags:
    """Whether each code point belongs to one of some classes."""
    table = np.zeros(256, np.bool_)
    table[[*classes]] = True
    return np.frombuffer(kinds.tobytes().translate(table.tobytes()), np.bool_)  # twice as fast as table[kinds]


def plain_words(codes: CodePoints, kinds: Bytes, runs: tuple[Ints, Ints]) -> tuple[Ints, Ints]:
    """Starts and ends of the words outside the unusual `runs`. The s of a possessive is no word."""
    single = _is_any(kinds, CHARACTER, PERCENT)
    word = (kinds >= FIRST_LETTER) | (kinds == DIGIT) | single
    word[np.flatnonzero(_possessives(codes, kinds)) + 1] = False
    depth = np.zeros(len(kinds) + 1, np.int8)
    depth[runs[0]], depth[runs[1]] = 1, -1
    word &= np.cumsum(depth[:-1], dtype=np.int8) == 0
    previous = np.concatenate(([False], word[:-1]))
    separate = single | np.concatenate(([False], single[:-1]))
    starts = np.flatnonzero(word & (~previous | separate))
    last = np.concatenate((~word[1:] | separate[1:], [True]))[: len(kinds)]
    return starts, np.flatnonzero(word & last) + 1
