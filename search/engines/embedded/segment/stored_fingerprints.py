"""The fingerprints of a segment's articles, as columns. Near-duplicates are looked for by them at each commit.

Only searched tokens have fingerprints: no boilerplate, and no headline that repeats the title. The title is part of
the text. An article whose beginning is doubtful has none: it may be a piece of another article.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from search.arrays import Fingerprints32, Flags, Hashes, Ints, bounds_of
from search.duplicates.fingerprints import GUARANTEE, TermHashes, fingerprints
from search.engines.embedded.storage.container import ContainerFile
from search.kernels import kernels

if TYPE_CHECKING:
    from search.analysis.batch_tokenizer import BatchTokens
    from search.engines.embedded.storage.container_writer import Columns

_HASHES, _COUNTS = "fingerprints.hashes", "fingerprints.counts"


class StoredFingerprintsWriter:
    """Takes the tokens of articles, and gives the columns of their fingerprints."""

    def __init__(self) -> None:
        self._hashes: list[Fingerprints32] = []
        self._counts: list[Ints] = []
        self._unfinished: _LongArticle | None = None
        self._term_hashes = TermHashes()

    def add(self, tokens: "BatchTokens", compared: Flags, *, continues: bool = False) -> None:
        """Take those tokens of some articles that are `compared`, or the next ones of the last article if it
        `continues`."""
        hashes, ids, bounds = self._term_hashes.of(tokens.terms), tokens.ids, tokens.bounds
        if not compared.all():
            ids, bounds = ids[compared], bounds_of(compared)[bounds]
        if continues:
            assert self._unfinished
            self._unfinished.add(hashes[ids])
            return
        self._finish_article()
        batch = fingerprints(ids, bounds, hashes)
        counts = np.diff(batch.bounds)
        self._hashes.append(batch.hashes)
        self._counts.append(counts)
        self._unfinished = _LongArticle(hashes[ids], batch.hashes) if len(counts) == 1 else None

    def columns(self) -> "Columns":
        """The fingerprints of each article, one article after the other, and how many each has."""
        self._finish_article()
        return _columns(self._hashes, lambda: self._counts)

    def _finish_article(self) -> None:
        if self._unfinished and self._unfinished.has_more:
            self._hashes[-1] = self._unfinished.fingerprints()
            self._counts[-1][:] = len(self._hashes[-1])


class _LongArticle:
    """The fingerprints of an article whose tokens come in portions. A window that crosses from one portion to the next
    is looked at with the second."""

    def __init__(self, hashes: Hashes, first: Fingerprints32) -> None:
        self.has_more = False
        self._portions = [first]
        self._hashes = hashes  # of the last tokens

    def add(self, hashes: Hashes) -> None:
        """Take the term hashes of the next tokens."""
        if not len(hashes):
            return
        if len(self._hashes) < GUARANTEE - 1:  # there was no full window yet
            self._portions = []
        self.has_more = True
        self._hashes = np.concatenate((self._hashes[1 - GUARANTEE :], hashes))
        count = len(self._hashes)
        self._portions.append(fingerprints(np.arange(count), np.array([0, count]), self._hashes).hashes)

    def fingerprints(self) -> Fingerprints32:
        """All of them, sorted."""
        return np.unique(np.concatenate(self._portions))


def merge_fingerprints(segments: Sequence[tuple["StoredFingerprints", Flags]]) -> "Columns":
    """The columns of the live articles of several segments."""
    hashes = (stored.hashes[np.repeat(live, stored.counts)] for stored, live in segments)
    return _columns(hashes, lambda: [stored.counts[live] for stored, live in segments])


def _columns(
    hashes: Sequence[Fingerprints32] | Iterator[Fingerprints32], counts: Callable[[], Sequence[Ints]]
) -> "Columns":
    return {_HASHES: hashes, _COUNTS: lambda: kernels().pack(np.concatenate(counts()))}


class StoredFingerprints:
    """The fingerprints of a segment. They are read each time. Raises IndexDamaged."""

    def __init__(self, file: ContainerFile, documents: int) -> None:
        self._file = file
        self._documents = documents

    @property
    def hashes(self) -> Fingerprints32:
        """The fingerprints of all documents, one document after the other; those of one document increase."""
        return self._file.column(_HASHES, np.uint32, int(self.counts.sum()))

    @property
    def counts(self) -> Ints:
        """How many each document has."""
        return self._file.varints(_COUNTS, self._documents)
