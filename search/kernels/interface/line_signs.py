"""What kernels do for the lines of texts."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from search.kernels.signs import LineWords, TextLines


class LineSigns(Protocol):
    """Finds the lines of texts, and the signs that they have."""

    def find(self, text: str, start: int, end: int) -> TextLines:
        """The lines of text[start:end] that are not blank, with their signs as bits of `signs`. Lines end at a line
        feed or a carriage return.

        Those in the beginning of a line are added, shifted by AT_BEGINNING, and so are the bits of its words. A line
        with a code point that `fold_sign` does not fold has the bits of all that it may begin with or be. What else
        a line is or may be is as `LineWords` says. Raises ValueError for a part of the text that there is not. Linear.
        """


class KnownWords(Protocol):
    """Words of some kinds, such as languages. For one thread at a time."""

    def most(self, text: str, start: int, end: int) -> tuple[int, int, int, int]:
        """The kind of which text[start:end] has most different words, the first of several; how many; how many of the
        next one; and how many words there are, known or not.

        Words are in small letters, and white space is between them. Raises ValueError for a part of the text that there
        is not. Linear.
        """


class Parts(Protocol):
    """Finds some parts in texts."""

    def find(self, text: str, start: int, end: int) -> int:
        """The bits of all parts that stand in text[start:end]. Raises ValueError for a part of the text that there is
        not. Linear, whatever the number of parts."""


class LineKernels(Protocol):
    """Kernels for the lines of texts, and the words in them."""

    def LineSigns(self, words: LineWords, whole_lines: Mapping[str, int]) -> LineSigns:  # noqa: N802
        """Finds lines with some words, and with the bits of whole lines, which have to be as they stand. Raises
        ValueError for an empty start, more than MOST_PARTS parts, bits that are no signs by words, endings that make no
        sense, and negative lengths."""

    def Parts(self, bits_of: Mapping[str, int]) -> Parts:  # noqa: N802
        """Finds parts with their bits. Raises ValueError for more than MOST_PARTS, or MOST_SIGNS bits."""

    def KnownWords(self, kinds_of: Mapping[str, Sequence[int]], kinds: int) -> KnownWords:  # noqa: N802
        """Words with the kinds that each one has, of so many kinds. Raises ValueError for other kinds, and for none."""

    def word_beginnings(self, text: str, shortest: int, longest: int) -> list[str]:
        """The words of a text that have `shortest` letters or more, each cut to `longest`. `folded_words` folds them.

        A word is a run of letters, or of numerals that are no decimal digits, such as ². Raises ValueError unless
        0 < `shortest` <= `longest`. Linear.
        """

    def words_within(self, text: str, start: int, end: int, words: Iterable[str]) -> list[str]:
        """Those of some words that text[start:end] has, whatever the case of its letters, in the order of the words.

        A word is a run of letters, digits and "_" in small letters. Raises ValueError for a part of the text that there
        is not. Linear.
        """

    def beginnings_within(self, text: str, start: int, end: int, words: Iterable[str], longest: int) -> list[str]:
        """Those of some beginnings that words of text[start:end] have, as `word_beginnings` gives them with `longest`,
        in the order of `words`. Raises ValueError for a part of the text that there is not, and unless `longest` > 0.
        Linear.
        """

    def numbers_beside_words(self, text: str, start: int, end: int, table: bytes) -> list[int]:
        """Where the numbers of one or two digits of ASCII begin in text[start:end] beside which a word may stand that
        `table` has: behind a blank, which another word of two letters may follow, or before a blank. A full stop or º
        may stand before the blank, and two letters behind the number: "1st of May". No letter and no other digit stands
        before the number.

        A table has a word if the byte at its `place_of` is not 0, and may have any word that has no such place. One
        before a number has LONGEST_WORD code points at most. Raises ValueError for a part of the text that there is
        not, and for a table that has not PLACES bytes. Linear.
        """
