"""The bigrams of a field: in which documents one of its commonest words stands right before another one.

Without them, a phrase of two such words needs the longest lists of the field.
"""

from collections.abc import Sequence

import numpy as np

from search.analysis.compounds import SIGN
from search.arrays import Bytes, Ints, bounds_of
from search.engines.embedded.segment.term_dictionary import TermDictionary
from search.engines.embedded.storage.container import ContainerFile
from search.kernels import kernels
from search.kernels.packed_lists import COMMON, MOST_COMMON, NO_DOCUMENTS

_SIGN = SIGN.encode()


class CommonLists:
    """The lists of the common words of a field: the longest ones. Memory: their bytes."""

    def __init__(self) -> None:
        self._lists: list[bytes] = []

    def add(self, terms: bytes, gaps: Bytes, sizes: Ints) -> None:
        """Add the lists of the next terms. Each term ends with a newline. Compound terms come before all words."""
        chosen = (sizes >= COMMON).nonzero()[0].tolist()
        if not chosen:
            return
        bounds = bounds_of(sizes)
        compounds = terms.startswith(_SIGN) + terms.count(b"\n" + _SIGN)
        for number in chosen:
            if number >= compounds:
                self._lists.append(gaps[bounds[number] : bounds[number + 1]].tobytes())
            if len(self._lists) > MOST_COMMON:
                del self._lists[_shortest(self._lists)]

    def bigrams(self, bounds: Ints) -> tuple[Bytes, Ints]:
        """The documents of their bigrams, and the bytes that each takes. Document n has the addresses bounds[n] to
        bounds[n + 1] - 1."""
        return bigram_documents(self._lists, bounds)


def _shortest(lists: Sequence[bytes]) -> int:
    """The number of the shortest list; of equal ones, the last one."""
    return min(range(len(lists)), key=lambda number: (len(lists[number]), -number))


class Bigrams:
    """The bigrams of one field of a segment. `terms` has its common terms, and the number of each."""

    def __init__(self, file: ContainerFile, name: str, terms: TermDictionary, list_bounds: Ints) -> None:
        self._file = file
        self._column = f"{name}.bigrams"
        numbers = _common_terms(terms, list_bounds)
        self.terms = dict(zip(terms.at(np.array(numbers, np.int64)), numbers, strict=True))
        self._places = {term: place for place, term in enumerate(self.terms)}
        self._bounds = bounds_of(file.varints(f"{name}.bigram_sizes", len(numbers) ** 2)).tolist()
        if self._bounds[-1] != file.count(self._column):
            raise file.damage(f"the bigrams of {name} are not as long as their column")

    def documents(self, first: str, second: str) -> bytes | None:
        """The documents in which one word stands right before the other, as in `PackedList`. None where either is no
        common word. Cost: reading about a byte for each document."""
        if first not in self._places or second not in self._places:
            return None
        at = self._places[first] * len(self._places) + self._places[second]
        return self._file.raw(self._column, self._bounds[at], self._bounds[at + 1]) or NO_DOCUMENTS

    def are_those_of(self, lists: Sequence[bytes], bounds: Ints) -> bool:
        """Whether these are the bigrams that the lists of the common terms give."""
        with self._file.decoding(f"a list of {self._column}"):
            bigrams, sizes = bigram_documents(lists, bounds)
        has_right_sizes = np.diff(self._bounds).tolist() == sizes.tolist()
        return has_right_sizes and self._file.raw(self._column, 0, self._bounds[-1]) == bigrams.tobytes()


def bigram_documents(lists: Sequence[bytes], bounds: Ints) -> tuple[Bytes, Ints]:
    """As `CommonLists.bigrams`, for the lists of common words. Raises ValueError for other bytes."""
    gaps, sizes = kernels().build_bigrams(lists)
    occur = sizes > 0
    documents, sizes[occur] = kernels().build_documents(gaps, sizes[occur], bounds, 0)
    return documents, sizes


def _common_terms(terms: TermDictionary, list_bounds: Ints) -> list[int]:
    """The numbers of the words whose lists `CommonLists` keeps."""
    _, first_word = terms.prefix_range(SIGN)
    sizes = list_bounds[first_word + 1 :] - list_bounds[first_word:-1]
    common = (sizes >= COMMON).nonzero()[0]
    longest = common[(-sizes[common]).argsort(kind="stable")[:MOST_COMMON]]
    return sorted((longest + first_word).tolist())
