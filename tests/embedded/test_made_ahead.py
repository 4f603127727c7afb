"""Pieces that a thread makes ahead."""

import errno
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import numpy as np
import pytest

from search.arrays import Bytes
from search.engines.embedded.storage.container_writer import write_container
from search.engines.embedded.storage.made_ahead import made_ahead
from tests.support.files import largest_file

LIMIT = 60
"""Seconds that a piece may take."""


def piece(number: int) -> Bytes:
    """A piece of two bytes."""
    return np.array([number, number], np.uint8)


def is_left() -> bool:
    """Whether a thread that makes pieces is still there."""
    return any(thread.name.startswith("made ahead") for thread in threading.enumerate())


@pytest.mark.parametrize("count", [0, 1, 2, 50])
def test_the_pieces_are_the_same_in_their_order(count: int) -> None:
    found = [*made_ahead(piece(number) for number in range(count))]
    assert [one.tolist() for one in found] == [[number, number] for number in range(count)]
    assert not is_left()


def test_the_next_piece_is_made_while_one_is_used() -> None:
    has_begun = Event()

    def pieces() -> Iterator[Bytes]:
        yield piece(1)
        has_begun.set()
        yield piece(2)

    for _ in made_ahead(pieces()):
        assert has_begun.wait(LIMIT)
        assert is_left()


def test_what_a_piece_raises_is_raised_where_it_would_be_used() -> None:
    def pieces() -> Iterator[Bytes]:
        yield piece(1)
        raise OSError("the disk is full")

    made = made_ahead(pieces())
    assert next(made).tolist() == [1, 1]
    with pytest.raises(OSError, match="the disk is full"):
        next(made)
    assert not is_left()


def test_no_thread_is_left_where_the_pieces_are_not_all_used() -> None:
    made = made_ahead(piece(number) for number in range(50))
    next(made)
    made.close()
    assert not is_left()


def test_no_thread_is_left_where_a_column_cannot_be_written(tmp_path: Path) -> None:
    column = made_ahead(np.zeros(2_000_000, np.uint8) for _ in range(50))
    with pytest.raises(OSError, match=os.strerror(errno.EFBIG)) as raised, largest_file(1000):
        write_container(tmp_path / "file", {"column": column}, {})
    assert not is_left(), raised.traceback
    assert not (tmp_path / "file").exists()
