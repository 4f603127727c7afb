"""What a search writes to the log, at DEBUG only: what the query became, where it was searched, how long it took."""

import logging
from collections.abc import Callable
from itertools import pairwise

import numpy as np

from search.engines.embedded.searcher.commit_reader import CommitReader
from search.engines.embedded.searcher.scoring import ScoredDocs
from search.logs import LOG
from search.query import Query, tree

_MOST = 2000
"""Characters of a tree that are logged. An expanded one can have thousands of words."""


def log_query(
    query: Query, expanded: tree.Query, reader: CommitReader, scored: Callable[[], ScoredDocs], times: list[float]
) -> None:
    """Log a search by what it matched before filters, which `scored` gives. `times`, in seconds: when it began, and
    when the query was expanded and ranked."""
    if not LOG.isEnabledFor(logging.DEBUG):
        return
    LOG.debug("Query: %r", query.canonical)
    LOG.debug("  tree: %s", _shortened(query.tree))
    LOG.debug("  expanded: %s", _shortened(expanded))
    documents = scored().documents
    for (base, segment), deleted in zip(reader.documents.segments, reader.deleted, strict=True):
        first, end = np.searchsorted(documents, (base, base + segment.count))
        LOG.debug("  %s: %d of %d documents match", segment.name, end - first, segment.count - len(deleted))
    LOG.debug("  generation %d: %d documents match", reader.commit_point.number, len(documents))
    expanding, ranking = (1000 * (end - start) for start, end in pairwise(times))
    LOG.debug("  %.1f ms to expand it, %.1f ms to evaluate it and to rank what matches", expanding, ranking)


def _shortened(node: tree.Query) -> str:
    """A tree as Python writes it: with quotation marks, so that no control character of a query is printed."""
    text = repr(node)
    return text if len(text) <= _MOST else f"{text[:_MOST]} ... ({len(text):,} characters)"
