"""Checksums of blocks: the readable twin of `_compiled/checksums.pyx`."""

import os
from zlib import crc32

from search.arrays import UInt32s

_OTHER_BYTES = "a block is not what it was, or the file is shorter"


def wrong_block(data: bytes | memoryview, size: int, checksums: UInt32s) -> int:
    """As in `Kernels`."""
    if size <= 0 or len(checksums) != (len(data) - 1) // size + 1:
        raise ValueError("there are not as many checksums as blocks")
    for number, checksum in enumerate(checksums.tolist()):
        if crc32(memoryview(data)[number * size : (number + 1) * size]) != checksum:
            return number
    return -1


def read_blocks(descriptor: int, start: int, end: int, stop: int, size: int, checksums: UInt32s) -> bytes:
    """As in `Kernels`."""
    if not 0 <= start < end <= stop or size <= 0 or len(checksums) != (stop - 1) // size + 1:
        raise ValueError(_OTHER_BYTES)
    first, last = start // size, (end - 1) // size
    begin, behind = first * size, min((last + 1) * size, stop)
    blocks = os.pread(descriptor, behind - begin, begin)
    if len(blocks) < behind - begin or wrong_block(blocks, size, checksums[first : last + 1]) >= 0:
        raise ValueError(_OTHER_BYTES)
    return blocks[start - begin : end - begin]
