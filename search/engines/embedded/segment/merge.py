"""Merges segments into one, so that there are never many, and so that deleted documents go in time.

The segments that one update wrote become one, so a first index is one segment. Segments are sorted into tiers by the
number of their live documents; each tier has FANOUT times as many as the one before. When a tier is full, it and all
tiers below are merged into one segment. So a document is rewritten a logarithmic number of times.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from itertools import chain
from math import log
from pathlib import Path
from types import MappingProxyType

import numpy as np

from search.arrays import Ints
from search.engines.base import Submit
from search.engines.embedded.segment.merge_field import (
    CopiedField,
    live_documents,
    merge_field,
    merged_languages,
    verified_lists,
    write_field,
)
from search.engines.embedded.segment.merge_stored_fields import MergedStoredFields, Part
from search.engines.embedded.segment.segment_reader import FIELDS, SegmentReader
from search.engines.embedded.segment.segment_writer import write_file
from search.engines.embedded.segment.stored_fingerprints import merge_fingerprints
from search.engines.embedded.segment.stored_vectors import StoredVectors, VectorFile, joined, write_vectors
from search.engines.embedded.storage.commit_points import NamedFile
from search.engines.embedded.storage.container_writer import Columns
from search.engines.embedded.storage.frames import ENOUGH, train_dictionary
from search.engines.read_groups import read_groups
from search.errors import IndexDamaged
from search.query.nodes import TEXT

FANOUT = 10
_SMALLEST_TIER = 1000
"""Live documents of a segment in the lowest tier, at most."""
_MUCH = 2_000_000
"""Bytes of postings that are much: merging them takes longer than to begin elsewhere and to copy the result."""
_MOST_TERMS = 64_000_000
"""Bytes of terms that are merged. Memory is some four times as much. Ten gigabytes of usual text have fewer."""


def segments_to_merge(live: Sequence[int], deleted: Sequence[int], new: int = 0) -> set[int]:
    """The numbers of the segments to merge, from the numbers of live and of deleted documents of each. The last `new`
    were written by one update."""
    numbers = range(len(live))
    written = numbers[len(live) - new :] if new > 1 else range(0)
    groups = [[number] for number in numbers if number not in written] + [[*written]] * bool(written)
    tiers = [_tier(sum(live[number] for number in group)) for group in groups]
    full = [tier for tier, count in Counter(tiers).items() if count >= FANOUT]
    in_full_tiers = [group for group, tier in zip(groups, tiers, strict=True) if full and tier <= max(full)]
    mostly_deleted = [number for number in numbers if deleted[number] > live[number]]
    return {*written, *chain.from_iterable(in_full_tiers), *mostly_deleted}


def fit_into_memory(chosen: set[int], term_sizes: Sequence[int]) -> set[int]:
    """Those of some segments whose terms fit into memory together; `term_sizes` are in bytes. The largest are left."""
    kept = sorted(chosen, key=term_sizes.__getitem__)
    while sum(term_sizes[number] for number in kept) > _MOST_TERMS:
        kept.pop()
    return set(kept)


def _tier(live: int) -> int:
    return int(log(live / _SMALLEST_TIER, FANOUT)) + 1 if live > _SMALLEST_TIER else 0


def merge_files(
    folder: Path,
    segments: Sequence[SegmentReader],
    files: Sequence[NamedFile],
    deleted: Sequence[Ints],
    submit: Submit | None = None,
) -> NamedFile | None:
    """As `merge`, of segments in some files. Where there is much to do, `submit` has one field merged elsewhere."""
    size = sum(segment.fields[TEXT].postings_size for segment in segments)
    has_live = sum(segment.count for segment in segments) > sum(map(len, deleted))
    if not submit or size < _MUCH or not has_live:
        return merge(folder, segments, deleted)
    with closing(CopiedField(folder, TEXT, submit(write_field, folder, files, deleted, TEXT))) as copied:
        return merge(folder, segments, deleted, {TEXT: copied.columns()})


def merge(
    folder: Path,
    segments: Sequence[SegmentReader],
    deleted: Sequence[Ints],
    fields: Mapping[str, Columns] = MappingProxyType({}),
) -> NamedFile | None:
    """Write the live documents of some segments, in their order, as a new segment. None if there are none.

    Nothing is tokenized again. Cost: linear in the tokens. Memory is bounded, but for the terms and some numbers for
    each document. `fields` has the columns of fields that are merged already. Raises IndexDamaged, OSError.
    """
    live = live_documents(segments, deleted)
    if not any(flags.any() for flags in live):
        return None
    parts = [(segment.stored_fields, flags) for segment, flags in zip(segments, live, strict=True)]
    stored_fields = MergedStoredFields(parts, _dictionary(parts))
    columns = stored_fields.columns()
    columns |= merge_fingerprints(
        [(segment.fingerprints, flags) for segment, flags in zip(segments, live, strict=True)]
    )
    for name in FIELDS:
        columns |= fields.get(name) or merge_field(name, [segment.fields[name] for segment in segments], live)
    documents = sum(int(flags.sum()) for flags in live)
    with verified_lists(segments):
        return write_file(folder, columns, stored_fields.values, documents, merged_languages(segments, live))


def _dictionary(parts: Sequence[Part]) -> bytes:
    """What to compress the live articles of some segments with: the dictionary that most of them have, so that their
    frames are copied; a new one if most have none; nothing if they are few."""
    sizes: Counter[bytes] = Counter()
    for stored_fields, live in parts:
        sizes[stored_fields.dictionary] += int(stored_fields.text_sizes[live].sum(dtype=np.int64))
    ((most_common, _),) = sizes.most_common(1)
    if sizes.total() < ENOUGH or most_common:
        return most_common
    step = sizes.total() // ENOUGH
    return train_dictionary(
        bytes(record)
        for stored_fields, live in parts
        for group in read_groups(live.nonzero()[0][::step].tolist(), stored_fields.text_sizes.__getitem__)
        for record in stored_fields.records(np.array(group))
    )


def merge_vectors(
    folder: Path, segments: Sequence[SegmentReader], deleted: Sequence[Ints], vectors: Sequence[NamedFile | None]
) -> NamedFile | None:
    """Write the vectors of the live documents of some segments to a new file. None where there are none.

    Damaged ones are left out, to be made again. Raises OSError. Memory: the vectors, twice.
    """
    parts: list[StoredVectors] = []
    for segment, live, file in zip(segments, live_documents(segments, deleted), vectors, strict=True):
        stored = StoredVectors.none(segment.count)
        if file:
            with suppress(IndexDamaged), closing(VectorFile(folder / file.name, file.length, segment.count)) as opened:
                stored = opened.read()
        parts.append(stored.take(live))
    merged = joined(parts)
    return write_vectors(folder, merged) if merged.made.any() else None
