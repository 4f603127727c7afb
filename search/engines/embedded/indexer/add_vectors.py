"""Adds vectors to the segments of an index, by a commit of its own."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from search.engines.base import VECTOR_SIZE, ArticleVectors
from search.engines.embedded.searcher.commit_reader import CommitReader
from search.engines.embedded.segment.stored_vectors import StoredVectors, quantize, write_vectors
from search.engines.embedded.storage import commit_points
from search.logs import LOG

VectorKey = tuple[str, int]
"""What the engine knows an article without vectors by: the name of its segment, and its number there."""


def add_vectors(folder: Path, reader: CommitReader, vectors: Iterable[ArticleVectors]) -> None:
    """Commit a newer commit point than the reader's, with vectors added. Only the holder of the lock may call it.

    Raises OSError. Cost: writing all vectors of the segments that get some.
    """
    by_segment: dict[str, dict[int, ArticleVectors]] = defaultdict(dict)
    for article in vectors:
        assert isinstance(article.key, tuple)
        by_segment[article.key[0]][article.key[1]] = article
    files = [file for _, file in reader.commit_point.vectors_by_segment]
    before = tuple(files)
    for number, segment in enumerate(reader.segments):
        if added := by_segment.get(segment.name):
            stored = reader.stored_vectors[number].with_made(sorted(added), _stored(added))
            files[number] = write_vectors(folder, stored)
    if tuple(files) == before:
        return
    number = commit_points.newest_number(folder) + 1
    commit_points.commit(folder, reader.commit_point._replace(number=number, vectors=tuple(files)))
    LOG.info("Committed generation %d: vectors of %d articles.", number, sum(map(len, by_segment.values())))


def _stored(added: dict[int, ArticleVectors]) -> StoredVectors:
    """The vectors of some articles of one segment, in the order of their numbers."""
    articles = [added[number] for number in sorted(added)]
    spans = np.array([span for article in articles for span in article.spans], np.uint32).reshape(-1, 2)
    rows = np.concatenate([np.zeros((0, VECTOR_SIZE), np.float32), *(article.vectors for article in articles)])
    return StoredVectors(
        np.array([len(article.spans) for article in articles], np.int32),
        spans[:, 0].copy(),
        spans[:, 1].copy(),
        quantize(rows),
    )
