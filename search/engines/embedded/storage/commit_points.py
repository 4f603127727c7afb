"""Commit points: which files make up the index after each commit, and which commit points are whole.

A commit point is a file generation-N.json. It names the segments and the state file of one commit, with their lengths.
These files are forced to disk before the commit point, and the commit point before its name. So the newest commit
point that reads back as written names whole files, whatever happened. The last two are kept.

After each commit newest.json is replaced; it names the newest one. It is only a hint: if it is missing or names an
older one, the newest commit point counts. If it names a newer one, that commit point is gone, and readers say so.
"""

import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from search.analysis import tokenizer
from search.duplicates import fingerprints
from search.filesystem import read_regular, replace_json, write_json
from search.types.files import Skipped
from search.types.json import as_json

VERSIONS = [17, tokenizer.VERSION, fingerprints.VERSION]
"""The versions of the format, of the tokenizer, and of the fingerprints. FORMAT.md has their history."""
KEPT = 2
"""Commit points that are kept."""
_MOST_BYTES = 1 << 22
"""Bytes of a commit point, at most. It names some dozens of files."""
_MOST = 1 << 62
_COMMIT_POINT = re.compile(r"generation-(\d{9,18})\.json", re.ASCII)
_OURS = re.compile(r"(generation|state|segment|vectors)-[\w-]+\.(json|bin)", re.ASCII)
_UNFINISHED = re.compile(r"(generation-\d+|newest)\.json(\.[\w-]+)?\.new", re.ASCII)
NEWEST = "newest.json"
"""Names the newest commit."""


class NamedFile(NamedTuple):
    """A file that a commit point names, and its length in bytes."""

    name: str
    length: int


class CommitPoint(NamedTuple):
    """The files of an index after one commit. `number` is its generation.

    `vectors` has the file with the vectors of each segment, None where there is none yet; it is empty where no segment
    has one. `base` is the state file of an earlier commit, where `state` has only the files that changed since.
    """

    number: int
    segments: tuple[NamedFile, ...]
    state: NamedFile
    versions: tuple[int, ...] = tuple(VERSIONS)
    vectors: tuple[NamedFile | None, ...] = ()
    base: NamedFile | None = None

    @property
    def files(self) -> tuple[NamedFile, ...]:
        """The files without which it cannot be searched."""
        return (*self.segments, self.state, *((self.base,) if self.base else ()))

    @property
    def vector_files(self) -> tuple[NamedFile, ...]:
        """The files with vectors. Without them it is searched by words alone."""
        return tuple(file for file in self.vectors if file)

    @property
    def vectors_by_segment(self) -> Iterator[tuple[NamedFile, NamedFile | None]]:
        """Each segment with the file of its vectors."""
        return zip(self.segments, self.vectors or (None,) * len(self.segments), strict=True)

    @property
    def is_current(self) -> bool:
        """Whether this version of the program can read it. Otherwise the index has to be rebuilt."""
        return list(self.versions) == VERSIONS


def read_commit_points(folder: Path) -> Iterator[CommitPoint]:
    """The commit points that are as written and whose files have their lengths, the newest first."""
    for number in _numbers(folder):
        commit_point = _read(folder, number)
        if commit_point and all(_has_length(folder / file.name, file.length) for file in commit_point.files):
            yield commit_point


def damage(folder: Path) -> Iterator[Skipped]:
    """What is wrong with the kept commit points, as far as their files are not opened: each file with a reason."""
    files: dict[NamedFile, None] = {}
    for number in _numbers(folder)[:KEPT]:
        if commit_point := _read(folder, number):
            files |= dict.fromkeys((*commit_point.files, *commit_point.vector_files))
        else:
            yield Skipped(name_of(number), "it is not what was written")
    newest, named = newest_number(folder), _named_number(folder)
    if named is None:
        yield Skipped(NEWEST, "it is not what was written")
    elif named > newest:
        yield Skipped(name_of(named), "it is missing")
    for file in files:
        if not _has_length(folder / file.name, file.length):
            yield Skipped(file.name, "it is missing, or its length is not what it was")


def newest_number(folder: Path) -> int:
    """The number of the newest commit point, whether it is whole or not. 0 if there is none. Cost: a listing."""
    return max(_numbers(folder), default=0)


def named_number(folder: Path) -> int:
    """The number of the newest commit point as newest.json says. 0 if it does not say."""
    return _named_number(folder) or 0


