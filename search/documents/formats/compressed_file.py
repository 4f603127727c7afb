"""Read a file that holds one other file: gzip, bzip2, xz, Zstandard."""

from search.documents.formats.compression import decompressed
from search.documents.formats.detect_format import HEAD_SIZE, by_signature, suffix_of
from search.documents.formats.source import Readings, Source

_SUFFIXES = (".gz", ".bz2", ".xz", ".zst")


def read(source: Source) -> Readings:
    """The readings of the file inside. It is named like the file around it, without the last suffix."""
    format = by_signature(source.file.read(HEAD_SIZE))
    name = source.path.rpartition("/")[2]
    if suffix_of(name) in _SUFFIXES:
        name = name[: name.rindex(".")]
    yield from source.read_member(name, lambda: decompressed(source.file, format), can_reopen=True)
