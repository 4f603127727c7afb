"""One field of several segments as one: its postings, and the lengths of its documents.

Another process may do this for a field, beside the rest of a merge. It writes a file, whose columns are copied then.
"""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.arrays import Bytes, Flags, Int32s, Ints, bounds_of
from search.engines.embedded.segment.merge_postings import MergedPostings
from search.engines.embedded.segment.segment_reader import Field, SegmentReader, open_segments
from search.engines.embedded.segment.term_stems import stemmed_languages, with_stems
from search.engines.embedded.storage.commit_points import NamedFile
from search.engines.embedded.storage.container import ContainerFile
from search.engines.embedded.storage.container_writer import Column, Columns, write_container
from search.kernels import kernels

_COLUMNS = (
    *("gaps", "terms", "sizes", "skips", "skip_sizes", "documents", "document_sizes", "bigrams", "bigram_sizes"),
    *("lengths", "counts", "stems"),
)
"""The columns of a field, in their order. That of its terms is compressed."""
_AT_ONCE = 1 << 20
"""Numbers of a column that are copied at once."""


def live_documents(segments: Sequence[SegmentReader], deleted: Sequence[Ints]) -> list[Flags]:
    """Which documents of each segment are not deleted."""
    live = [np.ones(segment.count, np.bool_) for segment in segments]
    for flags, numbers in zip(live, deleted, strict=True):
        flags[numbers] = False
    return live


@contextmanager
def verified_lists(segments: Sequence[SegmentReader]) -> Iterator[None]:
    """Where a kernel refuses a list of some segments, raise IndexDamaged if it is damaged."""
    try:
        yield
    except ValueError:
        for segment in segments:
            segment.verify_lists()
        raise


def merged_languages(segments: Sequence[SegmentReader], live: Sequence[Flags]) -> list[str]:
    """The languages in which the terms of the live documents are stemmed."""
    counts = Counter[str]()
    for segment, flags in zip(segments, live, strict=True):
        codes, values = segment.stored_fields.codes("language")
        counts.update(dict(zip(values, np.bincount(codes[flags], minlength=len(values)).tolist(), strict=True)))
    return stemmed_languages(counts, sum(int(flags.sum()) for flags in live))


def write_field(folder: Path, files: Sequence[NamedFile], deleted: Sequence[Ints], name: str) -> NamedFile:
    """Write a field of some segments, and its stems, as a file for `CopiedField`. Raises IndexDamaged, OSError."""
    with open_segments(folder, files) as segments:
        live = live_documents(segments, deleted)
        columns = merge_field(name, [segment.fields[name] for segment in segments], live)
        columns = with_stems(columns, (name,), merged_languages(segments, live))
        path = folder / f"segment-{os.urandom(8).hex()}.bin"
        with verified_lists(segments):
            return NamedFile(path.name, write_container(path, columns, {}, synced=False))


class CopiedField:
    """The columns of a field that another process writes by `write_field`. Closing it removes its file."""

    def __init__(self, folder: Path, name: str, written: "Future[NamedFile]") -> None:
        self._folder = folder
        self._name = name
        self._written = written

    @cached_property
    def _file(self) -> ContainerFile:
        file = self._written.result()
        return ContainerFile(self._folder / file.name, file.length)

    def columns(self) -> Columns:
        """All columns. They are read when they are written, a piece at a time."""
        return {f"{self._name}.{column}": self._column(column) for column in _COLUMNS}

    def _column(self, column: str) -> Column:
        name = f"{self._name}.{column}"
        return partial(self._text, name) if column == "terms" else self._pieces(name)

    def _pieces(self, column: str) -> Iterator[NDArray[Any]]:
        count = self._file.count(column)
        for start in range(0, max(1, count), _AT_ONCE):
            yield self._file.array(column, start, min(count, start + _AT_ONCE))

    def _text(self, column: str) -> bytes:
        return self._file.text(column)

    def close(self) -> None:
        """Wait for the other process, and remove what it wrote."""
        with suppress(Exception):  # it was raised where a column was read, or another error ends the merge
            self._file.close()
            (self._folder / self._written.result().name).unlink()


def merge_field(name: str, fields: Sequence[Field], live: Sequence[Flags]) -> Columns:
    """The columns of one field, without its stems. `live` are the documents of each segment to keep."""
    parts: list[_LivePart] = []
    for field, flags in zip(fields, live, strict=True):
        parts.append(_LivePart(field, flags, parts[-1].end if parts else 0))
    lengths = np.concatenate([part.lengths for part in parts])
    return {
        **MergedPostings(parts, bounds_of(np.add(lengths, 1, dtype=np.int64))).columns(name),
        f"{name}.lengths": lambda: kernels().pack(lengths),
        f"{name}.counts": lambda: kernels().pack(np.concatenate([part.counts for part in parts])),
    }


class _LivePart:
    """One field of the live documents of a segment, as a `merge_postings.Part`. Its addresses begin at `base`."""

    def __init__(self, field: Field, live: Flags, base: int) -> None:
        self.terms, self.list_bounds, self.gaps = field.terms, field.list_bounds, field.gaps
        self._all_live = bool(live.all())
        self.lengths = field.lengths if self._all_live else field.lengths[live]
        self.counts = field.counts if self._all_live else field.counts[live]
        self._field = field
        self._live = live
        self._base = base
        self.end = base + int(self.lengths.sum(dtype=np.int64)) + len(self.lengths)

    @cached_property
    def _shifts(self) -> Ints:
        """From old to new addresses, by document."""
        kept = np.where(self._live, np.add(self._field.lengths, 1, dtype=np.int64), 0)
        return bounds_of(kept)[:-1] - self._field.bounds[:-1] + self._base

    def lists(self, first: int, end: int) -> tuple[Bytes, Ints, int]:
        """As in `merge_postings.Part`."""
        packed, sizes = self.gaps(first, end)
        if self._all_live:
            return packed, sizes, self._base
        counts, addresses = kernels().unpack_gaps(packed, sizes)
        numbers = np.arange(end - first, dtype=np.int32)
        return *kernels().build_lists(*self.to_merged(numbers.repeat(counts), addresses), numbers), 0

    def to_merged(self, owners: Int32s, addresses: Ints) -> tuple[Int32s, Ints]:
        """As in `merge_postings.Part`."""
        if self._all_live:
            return owners, addresses + self._base
        documents = np.searchsorted(self._field.bounds, addresses, side="right") - 1
        live = self._live[documents]
        return owners[live], (addresses + self._shifts[documents])[live]
