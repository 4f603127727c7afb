"""What kernels do for the words of texts."""

from collections.abc import Callable, Sequence
from typing import Protocol

from search.arrays import Bytes, CodePoints, Flags, Int32s, Ints

RunTokens = tuple[Sequence[str], Sequence[int], Sequence[int]]
"""The terms, starts and ends of the tokens of a run."""


class Tokenizer(Protocol):
    """Finds the words of texts. Distinct words are numbered from 0. For one thread at a time."""

    def __len__(self) -> int:
        """How many distinct words there are."""

    def words(self, first: int) -> list[str]:
        """The words from number `first` on. Raises ValueError if there cannot be one."""

    def numbers(self, words: Sequence[str]) -> Int32s:
        """The numbers of some words, new or known. Raises ValueError for an empty one."""

    def tokenize(self, texts: Sequence[str]) -> tuple[Int32s, Ints, Ints, Ints, Flags]:
        """The tokens of some texts: the number of each one's word; its start and end in its text; then where the tokens
        of each text begin; and whether a hyphen, and nothing else, stands between a token and the next one of its text.

        Linear; some 50 million code points a second, unless much is unusual.
        """


class WordKernels(Protocol):
    """Kernels for the words of texts."""

    def Tokenizer(  # noqa: N802
        self,
        kinds: Bytes,
        folded: CodePoints,
        longest: int,
        learn: Callable[[str], object],
        tokenize_run: Callable[[str], RunTokens],
    ) -> Tokenizer:
        """A tokenizer without any word.

        `kinds` has the class of each code point, as `code_points` numbers them, and `folded` what a word has for it. A
        code point of class 0 is given to `learn`, which fills in both, or else `tokenize` raises LookupError.

        A run lies between separators. Words are its runs of letters and digits, and single characters and percent
        signs; the s of a possessive is left out. A run is unusual if it holds an unusual code point, another sign that
        may hold a word together, letters of several scripts, or more than `longest` code points. `tokenize_run` gives
        its tokens; the same for the same run, as it is not asked each time. ValueError where it gives none that can be.
        """

    def filter_candidates(self, texts: Sequence[str], firsts: Bytes, seconds: Bytes, reach: int) -> dict[int, int]:
        """The numbers of the texts that hold one of some patterns, increasing, each with the signs of its patterns.

        `firsts` and `seconds` have signs of each code point, as bits. The patterns are: two code points, the first of
        which has one of PAIR_SIGNS in `firsts` and the second one the same in `seconds`; a code point with LINE_SIGN in
        `firsts`, at most `reach` behind one that has it in `seconds`; and "d ddd d" for any d with DIGIT_SIGN in
        `firsts`. Raises ValueError for tables of another length. Linear.
        """
