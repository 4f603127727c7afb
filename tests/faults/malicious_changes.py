"""How an attacker would change a good index folder. OUTSIDE is a file beside the folder."""

import os
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.faults.forging import ZSTD, forge_compressed, forge_contents, forge_manifest, manifest

OUTSIDE = "outside.txt"
EXECUTED = "executed.txt"
Poison = Callable[[Path], None]
HUGE = 1 << 62
GIGABYTES = 8 << 30
_RUN = 1 << 17
NESTED = "[" * 200_000


class _Bomb:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return os.open, (str(self.path), os.O_CREAT | os.O_WRONLY)


def _only(index: Path, kind: str) -> Path:
    return max(path for path in index.iterdir() if path.name.startswith(kind))


def pickled(kind: str) -> Poison:
    """A pickle that runs something, in place of a file and beside it."""

    def poison(index: Path) -> None:
        content = pickle.dumps(_Bomb(index.parent / EXECUTED))
        path = _only(index, kind)
        path.write_bytes(content)
        for suffix in (".pickle", ".pkl", ".new"):
            path.with_name(path.name + suffix).write_bytes(content)

    return poison


def said(key: str, value: Any) -> Poison:
    """A changed commit point."""
    return lambda index: forge_manifest(index, lambda content: {**content, key: value})


def named(which: str, name: str, length: Any = None) -> Poison:
    """A commit point that names a file elsewhere, by default with its true length."""

    def poison(index: Path) -> None:
        path = name.replace("OUTSIDE", str(index.parent / OUTSIDE))
        size = length if length is not None else (index / path).stat().st_size
        file = {"name": path, "length": size}
        forge_manifest(index, lambda content: {**content, which: [file] if which == "segments" else file})

    return poison


def replaced(kind: str, content: str) -> Poison:
    """A file with other content."""
    return lambda index: _only(index, kind).write_text(content) and None


def enormous(kind: str) -> Poison:
    """A very long sparse file."""

    def poison(index: Path) -> None:
        path = _only(index, kind)
        os.truncate(path, GIGABYTES)
        if kind in ("state", "segment"):
            file = {"name": path.name, "length": GIGABYTES}
            forge_manifest(index, lambda it: {**it, **({"state": file} if kind == "state" else {"segments": [file]})})

    return poison


def linked(name: str) -> Poison:
    """A link that leads out of the folder."""

    def poison(index: Path) -> None:
        path = index / name if "." in name else _only(index, name)
        path.unlink(missing_ok=True)
        path.symlink_to(index.parent / OUTSIDE)

    return poison


def claimed(index: Path) -> None:
    """A link in place of the claim of the folder."""
    shutil.rmtree(index)
    index.mkdir()
    linked("corpus.json.new")(index)


def piped(name: str) -> Poison:
    """A pipe without a writer."""

    def poison(index: Path) -> None:
        path = index / name if "." in name else _only(index, name)
        path.unlink(missing_ok=True)
        os.mkfifo(path)

    return poison


def piped_and_named(index: Path) -> None:
    """A pipe with the length that the commit point names."""
    os.mkfifo(index / "segment-pipe.bin")
    named("segments", "segment-pipe.bin", 0)(index)


def foldered(name: str) -> Poison:
    """A folder where a file should be, with something in it."""

    def poison(index: Path) -> None:
        (index / name).mkdir()
        (index / name / "kept.txt").write_text("kept")

    return poison


def numbered(index: Path) -> None:
    """The highest possible number."""
    forge_manifest(index, lambda content: {**content, "number": 999_999_999})
    manifest(index).rename(index / "generation-999999999.json")


def many(index: Path) -> None:
    """The same segment so often that no more files can be opened."""
    forge_manifest(index, lambda content: {**content, "segments": content["segments"] * 100_000})


def contents(kind: str, **changes: Any) -> Poison:
    """A segment or state file with a hostile table of contents."""
    return lambda index: forge_contents(_only(index, kind), lambda found: {**found, **changes})


def nested_contents(kind: str) -> Poison:
    """A deeply nested table of contents."""
    return lambda index: forge_contents(_only(index, kind), lambda _: NESTED.encode())


def every_column(kind: str, place: list[Any]) -> Poison:
    """All columns are said to be of another kind, or elsewhere; None leaves a part of it as it is."""

    def change(found: dict[str, Any]) -> None:
        for name, old in found["columns"].items():
            found["columns"][name] = [new if new is not None else was for new, was in zip(place, old, strict=True)]

    return lambda index: forge_contents(_only(index, kind), change)


def compressed(kind: str, data: bytes) -> Poison:
    """Other bytes where something compressed should be."""
    return lambda index: forge_compressed(_only(index, kind), data)


def frame(claimed: int, held: int) -> bytes:
    """A zstd frame that claims to hold so many bytes, and holds so many, all the same: a few bytes for each 128 kB."""
    blocks = [min(_RUN, held - at) for at in range(0, held, _RUN)]
    runs = b"".join(
        (size << 3 | 2 | (n == len(blocks))).to_bytes(3, "little") + b" " for n, size in enumerate(blocks, 1)
    )
    return ZSTD + b"\xe0" + claimed.to_bytes(8, "little") + runs
