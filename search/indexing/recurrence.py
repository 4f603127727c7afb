"""What recurs in a folder, and of which files of its index that has changed."""

from collections.abc import Iterator, Mapping, Sequence, Set
from pathlib import Path

from search.engines.base import Engine, FileRecords
from search.errors import IndexDamaged
from search.extract.recurring_lines import find_recurring_lines
from search.indexing.recurrence_sample import Sample, sample
from search.indexing.update_state import UpdateState
from search.types.files import FileRecord, Stamp

_BYTES, _FILES = 4_000_000, 500
"""What is read of an index at once."""
_MOST = 200
"""Lines that are looked for in it; where more begin or cease to recur, that is taken to concern every file."""


def recurrence(root: Path, stamps: Mapping[str, Stamp | None], before: UpdateState) -> tuple[frozenset[str], Sample]:
    """What recurs in files with these stamps, and the sample that tells it. None for a stamp: the file is as it was."""
    traces = sample(root, stamps, before.sample)
    return find_recurring_lines((trace for _, trace in traces.values()), before.recurring), traces


def concerned(engine: Engine, paths: Sequence[str], lines: Set[str]) -> frozenset[str]:
    """Which files of the index, of those at `paths`, hold one of some lines. Cost: reading their texts there."""
    if not lines or not paths:
        return frozenset()
    if len(lines) > _MOST:
        return frozenset(paths)
    found: set[str] = set()
    try:
        for portion in _portions(engine.records(), paths):
            articles = engine.articles(article_id for record in portion for article_id in record.articles)
            found |= {article.path for article in articles if any(line in article.text for line in lines)}
    except IndexDamaged:
        return frozenset(paths)
    return frozenset(found)


def _portions(records: FileRecords, paths: Sequence[str]) -> Iterator[list[FileRecord]]:
    portion: list[FileRecord] = []
    size = 0
    for path in paths:
        portion.append(records[path])
        size += records[path].stamp.size
        if size > _BYTES or len(portion) == _FILES:
            yield portion
            portion, size = [], 0
    yield portion
