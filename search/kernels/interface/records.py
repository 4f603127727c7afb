"""What kernels do for the stored fields of articles."""

from collections.abc import Sequence
from typing import Any, Protocol

from search.arrays import Bytes, Ints


class RecordKernels(Protocol):
    """Kernels for stored records and columns."""

    def join_records(
        self, texts: Sequence[str], metadata: Sequence[bytes], behind: Bytes, sizes: Ints
    ) -> tuple[Bytes, Ints, Ints]:
        """Records as `split_records` takes them apart, one after the other; the bytes of each, and those of its text.
        Of what comes behind in each, `sizes` are the bytes. Raises ValueError where they are not all of `behind`, and
        for columns of different lengths. Linear."""

    def split_records(
        self, records: Sequence[bytes | memoryview], text_sizes: Sequence[int], metadata_sizes: Sequence[int]
    ) -> tuple[list[str], list[bytes], list[bytes]]:
        """The parts of some records: their texts, which are so many bytes of UTF-8 and may have lone surrogates; so
        many bytes of metadata; and what comes behind. Raises ValueError for a shorter record, and where a text is no
        UTF-8. Linear."""

    def values_at(self, columns: Sequence[tuple[memoryview, list[str] | None]], rows: Ints) -> list[list[Any]]:
        """For each of some columns what it has in some rows: numbers, or the values that these stand for, where the
        column has values.

        Raises ValueError for a column of other than whole numbers, and LookupError where a column has no such row, or a
        number stands for no value. Cost: some 30 nanoseconds a value.
        """

    def paths_at(self, paths: bytes, bounds: memoryview, rows: Ints) -> list[str]:
        """The paths of some rows, decoded as `os.fsdecode` does. Path n has the bytes bounds[n] up to bounds[n + 1], of
        which the last one ends it. Raises as `values_at`, and LookupError where there are no such bytes."""
