"""Which kind of words a text has most of: the readable twin of `_compiled/known_words.pyx`."""

from collections.abc import Mapping, Sequence


class KnownWords:
    """As in `Kernels`."""

    def __init__(self, kinds_of: Mapping[str, Sequence[int]], kinds: int) -> None:
        if kinds < 1 or not all(0 <= kind < kinds for of_word in kinds_of.values() for kind in of_word):
            raise ValueError("there is no such kind of words")
        self._kinds_of, self._kinds = kinds_of, kinds

    def most(self, text: str, start: int, end: int) -> tuple[int, int, int, int]:
        """As in `Kernels`."""
        if not 0 <= start <= end <= len(text):
            raise ValueError("no such part of the text")
        words = text[start:end].lower().split()
        counts = [0] * self._kinds
        for word in self._kinds_of.keys() & words:
            for kind in set(self._kinds_of[word]):
                counts[kind] += 1
        most = max(counts)
        best = counts.index(most)
        counts[best] = 0
        return best, most, max(counts), len(words)
