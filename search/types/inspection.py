"""What `seedsearch inspect` shows: the files of an index, and what is in one of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from search.types.article import Article
from search.types.files import Skipped


@dataclass(frozen=True)
class SegmentInfo:
    """A segment of a commit point. `columns` has the bytes of its columns, summed by the first part of their names:
    `articles` for stored fields, `copies` for fingerprints, and one for each field."""

    name: str
    bytes: int
    documents: int
    deleted: int
    columns: Mapping[str, int]


@dataclass(frozen=True)
class VectorsInfo:
    """The vectors of a segment: of so many documents, with so many passages."""

    name: str
    bytes: int
    segment: str
    documents: int
    passages: int


@dataclass(frozen=True)
class StateInfo:
    """The state of a commit point. `updated` is ISO 8601 in UTC."""

    name: str
    bytes: int
    updated: str
    files: int
    articles: int
    duplicate_pairs: int


@dataclass(frozen=True)
class CommitPointInfo:
    """A commit point. Damaged files are not in it. `state` is None if that is damaged."""

    generation: int
    searched: bool
    versions: tuple[int, ...]
    state: StateInfo | None
    segments: tuple[SegmentInfo, ...]
    vectors: tuple[VectorsInfo, ...] = ()


@dataclass(frozen=True)
class IndexInfo:
    """An index: its commit points, the newest first. `corpus` is empty if `corpus.json` is damaged or missing."""

    index: str
    corpus: str
    commit_points: tuple[CommitPointInfo, ...]
    damaged: tuple[Skipped, ...]


@dataclass(frozen=True)
class ColumnInfo:
    """A column of a file. `count` is its numbers, or its bytes before compression; `bytes` what it takes on disk."""

    name: str
    dtype: str
    count: int
    bytes: int


@dataclass(frozen=True)
class FileInfo:
    """The columns of a segment or a state."""

    name: str
    bytes: int
    columns: tuple[ColumnInfo, ...]


@dataclass(frozen=True)
class FooterInfo:
    """The end of a file: where its columns and checksums end, in bytes, its facts, and the blocks that are damaged."""

    name: str
    bytes: int
    columns_end: int
    checksums_end: int
    blocks: int
    damaged_blocks: tuple[int, ...]
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class TermInfo:
    """A term of a field. Counts include deleted documents. `postings` are the first documents with their positions."""

    field: str
    term: str
    documents: int
    tokens: int
    postings: tuple[tuple[int, tuple[int, ...]], ...]


@dataclass(frozen=True)
class TermsInfo:
    """The terms of a segment that a pattern matches: the first of them, and how many there are by field."""

    segment: str
    pattern: str
    terms: tuple[TermInfo, ...]
    totals: Mapping[str, int]


@dataclass(frozen=True)
class DocumentInfo:
    """A document of a segment. `lengths` has its tokens by field, `searched` those of them that are searched;
    `deleted_in` are the generations in which it is deleted."""

    segment: str
    document: int
    deleted_in: tuple[int, ...]
    lengths: Mapping[str, int]
    searched: Mapping[str, int]
    fingerprints: int
    article: Article
