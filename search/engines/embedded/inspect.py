"""What is in an index: the commit points and files that `seedsearch inspect` shows. FORMAT.md says what they mean."""

from collections import Counter
from contextlib import closing, suppress
from pathlib import Path

from search.engines import duplicate_pairs
from search.engines.embedded.segment.segment_reader import SegmentReader
from search.engines.embedded.segment.stored_vectors import are_made
from search.engines.embedded.storage import commit_points, index_state
from search.engines.embedded.storage.commit_points import CommitPoint, NamedFile
from search.engines.embedded.storage.container import ContainerFile
from search.errors import IndexDamaged, IndexMissing
from search.paths import absolute, corpus_of, default_index
from search.types.files import Skipped, readable_path
from search.types.inspection import (
    CommitPointInfo,
    IndexInfo,
    SegmentInfo,
    StateInfo,
    VectorsInfo,
)


def index_folder(folder: Path) -> Path:
    """`folder` if it is an index, else the default index of the corpus `folder`. Raises IndexMissing, OSError."""
    place = absolute(folder)
    if any((place / name).exists() for name in ("corpus.json", "newest.json")) or commit_points.newest_number(place):
        return place
    if default_index(place).is_dir():
        return default_index(place)
    raise IndexMissing(
        f"{readable_path(str(place))} is not an index, and your cache has no index of it. Name the folder of an index."
    )


def inspect_index(index: Path) -> IndexInfo:
    """The commit points of an index. Opens all files that they name, and reads little of them."""
    damaged = {item.path: item.reason for item in commit_points.damage(index)}
    corpus = ""
    try:
        corpus = readable_path(str(corpus_of(index)))
    except IndexDamaged as error:
        damaged[error.file] = error.what
    points = list(commit_points.read_commit_points(index))
    searched = _searched(index, points)
    infos = tuple(_commit_point(index, point, damaged, searched=point is searched) for point in points)
    return IndexInfo(
        readable_path(str(index)), corpus, infos, tuple(Skipped(*item) for item in sorted(damaged.items()))
    )


def _searched(index: Path, points: list[CommitPoint]) -> CommitPoint | None:
    """The commit point that searches use: the newest whose files open. None if a newer one is of another version."""
    for point in points:
        if not point.is_current:
            return None
        with suppress(IndexDamaged):
            index_state.IndexState(index, point).close()
            for file in point.segments:
                SegmentReader(index / file.name, file.length).close()
            return point
    return None


def _commit_point(index: Path, point: CommitPoint, damaged: dict[str, str], *, searched: bool) -> CommitPointInfo:
    state, deleted, segments = None, list[int](), []
    try:
        state, deleted = _state(index, point.state)
        if point.base:
            ContainerFile(index / point.base.name, point.base.length).close()
    except IndexDamaged as error:
        damaged[error.file] = error.what
    for number, file in enumerate(point.segments):
        try:
            segments.append(_segment(index, file, deleted[number] if number < len(deleted) else 0))
        except IndexDamaged as error:
            damaged[file.name] = error.what
    vectors = []
    for segment, vector_file in point.vectors_by_segment:
        if vector_file:
            try:
                vectors.append(_vectors(index, vector_file, segment))
            except IndexDamaged as error:
                damaged[vector_file.name] = error.what
    return CommitPointInfo(point.number, searched, point.versions, state, tuple(segments), tuple(vectors))


def _state(index: Path, file: NamedFile) -> tuple[StateInfo, list[int]]:
    """A state, and how many documents of each segment are deleted. Raises IndexDamaged."""
    with closing(ContainerFile(index / file.name, file.length)) as container:
        pairs = container.text_size("duplicates.pairs") // duplicate_pairs.ROW_TYPE.itemsize
        deleted = [container.count(name) for name in container.names if name.startswith("deleted.")]
        with container.decoding("its facts"):
            stats = container.facts["stats"]
            updated, files, articles = str(stats["updated"]), int(stats["files"]), int(stats["articles"])
        return StateInfo(file.name, file.length, updated, files, articles, pairs), deleted


def _vectors(index: Path, file: NamedFile, segment: NamedFile) -> VectorsInfo:
    with closing(ContainerFile(index / file.name, file.length)) as container:
        made = are_made(container.array("passages.counts"))
        return VectorsInfo(file.name, file.length, segment.name, int(made.sum()), container.count("passages.starts"))


def _segment(index: Path, file: NamedFile, deleted: int) -> SegmentInfo:
    with closing(ContainerFile(index / file.name, file.length)) as container:
        sizes = Counter[str]()
        for name in container.names:
            sizes[name.partition(".")[0]] += container.size(name)
        return SegmentInfo(file.name, file.length, container.count("articles.id"), deleted, dict(sizes))
