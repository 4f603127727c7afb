"""The state of a corpus and its index."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Status:
    """The corpus and its index. `updated` is the end of the last update that changed something, ISO 8601 in UTC.
    `embedded` is the number of articles that have vectors, and can be found by meaning. `kernels` are those of this
    process, "compiled" or "numpy". `not_read` says in words how many files were not read, and why; it is empty if all
    were."""

    corpus: str
    index: str
    files: int
    articles: int
    bytes: int
    encodings: Mapping[str, int]
    updated: str
    version: str
    embedded: int
    kernels: str
    not_read: str = ""
