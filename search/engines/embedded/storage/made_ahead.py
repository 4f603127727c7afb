"""Makes the pieces of a column in a thread, while those before them are written."""

from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor

from search.arrays import Bytes


def made_ahead(pieces: Iterator[Bytes]) -> Generator[Bytes, None, None]:
    """The same pieces. While one is used, a thread makes the next one: kernels, checksums and writing need no GIL. What
    a piece raises is raised here. Closing it ends the thread, once its piece is made. Memory: a piece more."""
    with ThreadPoolExecutor(1, "made ahead") as thread:
        following = thread.submit(next, pieces, None)
        while (piece := following.result()) is not None:
            following = thread.submit(next, pieces, None)
            yield piece
