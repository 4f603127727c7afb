"""Group files so that the articles of a group can be read from an index at once, in bounded memory."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

_File = TypeVar("_File")

_MOST_BYTES, _MOST_FILES = 4_000_000, 500
"""The most bytes and files of a group; the last file of a group may exceed the bytes."""


def is_one_group(sizes: Sequence[int]) -> bool:
    """Whether files of so many bytes make one group."""
    return len(sizes) <= _MOST_FILES and sum(sizes) <= _MOST_BYTES


def read_groups(files: Iterable[_File], size: Callable[[_File], int]) -> Iterator[list[_File]]:
    """Files in their order, in groups. `size` gives the bytes of a file."""
    group: list[_File] = []
    total = 0
    for file in files:
        group.append(file)
        total += size(file)
        if total > _MOST_BYTES or len(group) == _MOST_FILES:
            yield group
            group, total = [], 0
    if group:
        yield group
