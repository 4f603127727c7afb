"""Zstandard frames, each with a checksum of its content, and compressed with a dictionary that many of them share."""

import threading
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO, cast

import numpy as np
import zstandard

from search.arrays import Bytes, Ints, bounds_of

MOST_EXPANDED = 1 << 30
"""Bytes of the content of a frame, at most."""
ENOUGH = 1 << 20
"""Bytes of content from which a dictionary is made."""
ENOUGH_TO_STORE = 1 << 19
"""Bytes of content beside which a dictionary is stored that there is already. Less would not pay for it."""
_DICTIONARY = 1 << 16
"""Bytes of a dictionary, at most."""
_SAMPLE = 1 << 14
"""Bytes that are taken of each content to make a dictionary."""
_LEVEL = 1
"""The level of compression. Level 3 saves 4 % of the text, and takes a third longer; both expand alike."""
_WITH_DICTIONARY = {"hash_log": 15, "min_match": 6}
"""What differs from the level where there is a dictionary: a table with room for the places in all of it, and matches
of six bytes. So articles of 2 kB take 4 % less, in the same time. The level's own table is for contents without one."""


def train_dictionary(contents: Iterable[bytes]) -> bytes:
    """A dictionary of what some contents, which have ENOUGH bytes together, have in common. Empty where that is little.

    Cost: 20 ms.
    """
    samples: list[bytes | bytearray | memoryview[int]] = [content[:_SAMPLE] for content in contents]
    try:
        return zstandard.train_dictionary(_DICTIONARY, samples, k=200, d=8, level=_LEVEL).as_bytes()
    except zstandard.ZstdError:  # too few samples
        return b""


class FrameWriter:
    """Makes frames with a dictionary, or without if it is empty."""

    def __init__(self, dictionary: bytes) -> None:
        parameters = zstandard.ZstdCompressionParameters.from_level(
            _LEVEL, **(_WITH_DICTIONARY if dictionary else {}), write_checksum=True, write_dict_id=False
        )
        parsed = _parsed(dictionary)
        if parsed:
            parsed.precompute_compress(compression_params=parameters)
        self._compressor = zstandard.ZstdCompressor(dict_data=parsed, compression_params=parameters)

    def compress(self, contents: Bytes, sizes: Ints) -> tuple[bytes, list[int]]:
        """A frame of each content: the frames, one after the other as the contents are, and their sizes. No content is
        empty."""
        if not len(sizes):
            return b"", []
        segments = np.stack([bounds_of(sizes)[:-1], sizes], axis=1).astype(np.uint64).tobytes()
        made: Any = self._compressor.multi_compress_to_buffer(zstandard.BufferWithSegments(contents.data, segments))
        frames = [made[number] for number in range(len(made))]
        return b"".join(frames), [*map(len, frames)]

    def compress_parts(self, content: Sequence[bytes], size: int) -> bytes:
        """A frame of `size` bytes, which are given in parts. Memory: the frame, and a part of ENOUGH bytes at most, or
        one of those that are given."""
        if size <= ENOUGH:
            return self._compressor.compress(b"".join(content))
        frame = self._compressor.compressobj(size=size)
        return b"".join([*map(frame.compress, content), frame.flush()])


class FrameReader:
    """Expands frames that were made with a dictionary. Safe across threads. What is no such frame raises ZstdError, or
    ValueError where it would expand to more than there can be."""

    def __init__(self, dictionary: bytes) -> None:
        self._dictionary = _parsed(dictionary)
        self._of_thread = threading.local()

    def expand(self, frames: Sequence[bytes]) -> Sequence[bytes | memoryview]:
        """The contents of one or more frames. Their checksums are verified."""
        sizes = [*map(zstandard.frame_content_size, frames)]
        if min(sizes) < 0 or max(sizes) > MOST_EXPANDED or sum(sizes) > 2 * MOST_EXPANDED:
            raise ValueError("frames would expand to more than are read at once")
        is_alone = threading.active_count() == 1
        return self.expand_one_by_one(frames) if is_alone else self.expand_together(frames)

    def expand_one_by_one(self, frames: Sequence[bytes]) -> list[bytes]:
        """The same, for a thread that is alone: no context has to be made, which takes as long as five articles."""
        return [*map(self._decompressor.decompress, frames)]

    def expand_together(self, frames: Sequence[bytes]) -> list[memoryview]:
        """The same in one call, so a busy thread holds up this one only once."""
        expanded: Any = self._decompressor.multi_decompress_to_buffer([*frames])
        return [memoryview(expanded[number]) for number in range(len(frames))]

    def stream(self, frame: bytes) -> BinaryIO:
        """The content of a frame, to be read piece by piece. Its checksum is verified at its end."""
        return cast(BinaryIO, self._decompressor.stream_reader(frame))

    @property
    def _decompressor(self) -> zstandard.ZstdDecompressor:
        """The decompressor of this thread: two threads must not use the same one."""
        if not hasattr(self._of_thread, "decompressor"):
            self._of_thread.decompressor = zstandard.ZstdDecompressor(self._dictionary)
        return cast(zstandard.ZstdDecompressor, self._of_thread.decompressor)


def expanded_size(frame: bytes) -> int:
    """The bytes of a frame's content. The beginning of the frame is enough. Raises ValueError, ZstdError."""
    size = zstandard.frame_content_size(frame)
    if not 0 <= size <= MOST_EXPANDED:
        raise ValueError("a frame would expand to more than there can be")
    return size


def _parsed(dictionary: bytes) -> zstandard.ZstdCompressionDict | None:
    return zstandard.ZstdCompressionDict(dictionary) if dictionary else None
