"""A run of terms that two texts share."""

from typing import NamedTuple


class Run(NamedTuple):
    """Terms a to a + size of one text that equal terms b to b + size of the other."""

    a: int
    b: int
    size: int
