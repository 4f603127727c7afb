"""Merges segments of an index: chooses them, and leaves them as they are where that fails."""

from collections.abc import Sequence
from concurrent.futures import BrokenExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np

from search.engines.base import Submit
from search.engines.embedded.indexer.writer_base import SegmentCommit
from search.engines.embedded.segment.merge import fit_into_memory, merge_files, merge_vectors, segments_to_merge
from search.engines.embedded.segment.segment_reader import SegmentReader
from search.errors import PROCESS_LOST, error_message
from search.logs import LOG

_NONE = np.zeros(0, np.int64)


class Merge(NamedTuple):
    """The increasing numbers of the segments that were merged, and the segment that they became; None if it would have
    no documents."""

    numbers: list[int]
    segment: SegmentCommit | None


def merge_segments(
    folder: Path,
    members: Sequence[SegmentCommit],
    segments: Sequence[SegmentReader],
    before: frozenset[str],
    submit: Submit | None,
) -> Merge | None:
    """Merge those of some segments that are to be merged, as many as fit into memory. None if there are none.

    `before` are the names of those that this update did not write; `submit` is as in `merge_files`. If it fails,
    perhaps because the disk is full or memory runs out, all stay as they are: a commit needs no merge.
    """
    numbers = _to_merge(members, segments, before)
    if not numbers:
        return None
    chosen, parts = [members[number] for number in numbers], [segments[number] for number in numbers]
    files = [member.file for member in chosen]
    deleted = [member.deleted for member in chosen]
    try:
        merged = merge_files(folder, parts, files, deleted, submit)
        vectors = merge_vectors(folder, parts, deleted, [member.vectors for member in chosen])
    except (OSError, BrokenExecutor) as error:
        reason = PROCESS_LOST if isinstance(error, BrokenExecutor) else error_message(error)
        LOG.warning("Segments were not merged; a later update does it. %s", reason)
        return None
    documents = sum(part.count - len(gone) for part, gone in zip(parts, deleted, strict=True))
    LOG.info("Merged %d segments with %d documents.", len(numbers), documents)
    return Merge(numbers, SegmentCommit(merged, _NONE, _NONE, vectors) if merged else None)


def _to_merge(members: Sequence[SegmentCommit], segments: Sequence[SegmentReader], before: frozenset[str]) -> list[int]:
    """The increasing numbers of the segments to merge; none where it would change nothing."""
    deleted = [len(member.deleted) for member in members]
    live = [segment.count - count for segment, count in zip(segments, deleted, strict=True)]
    term_sizes = [segment.terms_size if count else 0 for segment, count in zip(segments, live, strict=True)]
    new = sum(member.file.name not in before for member in members)
    chosen = fit_into_memory(segments_to_merge(live, deleted, new), term_sizes)
    is_worth_it = len(chosen) > 1 or any(deleted[number] > live[number] for number in chosen)
    return sorted(chosen) if is_worth_it else []
