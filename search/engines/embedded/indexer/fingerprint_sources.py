"""The fingerprints of segments, as a table of all articles of a commit point."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.arrays import Fingerprints32, Flags, Ints, bounds_of
from search.engines.embedded.segment.segment_reader import SegmentReader
from search.engines.fingerprint_table import FingerprintTable, fingerprints_of


class FingerprintSource(NamedTuple):
    """A segment with its documents that were live when duplicate pairs were last updated, and those live now."""

    segment: SegmentReader
    before: Flags
    now: Flags

    @property
    def is_as_before(self) -> bool:
        """Whether no document was added or deleted."""
        return bool((self.before == self.now).all())


def sources_of(
    segments: Sequence[SegmentReader], deleted: Sequence[tuple[Ints | None, Ints]]
) -> list[FingerprintSource]:
    """The sources of some segments. `deleted` are the deleted documents of each when duplicate pairs were last updated,
    None where its articles were never compared, and those now."""
    return [
        FingerprintSource(segment, *(_live(segment.count, numbers) for numbers in both))
        for segment, both in zip(segments, deleted, strict=True)
    ]


def _live(count: int, deleted: Ints | None) -> Flags:
    """Which of `count` documents are not deleted. None of them for None."""
    live = np.full(count, deleted is not None)
    live[() if deleted is None else deleted] = False
    return live


def table_of(sources: Sequence[FingerprintSource]) -> FingerprintTable:
    """The table of one or more segments; `places` hold the number of a segment, and of a document in it.

    Reads all fingerprints. Memory: the table, and those of one segment.
    """
    parts = [_part(number, source) for number, source in enumerate(sources)]
    ids, places, sizes, before, now, counts = map(np.concatenate, zip(*parts, strict=True))
    bounds = bounds_of(counts)
    hashes, end = np.empty(bounds[-1], np.uint32), 0
    for source in sources:
        of_segment = _hashes(source)
        start, end = end, end + len(of_segment)
        hashes[start:end] = of_segment
    return FingerprintTable(ids, places, sizes, before, now, hashes, bounds)


def _part(number: int, source: FingerprintSource) -> tuple[NDArray[Any], ...]:
    """The columns of a segment's articles, and how many fingerprints each has."""
    store, prints = source.segment.stored_fields, source.segment.fingerprints
    documents = np.flatnonzero(source.before | source.now)
    places = np.stack((np.full(len(documents), number), documents), axis=1)
    columns = (column[documents] for column in (store.ids, store.text_sizes, source.before, source.now, prints.counts))
    ids, sizes, before, now, counts = columns
    return ids, places, sizes, before, now, counts


def _hashes(source: FingerprintSource) -> Fingerprints32:
    """The fingerprints of a segment's articles."""
    chosen, prints = source.before | source.now, source.segment.fingerprints
    return prints.hashes if chosen.all() else fingerprints_of(prints.hashes, bounds_of(prints.counts), chosen)
