"""What kernels do for packed numbers and lists of addresses."""

from collections.abc import Sequence
from typing import Any, Protocol

from numpy.typing import NDArray

from search.arrays import Bytes, Int32s, Ints


class ListKernels(Protocol):
    """Kernels that make packed numbers and lists of addresses, and join lists."""

    def pack(self, values: NDArray[Any]) -> Bytes:
        """The bytes of whole numbers as varints. Raises ValueError for a negative one. Linear."""

    def unpack(self, packed: Bytes) -> Ints:
        """The numbers that `pack` packed. Raises ValueError for other bytes. Linear."""

    def unpack_gaps(self, packed: Bytes, sizes: Ints, bases: Ints | None = None) -> tuple[Ints, Ints]:
        """How many numbers each of some lists has, and the numbers. The lists stand one after the other in `packed`,
        with `sizes` bytes each and none empty.

        A number is the sum of the gaps up to it in its list, and of the list's base; sums are modulo 2^64. Raises
        ValueError for other bytes. Linear.
        """

    def build_lists(self, ids: Int32s, addresses: Ints, ranks: Int32s) -> tuple[Bytes, Ints]:
        """The lists of addresses as varint gaps, one list after the other, and the bytes that each takes.

        Token i has the address `addresses[i]` and belongs to the list number `ranks[ids[i]]`. The addresses of a list
        must not fall. There are as many lists as ranks. Raises ValueError for anything else. Linear.
        """

    def build_postings(self, words: Sequence[str], parts: Sequence[tuple[Int32s, Ints]]) -> tuple[bytes, Bytes, Ints]:
        """The words that have tokens, in the order of their code points and in UTF-8, with a newline after each; the
        lists of their addresses as varint gaps, one list after the other; and the bytes that each takes.

        Tokens come in parts: the numbers of their words, and their addresses. The addresses of a word must not fall.
        Raises ValueError for anything else, and for a word with half of a surrogate pair. Linear, some 15 nanoseconds a
        token, and a sort of the words, about 0.1 microseconds a word.
        """

    def join_lists(self, packed: Bytes, sizes: Ints, bases: Ints, ranks: Int32s, lists: int) -> tuple[Bytes, Ints]:
        """Lists of addresses as varint gaps, joined to so many `lists`, and the bytes that each takes.

        List i has `sizes[i]` bytes in `packed`, or none if it is empty. Its addresses grow by `bases[i]`, and go to the
        list number `ranks[i]`, behind those of earlier lists. Raises ValueError for other bytes, and for addresses that
        fall. Linear in the bytes; those behind the first gap of a list are copied.
        """

    def build_skips(
        self, packed: Bytes, sizes: Ints, least: int, before: tuple[int, int, int] = (0, 0, 0)
    ) -> tuple[Bytes, Ints, tuple[int, int, int]]:
        """The skips of those lists that have at least `least` bytes, as in `PackedList`, and the bytes that they take.

        The lists stand one after the other in `packed`, with `sizes` bytes each and none empty. A list that comes in
        parts takes a call for each: `before` is what the call for the part before it gave last. That is how many
        numbers follow the last entry, their sum, and their bytes. Raises ValueError for other bytes. Linear.
        """

    def build_documents(self, packed: Bytes, sizes: Ints, bounds: Ints, least: int) -> tuple[Bytes, Ints]:
        """The documents of those lists that have at least `least` bytes, as in `PackedList`, and the bytes that they
        take.

        The lists stand in `packed` as for `build_skips`. Document n has the addresses bounds[n] to bounds[n + 1] - 1.
        Of the numbers of bits that make a list shortest, the least is taken. Raises ValueError for other bytes, and for
        addresses outside. Linear.
        """

    def build_bigrams(self, lists: Sequence[bytes]) -> tuple[Bytes, Ints]:
        """The lists of the addresses at which a word stands right before another one, for each two of some words; and
        the bytes that each takes.

        Each of the at most MOST_COMMON words has a list of addresses as varint gaps, none empty. So are the lists that
        are made, but a bigram that does not occur has none. What the first word begins comes first, in the order of the
        words behind it. Raises ValueError for more words, other bytes, and addresses that come twice. Linear.
        """
