"""What is in the files of an index: the reading behind `seedsearch inspect`. FORMAT.md says what it means."""

import fnmatch
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from itertools import islice
from pathlib import Path

import numpy as np

from search.engines.embedded.segment.segment_reader import Field, SegmentReader
from search.engines.embedded.storage import commit_points, duplicate_pairs, index_state
from search.engines.embedded.storage.commit_points import CommitPoint, NamedFile
from search.engines.embedded.storage.container import ContainerFile
from search.errors import IndexDamaged, IndexMissing, NoSuchSegment
from search.paths import absolute, corpus_of, default_index
from search.types.files import Skipped, readable_path
from search.types.inspection import (
    ColumnInfo,
    CommitPointInfo,
    DocumentInfo,
    FileInfo,
    FooterInfo,
    IndexInfo,
    SegmentInfo,
    StateInfo,
    TermInfo,
    TermsInfo,
)

MOST_TERMS, MOST_POSTINGS, MOST_POSITIONS = 100, 5, 10
"""Terms of a field, documents of a term and positions in a document that are read."""


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
            index_state.read_state(index / point.state.name, point.state.length)
            for file in point.segments:
                SegmentReader(index / file.name, file.length).close()
            return point
    return None


def _commit_point(index: Path, point: CommitPoint, damaged: dict[str, str], *, searched: bool) -> CommitPointInfo:
    state, deleted, segments = None, list[int](), []
    try:
        state, deleted = _state(index, point.state)
    except IndexDamaged as error:
        damaged[point.state.name] = error.what
    for number, file in enumerate(point.segments):
        try:
            segments.append(_segment(index, file, deleted[number] if number < len(deleted) else 0))
        except IndexDamaged as error:
            damaged[file.name] = error.what
    return CommitPointInfo(point.number, searched, point.versions, state, tuple(segments))


def _state(index: Path, file: NamedFile) -> tuple[StateInfo, list[int]]:
    """A state, and how many documents of each segment are deleted. Raises IndexDamaged."""
    with closing(ContainerFile(index / file.name, file.length)) as container:
        files = container.text("files.paths").count(b"\0")
        pairs = container.text_size("copies.pairs") // duplicate_pairs.ROW_TYPE.itemsize
        updated, articles = str(container.facts.get("updated", "")), container.count("files.ids")
        deleted = [container.count(name) for name in container.names if name.startswith("dead.")]
        return StateInfo(file.name, file.length, updated, files, articles, pairs), deleted


def _segment(index: Path, file: NamedFile, deleted: int) -> SegmentInfo:
    with closing(ContainerFile(index / file.name, file.length)) as container:
        sizes = Counter[str]()
        for name in container.names:
            sizes[name.partition(".")[0]] += container.size(name)
        return SegmentInfo(file.name, file.length, container.count("articles.id"), deleted, dict(sizes))


def inspect_file(index: Path, name: str) -> FileInfo:
    """The columns of a segment or a state. Raises NoSuchSegment, IndexDamaged, as all that follows."""
    with closing(_open(index, name)) as file:
        columns = tuple(
            ColumnInfo(
                column,
                file.dtype(column),
                file.text_size(column) if file.dtype(column) == "bytes" else file.count(column),
                file.size(column),
            )
            for column in file.names
        )
        return FileInfo(file.path.name, file.length, columns)


def inspect_footer(index: Path, name: str) -> FooterInfo:
    """The end of a segment or a state, and whether its blocks have their checksums. Reads all of it."""
    with closing(_open(index, name)) as file:
        return FooterInfo(
            file.path.name,
            file.length,
            file.columns_end,
            file.checksums_end,
            file.blocks,
            tuple(file.damaged_blocks()),
            file.facts,
        )


def inspect_terms(index: Path, name: str, pattern: str) -> TermsInfo:
    """The terms of a segment that match a pattern: `*` for any letters, `?` for one. Reads the terms that begin as the
    pattern does, and the postings of those that are shown."""
    with closing(_open_segment(index, name)) as segment:
        matched = {field: _matching(segment.fields[field], pattern) for field in segment.fields}
        terms = [
            _term(segment.fields[field], field, number, term)
            for field, numbers in matched.items()
            for number, term in numbers[:MOST_TERMS]
        ]
        totals = {field: len(numbers) for field, numbers in matched.items() if numbers}
        return TermsInfo(segment.name, pattern, tuple(terms), totals)


def _matching(field: Field, pattern: str) -> list[tuple[int, str]]:
    """The terms that match, with their numbers."""
    pattern = pattern.encode(errors="backslashreplace").decode()  # no term has lone surrogates
    matches = re.compile(fnmatch.translate(pattern.replace("[", "[[]"))).match
    first, end = field.terms.prefix_range(re.split(r"[*?]", pattern, maxsplit=1)[0])
    return [(number, term) for number, term in enumerate(field.terms.between(first, end), first) if matches(term)]


def _term(field: Field, name: str, number: int, term: str) -> TermInfo:
    _, addresses = field.addresses(number, number + 1)
    documents = np.searchsorted(field.bounds, addresses, side="right") - 1
    positions = addresses - field.bounds[documents]
    unique = np.unique(documents)
    first = tuple(
        (document, tuple(positions[documents == document][:MOST_POSITIONS].tolist()))
        for document in unique[:MOST_POSTINGS].tolist()
    )
    return TermInfo(name, term, len(unique), len(addresses), first)


def inspect_document(index: Path, name: str, document: int) -> DocumentInfo:
    """A document of a segment by its number. Raises NoSuchSegment also if there is no such document."""
    with closing(_open_segment(index, name)) as segment:
        if not 0 <= document < segment.count:
            raise NoSuchSegment(
                f"{segment.name} has no document {document}; they are numbered 0 to {segment.count - 1}."
            )
        return DocumentInfo(
            segment.name,
            document,
            tuple(_deleted_in(index, segment.name, document)),
            {field: int(segment.fields[field].lengths[document]) for field in segment.fields},
            {field: int(segment.fields[field].counts[document]) for field in segment.fields},
            int(segment.fingerprints.counts[document]),
            segment.stored_fields.article(document),
        )


def _deleted_in(index: Path, name: str, document: int) -> Iterator[int]:
    """The generations in which a document is deleted, as far as their states are not damaged."""
    for point in commit_points.read_commit_points(index):
        numbers = [number for number, file in enumerate(point.segments) if file.name == name]
        with suppress(IndexDamaged):
            _, deleted = index_state.read_state(index / point.state.name, point.state.length)
            if any(document in deleted[number] for number in numbers if number < len(deleted)):
                yield point.number


def _open(index: Path, name: str) -> ContainerFile:
    path = _find(index, name)
    return ContainerFile(path, path.lstat().st_size)


def _open_segment(index: Path, name: str) -> SegmentReader:
    path = _find(index, name)
    if not path.name.startswith("segment-"):
        raise NoSuchSegment(f"{path.name} is no segment. Only segments have terms and documents.")
    return SegmentReader(path, path.lstat().st_size)


def _find(index: Path, name: str) -> Path:
    """The segment or state with a name, or with a part of it that no other has. Raises NoSuchSegment."""
    paths = sorted(path for path in index.iterdir() if commit_points.is_container(path.name))
    chosen = [path for path in paths if path.name == name] or [path for path in paths if name in path.name]
    if len(chosen) == 1:
        return chosen[0]
    names = ", ".join(path.name for path in islice(chosen or paths, 10)) or "none"
    raise NoSuchSegment(
        f"{'Several files have' if chosen else 'No file has'} “{name[:80]}” in the name. Files: {names}."
    )
