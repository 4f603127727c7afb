"""The fingerprints of a segment's articles, as columns: by them copies are looked for when articles come and go.

Only what is searched has fingerprints: no boilerplate, and no headline that is repeated. The title is part of the text.
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from search.analysis.batch_tokenizer import BatchTokens
from search.arrays import Fingerprints32, Flags, Hashes, Ints
from search.duplicates.fingerprints import GUARANTEE, fingerprints, term_hashes
from search.engines.embedded.storage.container import Columns, ContainerFile
from search.engines.embedded.storage.varint import pack, unpack

_HASHES, _COUNTS = "copies.prints", "copies.counts"
_MOST = 1 << 32


class StoredFingerprintsWriter:
    """Takes the tokens of articles that are searched, and gives the columns of their fingerprints."""

    def __init__(self) -> None:
        self._hashes: list[Fingerprints32] = []
        self._counts: list[Ints] = []
        self._long: _LongArticle | None = None

    def add(self, found: BatchTokens, *, goes_on: bool = False) -> None:
        """Take the tokens of some articles; where it `goes_on`, the next ones of the article that was taken last."""
        hashes = term_hashes(found.terms)
        if goes_on:
            assert self._long
            self._long.add(hashes[found.ids])
            return
        self._close()
        made = fingerprints(found.ids, found.bounds, hashes)
        counts = np.diff(made.bounds)
        self._hashes.append(made.hashes)
        self._counts.append(counts)
        self._long = _LongArticle(hashes[found.ids], made.hashes) if len(counts) == 1 else None

    def columns(self) -> Columns:
        """The fingerprints of each article, one after the other, and how many each has."""
        self._close()
        return _columns(self._hashes, lambda: self._counts)

    def _close(self) -> None:
        if self._long and self._long.has_more:
            self._hashes[-1] = self._long.prints
            self._counts[-1][:] = len(self._hashes[-1])


class _LongArticle:
    """The fingerprints of an article whose tokens come in portions. Windows that reach across two portions are looked
    at with the second."""

    def __init__(self, hashes: Hashes, prints: Fingerprints32) -> None:
        self.has_more = False
        self._prints = [prints]
        self._hashes = hashes

    def add(self, hashes: Hashes) -> None:
        """Take the hashes of the next tokens."""
        if not len(hashes):
            return
        if len(self._hashes) < GUARANTEE - 1:  # too few for a window so far
            self._prints = []
        self.has_more = True
        self._hashes = np.concatenate((self._hashes[1 - GUARANTEE :], hashes))
        count = len(self._hashes)
        self._prints.append(fingerprints(np.arange(count), np.array([0, count]), self._hashes).hashes)

    @property
    def prints(self) -> Fingerprints32:
        """All of them, in order."""
        return np.unique(np.concatenate(self._prints))


def merged(sources: Sequence[tuple["StoredFingerprints", Flags]]) -> Columns:
    """The columns of the living articles of several segments."""
    living = (prints.hashes[np.repeat(live, prints.counts)] for prints, live in sources)
    return _columns(living, lambda: [prints.counts[live] for prints, live in sources])


def _columns(
    hashes: Sequence[Fingerprints32] | Iterator[Fingerprints32], counts: Callable[[], Sequence[Ints]]
) -> Columns:
    return {_HASHES: hashes, _COUNTS: lambda: pack(np.concatenate(counts()))}


class StoredFingerprints:
    """The fingerprints in a segment, read whenever they are asked for. Raises IndexDamaged."""

    def __init__(self, file: ContainerFile, documents: int) -> None:
        self._file = file
        self._documents = documents

    @property
    def hashes(self) -> Fingerprints32:
        """The fingerprints of each document, one after the other; within a document they increase."""
        return self._file.column(_HASHES, np.uint32, int(self.counts.sum()))

    @property
    def counts(self) -> Ints:
        """How many each document has."""
        packed = self._file.array(_COUNTS)
        with self._file.decoding(f"its column {_COUNTS}"):
            found = unpack(packed)
        if len(found) != self._documents or (found >= _MOST).any():
            raise self._file.damage(f"its column {_COUNTS} is not what it should be")
        return found
