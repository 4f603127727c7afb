"""What an update or a check did, and what goes on now."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from search.types.files import Skipped

_OPTIONAL = {"optional": True}


@dataclass(frozen=True, slots=True)
class Updating:
    """How far an update is: files that are done, of those that have to be read. 0 of 0 where that is not known yet."""

    done: int
    of: int


@dataclass(frozen=True, slots=True)
class IndexActivity:
    """What goes on beneath what is searched. `generation` grows whenever something else can be found, and is 0 where
    there is no index; `updating` is None where no update runs; `problem` tells why the last one failed, if it did."""

    generation: int
    updating: Updating | None
    problem: str


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was found wrong with an index: its files that are damaged, and how."""

    index: str
    damaged: tuple[Skipped, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class UpdateReport:
    """What an update did. Counts are of files, but for `articles`: those in the index now.

    `bytes` were read in this run, `other` counts files of kinds that are not read, by suffix, and `notes` holds what
    else should be known of files that are in the index. `excluded_files` and `excluded_folders` are left out by
    patterns; what such a folder holds is counted nowhere, since it is not entered.
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
    excluded_files: int = dataclasses.field(default=0, metadata=_OPTIONAL)
    excluded_folders: int = dataclasses.field(default=0, metadata=_OPTIONAL)
