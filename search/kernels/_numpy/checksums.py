"""Checksums of blocks: the readable twin of `_compiled/checksums.pyx`."""

from zlib import crc32

from search.arrays import UInt32s


def wrong_block(data: bytes | memoryview, size: int, checksums: UInt32s) -> int:
    """As in `Kernels`."""
    if size <= 0 or len(checksums) != (len(data) - 1) // size + 1:
        raise ValueError("there are not as many checksums as blocks")
    for number, checksum in enumerate(checksums.tolist()):
        if crc32(memoryview(data)[number * size : (number + 1) * size]) != checksum:
            return number
    return -1
