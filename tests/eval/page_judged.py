"""What the extraction of one page got right and wrong."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Fault(NamedTuple):
    """What was expected and found in a page, and where that stands."""

    expected: str
    found: str
    place: int


class Judged(NamedTuple):
    """The counts of a page, and its faults."""

    counts: Mapping[str, int]
    faults: Sequence[Fault] = ()
