"""The matches of a query in order: evaluated, filtered, collapsed and sorted. No article is read for it."""

import time

import numpy as np

from search.engines.embedded.searcher.collapse import Collapsed, collapse
from search.engines.embedded.searcher.commit_reader import CommitReader
from search.engines.embedded.searcher.filters import FilteredDocs
from search.engines.embedded.searcher.query_log import log_query
from search.engines.embedded.searcher.ranked_docs import RankedDocs
from search.engines.embedded.searcher.scoring import ScoredDocs, score
from search.engines.embedded.searcher.sort import sort_documents
from search.engines.embedded.searcher.word_ranking import rank_words
from search.query import Query, tree
from search.query.expand import expand
from search.types.requests import SearchOptions

_MEANING = 0.25
"""The part of a full match's score that is nearness in meaning. With more, known articles are found worse."""
_LEAST_NEAR = 0.1
"""Where no match is nearer than this, nearness counts less."""


def rank(
    query: Query, options: SearchOptions, reader: CommitReader, count: int | None = None, *, makes_all: bool = False
) -> RankedDocs:
    """The first `count` matches that the filters leave, or all of them. `makes_all` says that all will be needed, as to
    count facets. Raises ValueError for what is no period.

    Cost: evaluating the query, unless that was done lately; a few passes over its matches.
    """
    notes: list[str] = []
    times = [time.perf_counter()]
    expanded = expand(query.tree, reader.vocabulary, notes)
    times.append(time.perf_counter())
    key, answers = (query.canonical, query.content_words), reader.documents.answers

    def scored() -> ScoredDocs:
        """All matches before filters."""
        return answers.get(key, lambda: score(expanded, reader.documents))

    ranked = None
    if count is not None and not makes_all and not answers.find(key):
        ranked = rank_words(expanded, options, reader, count, scored)
    if not ranked:
        ranked = rank_scored(blend(scored(), _MEANING, options, reader), expanded, options, reader, count)
    times.append(time.perf_counter())
    log_query(query, expanded, reader, scored, times)
    return ranked._replace(notes=(*notes, *ranked.notes)) if notes else ranked


def blend(scored: ScoredDocs, meaning: float, options: SearchOptions, reader: CommitReader) -> ScoredDocs:
    """Scores made of the lexical score and of nearness in meaning, each divided by its largest; `meaning` is the part
    of nearness, 0 to 1. For a document without vectors the lexical score stands for both. Nothing changes without a
    vector of the query, and where nothing scores."""
    if options.vector is None or not scored.scores.any():
        return scored
    lexical = scored.scores / scored.scores.max()
    near = reader.document_vectors.nearness(options.vector)[scored.documents]
    near = np.where(reader.has_vectors[scored.documents], near / max(near.max(), _LEAST_NEAR), lexical)
    return ScoredDocs(scored.documents, (1 - meaning) * lexical + meaning * near)


def rank_scored(
    scored: ScoredDocs, expanded: tree.Query, options: SearchOptions, reader: CommitReader, count: int | None
) -> RankedDocs:
    """The first `count` of scored documents that the filters leave, or all of them. `expanded` is what they match."""
    filtered = FilteredDocs(reader.doc_values, scored, options.filters)
    listed, collapsed_under = _collapse(filtered.answer, options, reader)
    number = len(listed.documents)
    most = number if count is None else min(count, number)
    documents, places = sort_documents(listed, most, options.sort, reader.documents)
    return RankedDocs(
        expanded=expanded,
        documents=documents,
        scores=listed.scores[places],
        collapsed_under=collapsed_under,
        listed=number,
        total=len(filtered.answer.documents),
        notes=tuple(filtered.notes()),
        filtered=lambda: filtered,
    )


def _collapse(scored: ScoredDocs, options: SearchOptions, reader: CommitReader) -> Collapsed:
    """The matches, with their near-duplicates collapsed under them if they are to be grouped."""
    if options.duplicates != "grouped" or not len(reader.index_state.pairs):
        return Collapsed(scored, {})

    def in_order(some: ScoredDocs) -> list[int]:
        documents: list[int] = sort_documents(some, len(some.documents), options.sort, reader.documents)[0].tolist()
        return documents

    return collapse(scored, reader.collapsible_pairs, in_order, reader.documents.size)
