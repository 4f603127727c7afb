"""Read many files at once that are plain UTF-8. All others are left to `read`."""

import time
from collections.abc import Sequence
from itertools import chain, compress, groupby
from typing import NamedTuple

from search.documents.clock_granularity import LONG_TICK, stamp_to_store
from search.documents.formats.detect_format import MARKS
from search.documents.formats.exports import HINT
from search.documents.read import ENCODING_MARKS, may_be_accidental
from search.filesystem import FilesBeneath
from search.kernels import kernels
from search.stamps import stamps_of_rows
from search.types.files import Stamp

LONGEST = 250_000
"""Bytes of the longest file that is read here."""
_MARKS = (*((mark, 0, 0) for mark in ENCODING_MARKS), *MARKS)


class Utf8Texts(NamedTuple):
    """The texts of some files, as columns: their paths and texts, the digests of their bytes as in `FileText`, their
    stamps when they were read, those to store, and whether each may be an export of a database of news."""

    paths: list[str]
    texts: list[str]
    digests: list[str]
    stamps: list[Stamp]
    to_store: list[Stamp]
    may_be_export: list[bool]

    def only(self, chosen: Sequence[bool]) -> "Utf8Texts":
        """Those that are chosen."""
        return self if all(chosen) else Utf8Texts._make([[*compress(column, chosen)] for column in self])


def read_texts(files: FilesBeneath, paths: Sequence[str], limit: int = LONGEST) -> Utf8Texts:
    """Those of some files that are UTF-8 and have `limit` bytes at most. `read_next` gives the same of them.

    A file is left out that may be anything else, and one that cannot be read so: `read_next` gives its text, or says
    why there is none. Quick where files of a folder follow one another. Cost: some 11 microseconds for a file.
    """
    parts = [Utf8Texts([], [], [], [], [], [])]
    for folder, of_folder in groupby(paths, _folder_of):
        try:
            descriptor = files.enter(folder)
        except OSError:
            continue
        parts.append(_read_folder(descriptor, folder, [*of_folder], limit))
    return Utf8Texts._make([*chain(*columns)] for columns in zip(*parts, strict=True))


def _read_folder(descriptor: int, folder: str, paths: list[str], limit: int) -> Utf8Texts:
    """The same for files of one open folder."""
    at, read_at = len(folder) + 1 if folder else 0, time.time_ns()
    names = [path[at:] for path in paths]
    texts, digests, rows, has_hint = kernels().read_texts(descriptor, names, limit, _MARKS, HINT)
    stamps = stamps_of_rows(rows)
    is_old = int(rows[:, 3].max()) + LONG_TICK < read_at
    to_store = stamps if is_old else [stamp_to_store(stamp, read_at) for stamp in stamps]
    columns = paths, texts, [digest.hex() for digest in digests], stamps, to_store, has_hint.tolist()
    is_text = [
        text is not None and not (_is_indented_markup(text) or may_be_accidental(stamp.size, text))
        for text, stamp in zip(texts, stamps, strict=True)
    ]
    return Utf8Texts._make(columns).only(is_text)


def _is_indented_markup(text: str) -> bool:
    """Whether a text may be markup behind white space."""
    return text[:1].isspace() and text.lstrip().startswith("<")


def _folder_of(path: str) -> str:
    return path.rpartition("/")[0]