def _named_number(folder: Path) -> int | None:
    """`named_number`: 0 if there is no newest.json, None if it is not as it was written."""
    try:
        content = json.loads(read_regular(folder / NEWEST, _MOST_BYTES))
        number = content.pop("number")
        is_whole = type(number) is int and 0 < number < _MOST and content == {"checksum": _checksum(number)}
    except FileNotFoundError:
        return 0
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    return number if is_whole else None


def commit(folder: Path, commit_point: CommitPoint) -> None:
    """Write a commit point; its files are on disk. Raises OSError: then it does not exist.

    After an error a power loss may bring it back, if its files are still there. Then the commit has happened after all.
    """
    content = as_json(commit_point)
    if not commit_point.vector_files:  # as versions of the program write it that know no vectors
        del content["vectors"]
    if not commit_point.base:
        del content["base"]
    write_json(folder / name_of(commit_point.number), {**content, "checksum": _checksum(content)})
    number = commit_point.number
    try:
        replace_json(folder / NEWEST, {"number": number, "checksum": _checksum(number)})
    except OSError:  # it is committed; without the file, readers list the folder
        with suppress(OSError):
            (folder / NEWEST).unlink()


def is_state(name: str) -> bool:
    """Whether a file of this name is a state file."""
    return name.startswith("state-")


def is_vectors(name: str) -> bool:
    """Whether a file of this name has vectors."""
    return name.startswith("vectors-")


def is_container(name: str) -> bool:
    """Whether a file of this name is a segment, a state, or one with vectors."""
    return _OURS.fullmatch(name) is not None and name.endswith(".bin")


def sweep(folder: Path, lost: frozenset[str] = frozenset()) -> None:
    """Delete the files that no kept commit point names. An older commit point that names one of the files `lost` is not
    kept.

    Only the holder of the lock may call it, and only while no segment is being written.
    """
    readable = [commit_point for number in _numbers(folder) if (commit_point := _read(folder, number))]
    older = [commit_point for commit_point in readable[1:] if lost.isdisjoint(_names(commit_point))]
    kept = (readable[:1] + older)[:KEPT]
    newest = max((commit_point.number for commit_point in kept), default=0)
    needed = {name_of(commit_point.number) for commit_point in kept}
    needed |= {name_of(number) for number in _numbers(folder) if number > newest}  # no number is used twice
    needed |= {name for commit_point in kept for name in _names(commit_point)}
    for path in folder.iterdir():
        if _UNFINISHED.fullmatch(path.name) or (_OURS.fullmatch(path.name) and path.name not in needed):
            path.unlink(missing_ok=True)


def _names(commit_point: CommitPoint) -> list[str]:
    """The names of all files that a commit point names."""
    return [file.name for file in (*commit_point.files, *commit_point.vector_files)]


def _read(folder: Path, number: int) -> CommitPoint | None:
    """A commit point by its number. None if it is not as it was written."""
    try:
        content = json.loads(read_regular(folder / name_of(number), _MOST_BYTES))
        if content.pop("checksum") != _checksum(content) or content["number"] != number:
            return None
        segments = tuple(_named_file(file) for file in content["segments"])
        vectors = tuple(file and _named_file(file) for file in content.get("vectors", ()))
        if vectors and len(vectors) != len(segments):
            return None
        state, base = _named_file(content["state"]), content.get("base")
        base = base and _named_file(base)
        return CommitPoint(number, segments, state, tuple(content["versions"]), vectors, base)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _named_file(file: Mapping[str, Any]) -> NamedFile:
    """A file that a commit point names. Raises ValueError for a name or length that no file of an index has."""
    name, length = file["name"], file["length"]
    if type(length) is not int or not 0 <= length < _MOST or not _OURS.fullmatch(name):
        raise ValueError(name)
    return NamedFile(name, length)


def _numbers(folder: Path) -> list[int]:
    """The numbers of all commit points, the newest first."""
    names: Iterable[str] = (path.name for path in folder.iterdir()) if folder.is_dir() else ()
    return sorted((int(match[1]) for match in map(_COMMIT_POINT.fullmatch, names) if match), reverse=True)


def name_of(number: int) -> str:
    """The name of the file of a commit point."""
    return f"generation-{number:09d}.json"


def _checksum(content: object) -> int:
    return zlib.crc32(json.dumps(content, sort_keys=True).encode())


def _has_length(path: Path, length: int) -> bool:
    try:
        return path.stat().st_size == length
    except OSError:
        return False
