"""States of a folder, one for each event: its files and their contents."""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Picture:
    """The state of a folder just before an event on `path`, or just after it if `what` is "synced". `files` has the
    inode and the content for each name; it is None if there was no folder."""

    what: str
    path: str
    files: dict[str, tuple[int, bytes]] | None


def take(folder: Path, album: Path, what: str, path: str) -> None:
    """Record the state of a folder in an album. Only new contents take space."""
    album.mkdir(exist_ok=True)
    files = {name: _kept(folder / name, album) for name in os.listdir(folder)} if folder.is_dir() else None  # noqa: PTH208
    with (album / "pictures").open("a") as pictures:
        pictures.write(json.dumps([what, path, files]) + "\n")


def of(album: Path) -> Iterator[Picture]:
    """The states of an album, in order."""
    with (album / "pictures").open() as pictures:
        for line in pictures:
            what, path, files = json.loads(line)
            if files is not None:
                files = {name: (inode, (album / digest).read_bytes()) for name, (inode, digest) in files.items()}
            yield Picture(what, path, files)


def _kept(path: Path, album: Path) -> tuple[int, str]:
    content = path.read_bytes()
    digest = hashlib.blake2b(content, digest_size=16).hexdigest()
    if not (album / digest).exists():
        (album / digest).write_bytes(content)
    return path.stat().st_ino, digest
