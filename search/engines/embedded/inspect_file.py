"""What is in one file of an index, as `seedsearch inspect` shows it: columns, footer, terms, documents."""

import fnmatch
import re
from collections.abc import Iterator
from contextlib import closing, suppress
from itertools import islice
from pathlib import Path

import numpy as np

from search.engines.embedded.segment.segment_reader import Field, SegmentReader
from search.engines.embedded.storage import commit_points, index_state
from search.engines.embedded.storage.container import ContainerFile
from search.errors import IndexDamaged, NoSuchSegment
from search.types.inspection import ColumnInfo, DocumentInfo, FileInfo, FooterInfo, TermInfo, TermsInfo

MOST_TERMS, MOST_POSTINGS, MOST_POSITIONS = 100, 5, 10
"""Terms of a field, documents of a term and positions in a document that are read."""


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
            state = index_state.IndexState(index, point)
            state.close()
            deleted = state.deleted
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
