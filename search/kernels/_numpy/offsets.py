"""Offsets of tokens, stored as exceptions from a simple rule: the readable twin of `_compiled/offsets.pyx`."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from search.arrays import Bytes, Flags, Int32s, Ints, bounds_of, differences
from search.kernels._numpy.lists import pack
from search.kernels.word_runs import FIRST_LETTER, SIGNS

_MARGIN = 2
"""Code points behind a stretch that decide which of its code points are parts of words. One before it does."""
_DOES_NOT_FIT = "the tokens do not fit the text"


def encode_offsets(texts: Sequence[str], after: int, bounds: Ints, starts: Ints, ends: Ints) -> tuple[Bytes, Ints]:
    """As in `Kernels`."""
    if len(starts) != len(ends) or len(bounds) != len(texts) + 1:
        raise ValueError("two columns have different lengths")
    if bounds[0] != 0 or bounds[-1] != len(starts) or (bounds[1:] < bounds[:-1]).any():
        raise ValueError(_DOES_NOT_FIT)
    packed = [np.zeros(0, np.uint8)]
    for number, (text, span) in enumerate(zip(texts, pairwise(bounds.tolist()), strict=True)):
        packed.append(pack(_encode(text, 0 if number else after, starts[slice(*span)], ends[slice(*span)])))
    return np.concatenate(packed), np.array([*map(len, packed[1:])], np.int64)


def _encode(text: str, after: int, starts: Ints, ends: Ints) -> Ints:
    """The numbers of one text."""
    edges = np.concatenate((np.array([0, after]), np.stack((starts, ends), axis=1).ravel(), np.array([len(text)])))
    if (edges[1:] < edges[:-1]).any():
        raise ValueError(_DOES_NOT_FIT)
    first = max(after - 1, 0)
    end = int(ends[-1]) if len(ends) else after
    is_word = np.append(_is_word(text[first : end + _MARGIN]), False)
    letters = bounds_of(is_word)  # parts of words before each code point
    starts, ends = starts - first, ends - first
    before = np.concatenate((np.array([after - first]), ends[:-1]))[: len(starts)]
    gaps, lengths = starts - before, ends - starts
    is_next_word = (letters[before] == letters[starts]) & (letters[ends] - letters[starts] == lengths) & (lengths > 0)
    others = (~(is_next_word & ~is_word[ends])).nonzero()[0]
    skipped = differences(np.append(others, len(starts)))
    skipped[1:] -= 1
    return np.append(np.stack((skipped[:-1], gaps[others], lengths[others]), axis=1).ravel(), skipped[-1])


def decode_offsets(text: str, numbers: Ints) -> tuple[Int32s, Int32s]:
    """As in `Kernels`."""
    if len(numbers) % 3 != 1 or (numbers < 0).any():
        raise ValueError(_DOES_NOT_FIT)
    edges = np.diff(np.concatenate(([False], _is_word(text), [False])).astype(np.int8)).nonzero()[0]
    run_starts, run_ends = edges[::2], edges[1::2]
    parts: list[tuple[Ints, Ints]] = []
    end = 0  # of the last token
    for skipped, gap, length in np.append(numbers, [0, 0]).reshape(-1, 3).tolist():
        first = int(run_ends.searchsorted(end, side="right"))
        starts, ends = run_starts[first : first + skipped].copy(), run_ends[first : first + skipped]
        if len(starts) < skipped:
            raise ValueError(_DOES_NOT_FIT)
        if skipped:
            starts[0] = max(int(starts[0]), end)
            end = int(ends[-1])
        if gap + length > len(text) - end:
            raise ValueError(_DOES_NOT_FIT)
        parts += [(starts, ends), (np.array([end + gap]), np.array([end + gap + length]))]
        end += gap + length
    all_starts, all_ends = (np.concatenate(column).astype(np.int32) for column in zip(*parts[:-1], strict=True))
    return all_starts, all_ends


def _is_word(text: str) -> Flags:
    """Which code points are parts of words: letters and digits, and a point or comma between digits, but for the *s*
    behind an apostrophe that ends a word."""
    codes = np.frombuffer(f" {text}  ".encode("utf-32-le", "surrogatepass"), np.uint32)
    is_digit = (codes >= ord("0")) & (codes <= ord("9"))
    is_letter = (codes >= FIRST_LETTER) & ((codes < SIGNS[0]) | (codes >= SIGNS[1])) | is_digit
    is_letter |= (codes | 0x20 >= ord("a")) & (codes | 0x20 <= ord("z")) & (codes < 0x80)
    before, at, behind = slice(0, -3), slice(1, -2), slice(2, -1)
    is_possessive = np.isin(codes[at], [ord("s"), ord("S")]) & np.isin(codes[before], [ord("'"), ord("’")])
    is_point = np.isin(codes[at], [ord("."), ord(",")]) & is_digit[before] & is_digit[behind]
    result: Flags = is_letter[at] & ~(is_possessive & ~is_letter[behind]) | is_point
    return result
