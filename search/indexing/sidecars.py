"""Find the sidecars of a folder, and put what they say of a file before what the file says itself."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from search.documents.read import open_file, read_bytes
from search.documents.unreadable import UnreadableError
from search.rules import CorpusRules
from search.sorted_paths import SortedPaths
from search.types.files import SIDECARS, Skipped, readable_path
from search.types.reading import Reading

_LARGEST = 32_000_000
"""Bytes of a sidecar that are read."""


class Sidecars(NamedTuple):
    """The sidecars of a folder: what they say of files, by path, the paths of the sidecars, and remarks on them."""

    entries: Mapping[str, Reading]
    paths: frozenset[str]
    remarks: tuple[Skipped, ...]


def read_sidecars(root: Path, files: SortedPaths, rules: CorpusRules) -> Sidecars:
    """The sidecars among the files at some paths. A table that names no files is none: it is a document like others.

    Cost: reading all of them.
    """
    entries: dict[str, Reading] = {}
    paths, remarks = [], []
    for path in files.named(SIDECARS):
        folder = path.rpartition("/")[0]
        try:
            with open_file(root, path) as descriptor:
                data = read_bytes(descriptor, _LARGEST)
        except UnreadableError:
            continue  # the update reads it as a document, and says why it cannot
        from search.documents.sidecar import read_sidecar  # with the readers of tables and HTML

        sidecar = read_sidecar(data, path, rules.encoding(path))
        if sidecar.entries:
            named = {f"{folder}/{name}".lstrip("/"): entry for name, entry in sidecar.entries.items()}
            entries |= named
            paths.append(path)
            messages = (*sidecar.messages, *_missing([path for path in named if path not in files]))
            remarks += [Skipped(readable_path(path), message) for message in messages]
    return Sidecars(entries, frozenset(paths), tuple(remarks))


def _missing(paths: Sequence[str]) -> Iterator[str]:
    """What to say of the files that a sidecar names and that are not among those to read."""
    if paths:
        files = "a file that is" if len(paths) == 1 else f"{len(paths):,} files that are"
        yield f"names {files} not there to read: {readable_path(paths[0])}{', …' if len(paths) > 1 else ''}"


def with_entry(reading: Reading, entry: Reading) -> Reading:
    """A reading with what a sidecar says of its file in place of what it says itself."""
    return reading._replace(
        title=entry.title or reading.title,
        title_at=(0, 0) if entry.title else reading.title_at,
        published=entry.published or reading.published,
        updated=entry.updated or reading.updated,
        authors=entry.authors or reading.authors,
        source=entry.source or reading.source,
        url=entry.url or reading.url,
        language=entry.language or reading.language,
        fields=(*entry.fields, *reading.fields),
    )
