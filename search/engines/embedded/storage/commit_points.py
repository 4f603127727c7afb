"""Generations: what the index is made of at each commit, and which of them still holds.

A generation is a manifest, generation-N.json, that names files with their lengths: segments, and one state file with
the documents that have left them and what is remembered of the corpus. Files are forced to disk before the manifest
that names them, and the manifest before its name; so whatever happens, the newest manifest that reads back whole
names files that are whole. The last two generations stay.

Behind each commit the file newest.json is replaced, which names it. Nothing hangs on that: where it is missing or names
an older one, the newest manifest counts. Where it names a newer one, that one has gone, which is told. It is another
file after each commit, so its status tells those who look often whether there was one.
"""

import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from search.analysis import tokenizer
from search.duplicates import fingerprints
from search.filesystem import read_regular, replace_json, write_json
from search.types.files import Skipped

VERSIONS = [9, tokenizer.VERSION, fingerprints.VERSION]
"""Of the form of the files, of the tokens in them, and of what makes a copy."""
KEPT = 2
_LONGEST = 1 << 22
"""Bytes of a manifest, which names some dozens of files."""
_MOST = 1 << 62
_NAME = re.compile(r"generation-(\d{9,18})\.json", re.ASCII)
_OURS = re.compile(r"(generation|state|segment)-[\w-]+\.(json|bin)", re.ASCII)
_UNFINISHED = re.compile(r"(generation-\d+|newest)\.json(\.[\w-]+)?\.new", re.ASCII)
NEWEST = "newest.json"
"""Names the newest commit."""


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file of a generation and its length in bytes."""

    name: str
    length: int


@dataclass(frozen=True, slots=True)
class CommitPoint:
    """What an index is made of. Number 0 is the empty beginning, with no files."""

    number: int
    segments: tuple[NamedFile, ...]
    state: NamedFile
    versions: tuple[int, ...] = tuple(VERSIONS)

    @property
    def files(self) -> tuple[NamedFile, ...]:
        """All files that it needs."""
        return (*self.segments, self.state)

    @property
    def is_current(self) -> bool:
        """Whether this program can continue it; otherwise it has to be built anew."""
        return list(self.versions) == VERSIONS


def read_commit_points(folder: Path) -> Iterator[CommitPoint]:
    """Those that hold, as far as their manifests and the lengths of their files tell, the newest first."""
    for number in _numbers(folder):
        generation = _read(folder, number)
        if generation and all(_is_there(folder / file.name, file.length) for file in generation.files):
            yield generation


def damage(folder: Path) -> Iterator[Skipped]:
    """The kept manifests that are not as they were written, or name files that are missing or cut."""
    files: dict[NamedFile, None] = {}
    for number in _numbers(folder)[:KEPT]:
        if generation := _read(folder, number):
            files |= dict.fromkeys(generation.files)
        else:
            yield Skipped(name_of(number), "it is not what was written")
    newest, named = newest_number(folder), _named_number(folder)
    if named is None:
        yield Skipped(NEWEST, "it is not what was written")
    elif named > newest:
        yield Skipped(name_of(named), "it is missing")
    for file in files:
        if not _is_there(folder / file.name, file.length):
            yield Skipped(file.name, "it is missing, or its length is not what it was")


def newest_number(folder: Path) -> int:
    """The number of the newest manifest, whether it holds or not; 0 where there is none. Cheap."""
    return max(_numbers(folder), default=0)


def named_number(folder: Path) -> int:
    """The number of the newest commit as newest.json names it; 0 where it does not."""
    return _named_number(folder) or 0


def _named_number(folder: Path) -> int | None:
    """The same; 0 where there is no such file, and None where it is not as it was written."""
    try:
        content = json.loads(read_regular(folder / NEWEST, _LONGEST))
        number = content.pop("number")
        is_whole = type(number) is int and 0 < number < _MOST and content == {"checksum": _checksum(number)}
    except FileNotFoundError:
        return 0
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    return number if is_whole else None


def commit(folder: Path, generation: CommitPoint) -> None:
    """Make a generation the newest, its files being on disk. Raises OSError; then it is not the newest.

    A power loss may bring its manifest back, if its files are still there; then it is a commit that came to be without
    having been acknowledged.
    """
    content = asdict(generation)
    write_json(folder / name_of(generation.number), {**content, "checksum": _checksum(content)})
    number = generation.number
    try:
        replace_json(folder / NEWEST, {"number": number, "checksum": _checksum(number)})
    except OSError:  # it is committed; without the file, readers list the folder
        with suppress(OSError):
            (folder / NEWEST).unlink()


def is_state(name: str) -> bool:
    """Whether a file of this name is a state file."""
    return name.startswith("state-")


def is_container(name: str) -> bool:
    """Whether a file of this name is a segment or a state."""
    return _OURS.fullmatch(name) is not None and name.endswith(".bin")


def sweep(folder: Path, lost: frozenset[str] = frozenset()) -> None:
    """Delete files that no kept generation names; none is kept for long that names one of the files `lost`.

    Only whoever holds the lock may call it, while no part is made.
    """
    every = [generation for number in _numbers(folder) if (generation := _read(folder, number))]
    kept = every[:1] + [other for other in every[1:] if lost.isdisjoint(file.name for file in other.files)]
    kept = kept[:KEPT]
    newest = max((generation.number for generation in kept), default=0)
    needed = {name_of(generation.number) for generation in kept}
    needed |= {name_of(number) for number in _numbers(folder) if number > newest}  # no number is given twice
    needed |= {file.name for generation in kept for file in generation.files}
    for path in folder.iterdir():
        if _UNFINISHED.fullmatch(path.name) or (_OURS.fullmatch(path.name) and path.name not in needed):
            path.unlink(missing_ok=True)


def _read(folder: Path, number: int) -> CommitPoint | None:
    """A generation by its number; None where its manifest is not as it was written."""
    try:
        content = json.loads(read_regular(folder / name_of(number), _LONGEST))
        if content.pop("checksum") != _checksum(content) or content["number"] != number:
            return None
        segments = tuple(_named(file) for file in content["segments"])
        return CommitPoint(number, segments, _named(content["state"]), tuple(content["versions"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _named(file: Mapping[str, Any]) -> NamedFile:
    """A file that a manifest names. Raises ValueError where it can be none of ours."""
    name, length = file["name"], file["length"]
    if type(length) is not int or not 0 <= length < _MOST or not _OURS.fullmatch(name):
        raise ValueError(name)
    return NamedFile(name, length)


def _numbers(folder: Path) -> list[int]:
    names: Iterable[str] = (path.name for path in folder.iterdir()) if folder.is_dir() else ()
    return sorted((int(match[1]) for match in map(_NAME.fullmatch, names) if match), reverse=True)


def name_of(number: int) -> str:
    """The name of a manifest."""
    return f"generation-{number:09d}.json"


def _checksum(content: object) -> int:
    return zlib.crc32(json.dumps(content, sort_keys=True).encode())


def _is_there(path: Path, length: int) -> bool:
    try:
        return path.stat().st_size == length
    except OSError:
        return False
