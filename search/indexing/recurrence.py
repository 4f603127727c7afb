"""Find the recurring lines of a folder, and the indexed files that are affected if these change."""

from collections.abc import Iterable, Sequence, Set
from pathlib import Path
from typing import NamedTuple

import numpy as np

from search.documents.formats.registry import is_plain_text, plain_texts
from search.engines.base import Engine
from search.engines.read_groups import read_groups
from search.errors import IndexDamaged
from search.extract.recurring_lines import line_digest, recurring_digests
from search.indexing.recurrence_sample import Sample, read_lines, take_sample
from search.indexing.update_state import UpdateState
from search.rules import CorpusRules
from search.sorted_paths import SortedPaths
from search.stamps import StampTable

_MOST_LINES = 200
"""If more lines begin or cease to recur, every file counts as affected."""


class Recurrence(NamedTuple):
    """The recurring lines, the sample that shows them, and whether all lines that recur in it could be read."""

    lines: frozenset[str]
    sample: Sample
    is_whole: bool


def update_recurrence(
    root: Path, files: StampTable, kept: Iterable[str], before: UpdateState, rules: CorpusRules
) -> Recurrence:
    """The recurring lines of the plain texts among some files. Those of `kept` cannot be reached; they count as
    unchanged. Where the sample is as before, so are the lines; an empty one may be of another extraction."""
    paths = files.paths.only(np.flatnonzero(plain_texts(files.paths)))
    if unreachable := [*filter(is_plain_text, kept)]:
        paths = SortedPaths.of((*paths, *unreachable))
    sample_before = before.sample if before.encodings == rules.encodings else {}
    sample = take_sample(root, paths, files.stamps_of, sample_before, rules)
    if sample and sample is before.sample and before.is_whole:
        return Recurrence(before.recurring, sample, is_whole=True)
    texts = [text for _, text in sample.values()]
    digests = recurring_digests(texts)
    lines = {line_digest(line): line for line in before.recurring}
    for text in texts:
        lines |= text.lines
    missing = digests.difference(lines)
    for path, (_, text) in sample.items():
        if not missing.isdisjoint(text.digests):  # it recurs now in a file that is as it was
            lines |= read_lines(root, path, rules.encoding(path))
            missing = missing.difference(lines)
    return Recurrence(frozenset(lines[digest] for digest in digests if digest in lines), sample, is_whole=not missing)


def paths_with_lines(engine: Engine, paths: Sequence[str], lines: Set[str]) -> frozenset[str]:
    """Those of `paths` whose indexed articles have one of `lines`. Cost: reading all these articles."""
    if not paths:
        return frozenset()
    if len(lines) > _MOST_LINES:
        return frozenset(paths)
    matching: set[str] = set()
    try:
        searcher = engine.searcher()
        indexed = (searcher.records[path] for path in paths)
        for records in read_groups(indexed, lambda record: record.stamp.size):
            articles = searcher.articles(article_id for record in records for article_id in record.articles)
            matching |= {article.path for article in articles if any(line in article.text for line in lines)}
    except IndexDamaged:
        return frozenset(paths)
    return frozenset(matching)
