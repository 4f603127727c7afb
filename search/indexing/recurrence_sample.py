"""Choose and read a sample of files, in which recurring lines are looked for."""

import os
import time
import zlib
from collections.abc import Mapping, Sequence
from heapq import nsmallest
from pathlib import Path

from search.documents.clock_granularity import stamp_to_store
from search.documents.read import read_file
from search.documents.unreadable import UnreadableError
from search.extract.recurring_lines import LineDigests, line_digests
from search.rules import CorpusRules
from search.types.files import Stamp

_FILES, _BYTES = 4_000, 50_000
"""Files of the sample, and bytes that are read of each. The same folder gives the same sample."""

Sample = Mapping[str, tuple[Stamp, LineDigests]]
"""The line digests of files by path, each with the stamp of its file when it was read."""


def take_sample(
    root: Path, paths: Sequence[str], stamps: Mapping[str, Stamp], before: Sample, rules: CorpusRules
) -> Sample:
    """A sample of the files at some paths. Files that have not changed are taken from `before`, others are read.

    Files that cannot be reached have no stamp; they count as unchanged.
    """
    chosen = nsmallest(_FILES, paths, key=lambda path: (zlib.crc32(os.fsencode(path)), path))
    sample = {}
    for path in chosen:
        stamp = stamps.get(path)
        if path in before and stamp in (None, before[path][0]):
            sample[path] = before[path]
        elif stamp:
            read_at = time.time_ns()
            try:
                source, stamp_read = read_file(root, path, _BYTES, rules.encoding(path))
                sample[path] = (stamp_to_store(stamp_read, read_at), line_digests(source.text))
            except UnreadableError as error:
                if error.is_temporary and path in before:
                    sample[path] = before[path]
    return sample


def read_lines(root: Path, path: str, encoding: str) -> Mapping[bytes, str]:
    """The lines of a file of the sample by digest; none if it cannot be read. A rule may give its encoding."""
    try:
        source, _ = read_file(root, path, _BYTES, encoding)
    except UnreadableError:
        return {}
    return line_digests(source.text).lines
