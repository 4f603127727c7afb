"""The letters of the words of an index, to exclude quickly words that are too different from another one."""

import numpy as np
from numpy.typing import NDArray

from search.arrays import Ints


class Letters:
    """The letters and the length of each of some words."""

    def __init__(self, codes: NDArray[np.uint32]) -> None:
        """`codes` are the code points of all words, each with a line feed behind it."""
        ends = np.flatnonzero(codes == ord("\n"))
        self._lengths = (np.diff(ends, prepend=-1) - 1).astype(np.int32)
        self._letters = np.bitwise_or.reduceat(_bits(codes), np.append(0, ends[:-1] + 1)) if len(ends) else _bits(codes)

    def alike(self, word: str, distance: int) -> Ints:
        """The numbers of words that may be within a distance: an edit changes the length by 1 and the letters by 2."""
        letters = np.bitwise_or.reduce(_bits(np.array([ord(letter) for letter in word + "\n"], np.uint32)))
        near = np.abs(self._lengths - len(word)) <= distance
        return np.flatnonzero(near & (np.bitwise_count(self._letters ^ letters) <= 2 * distance))


def _bits(codes: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """A bit for each letter; some letters share one."""
    return np.uint64(1) << (codes % 64).astype(np.uint64)
