"""What an index writer begins with: the segments and the files of the newest commit point that are not lost."""

from typing import NamedTuple

import numpy as np

from search.arrays import Ints
from search.engines.duplicate_pairs import Pairs, pairs
from search.engines.embedded.searcher.commit_reader import CommitReader
from search.engines.embedded.storage import commit_points
from search.engines.embedded.storage.commit_points import NamedFile
from search.engines.embedded.storage.stored_files import StoredFiles


class SegmentCommit(NamedTuple):
    """A segment of a commit point with its deleted documents, now and when duplicate pairs were last updated.

    `deleted_before` is None for a segment whose articles were never compared. `vectors` is the file with its vectors.
    """

    file: NamedFile
    deleted: Ints
    deleted_before: Ints | None
    vectors: NamedFile | None = None


class WriterBase(NamedTuple):
    """What a writer begins with: the newest commit point without the files that are lost."""

    files: StoredFiles
    members: tuple[SegmentCommit, ...]
    pairs: Pairs

    @classmethod
    def of(cls, reader: CommitReader, lost: frozenset[str]) -> "WriterBase":
        """An open commit point without the segments `lost`, without the files that had articles in them, and without
        vectors that are lost."""
        vectors = [
            file if file and file.name not in lost else None for _, file in reader.commit_point.vectors_by_segment
        ]
        lost = frozenset(name for name in lost if not commit_points.is_vectors(name))
        segments = zip(reader.commit_point.segments, reader.deleted, vectors, strict=True)
        members = [
            SegmentCommit(file, deleted, None if lost else deleted, vector_file)
            for file, deleted, vector_file in segments
        ]
        if not lost:
            return cls(reader.index_state.stored_files, tuple(members), reader.index_state.pairs)
        kept = [number for number, member in enumerate(members) if member.file.name not in lost]
        live_ids = [
            np.delete(reader.segments[number].stored_fields.ids, members[number].deleted).tolist() for number in kept
        ]
        ids = {f"{article_id:016x}" for of_segment in live_ids for article_id in of_segment}
        files = reader.index_state.stored_files
        incomplete = [path for path, record in files.table.items() if not ids.issuperset(record.articles)]
        return cls(files.with_changes(dict.fromkeys(incomplete)), tuple(members[number] for number in kept), pairs())
