"""Read many files at once that are plain UTF-8. All others are left to `read`."""

import time
from collections.abc import Iterator, Sequence
from itertools import groupby
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


class Utf8Text(NamedTuple):
    """The text of a file, the digest of its bytes as in `FileText`, its stamp when it was read, that to store, and
    whether it may be an export of a database of news."""

    text: str
    digest: str
    stamp: Stamp
    to_store: Stamp
    may_be_export: bool


def read_texts(files: FilesBeneath, paths: Sequence[str], limit: int = LONGEST) -> Iterator[tuple[str, Utf8Text]]:
    """Those of some files that are UTF-8 and have `limit` bytes at most, with their paths. `read_next` gives the same
    of them.

    A file is left out that may be anything else, and one that cannot be read so: `read_next` gives its text, or says
    why there is none. All files of a folder that follow one another are read before the first is given. Cost: some 12
    microseconds for a file.
    """
    for folder, of_folder in groupby(paths, _folder_of):
        inside = [*of_folder]
        at = len(folder) + 1 if folder else 0
        read_at = time.time_ns()
        try:
            descriptor = files.enter(folder)
        except OSError:
            continue
        names = [path[at:] for path in inside]
        texts, hashes, rows, has_hint = kernels().read_texts(descriptor, names, limit, _MARKS, HINT)
        digests, stamps = [digest.hex() for digest in hashes], stamps_of_rows(rows)
        is_old = int(rows[:, 3].max()) + LONG_TICK < read_at
        to_store = stamps if is_old else [stamp_to_store(stamp, read_at) for stamp in stamps]
        columns = texts, digests, stamps, to_store, has_hint.tolist()
        for path, text, stamp, facts in zip(inside, texts, stamps, zip(*columns, strict=True), strict=True):
            if text is not None and not (_is_indented_markup(text) or may_be_accidental(stamp.size, text)):
                yield path, Utf8Text._make(facts)


def _is_indented_markup(text: str) -> bool:
    """Whether a text may be markup behind white space."""
    return text[:1].isspace() and text.lstrip().startswith("<")


def _folder_of(path: str) -> str:
    return path.rpartition("/")[0]
