"""Find the recurring lines of a folder, and the indexed files that are affected if these change."""

from collections.abc import Iterator, Mapping, Sequence, Set
from pathlib import Path

from search.engines.base import Engine, FileRecords
from search.errors import IndexDamaged
from search.extract.recurring_lines import find_recurring_lines
from search.indexing.recurrence_sample import Sample, take_sample
from search.indexing.update_state import UpdateState
from search.types.files import FileRecord, Stamp

_BYTES, _FILES = 4_000_000, 500
"""The most bytes and files whose articles are read from the index at once."""
_MOST_LINES = 200
"""If more lines begin or cease to recur, every file counts as affected."""


def update_recurrence(
    root: Path, stamps: Mapping[str, Stamp | None], before: UpdateState
) -> tuple[frozenset[str], Sample]:
    """The recurring lines of files with these stamps, and the sample that shows them.

    The stamp of a file that cannot be reached is None; it counts as unchanged.
    """
    sample = take_sample(root, stamps, before.sample)
    return find_recurring_lines((digests for _, digests in sample.values()), before.recurring), sample


def paths_with_lines(engine: Engine, paths: Sequence[str], lines: Set[str]) -> frozenset[str]:
    """Those of `paths` whose indexed articles have one of `lines`. Cost: reading all these articles."""
    if not lines or not paths:
        return frozenset()
    if len(lines) > _MOST_LINES:
        return frozenset(paths)
    matching: set[str] = set()
    try:
        searcher = engine.searcher()
        for records in _groups(searcher.records, paths):
            articles = searcher.articles(article_id for record in records for article_id in record.articles)
            matching |= {article.path for article in articles if any(line in article.text for line in lines)}
    except IndexDamaged:
        return frozenset(paths)
    return frozenset(matching)


def _groups(records: FileRecords, paths: Sequence[str]) -> Iterator[list[FileRecord]]:
    """The records of files, in groups whose articles can be read at once."""
    group: list[FileRecord] = []
    size = 0
    for path in paths:
        group.append(records[path])
        size += records[path].stamp.size
        if size > _BYTES or len(group) == _FILES:
            yield group
            group, size = [], 0
    yield group
