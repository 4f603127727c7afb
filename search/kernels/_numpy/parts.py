"""Which of some parts a text has: the readable twin of `_compiled/parts.pyx`."""

from collections.abc import Mapping

from search.kernels.signs import check_parts


class Parts:
    """As in `Kernels`."""

    def __init__(self, bits_of: Mapping[str, int]) -> None:
        check_parts(bits_of)
        self._bits_of = bits_of

    def find(self, text: str, start: int, end: int) -> int:
        """As in `Kernels`."""
        if not 0 <= start <= end <= len(text):
            raise ValueError("no such part of the text")
        found, between = 0, text[start:end]
        for part, bits in self._bits_of.items():
            found |= bits * (part in between)
        return found
