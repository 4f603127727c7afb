"""List the files of a folder. Reads names and stamps only; opens no file."""

import os
import stat
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

from search.arrays import Ints
from search.documents.formats.registry import SUFFIXES
from search.documents.ignore import IsExcluded
from search.documents.page_folders import pages_of_folder
from search.errors import CorpusError, error_message
from search.filesystem import file_kind, open_folder
from search.kernels import kernels
from search.sorted_paths import SortedPaths
from search.stamps import StampTable
from search.types.files import Skipped, readable_path

_ENDINGS = tuple(suffix.encode() for suffix in SUFFIXES)
_THREADS = 4
"""Folders that are listed at once. The kernels wait for the system without the GIL."""


class FolderListing(NamedTuple):
    """The files of a folder with their stamps, in order of the bytes of their paths.

    A path is relative, with slashes. It holds bytes that are not UTF-8 as surrogates.

    `skipped` are files that cannot be read, and why. `other` counts files of other kinds by suffix. `folders` are the
    folders that were entered; the root is "". `unlisted` are the folders and files that could not be looked at.
    `mounts` are folders on another file system than the folder around them. `excluded_files` and `excluded_folders`
    count what patterns leave out; an excluded folder is not entered.
    """

    files: StampTable
    skipped: tuple[Skipped, ...]
    other: Mapping[str, int]
    folders: tuple[str, ...]
    unlisted: tuple[str, ...]
    mounts: tuple[str, ...]
    excluded_files: int
    excluded_folders: int


def walk(root: Path, is_excluded: IsExcluded | None = None) -> FolderListing:
    """List a folder and the folders in it, except hidden ones, symbolic links, what is excluded, and parts of
    saved pages.

    Linear in the number of files, about a million a second. Raises CorpusError if `root` itself cannot be listed.
    """
    require_folder(root)
    walker = _Walker(root, is_excluded)
    walker.enter("", root.stat().st_dev)
    with ThreadPoolExecutor(_THREADS) as threads:
        while walker.pending:
            pending, walker.pending = walker.pending, []
            for entered in threads.map(walker.entered, pending) if len(pending) > 1 else map(walker.entered, pending):
                walker.take(entered)
    return FolderListing(
        files=walker.files,
        skipped=tuple(sorted(walker.skipped, key=lambda skipped: skipped.path)),
        other=dict(walker.other.most_common()),
        folders=tuple(sorted(walker.folders)),
        unlisted=tuple(sorted(walker.unlisted)),
        mounts=tuple(sorted(walker.mounts)),
        excluded_files=walker.excluded_files,
        excluded_folders=walker.excluded_folders,
    )


def require_folder(root: Path) -> None:
    """Raise CorpusError unless `root` is a folder."""
    try:
        is_folder = root.is_dir()
    except OSError as error:  # as of a name that is too long
        raise CorpusError(error_message(error)) from error
    if not is_folder:
        problem = "is no folder" if root.exists() else "does not exist"
        raise CorpusError(f"{readable_path(str(root))} {problem}. Name the folder that holds your texts.")


class _Part(NamedTuple):
    """Files that follow one another: their paths, with a zero after each, and the rows of their stamps."""

    paths: bytes
    rows: Ints


