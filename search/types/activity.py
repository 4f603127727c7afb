"""Reports of updates and checks, and the progress of an update."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from search.types.files import Skipped

_OPTIONAL = {"optional": True}


class Updating(NamedTuple):
    """The progress of an update: files that are done, of the files to read. 0 of 0 while that is not known yet."""

    done: int
    of: int


class Embedding(NamedTuple):
    """The progress of making vectors: articles that have some, of all articles."""

    done: int
    of: int


class Scanning(NamedTuple):
    """The progress of reading scans by OCR: files that are done, of those to read."""

    done: int
    of: int


@dataclass(frozen=True)
class IndexActivity:
    """The state of an index that follows its folder.

    `generation` grows with each commit and is 0 if there is no index. `updating` is None if no update runs. `problem`
    says why the last update failed; it is empty if that succeeded. `embedding` is None if no vectors are made,
    `scanning` if no scans are read. `unavailable` says why the cluster that has the index does not answer; `generation`
    is 0 then.
    """

    generation: int
    updating: Updating | None
    problem: str
    embedding: Embedding | None = None
    scanning: Scanning | None = None
    unavailable: str = dataclasses.field(default="", metadata=_OPTIONAL)


@dataclass(frozen=True)
class CheckReport:
    """The damaged files of an index, and what is wrong with each. `seconds` is the time that the check took."""

    index: str
    damaged: tuple[Skipped, ...]
    seconds: float


@dataclass(frozen=True)
class UpdateReport:
    """What an update did. Counts are of files, except `articles`: the articles in the index now.

    `bytes` is what this update read. `other` counts files of kinds that are not read, by suffix. `notes` are remarks on
    folders that cannot be reached. `cut` counts indexed files with bytes over the limit, `lost` those with characters
    that could not be decoded, `guessed` those whose encoding is a doubtful guess, `needs_ocr` PDFs with pages that only
    OCR can read. `excluded_files` and `excluded_folders` count what patterns leave out. An excluded folder is not
    entered, so the files in it are not counted.
    """

    files: int
    articles: int
    added: int
    changed: int
    removed: int
    unchanged: int
    skipped: tuple[Skipped, ...]
    bytes: int
    seconds: float
    encodings: Mapping[str, int]
    other: Mapping[str, int]
    notes: tuple[Skipped, ...]
    cut: int = dataclasses.field(default=0, metadata=_OPTIONAL)
    lost: int = dataclasses.field(default=0, metadata=_OPTIONAL)
    guessed: int = dataclasses.field(default=0, metadata=_OPTIONAL)
    excluded_files: int = dataclasses.field(default=0, metadata=_OPTIONAL)
    needs_ocr: int = dataclasses.field(default=0, metadata=_OPTIONAL)
    excluded_folders: int = dataclasses.field(default=0, metadata=_OPTIONAL)
