"""The records of articles as frames, with a dictionary that all frames of a segment share."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise, starmap

import numpy as np

from search.arrays import Bytes, Ints, bounds_of
from search.engines.embedded.segment.stored_fields import StoredFields
from search.engines.embedded.storage.container_writer import Columns
from search.engines.embedded.storage.frames import ENOUGH, ENOUGH_TO_STORE, FrameWriter, train_dictionary
from search.kernels import kernels


class FrameColumns:
    """Takes the records of articles, compresses each to a frame, and gives the columns that hold them."""

    def __init__(self, dictionary: bytes = b"") -> None:
        """Frames are made with this dictionary if all records together have ENOUGH_TO_STORE bytes: it is stored beside
        them. If it is empty, and they have ENOUGH, one is made of the first records. Memory: that many bytes, and the
        frames that are not taken."""
        self._dictionary = dictionary
        self._writer: FrameWriter | None = None  # None until the dictionary is chosen
        self._waiting: list[tuple[Bytes, Ints]] = []
        self._waiting_size = 0
        self._frames: list[bytes] = []
        self._sizes = array("q")

    def choose(self, dictionary: bytes) -> None:
        """Make all frames with this dictionary, or without one if it is empty."""
        self._dictionary = dictionary
        self._writer = FrameWriter(dictionary)
        for records in self._waiting:
            self._take(*self._writer.compress(*records))
        self._waiting.clear()

    def add(self, records: Bytes, sizes: Ints) -> None:
        """Take some records, one after the other, with their sizes."""
        if self._writer:
            self._take(*self._writer.compress(records, sizes))
            return
        self._waiting.append((records, sizes))
        self._waiting_size += len(records)
        if self._waiting_size >= (ENOUGH_TO_STORE if self._dictionary else ENOUGH):
            self.choose(self._dictionary or train_dictionary(chain.from_iterable(starmap(_split, self._waiting))))

    def add_long(self, record: Sequence[bytes]) -> None:
        """Take a record in parts, which may be long."""
        size = sum(map(len, record))
        if self._writer:
            self._take(self._writer.compress_parts(record, size))
        else:
            self.add(np.frombuffer(b"".join(record), np.uint8), np.array([size]))

    def copy(self, source: StoredFields, documents: Ints) -> None:
        """Take the records of some articles of a segment. Frames that were made with the same dictionary are copied."""
        if self._writer and source.dictionary == self._dictionary:
            self._frames.append(source.frames(documents))
            self._sizes.frombytes(source.frame_sizes[documents].tobytes())
        else:
            records = source.records(documents)
            self.add(np.frombuffer(b"".join(records), np.uint8), np.array([*map(len, records)], np.int64))

    def _take(self, frames: bytes, sizes: Sequence[int] = ()) -> None:
        """Take some frames with their sizes; one without."""
        self._frames.append(frames)
        self._sizes.extend(sizes or (len(frames),))

    def take(self) -> Bytes:
        """The frames that were made since the last call."""
        frames, self._frames = b"".join(self._frames), []
        return np.frombuffer(frames, np.uint8)

    def columns(self, copied: Iterable[Bytes] = ()) -> Columns:
        """The columns with the frames. They are made when they are written, this one first. `copied` are frames that
        were taken."""

        def frames() -> Iterator[Bytes]:
            yield from copied
            if not self._writer:
                self.choose(b"")
            yield self.take()

        return {
            "articles.frames": frames(),
            "articles.frame_sizes": lambda: kernels().pack(np.frombuffer(self._sizes, np.int64)),
            "articles.dictionary": lambda: self._dictionary,
        }


def _split(records: Bytes, sizes: Ints) -> Iterator[bytes]:
    """The records that lie one after the other, each by itself."""
    return (records[start:end].tobytes() for start, end in pairwise(bounds_of(sizes).tolist()))
