"""Find the recurring lines of a folder, and the indexed files that are affected if these change."""

from collections.abc import Mapping, Sequence, Set
from pathlib import Path

from search.engines.base import Engine
from search.engines.read_groups import read_groups
from search.errors import IndexDamaged
from search.extract.recurring_lines import line_digest, recurring_digests
from search.indexing.recurrence_sample import Sample, read_lines, take_sample
from search.indexing.update_state import UpdateState
from search.rules import CorpusRules
from search.types.files import Stamp

_MOST_LINES = 200
"""If more lines begin or cease to recur, every file counts as affected."""


def update_recurrence(
    root: Path, paths: Sequence[str], stamps: Mapping[str, Stamp], before: UpdateState, rules: CorpusRules
) -> tuple[frozenset[str], Sample]:
    """The recurring lines of the files at some paths, and the sample that shows them. Files that cannot be reached have
    no stamp; they count as unchanged."""
    sample = take_sample(root, paths, stamps, before.sample if before.encodings == rules.encodings else {}, rules)
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
    return frozenset(lines[digest] for digest in digests if digest in lines), sample


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
