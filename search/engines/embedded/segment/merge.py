"""Merges segments into one, so that there are never many, and so that deleted documents go in time.

The segments that one update wrote become one, so a first index is one segment. Segments are sorted into tiers by the
number of their live documents; each tier has FANOUT times as many as the one before. When a tier is full, it and all
tiers below are merged into one segment. So a document is rewritten a logarithmic number of times.
"""

from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack, closing, suppress
from itertools import chain
from math import log
from pathlib import Path

import numpy as np

from search.arrays import Bytes, Flags, Int32s, Ints, bounds_of
from search.engines.embedded.segment.merge_postings import MergedPostings
from search.engines.embedded.segment.merge_stored_fields import MergedStoredFields, Part
from search.engines.embedded.segment.segment_reader import FIELDS, Field, SegmentReader
from search.engines.embedded.segment.segment_writer import write_file
from search.engines.embedded.segment.stored_fingerprints import merge_fingerprints
from search.engines.embedded.segment.stored_vectors import StoredVectors, VectorFile, joined, write_vectors
from search.engines.embedded.segment.term_stems import stemmed_languages
from search.engines.embedded.storage.commit_points import NamedFile
from search.engines.embedded.storage.container_writer import Columns
from search.engines.embedded.storage.frames import ENOUGH, train_dictionary
from search.engines.read_groups import read_groups
from search.errors import IndexDamaged
from search.kernels import kernels

FANOUT = 10
_SMALLEST_TIER = 1000
"""Live documents of a segment in the lowest tier, at most."""
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
    folder: Path, files: Sequence[NamedFile], deleted: Sequence[Ints], vectors: Sequence[NamedFile | None]
) -> tuple[NamedFile | None, NamedFile | None]:
    """As `merge` and `merge_vectors`, in any process: segments are named by their files."""
    with ExitStack() as stack:
        opened = (SegmentReader(folder / file.name, file.length) for file in files)
        segments = [stack.enter_context(closing(segment)) for segment in opened]
        return merge(folder, segments, deleted), merge_vectors(folder, segments, deleted, vectors)


def merge(folder: Path, segments: Sequence[SegmentReader], deleted: Sequence[Ints]) -> NamedFile | None:
    """Write the live documents of some segments, in their order, as a new segment. None if there are none.

    Nothing is tokenized again. Cost: linear in the tokens. Memory is bounded, but for the terms and some numbers for
    each document. Raises IndexDamaged, OSError.
    """
    live = [np.ones(segment.count, np.bool_) for segment in segments]
    for flags, numbers in zip(live, deleted, strict=True):
        flags[numbers] = False
    if not any(flags.any() for flags in live):
        return None
    parts = [(segment.stored_fields, flags) for segment, flags in zip(segments, live, strict=True)]
    stored_fields = MergedStoredFields(parts, _dictionary(parts))
    columns = stored_fields.columns()
    columns |= merge_fingerprints(
        [(segment.fingerprints, flags) for segment, flags in zip(segments, live, strict=True)]
    )
    for name in FIELDS:
        columns |= _merge_field(name, [segment.fields[name] for segment in segments], live)
    documents = sum(int(flags.sum()) for flags in live)
    try:
        return write_file(folder, columns, stored_fields.values, documents, _languages(segments, live, documents))
    except ValueError:  # of a kernel
        for segment in segments:
            segment.verify_lists()
        raise


def _languages(segments: Sequence[SegmentReader], live: Sequence[Flags], documents: int) -> list[str]:
    """The languages in which the terms of the live documents are stemmed."""
    counts = Counter[str]()
    for segment, flags in zip(segments, live, strict=True):
        codes, values = segment.stored_fields.codes("language")
        counts.update(dict(zip(values, np.bincount(codes[flags], minlength=len(values)).tolist(), strict=True)))
    return stemmed_languages(counts, documents)


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
    for segment, numbers, file in zip(segments, deleted, vectors, strict=True):
        stored = StoredVectors.none(segment.count)
        if file:
            with suppress(IndexDamaged), closing(VectorFile(folder / file.name, file.length, segment.count)) as opened:
                stored = opened.read()
        parts.append(stored.take(~np.isin(np.arange(segment.count), numbers)))
    merged = joined(parts)
    return write_vectors(folder, merged) if merged.made.any() else None


def _merge_field(name: str, fields: Sequence[Field], live: Sequence[Flags]) -> Columns:
    """The columns of one field."""
    parts: list[_LivePart] = []
    for field, flags in zip(fields, live, strict=True):
        parts.append(_LivePart(field, flags, parts[-1].end if parts else 0))
    lengths = np.concatenate([part.lengths for part in parts])
    return {
        **MergedPostings(parts, bounds_of(np.add(lengths, 1, dtype=np.int64))).columns(name),
        f"{name}.lengths": lambda: kernels().pack(lengths),
        f"{name}.counts": lambda: kernels().pack(np.concatenate([part.counts for part in parts])),
    }


class _LivePart:
    """One field of the live documents of a segment, as a `merge_postings.Part`. Its addresses begin at `base`."""

    def __init__(self, field: Field, live: Flags, base: int) -> None:
        self.terms, self.list_bounds, self.gaps = field.terms, field.list_bounds, field.gaps
        self.lengths, self.counts = field.lengths[live], field.counts[live]
        self._bounds = field.bounds
        self._live = live
        self._all_live = bool(live.all())
        self._base = base
        kept = np.where(live, np.add(field.lengths, 1, dtype=np.int64), 0)
        self._shifts = np.cumsum(kept) - kept - field.bounds[:-1] + base  # from old to new addresses, by document
        self.end = base + int(kept.sum())

    def lists(self, first: int, end: int) -> tuple[Bytes, Ints, int]:
        """As in `merge_postings.Part`."""
        packed, sizes = self.gaps(first, end)
        if self._all_live:
            return packed, sizes, self._base
        counts, addresses = kernels().unpack_gaps(packed, sizes)
        numbers = np.arange(end - first, dtype=np.int32)
        return *kernels().build_lists(*self.to_merged(numbers.repeat(counts), addresses), numbers), 0

    def to_merged(self, owners: Int32s, addresses: Ints) -> tuple[Int32s, Ints]:
        """As in `merge_postings.Part`."""
        if self._all_live:
            return owners, addresses + self._base
        documents = np.searchsorted(self._bounds, addresses, side="right") - 1
        live = self._live[documents]
        return owners[live], (addresses + self._shifts[documents])[live]
