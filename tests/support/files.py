"""Files that tests write."""

import resource
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


def write_files(folder: Path, files: Mapping[str, str]) -> Path:
    """Write files into a folder: path to text. Returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """During the block a file can have so many bytes at most, as if the disk were full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
