"""Where an index lies, and whose it is."""

import hashlib
import json
import os
import re
from pathlib import Path

from search.errors import CorpusError, IndexRefused
from search.files import NEW, make_private_folder, read_plain, write_json
from search.model import readable_path

_OWNER = "corpus.json"
"""In every index folder: the path of the folder that it is the index of, as its bytes in hexadecimal."""
_LONGEST = 1 << 16
_UNDER_WAY = _OWNER + NEW


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
    """Raise IndexRefused unless `index` is the index of `corpus`, or is free to become it. Both are absolute."""
    shown = readable_path(str(index))
    if index == corpus or corpus in index.parents:
        raise IndexRefused(f"{shown} lies in the corpus, into which nothing is written. Name another folder.")
    if not index.exists():
        return
    if not index.is_dir():
        raise IndexRefused(f"{shown} is no folder. Name another one for the index.")
    owner = _owner(index)
    if owner is None and any(path.name != _UNDER_WAY for path in index.iterdir()):
        raise IndexRefused(f"{shown} holds other files. Name an empty folder, or one that does not exist yet.")
    if owner not in (None, corpus):
        raise IndexRefused(f"{shown} is the index of {readable_path(str(owner))}. Name another folder.")


def claim(index: Path, corpus: Path) -> None:
    """Make `index` the private folder of the index of `corpus`. Raises IndexRefused as `check` does, OSError."""
    check(index, corpus)
    make_private_folder(index)
    if _owner(index) is None:
        write_json(index / _OWNER, os.fsencode(corpus).hex())


def _owner(index: Path) -> Path | None:
    try:
        return Path(os.fsdecode(bytes.fromhex(json.loads(read_plain(index / _OWNER, _LONGEST)))))
    except (OSError, ValueError, TypeError, RecursionError):
        return None
