"""What kernels do for the lists of a query's words."""

from collections.abc import Callable, Sequence
from typing import Protocol

from search.arrays import Flags, Floats, Ints
from search.kernels.list_columns import ListColumns
from search.kernels.packed_lists import DocumentTable, Fields, PackedList


class PostingKernels(Protocol):
    """Kernels that read the lists of a query's words."""

    def read_lists(self, columns: ListColumns, numbers: Sequence[int], base: int, end: int) -> list[PackedList]:
        """The lists with some increasing numbers, whose addresses lie from `base` up to `end`.

        Lists that lie close are read at once, with what lies between. Raises ValueError for a number that has no list,
        and for columns that do not fit together, and what reading raises. Linear.
        """

    def count_tokens(self, fields: Fields, live: Flags) -> tuple[Ints, Floats]:
        """The live documents with tokens in some lists, increasing, and how many each has, weighted.

        A token that two lists have counts twice. Where a list has its documents, these alone are read. Raises
        ValueError for other bytes, for addresses outside, and where the fields have other documents. Cost: the tokens,
        or the documents of lists that have them, and a bit for each document.
        """

    def document_frequency(self, fields: Fields, live: Flags) -> int:
        """How many documents `count_tokens` gives. Raises as it does. Cost: the same, but for the documents."""

    def score_tokens(
        self, fields: Fields, live: Flags, norms: Floats, factor_of: Callable[[int], float]
    ) -> tuple[Ints, Floats]:
        """The documents of `count_tokens`, and what each scores: factor * count / (count + norm), as in BM25. `norms`
        has a number for every document, and `factor_of` gives the factor for how many documents they are. Raises as
        `count_tokens`, ValueError for other norms, and what `factor_of` raises. Cost: as `count_tokens`."""

    def count_tokens_in(self, fields: Fields, documents: Ints) -> Floats:
        """How many tokens each of some documents has in some lists, weighted as by `count_tokens`. Documents increase.

        Reads only what leads there, by the skips of the lists, or their documents, and checks what it reads. Raises as
        `count_tokens`, and LookupError for a document outside. Cost: about SKIP tokens for each document and list, at
        most all tokens, or all documents of lists that have them.
        """

    def score_tokens_in(self, words: Sequence[tuple[Fields, float]], documents: Ints, norms: Floats) -> Floats:
        """What some words score together in each of some documents: as by `score_tokens`, with the counts of
        `count_tokens_in`. A word has its fields and its factor. Raises as `count_tokens_in`, and LookupError for a
        document without a norm. Cost: as `count_tokens_in`."""

    def documents_of(self, addresses: Ints, table: DocumentTable) -> Ints:
        """The documents of some addresses, which increase, each once. Raises LookupError for one outside. Linear."""

    def addresses_between(self, lists: Sequence[PackedList], start: int, end: int) -> Ints:
        """The addresses from `start` up to `end` - 1 in any of some lists, in order.

        One that two lists have comes twice. Reads, checks and raises as `count_tokens_in`.
        """

    def positions_in(self, lists: Sequence[PackedList], starts: Ints, ends: Ints, shift: int) -> Ints:
        """The addresses in any of some lists within some ranges, in order, each as its distance to the start of its
        range, plus the number of the range << `shift`.

        The ranges increase, do not overlap, and have at most 1 << `shift` addresses each. An address that two lists
        have comes twice. Reads, checks and raises as `count_tokens_in`; ValueError also for other ranges.
        """
