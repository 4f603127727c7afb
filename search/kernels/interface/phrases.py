"""What kernels do for phrases."""

from collections.abc import Callable, Sequence
from typing import Protocol

from search.arrays import Flags, Floats, Ints
from search.kernels.packed_lists import PackedList
from search.kernels.phrase_query import PhraseQuery


class PhraseKernels(Protocol):
    """Kernels that find phrases."""

    def phrase_starts(self, segments: Sequence[Sequence[PackedList]]) -> Ints:
        """The addresses at which words follow one another. Each segment has a list for each word, in their order.

        Reads the shortest list, and in the others what leads to the places of the phrase. Checks and raises as
        `count_tokens_in`. Cost: as reading about SKIP tokens for each occurrence of the rarest word, at most all. Other
        threads run meanwhile where the lists are long.
        """

    def score_phrase(
        self, query: PhraseQuery, live: Flags, norms: Floats, weigh: Callable[[int], tuple[Sequence[float], float]]
    ) -> tuple[Ints, Floats]:
        """The live documents that have a phrase, increasing, and what each scores: the sum of its words, as by
        `score_tokens`, and more with all words in the title. `weigh` gives the factor of each word, and what a title
        adds, by how many documents they are; it is not asked where there are none.

        Raises as `phrase_starts`, ValueError for an invalid query, and what `weigh` raises. Cost: as `phrase_starts` in
        each field, and as `count_tokens_in` for each word.
        """
