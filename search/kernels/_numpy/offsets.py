"""Offsets of tokens, stored as exceptions from a simple rule: the readable twin of `_compiled/offsets.pyx`."""

from collections.abc import Sequence
from functools import cache
from string import ascii_letters, digits

import numpy as np

from search.arrays import Bytes, Flags, Int32s, Ints, bounds_of, differences
from search.kernels._numpy.lists import CONTINUES, pack
from search.kernels.code_points import CODE_POINTS
from search.kernels.word_runs import FIRST_LETTER, SIGNS

_MARGIN = 2
"""Code points behind a stretch that decide which of its code points are parts of words. One before it does."""
_POINT, _APOSTROPHE, _LETTER, _S, _DIGIT = range(1, 6)
"""What a code point may be. From _LETTER on it is a part of a word."""
_DOES_NOT_FIT = "the tokens do not fit the text"


def encode_offsets(texts: Sequence[str], after: int, bounds: Ints, starts: Ints, ends: Ints) -> tuple[Bytes, Ints]:
    """As in `Kernels`. The texts are joined with a blank between, which is no part of a word."""
    if len(starts) != len(ends) or len(bounds) != len(texts) + 1:
        raise ValueError("two columns have different lengths")
    counts = np.diff(bounds)
    if bounds[0] != 0 or bounds[-1] != len(starts) or counts.min(initial=0) < 0:
        raise ValueError(_DOES_NOT_FIT)
    begins = np.zeros(len(texts), np.int64)
    begins[:1] = after
    has_tokens = counts > 0
    before, stops = np.append(0, ends)[:-1], begins.copy()  # where the token before each one ends, and the last of all
    before[bounds[:-1][has_tokens]] = begins[has_tokens]
    stops[has_tokens] = ends[bounds[1:][has_tokens] - 1]
    gaps, lengths = starts - before, ends - starts
    is_inside = (begins >= 0).all() and (stops <= np.array([*map(len, texts)], np.int64)).all()
    if not is_inside or gaps.min(initial=0) < 0 or lengths.min(initial=0) < 0:
        raise ValueError(_DOES_NOT_FIT)
    firsts = np.maximum(begins - 1, 0)
    parts = [
        text[first : stop + _MARGIN] for text, first, stop in zip(texts, firsts.tolist(), stops.tolist(), strict=True)
    ]
    shifts = np.repeat(bounds_of([len(part) + 1 for part in parts])[:-1] - firsts, counts)
    is_word = np.append(_is_word(" ".join(parts)), False)
    letters = bounds_of(is_word)  # parts of words before each code point
    up_to_start, up_to_end = letters[starts + shifts], letters[ends + shifts]
    is_next_word = (letters[before + shifts] == up_to_start) & (up_to_end - up_to_start == lengths) & (lengths > 0)
    return _packed_exceptions(bounds, ~(is_next_word & ~is_word[ends + shifts]), gaps, lengths)


def _packed_exceptions(bounds: Ints, is_other: Flags, gaps: Ints, lengths: Ints) -> tuple[Bytes, Ints]:
    """The packed numbers of all texts, and their bytes for each. There are numbers for each token that is not the next
    word, and one for the end of each text."""
    has_number = np.insert(is_other, bounds[1:], True)
    is_end = np.insert(np.zeros_like(is_other), bounds[1:], True)[has_number]
    rows = np.zeros((len(is_end), 3), np.int64)
    rows[:, 0] = np.diff(has_number.nonzero()[0], prepend=-1) - 1
    rows[~is_end, 1], rows[~is_end, 2] = gaps[is_other], lengths[is_other]
    of_row = np.where(is_end, 1, 3)
    packed = pack(rows[np.arange(3) < of_row[:, None]])
    last = of_row.cumsum()[is_end] - 1
    return packed, differences((packed < CONTINUES).nonzero()[0][last] + 1)


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
    kinds = _kinds()[np.frombuffer(f" {text}  ".encode("utf-32-le", "surrogatepass"), np.uint32)]
    is_word = kinds >= _LETTER
    points, apostrophes = (kinds == _POINT).nonzero()[0], (kinds == _APOSTROPHE).nonzero()[0]
    is_word[points] = (kinds[points - 1] == _DIGIT) & (kinds[points + 1] == _DIGIT)
    is_possessive = (kinds[apostrophes + 1] == _S) & (kinds[apostrophes + 2] < _LETTER)
    is_word[apostrophes[is_possessive] + 1] = False
    return is_word[1:-2]


@cache
def _kinds() -> Bytes:
    """What each code point is for the rule."""
    kinds = np.zeros(CODE_POINTS, np.uint8)
    kinds[FIRST_LETTER:] = _LETTER
    kinds[SIGNS[0] : SIGNS[1]] = 0
    for signs, kind in ((ascii_letters, _LETTER), ("sS", _S), (digits, _DIGIT), (".,", _POINT), ("'’", _APOSTROPHE)):
        kinds[[*map(ord, signs)]] = kind
    return kinds
