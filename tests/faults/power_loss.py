"""What a disk may contain after a power loss.

File contents are certain only if they were synced, names only if their folder was. After a failed sync they are never
certain again, whatever later syncs return.
"""

import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tests.faults.disk_states import Picture
from tests.support.profiles import rounds

Names = dict[str, int]
"""The files of a folder: name to the number that stands for the file in `Disk`."""
LOSSES: dict[str, Callable[[bytes], bytes]] = {
    "emptied": lambda _content: b"",
    "halved": lambda content: content[: len(content) // 2],
    "zeroed": lambda content: bytes(len(content)),
}
"""What may have become of a file that was not synced. Besides, any of its pages may be on the disk."""
PAGE = 4096


@dataclass
class Disk:
    """What is certain about a folder, from its recorded states."""

    folder: Path
    now: Names | None = None
    safe: Names | None = None
    seen: dict[int, bytes] = field(default_factory=dict)
    synced: dict[int, bytes] = field(default_factory=dict)
    _inodes: dict[int, int] = field(default_factory=dict)
    _is_named: bool = False
    _lost: set[int] = field(default_factory=set)
    _lost_names: set[tuple[str, int | None]] = field(default_factory=set)

    def see(self, picture: Picture) -> None:
        """Add the next state."""
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
        if picture.what == "not synced":
            self._fail(Path(picture.path))

    def _sync(self, path: Path) -> None:
        if path == self.folder.parent:
            self._is_named = True
        elif path == self.folder:
            self.safe = {name: number for name, number in self._names_after_sync().items() if number is not None}
        elif self.now and path.name in self.now and self.now[path.name] not in self._lost:
            number = self.now[path.name]
            self.synced[number] = self.seen[number]

    def _fail(self, path: Path) -> None:
        """A sync of a file, or of the folder, failed."""
        if path == self.folder:
            now, safe = self.now or {}, self.safe or {}
            self._lost_names |= {(name, now.get(name)) for name in now.keys() | safe if now.get(name) != safe.get(name)}
        elif self.now and path.name in self.now:
            self._lost.add(self.now[path.name])

    def _names_after_sync(self) -> dict[str, int | None]:
        """The current names, without those whose sync failed and that have not changed since."""
        now, safe = self.now or {}, self.safe or {}
        return {
            name: safe.get(name) if (name, now.get(name)) in self._lost_names else now.get(name)
            for name in now.keys() | safe
        }

    def losses(self, chance: random.Random) -> Iterator[tuple[str, dict[str, bytes] | None]]:
        """The folders possible after a power loss: how, and the files; None for no folder."""
        for how, names in self._listings(chance):
            torn = {f"torn {number}": partial(self._torn, chance) for number in range(rounds(1, 4))}
            for what, loss in {**LOSSES, **torn}.items():
                yield f"{how}, {what}", names and {name: self._left(number, loss) for name, number in names.items()}

    def _listings(self, chance: random.Random) -> Iterator[tuple[str, Names | None]]:
        now, safe = self.now or {}, self.safe or {}
        yield "all names done", self.now
        yield "names undone", (self.safe or {}) if self._is_named else None
        for _ in range(rounds(1, 8)):
            either = {name: chance.choice((now.get(name), safe.get(name))) for name in sorted(now.keys() | safe.keys())}
            yield "some names done", {name: number for name, number in either.items() if number is not None}

    def _torn(self, chance: random.Random, content: bytes) -> bytes:
        """Some pages of a file, the others being empty or what another file once left there; and perhaps no end."""
        old = chance.choice(list(self.seen.values()))
        pages = [content[at : at + PAGE] for at in range(0, len(content), PAGE)]
        kept = [
            chance.choice((page, page, bytes(len(page)), old[: len(page)].ljust(len(page), b"x"))) for page in pages
        ]
        return b"".join(kept[: chance.randint(0, len(kept))] if chance.random() < 0.3 else kept)

    def _left(self, number: int, loss: Callable[[bytes], bytes]) -> bytes:
        content = self.seen[number]
        return content if self.synced.get(number) == content else loss(content)


def lay_out(folder: Path, files: dict[str, bytes] | None) -> None:
    """Make a folder hold these files."""
    shutil.rmtree(folder, ignore_errors=True)
    if files is not None:
        folder.mkdir(mode=0o700)
        for name, content in files.items():
            (folder / name).write_bytes(content)
