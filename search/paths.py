"""Where an index lies, whose it is, and who may write it."""

import hashlib
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
from search.types.files import readable_path

MEND = "Mend it with: seedsearch check FOLDER --repair"
_OWNER = "corpus.json"
"""In every index folder: the path of the folder that it is the index of, as its bytes in hexadecimal."""
_LOCK = "writer.lock"
_LONGEST = 1 << 16
_UNDER_WAY = re.compile(r"corpus\.json(\.[\w-]+)?\.new|writer\.lock", re.ASCII)
"""What may be there before it is known whose the index is."""
_OURS = re.compile(
    r"((generation|state|segment)-[\w-]+|newest|corpus)\.(json|bin)(\.[\w-]+)?(\.new)?|writer\.lock", re.ASCII
)
_OF_OTHERS = 0o022
"""The rights of others to write."""


def absolute(path: Path | str) -> Path:
    """A path from the root on, `~` and links resolved. Raises CorpusError where that cannot be."""
    try:
        return Path(path).expanduser().resolve()
    except RuntimeError as error:
        reason = str(error).rstrip(".")
        raise CorpusError(f"{readable_path(str(path))} leads nowhere: {reason}. Name another folder.") from error


def default_index(corpus: Path) -> Path:
    """A folder under the user's cache, named after the corpus, another for each."""
    from platformdirs import user_cache_path

    name = re.sub(r"[^\w.-]+", "-", corpus.name, flags=re.ASCII).strip("-.") or "corpus"
    key = hashlib.blake2b(os.fsencode(corpus), digest_size=4).hexdigest()
    return user_cache_path("seedsearch", appauthor=False) / f"{name[:40]}-{key}"


def check(index: Path, corpus: Path) -> None:
    """Raise IndexRefused unless `index` is the index of `corpus`, or is free to become it, and nobody else could have
    written to it. Both are absolute. Raises IndexDamaged where it is an index, but does not say whose any more."""
    shown = readable_path(str(index))
    if index == corpus or corpus in index.parents:
        raise IndexRefused(f"{shown} lies in the corpus, into which nothing is written. Name another folder.")
    if not index.exists():
        return
    if not index.is_dir():
        raise IndexRefused(f"{shown} is no folder. Name another one for the index.")
    names = {path.name for path in index.iterdir()}  # first: whoever claims it names its owner before all else
    try:
        owner = corpus_of(index)
    except IndexDamaged:
        if not all(map(_OURS.fullmatch, names)):
            other = f"{shown} holds other files. Name an empty folder, or one that does not exist yet."
            raise IndexRefused(other) from None
        _check_private(index, shown)
        if _OWNER in names or not all(map(_UNDER_WAY.fullmatch, names)):
            raise
        return
    _check_private(index, shown)
    if owner != corpus:
        raise IndexRefused(f"{shown} is the index of {readable_path(str(owner))}. Name another folder.")


def _check_private(index: Path, shown: str) -> None:
    """Raises IndexRefused where others own an index, or a file in it, or may have put something there."""
    if not hasattr(os, "geteuid"):
        return
    status, is_empty = index.stat(), True
    if status.st_uid != os.geteuid():
        raise IndexRefused(f"{shown} belongs to another user. Name another folder.")
    for path in index.iterdir():
        is_empty = False
        with suppress(FileNotFoundError):
            if path.lstat().st_uid != os.geteuid():
                raise IndexRefused(
                    f"{shown} holds a file of another user, {readable_path(path.name)}. Name another folder."
                )
    if status.st_mode & _OF_OTHERS and not is_empty:
        remedy = readable_path(shlex.join(["chmod", "go-w", str(index)]))
        raise IndexRefused(f"Other users may write into {shown}. Take that from them with: {remedy}")


def claim(index: Path, corpus: Path, *, mending: bool = False) -> None:
    """Make `index` the private folder of the index of `corpus`; with `mending` also where it does not say whose it is
    any more. Safe where several do so at once. Raises what `check` does, IndexBusy, OSError."""
    if _is_claimed(index, corpus, mending):
        return
    make_private_folder(index)
    sync_parents(index)  # before the owner's file is there, and says that all this is done
    with writing(index):
        if not _is_claimed(index, corpus, mending):
            write_json(index / _OWNER, _signed(os.fsencode(corpus).hex()))
        for path in index.glob(f"{_OWNER}.*"):  # of some that were broken off
            path.unlink()


def _is_claimed(index: Path, corpus: Path, mending: bool) -> bool:
    try:
        check(index, corpus)
    except IndexDamaged:
        if not mending:
            raise
        return False
    with suppress(OSError, ValueError):
        return bool(_read(index) == _signed(os.fsencode(corpus).hex()))
    return False


@contextmanager
def writing(index: Path) -> Iterator[None]:
    """Be the one who writes to an index while the block runs. Raises IndexBusy where another process is."""
    try:
        with file_lock(index / _LOCK):
            yield
    except LockHeld as busy:
        raise IndexBusy(f"{busy} is updating this index. Wait until it is done.") from None


def corpus_of(index: Path) -> Path:
    """The folder that an index is of. Raises IndexDamaged where that cannot be read."""
    try:
        content = _read(index)
        if isinstance(content, str):  # as it was written up to format 7
            content = _signed(content)
        if content != _signed(content["corpus"]):
            raise ValueError(content)
        return Path(os.fsdecode(bytes.fromhex(content["corpus"])))
    except OSError as error:
        what = "it is missing" if isinstance(error, FileNotFoundError) else f"it cannot be read: {error.strerror}"
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        what = "it is not what was written"
    raise IndexDamaged(f"The index in {index} is damaged: {_OWNER}, {what}. {MEND}", _OWNER, what)


def _read(index: Path) -> Any:
    return json.loads(read_regular(index / _OWNER, _LONGEST))


def _signed(corpus: str) -> dict[str, object]:
    return {"corpus": corpus, "checksum": zlib.crc32(corpus.encode())}
