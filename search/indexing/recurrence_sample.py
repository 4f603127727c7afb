"""Choose and read a sample of files, in which recurring lines are looked for."""

import os
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from search.documents.clock_granularity import stamp_to_store
from search.documents.read import read_file, read_next
from search.documents.read_texts import read_texts
from search.documents.unreadable import UnreadableError
from search.extract.recurring_lines import LineDigests, line_digests
from search.filesystem import FilesBeneath
from search.rules import CorpusRules
from search.sorted_paths import SortedPaths
from search.types.files import Stamp

_FILES, _BYTES = 4_000, 50_000
"""Files of the sample, and bytes that are read of each. The same folder gives the same sample."""

_TOGETHER = 256
"""Files that are read together."""

_SampledFile = tuple[Stamp, LineDigests]
Sample = Mapping[str, _SampledFile]
"""The line digests of files by path, each with the stamp of its file when it was read."""


def take_sample(
    root: Path,
    paths: SortedPaths,
    stamps_of: Callable[[Sequence[str]], Mapping[str, Stamp]],
    before: Sample,
    rules: CorpusRules,
) -> Sample:
    """A sample of the files at some paths. Files that have not changed are taken from `before`, others are read. It is
    `before` itself where all are as they were.

    Files that cannot be reached have no stamp; they count as unchanged.
    """
    chosen = _choose(paths)
    stamps = stamps_of(chosen)
    sample, to_read = {}, []
    for path in chosen:
        stamp = stamps.get(path)
        if path in before and stamp in (None, before[path][0]):
            sample[path] = before[path]
        elif stamp:
            to_read.append(path)
    with closing(FilesBeneath(root)) as files:
        for path, read in _read(files, sorted(to_read), rules):
            if read:
                sample[path] = read
            elif path in before:
                sample[path] = before[path]
    return before if sample == before else sample


def _choose(paths: SortedPaths) -> list[str]:
    """The paths with the smallest numbers, which do not change with time or with other paths."""
    names = paths.joined.split(b"\0")[:-1]
    numbers = np.array([*map(zlib.crc32, names)], np.uint32)
    return [os.fsdecode(names[number]) for number in np.argsort(numbers, kind="stable")[:_FILES].tolist()]


def _read(files: FilesBeneath, paths: Sequence[str], rules: CorpusRules) -> Iterator[tuple[str, _SampledFile | None]]:
    """The line digests of files, most of which are read together; None for one that only cannot be read at the moment.
    One that cannot be read at all is left out."""
    for first in range(0, len(paths), _TOGETHER):
        group = paths[first : first + _TOGETHER]
        usual = read_texts(files, [path for path in group if not rules.encoding(path)], _BYTES)
        read = dict(zip(usual.paths, zip(usual.to_store, map(line_digests, usual.texts), strict=True), strict=True))
        for path in group:
            if path in read:
                yield path, read[path]
                continue
            read_at = time.time_ns()
            try:
                source, stamp = read_next(files, path, _BYTES, rules.encoding(path))
                yield path, (stamp_to_store(stamp, read_at), line_digests(source.text))
            except UnreadableError as error:
                if error.is_temporary:
                    yield path, None


def read_lines(root: Path, path: str, encoding: str) -> Mapping[bytes, str]:
    """The lines of a file of the sample by digest; none if it cannot be read. A rule may give its encoding."""
    try:
        source, _ = read_file(root, path, _BYTES, encoding)
    except UnreadableError:
        return {}
    return line_digests(source.text).lines
