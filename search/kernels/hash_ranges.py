"""Ranges of hashes, so that many are sorted chunk by chunk in bounded memory."""

from collections.abc import Iterator

_CHUNK, _MOST_CHUNKS = 1 << 18, 64
"""Hashes that are sorted at once, and the number of chunks at most."""


def hash_ranges(count: int) -> Iterator[tuple[int, int]]:
    """Ranges of hashes, as first and last, with about _CHUNK of `count` hashes each."""
    parts = min(_MOST_CHUNKS, -(-count // _CHUNK)) or 1
    edges = [(part << 32) // parts for part in range(parts + 1)]
    return zip(edges[:-1], (edge - 1 for edge in edges[1:]), strict=True)
