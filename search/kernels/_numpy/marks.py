"""The marks at tokens, and fragments with them: the readable twin of a part of `_compiled/offsets.pyx`."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from search.arrays import Bytes, Hashes, Ints, bounds_of
from search.kernels._numpy.fragments import Row, best_fragments, merge_spans
from search.kernels._numpy.lists import unpack
from search.kernels._numpy.offsets import decode_offsets

Part = tuple[Ints, int, int, int, bool]
"""As in `Kernels.find_marks`."""

_DO_NOT_FIT = "the marks or the tokens do not fit the text"
_MOST_TOKENS = 1 << 40
_NO_MARKS = np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.uint64)


def find_marks(
    texts: Sequence[str],
    packed: Sequence[Bytes | memoryview],
    counts: Ints,
    titles: Sequence[tuple[int, int]],
    parts: Sequence[Part],
) -> tuple[Ints, Ints, Hashes, Ints]:
    """As in `Kernels`."""
    if not len(texts) == len(packed) == len(counts) == len(titles):
        raise ValueError("two columns have different lengths")
    if any(
        not 0 <= shift < 63
        or not 0 < length < _MOST_TOKENS
        or clause < 0
        or (first[1:] < first[:-1]).any()
        or (len(first) and not 0 <= first[0] >> shift <= first[-1] >> shift < len(texts))
        for first, shift, length, clause, _ in parts
    ):
        raise ValueError(_DO_NOT_FIT)
    of_texts = [
        _marks_of(number, *of_text, parts)
        for number, of_text in enumerate(zip(texts, packed, counts.tolist(), titles, strict=True))
    ]
    starts, ends, clauses = (np.concatenate(column) for column in zip(_NO_MARKS, *of_texts, strict=True))
    return starts, ends, clauses, bounds_of([len(starts) for starts, _, _ in of_texts])


def fragments_at_tokens(
    texts: Sequence[str],
    packed: Sequence[Bytes | memoryview],
    counts: Ints,
    titles: Sequence[tuple[int, int]],
    parts: Sequence[Part],
    most: Sequence[int],
) -> tuple[list[int], list[list[Row]]]:
    """As in `Kernels`."""
    if len(most) != len(texts):
        raise ValueError("two columns have different lengths")
    starts, ends, clauses, bounds = find_marks(texts, packed, counts, titles, parts)
    best = []
    for text, title, (first, end), count in zip(texts, titles, pairwise(bounds.tolist()), most, strict=True):
        marks = starts[first:end], ends[first:end], np.arange(end - first), clauses[first:end]
        best.append(best_fragments(text, title, *marks, count))
    return np.diff(bounds).tolist(), best


def _marks_of(
    number: int, text: str, packed: Bytes | memoryview, count: int, title: tuple[int, int], parts: Sequence[Part]
) -> tuple[Ints, Ints, Hashes]:
    """The marks of one text."""
    try:
        starts, ends = decode_offsets(text, unpack(np.frombuffer(packed, np.uint8)))
        if len(starts) != count:
            raise ValueError(_DO_NOT_FIT)
        spans = []
        for first, shift, length, clause, in_title in parts:
            tokens = first[first >> shift == number] - (number << shift)
            tokens += int(starts.searchsorted(title[0])) if in_title else 0
            if len(tokens) and tokens[-1] + length > count:
                raise ValueError(_DO_NOT_FIT)
            spans.append((starts[tokens].astype(np.int64), ends[tokens + (length - 1)].astype(np.int64), clause))
        return merge_spans(spans)
    except ValueError:
        raise ValueError(_DO_NOT_FIT) from None
