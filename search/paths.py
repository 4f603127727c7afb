"""Find the folder of an index, check whose it is, and lock it for writing."""

import json
import os
import re
import shlex
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from search.errors import CorpusError, IndexBusy, IndexDamaged, IndexRefused
from search.filesystem import LockHeld, file_lock, make_private_folder, read_regular, sync_parents, write_json
from search.lazy_pattern import lazy_pattern
from search.types.files import readable_path

REPAIR_HINT = "Repair it with: seedsearch check FOLDER --repair"
_OWNER = "corpus.json"
"""A file in every index folder. It holds the path of the corpus, as its bytes in hexadecimal."""
_LOCK = "writer.lock"
_LONGEST_OWNER = 1 << 16
"""Bytes of that file at most."""
_BEFORE_OWNER = lazy_pattern(r"corpus\.json(\.[\w-]+)?\.new|writer\.lock", re.ASCII)
"""Files that may be there before the owner is written."""
_INDEX_FILES = lazy_pattern(
    r"((generation|state|segment|vectors)-[\w-]+|newest|corpus)\.(json|bin)(\.[\w-]+)?(\.new)?|writer\.lock", re.ASCII
)
_OTHERS_WRITE = 0o022
"""The permission bits that let others write."""


def absolute(path: Path | str) -> Path:
    """An absolute path, with `~` and links resolved. Raises CorpusError if it cannot be resolved."""
    try:
        return Path(path).expanduser().resolve()
    except RuntimeError as error:
        reason = str(error).rstrip(".")
        raise CorpusError(f"{readable_path(str(path))} leads nowhere: {reason}. Name another folder.") from error


def default_index(corpus: Path) -> Path:
    """The folder in the user's cache for the index of `corpus`. Each corpus has its own."""
    from platformdirs import user_cache_path

    return user_cache_path("seedsearch", appauthor=False) / corpus_key(corpus)


def corpus_key(corpus: Path) -> str:
    """A name for the path of a corpus: that of its folder, and eight hexadecimal digits. Each path has its own."""
    from hashlib import blake2b  # links a library of 5 MB

    name = re.sub(r"[^\w.-]+", "-", corpus.name, flags=re.ASCII).strip("-.") or "corpus"
    return f"{name[:40]}-{blake2b(os.fsencode(corpus), digest_size=4).hexdigest()}"


def ocr_folder(corpus: Path) -> Path:
    """The folder in the user's cache for what OCR has read of the documents of `corpus`, as in `OcrCache`."""
    index = default_index(corpus)
    return index.parent / "ocr" / index.name


def check_index_folder(index: Path, corpus: Path) -> None:
    """Raise IndexRefused unless `index` is the index of `corpus` or may become it, and nobody else could write to it.

    Both paths are absolute. Raises IndexDamaged if it is an index whose owner cannot be read.
    """
    readable = readable_path(str(index))
    if index == corpus or corpus in index.parents:
        raise IndexRefused(f"{readable} lies in the corpus, into which nothing is written. Name another folder.")
    if not index.exists():
        return
    if not index.is_dir():
        raise IndexRefused(f"{readable} is no folder. Name another one for the index.")
    names = {path.name for path in index.iterdir()}  # before the owner is read: it is written before all other files
    try:
        owner = corpus_of(index)
    except IndexDamaged:
        if not all(map(_INDEX_FILES.fullmatch, names)):
            message = f"{readable} holds other files. Name an empty folder, or one that does not exist yet."
            raise IndexRefused(message) from None
        _check_private(index, readable)
        if _OWNER in names or not all(map(_BEFORE_OWNER.fullmatch, names)):
            raise
        return
    _check_private(index, readable)
    if owner != corpus:
        raise IndexRefused(f"{readable} is the index of {readable_path(str(owner))}. Name another folder.")


def _check_private(index: Path, readable: str) -> None:
    """Raise IndexRefused if another user owns an index or a file in it, or can write into it."""
    if not hasattr(os, "geteuid"):
        return
    status, is_empty = index.stat(), True
    if status.st_uid != os.geteuid():
        raise IndexRefused(f"{readable} belongs to another user. Name another folder.")
    for path in index.iterdir():
        is_empty = False
        with suppress(FileNotFoundError):
            if path.lstat().st_uid != os.geteuid():
                raise IndexRefused(
                    f"{readable} holds a file of another user, {readable_path(path.name)}. Name another folder."
                )
    if status.st_mode & _OTHERS_WRITE and not is_empty:
        remedy = readable_path(shlex.join(["chmod", "go-w", str(index)]))
        raise IndexRefused(f"Other users may write into {readable}. Take this right away with: {remedy}")


def claim_index_folder(index: Path, corpus: Path, *, repair: bool = False) -> None:
    """Make `index` the private folder of the index of `corpus`. With `repair` also if its owner cannot be read.

    Several processes may do this at once. Raises what `check_index_folder` raises, IndexBusy, OSError.
    """
    if _is_claimed(index, corpus, repair):
        return
    make_private_folder(index)
    sync_parents(index)  # the file of the owner says that this is done
    with write_lock(index):
        if not _is_claimed(index, corpus, repair):
            write_json(index / _OWNER, _with_checksum(os.fsencode(corpus).hex()))
        for path in index.glob(f"{_OWNER}.*"):  # left by processes that were killed
            path.unlink()


def _is_claimed(index: Path, corpus: Path, repair: bool) -> bool:
    try:
        check_index_folder(index, corpus)
    except IndexDamaged:
        if not repair:
            raise
        return False
    with suppress(OSError, ValueError):
        return bool(_read_owner(index) == _with_checksum(os.fsencode(corpus).hex()))
    return False


@contextmanager
def write_lock(index: Path) -> Iterator[None]:
    """Hold the lock for writing to an index while the block runs. Raises IndexBusy if another process has it."""
    try:
        with file_lock(index / _LOCK):
            yield
    except LockHeld as holder:
        raise IndexBusy(f"{holder} is updating this index. Wait until it is done.") from None


def corpus_of(index: Path) -> Path:
    """The corpus of an index. Raises IndexDamaged if that cannot be read."""
    try:
        content = _read_owner(index)
        if isinstance(content, str):  # up to format 7 there was no checksum
            content = _with_checksum(content)
        if content != _with_checksum(content["corpus"]):
            raise ValueError(content)
        return Path(os.fsdecode(bytes.fromhex(content["corpus"])))
    except OSError as error:
        problem = "it is missing" if isinstance(error, FileNotFoundError) else f"it cannot be read: {error.strerror}"
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        problem = "it is not what was written"
    raise IndexDamaged(f"The index in {index} is damaged: {_OWNER}, {problem}. {REPAIR_HINT}", _OWNER, problem)


def _read_owner(index: Path) -> Any:
    return json.loads(read_regular(index / _OWNER, _LONGEST_OWNER))


def _with_checksum(corpus: str) -> dict[str, object]:
    return {"corpus": corpus, "checksum": zlib.crc32(corpus.encode())}
