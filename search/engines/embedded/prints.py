"""The fingerprints of a segment's articles, as columns: by them copies are looked for when articles come and go.

Only what is searched has fingerprints: no furniture, and no headline that is repeated. The title is part of the text.
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from search.batch import BatchTokens
from search.copies.prints import Ints, Prints32, fingerprints, term_hashes
from search.engines.embedded.blocks import BlockFile, Columns
from search.engines.embedded.packed import pack, unpack

_HASHES, _COUNTS = "copies.prints", "copies.counts"


class PrintsWriter:
    """Takes the tokens of articles that are searched, and gives the columns of their fingerprints."""

    def __init__(self) -> None:
        self._hashes: list[Prints32] = []
        self._counts: list[Ints] = []

    def add(self, found: BatchTokens) -> None:
        """Take the tokens of some articles."""
        made = fingerprints(found.ids, found.bounds, term_hashes(found.terms))
        self._hashes.append(made.hashes)
        self._counts.append(np.diff(made.bounds))

    def columns(self) -> Columns:
        """The fingerprints of each article, one after the other, and how many each has."""
        return _columns(self._hashes, lambda: self._counts)


def merged(sources: Sequence[tuple["SegmentPrints", NDArray[np.bool_]]]) -> Columns:
    """The columns of the living articles of several segments."""
    living = (prints.hashes[np.repeat(live, prints.counts)] for prints, live in sources)
    return _columns(living, lambda: [prints.counts[live] for prints, live in sources])


def _columns(hashes: Sequence[Prints32] | Iterator[Prints32], counts: Callable[[], Sequence[Ints]]) -> Columns:
    return {_HASHES: hashes, _COUNTS: lambda: pack(np.concatenate(counts()))}


class SegmentPrints:
    """The fingerprints in a segment, read whenever they are asked for."""

    def __init__(self, file: BlockFile) -> None:
        self._file = file

    @property
    def hashes(self) -> Prints32:
        """The fingerprints of each document, one after the other; within a document they increase."""
        return self._file.array(_HASHES)

    @property
    def counts(self) -> Ints:
        """How many each document has."""
        return unpack(self._file.array(_COUNTS))