class _Walker:
    """What was listed of one folder or of several. `pending` are those to enter, each with the device of the folder
    around it."""

    def __init__(self, root: Path, is_excluded: IsExcluded | None) -> None:
        self._root = root
        self._is_excluded = is_excluded
        self.pending: list[tuple[str, int]] = []
        self.folders: list[str] = []
        self._parts: list[_Part] = []
        self.skipped: list[Skipped] = []
        self.unlisted: list[str] = []
        self.mounts: list[str] = []
        self.other: Counter[str] = Counter()
        self.excluded_files = self.excluded_folders = 0

    @property
    def files(self) -> StampTable:
        """The stamps of all files, in order of their paths."""
        parts = sorted(self._parts, key=lambda part: part.paths[: part.paths.index(b"\0")])
        rows = np.concatenate([np.zeros((0, 4), np.int64), *(part.rows for part in parts)])
        return StampTable(SortedPaths(b"".join(part.paths for part in parts)), rows)

    def entered(self, folder: tuple[str, int]) -> "_Walker":
        """Another walker, which has entered a pending folder. Safe across threads."""
        walker = _Walker(self._root, self._is_excluded)
        walker.enter(*folder)
        return walker

    def take(self, other: "_Walker") -> None:
        """Take over what another walker has listed."""
        self.pending += other.pending
        self.folders += other.folders
        self._parts += other._parts
        self.skipped += other.skipped
        self.unlisted += other.unlisted
        self.mounts += other.mounts
        self.other += other.other
        self.excluded_files += other.excluded_files
        self.excluded_folders += other.excluded_folders

    def enter(self, folder: str, outer_device: int) -> None:
        prefix = folder + "/" if folder else ""
        try:
            with open_folder(self._root / folder) as descriptor:
                device = os.fstat(descriptor).st_dev
                names, others = kernels().list_names(descriptor, _ENDINGS)
                wanted = [name for name, kind in others if self._is_wanted(descriptor, prefix, name, kind, device)]
                if wanted or self._is_excluded:
                    names = _joined((*wanted, *self._not_excluded(prefix, names.split(b"\0")[:-1])))
                inner = [path[len(prefix) :] for path, _ in self.pending]
                self._add_files(prefix, names, kernels().list_status(descriptor, names), inner)
        except OSError as error:
            if not folder:
                root = readable_path(str(self._root))
                raise CorpusError(
                    f"{root} cannot be listed: {error.strerror}. Name a folder that you may read."
                ) from error
            self._add_unlisted(folder, error, "listed")
            return
        self.folders.append(folder)
        if device != outer_device:
            self.mounts.append(folder)

    def _not_excluded(self, prefix: str, names: Iterable[bytes]) -> Iterator[bytes]:
        """Those of some names of files that patterns do not leave out. Counts the others."""
        for name in names:
            if self._is_excluded and self._is_excluded(prefix + os.fsdecode(name)):
                self.excluded_files += 1
            else:
                yield name

    def _is_wanted(self, descriptor: int, prefix: str, encoded: bytes, kind: int, device: int) -> bool:
        """Whether an entry may be a file to read. Notes all others. `kind` is as `Kernels.list_names` gives it."""
        name = os.fsdecode(encoded)
        path = prefix + name
        try:
            kind = kind or stat.S_IFMT(os.stat(encoded, dir_fd=descriptor, follow_symlinks=False).st_mode)
            if stat.S_ISDIR(kind):
                if not any((self._root / page).is_file() for page in pages_of_folder(path)):
                    self._add_folder(path, device)
            elif name.lower().endswith(SUFFIXES) or (stat.S_ISLNK(kind) and _leads_to_folder(descriptor, encoded)):
                return any(self._not_excluded(prefix, [encoded]))
            else:
                self.other[Path(name).suffix.lower() or "no suffix"] += 1
        except OSError as error:
            self._add_unlisted(path, error)
        return False

    def _add_folder(self, path: str, device: int) -> None:
        if self._is_excluded and self._is_excluded(path + "/"):
            self.excluded_folders += 1
        else:
            self.pending.append((path, device))

    def _add_files(self, prefix: str, names: bytes, status: Ints, inner: Sequence[str]) -> None:
        """Take the regular files among some of a folder, in which there are `inner` folders. `status` is as
        `Kernels.list_status` gives it."""
        modes = status[:, 0]
        is_regular = (modes & 0o170000) == stat.S_IFREG
        if not is_regular.all():
            split = names.split(b"\0")[:-1]
            for number in np.flatnonzero(~is_regular).tolist():
                path, mode = prefix + os.fsdecode(split[number]), int(modes[number])
                if mode < 0:
                    self._add_unlisted(path, OSError(-mode, os.strerror(-mode)))
                else:
                    self._skip(path, f"is {file_kind(mode)}, not a regular file")
            names = _joined(split[number] for number in np.flatnonzero(is_regular).tolist())
        rows = status[is_regular, 1:]
        beginning = os.fsencode(prefix)
        for part, part_rows in _between(inner, names, rows):
            self._parts.append(_Part(beginning + part[:-1].replace(b"\0", b"\0" + beginning) + b"\0", part_rows))

    def _add_unlisted(self, path: str, error: OSError, what: str = "looked at") -> None:
        self.unlisted.append(path)
        self._skip(path, f"cannot be {what}: {error.strerror}")

    def _skip(self, path: str, reason: str) -> None:
        self.skipped.append(Skipped(readable_path(path), reason))


def _joined(names: Iterable[bytes]) -> bytes:
    """Names in order, with a zero after each."""
    return b"".join(name + b"\0" for name in sorted(names))


def _between(inner: Sequence[str], names: bytes, rows: Ints) -> Iterator[tuple[bytes, Ints]]:
    """The files of a folder and their rows, cut where the files of `inner` folders come between them."""
    split = names.split(b"\0")[:-1] if inner else []
    cuts = sorted({bisect_left(split, os.fsencode(folder) + b"/") for folder in inner} | {0, len(rows)})
    for first, end in pairwise(cuts):
        yield (_joined(split[first:end]) if inner else names), rows[first:end]


def _leads_to_folder(descriptor: int, name: bytes) -> bool:
    """Whether a link in an open folder leads to a folder. Raises OSError."""
    try:
        return stat.S_ISDIR(os.stat(name, dir_fd=descriptor).st_mode)
    except FileNotFoundError:
        return False
