"""Which files a folder holds. Only names and stamps are looked at; nothing is opened."""

import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from search.documents.ignore import Excludes
from search.errors import CorpusError
from search.filesystem import kind_of, stamp_of
from search.types.files import Skipped, SourceFile, readable_path

SUFFIXES = (".txt",)
"""The kinds of files that are read."""


@dataclass(frozen=True, slots=True)
class FolderListing:
    """The files to read in order of their paths, what is left out and why, and files of other kinds by suffix.

    `folders` are those that were entered, the root as "". What lies at or below `unlisted` could not be looked at.
    `mounts` are the folders on another file system than the one that they lie in. `excluded_files` counts files that
    patterns leave out, and `excluded_folders` folders, which are not entered.
    """

    files: tuple[SourceFile, ...]
    skipped: tuple[Skipped, ...]
    other: Mapping[str, int]
    folders: tuple[str, ...]
    unlisted: tuple[str, ...]
    mounts: tuple[str, ...]
    excluded_files: int
    excluded_folders: int


def walk(root: Path, excludes: Excludes | None = None) -> FolderListing:
    """List a folder and the folders in it; hidden ones, symbolic links and what is excluded are not entered.

    Linear in the number of files, about 300,000 a second. Raises CorpusError where `root` itself cannot be listed.
    """
    require_folder(root)
    walker = _Walker(root, excludes)
    walker.enter("", root.stat().st_dev)
    while walker.waiting:
        walker.enter(*walker.waiting.pop())
    return FolderListing(
        files=tuple(sorted(walker.files, key=lambda file: file.path)),
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
    if not root.is_dir():
        what = "is no folder" if root.exists() else "does not exist"
        raise CorpusError(f"{readable_path(str(root))} {what}. Name the folder that holds your texts.")


class _Walker:
    """`waiting` are the folders to enter, each with the device of the one that it lies in."""

    def __init__(self, root: Path, excludes: Excludes | None) -> None:
        self._root = root
        self._excludes = excludes
        self.waiting: list[tuple[str, int]] = []
        self.folders: list[str] = []
        self.files: list[SourceFile] = []
        self.skipped: list[Skipped] = []
        self.unlisted: list[str] = []
        self.mounts: list[str] = []
        self.other: Counter[str] = Counter()
        self.excluded_files = self.excluded_folders = 0

    def enter(self, folder: str, outer: int) -> None:
        begin = folder + "/" if folder else ""
        try:
            with os.scandir(self._root / folder) as entries:
                device = (self._root / folder).stat().st_dev
                for entry in entries:
                    if not entry.name.startswith("."):
                        self._meet(begin + entry.name, entry, device)
        except OSError as error:
            if not folder:
                raise CorpusError(f"{self._root} cannot be listed: {error.strerror}.") from error
            self._cannot(folder, f"cannot be listed: {error.strerror}")
            return
        self.folders.append(folder)
        if device != outer:
            self.mounts.append(folder)

    def _meet(self, path: str, entry: "os.DirEntry[str]", device: int) -> None:
        try:
            if entry.is_dir(follow_symlinks=False):
                self._folder(path, device)
            elif path.lower().endswith(SUFFIXES) or entry.is_dir():
                self._file(path, entry.stat(follow_symlinks=False), regular=entry.is_file(follow_symlinks=False))
            else:
                self.other[Path(entry.name).suffix.lower() or "no suffix"] += 1
        except OSError as error:
            self._cannot(path, f"cannot be looked at: {error.strerror}")

    def _folder(self, path: str, device: int) -> None:
        if self._excludes and self._excludes(path + "/"):
            self.excluded_folders += 1
        else:
            self.waiting.append((path, device))

    def _file(self, path: str, status: os.stat_result, *, regular: bool) -> None:
        if self._excludes and self._excludes(path):
            self.excluded_files += 1
        elif regular:
            self.files.append(SourceFile(path, stamp_of(status)))
        else:
            self._skip(path, f"is {kind_of(status.st_mode)}, not a regular file")

    def _cannot(self, path: str, reason: str) -> None:
        self.unlisted.append(path)
        self._skip(path, reason)

    def _skip(self, path: str, reason: str) -> None:
        self.skipped.append(Skipped(readable_path(path), reason))
