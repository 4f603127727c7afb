"""The vectors of the articles of one segment, in a file beside it. FORMAT.md describes it.

They come later than the segment, and some at a time, so each article has vectors or has none yet. A new file takes the
place of the one before.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from search.arrays import Flags, Floats32, Int8s, Int32s, Ints, UInt32s, bounds_of
from search.engines.base import VECTOR_MODEL, VECTOR_SIZE
from search.engines.embedded.storage.commit_points import NamedFile
from search.engines.embedded.storage.container import ContainerFile

if TYPE_CHECKING:
    from search.engines.embedded.storage.container_writer import Columns

SCALE = 127
"""What the numbers of a vector are multiplied by before they are rounded. A vector of length 1 has none above 1."""
_MISSING = -1
"""The count of an article that has no vectors yet."""


class StoredVectors(NamedTuple):
    """The passages of each document, one document after the other: how many it has, -1 where they are not made yet; the
    spans of all passages in the texts of their articles; and their vectors as rows."""

    counts: Int32s
    starts: UInt32s
    ends: UInt32s
    vectors: Int8s

    @classmethod
    def none(cls, documents: int) -> "StoredVectors":
        """For a segment of so many documents, none of which has vectors."""
        spans = np.zeros(0, np.uint32)
        return cls(np.full(documents, _MISSING, np.int32), spans, spans, np.zeros((0, VECTOR_SIZE), np.int8))

    @property
    def made(self) -> Flags:
        """Which documents have their vectors. One without words has none, and they are made."""
        return are_made(self.counts)

    @property
    def bounds(self) -> Ints:
        """The passages of document n are those from bounds[n] up to bounds[n + 1] - 1."""
        return bounds_of(np.maximum(self.counts, 0))

    def take(self, documents: Flags) -> "StoredVectors":
        """Those of some documents."""
        passages = np.repeat(documents, np.maximum(self.counts, 0))
        return StoredVectors(self.counts[documents], self.starts[passages], self.ends[passages], self.vectors[passages])

    def with_made(self, documents: Sequence[int], added: "StoredVectors") -> "StoredVectors":
        """These, with `added` in place of the vectors of some documents, whose numbers increase."""
        is_added = np.zeros(len(self.counts), np.bool_)
        is_added[list(documents)] = True
        counts = self.counts.copy()
        counts[is_added] = added.counts
        kept = self.take(~is_added)
        from_added = np.repeat(is_added, np.maximum(counts, 0))
        columns = []
        for old, new in ((kept.starts, added.starts), (kept.ends, added.ends), (kept.vectors, added.vectors)):
            column = np.empty((len(from_added), *old.shape[1:]), old.dtype)
            column[~from_added], column[from_added] = old, new
            columns.append(column)
        return StoredVectors(counts, *columns)


def are_made(counts: Int32s) -> Flags:
    """Which documents have their vectors, from the counts of all."""
    return counts != _MISSING


def joined(parts: Sequence[StoredVectors]) -> StoredVectors:
    """The vectors of several segments, one after the other."""
    return StoredVectors(
        np.concatenate([part.counts for part in parts]),
        np.concatenate([part.starts for part in parts]),
        np.concatenate([part.ends for part in parts]),
        np.concatenate([part.vectors for part in parts]),
    )


def quantize(vectors: Floats32) -> Int8s:
    """Vectors of length 1 with 8 bits a number. The cosine of two of them changes by less than 0.01."""
    return np.clip(np.rint(vectors * SCALE), -SCALE, SCALE).astype(np.int8)


def write_vectors(folder: Path, vectors: StoredVectors) -> NamedFile:
    """Write the vectors of a segment to a new file. Raises OSError."""
    from search.engines.embedded.storage.container_writer import write_container

    name = f"vectors-{os.urandom(8).hex()}.bin"
    columns: Columns = {
        "passages.counts": vectors.counts,
        "passages.starts": vectors.starts,
        "passages.ends": vectors.ends,
        "passages.vectors": vectors.vectors.reshape(-1),
    }
    return NamedFile(name, write_container(folder / name, columns, {"model": VECTOR_MODEL, "size": VECTOR_SIZE}))


class VectorFile:
    """The vectors of a segment of so many documents, open for reading. Those of another model count as not made."""

    def __init__(self, path: Path, length: int, documents: int) -> None:
        """Open a file of `length` bytes. Raises IndexDamaged, as all that reads."""
        self._file = ContainerFile(path, length)
        self._documents = documents
        self._is_comparable = (self._file.facts.get("model"), self._file.facts.get("size")) == (
            VECTOR_MODEL,
            VECTOR_SIZE,
        )

    def close(self) -> None:
        """Close the file. The garbage collector does it otherwise."""
        self._file.close()

    def counts(self) -> Int32s:
        """The counts of `StoredVectors`. Reads little else."""
        if not self._is_comparable:
            return StoredVectors.none(self._documents).counts
        counts: Int32s = self._file.column("passages.counts", np.int32, self._documents)
        if (counts < _MISSING).any():
            raise self._file.damage("its column passages.counts is not what it should be")
        return counts

    def read(self) -> StoredVectors:
        """All of it."""
        if not self._is_comparable:
            return StoredVectors.none(self._documents)
        file, counts = self._file, self.counts()
        passages = int(np.maximum(counts, 0).sum(dtype=np.int64))
        starts: UInt32s = file.column("passages.starts", np.uint32, passages)
        ends: UInt32s = file.column("passages.ends", np.uint32, passages)
        if (starts > ends).any():
            raise file.damage("a passage ends before it begins")
        numbers: Int8s = file.column("passages.vectors", np.int8, passages * VECTOR_SIZE)
        return StoredVectors(counts, starts, ends, numbers.reshape(-1, VECTOR_SIZE))
