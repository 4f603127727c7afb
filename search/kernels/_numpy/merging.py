"""Sorted lines of several parts as one: the readable twin of `_compiled/merging.pyx`."""

from collections.abc import Sequence
from itertools import chain
from operator import ge

import numpy as np

from search.arrays import Int32s


def merge_lines(parts: Sequence[bytes], end: int = 10) -> tuple[bytes, list[Int32s]]:
    """As in `Kernels`."""
    newline = bytes([end])
    lines_of_parts = [part.split(newline) for part in parts]
    for lines in lines_of_parts:
        if lines.pop() or any(map(ge, lines, lines[1:])):
            raise ValueError("the lines of a part are not in order")
    merged = [*dict.fromkeys(sorted(chain.from_iterable(lines_of_parts)))]  # to sort sorted parts is to merge them
    numbers = {line: number for number, line in enumerate(merged)}
    places = [np.fromiter(map(numbers.__getitem__, lines), np.int32, len(lines)) for lines in lines_of_parts]
    return b"".join([line + newline for line in merged]), places
