"""Update the duplicate pairs after articles were added and deleted, comparing only those articles that this affects."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import numpy as np

from search.arrays import Ints
from search.duplicates.candidates import candidates
from search.engines.compare_candidates import MOST_BYTES, compare_candidates
from search.engines.duplicate_pairs import Pairs, pairs, replaced
from search.engines.embedded.indexer.fingerprint_sources import FingerprintSource, sources_of, table_of
from search.engines.embedded.segment.segment_reader import SegmentReader, open_segments
from search.engines.embedded.storage.commit_points import NamedFile
from search.engines.fingerprint_table import FingerprintTable
from search.types.article import Article


def update_pairs(
    folder: Path, files: Sequence[NamedFile], deleted: Sequence[tuple[Ints | None, Ints]], old: Pairs
) -> Pairs:
    """As `update_duplicates`, in any process: segments are named by their files. `deleted` is as in `sources_of`."""
    with open_segments(folder, files) as segments:
        return update_duplicates(old, sources_of(segments, deleted))


def update_duplicates(old: Pairs, sources: Sequence[FingerprintSource]) -> Pairs:
    """The pairs of the articles that are live now. `old` are those of the articles that were live before.

    Cost: a look at all fingerprints, and a quarter of a millisecond for each new article and candidate. Memory: some 12
    bytes for each fingerprint, a third of a byte for each letter of text, and 150 MB where long texts are compared.
    """
    if all(source.is_as_before for source in sources):
        return old
    table = table_of(sources)
    fresh, stale = table.affected()
    live = table.only(table.now)
    candidate_pairs = candidates(live.hashes, live.bounds, fresh[table.now])
    segments = [source.segment for source in sources]
    new = compare_candidates(live, candidate_pairs, lambda numbers: _articles(live, numbers, segments))
    return replaced(old, table.ids[stale], np.concatenate([pairs(), *new]))


def _articles(table: FingerprintTable, numbers: Sequence[int], segments: Sequence[SegmentReader]) -> Iterator[Article]:
    """Articles by their increasing numbers; of a long one the beginning. Those of a segment are read together."""
    places = zip(table.places[numbers].tolist(), (table.sizes[numbers] > MOST_BYTES).tolist(), strict=True)
    for (segment, is_long), group in groupby(places, lambda place: (place[0][0], place[1])):
        stored_fields, documents = segments[segment].stored_fields, [document for (_, document), _ in group]
        if is_long:
            yield from (stored_fields.beginning(document, MOST_BYTES) for document in documents)
        else:
            yield from stored_fields.read(np.array(documents)).articles
