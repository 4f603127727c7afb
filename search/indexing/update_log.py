"""Log what an update does: at INFO its steps, at DEBUG why it reads or leaves each file."""

import logging
from collections.abc import Iterable, Set

from search.documents.walk import FolderListing
from search.engines.base import FileRecords
from search.indexing.index_batch import IndexedBatch
from search.logs import LOG
from search.types.files import Stamp, readable_path

_STAMP = {"size": "size", "modified": "mtime", "inode": "inode", "changed": "ctime"}
"""The fields of a stamp, and what the system calls them."""


def log_plan(listing: FolderListing, records: FileRecords, stale: Set[str], removed: Set[str]) -> None:
    """Log what the folder holds, and at DEBUG, in a line for each file, why it is read or left."""
    LOG.info("Listed %d files: %d to read, %d gone.", len(listing.files), len(stale), len(removed))
    if not LOG.isEnabledFor(logging.DEBUG):
        return
    stamps = records.stamps()
    for path, stamp in listing.files.items():
        reason = _reason(stamps.get(path), stamp) if path in stale else "left, nothing has changed"
        LOG.debug("%r: %s", readable_path(path), reason)
    for path in sorted(removed):
        LOG.debug("%r: removed, it is gone from the folder", readable_path(path))


def _reason(before: Stamp | None, now: Stamp) -> str:
    if before is None:
        return "to read, it is new"
    changed = [_STAMP[name] for name, old, new in zip(Stamp._fields, before, now, strict=True) if old != new]
    return f"to read, changed: {', '.join(changed)}" if changed else "to read, it was indexed with other settings"


def log_recurring(paths: Iterable[str]) -> None:
    """Log the files with a line that has begun or ceased to recur in the folder."""
    for path in paths if LOG.isEnabledFor(logging.DEBUG) else ():
        LOG.debug("%r: to read, its recurring lines have changed", readable_path(path))


def log_batch(result: IndexedBatch, done: int, files: int) -> None:
    """Log the result of a batch. Its last file is number `done` of `files`."""
    LOG.info(
        "Batch: %d files indexed, %d with the same content, %d unreadable, %d bytes read; %d of %d files done.",
        *(len(result.changed), len(result.same), len(result.unreadable), result.bytes, done, files),
    )
    if not LOG.isEnabledFor(logging.DEBUG):
        return
    for path, record in result.changed.items():
        LOG.debug("%r: indexed as %d articles", readable_path(path), len(record.articles))
    for record in result.same:
        LOG.debug("%r: left, its content is the same", readable_path(record.path))
    for skipped in result.unreadable:
        LOG.debug("%r: not read, %s", readable_path(skipped.path), skipped.reason)
