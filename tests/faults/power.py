"""What a disk may hold once the power was cut: of files only what was synced is sure, of names only those that their
folder was synced with."""

import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.pictures import Picture
from tests.profiles import rounds

Names = dict[str, int]
"""The files of a folder: name to the number that stands for the file in `Disk`."""
LOSSES: dict[str, Callable[[bytes], bytes]] = {
    "emptied": lambda _content: b"",
    "halved": lambda content: content[: len(content) // 2],
    "zeroed": lambda content: bytes(len(content)),
}
"""What may have become of a file that was not synced."""


@dataclass
class Disk:
    """What is known of a folder from pictures of it, one after the other."""

    folder: Path
    now: Names | None = None
    safe: Names | None = None
    seen: dict[int, bytes] = field(default_factory=dict)
    synced: dict[int, bytes] = field(default_factory=dict)
    _inodes: dict[int, int] = field(default_factory=dict)
    _is_named: bool = False

    def see(self, picture: Picture) -> None:
        """Take in the next picture."""
        if picture.files is None:
            self.now = None
            return
        known, self._inodes = self._inodes, {}
        for inode, content in picture.files.values():  # an inode that was gone meanwhile is another file
            number = self._inodes.setdefault(inode, known.get(inode, len(self.seen)))
            self.seen[number] = content
        self.now = {name: self._inodes[inode] for name, (inode, _) in picture.files.items()}
        if picture.what == "synced":
            self._sync(Path(picture.path))

    def _sync(self, path: Path) -> None:
        if path == self.folder.parent:
            self._is_named = True
        elif path == self.folder:
            self.safe = dict(self.now or {})
        elif self.now and path.name in self.now:
            number = self.now[path.name]
            self.synced[number] = self.seen[number]

    def losses(self, chance: random.Random) -> Iterator[tuple[str, dict[str, bytes] | None]]:
        """The folders that may be found: how each came about, and its files; None for no folder."""
        for how, names in self._listings(chance):
            for what, loss in LOSSES.items():
                yield f"{how}, {what}", names and {name: self._left(number, loss) for name, number in names.items()}

    def _listings(self, chance: random.Random) -> Iterator[tuple[str, Names | None]]:
        now, safe = self.now or {}, self.safe or {}
        yield "all names done", self.now
        yield "names undone", (self.safe or {}) if self._is_named else None
        for _ in range(rounds(1, 8)):
            either = {name: chance.choice((now.get(name), safe.get(name))) for name in sorted(now.keys() | safe.keys())}
            yield "some names done", {name: number for name, number in either.items() if number is not None}

    def _left(self, number: int, loss: Callable[[bytes], bytes]) -> bytes:
        content = self.seen[number]
        return content if self.synced.get(number) == content else loss(content)


def lay_out(folder: Path, files: dict[str, bytes] | None) -> None:
    """Make a folder hold these files."""
    shutil.rmtree(folder, ignore_errors=True)
    if files is not None:
        folder.mkdir()
        for name, content in files.items():
            (folder / name).write_bytes(content)
