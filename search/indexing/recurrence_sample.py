"""By which files of a folder is told what recurs in it."""

import os
import time
import zlib
from collections.abc import Mapping
from heapq import nsmallest
from pathlib import Path

from search.documents.clock_granularity import stamp_to_store
from search.documents.read import UnreadableError, read_file
from search.extract.recurring_lines import LineDigests, line_digests
from search.types.files import Stamp

_FILES, _BYTES = 1_000, 50_000
"""Files that are looked at, always the same ones of the same files, and the bytes of each."""

Sample = Mapping[str, tuple[Stamp, LineDigests]]
"""The traces of files by their paths, each with the stamp of its file when it was read."""


def sample(root: Path, stamps: Mapping[str, Stamp | None], before: Sample) -> Sample:
    """The sample of the files with these stamps: what `before` has of them, and the others read.

    None for a stamp tells that a file cannot be looked at, and is as it was.
    """
    chosen = nsmallest(_FILES, stamps, key=lambda path: (zlib.crc32(os.fsencode(path)), path))
    result = {}
    for path in chosen:
        stamp = stamps[path]
        if path in before and stamp in (None, before[path][0]):
            result[path] = before[path]
        elif stamp:
            began = time.time_ns()
            try:
                source, now = read_file(root, path, _BYTES)
                result[path] = (stamp_to_store(now, began), line_digests(source.text))
            except UnreadableError as reason:
                if reason.is_temporary and path in before:
                    result[path] = before[path]
    return result
