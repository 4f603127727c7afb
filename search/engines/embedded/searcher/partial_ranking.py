"""Partial matches in order: those with all words of a query but one, where it has few; then the others by score."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from whoosh import query

from search.arrays import Ints
from search.engines.embedded.searcher.commit_reader import CommitReader
from search.engines.embedded.searcher.multi_reader import MultiReader
from search.engines.embedded.searcher.ranking import RankedDocs, blend, rank_scored
from search.engines.embedded.searcher.scoring import ScoredDocs, evaluate
from search.query.partial import ALL_BUT_ONE, PartialQuery, Word
from search.types.requests import SearchOptions

_MEANING = 0.55
"""The part of a partial match's score that is nearness in meaning."""


def rank_partial(
    parts: PartialQuery, options: SearchOptions, reader: CommitReader, full: RankedDocs, count: int
) -> RankedDocs | None:
    """The first `count` partial matches that the filters leave; None where there are none. `full` are the full matches.

    Cost: as evaluating the words joined by OR.
    """
    if not parts.can_match:
        return None
    matches, missing = _evaluate(parts, full.filtered.answer.documents, reader.documents)
    scored = blend(matches, _MEANING, options, reader)
    tiers = _tiers(missing, len(parts.words)) * (scored.scores.max(initial=0) + 1)
    in_tiers = ScoredDocs(scored.documents, scored.scores + tiers)
    ranked = rank_scored(in_tiers, parts.tree, options, reader, count)
    if not ranked.total:
        return None
    return replace(ranked, scores=scored.scores[scored.documents.searchsorted(ranked.documents)])


def _evaluate(partial: PartialQuery, full: Ints, reader: MultiReader) -> tuple[ScoredDocs, Ints]:
    """The partial matches with their scores, and how many words each lacks. `full` are documents to leave out."""
    scores, words = np.zeros(reader.size), np.zeros(reader.size, np.int64)
    matches = np.zeros(reader.size, np.bool_)
    for word in partial.words:
        scored = evaluate(word.part, reader)
        scores[scored.documents] += scored.scores
        matches[scored.documents] = True
        words[evaluate(word.leaf, reader).documents] += 1
    if partial.required:
        required = evaluate(query.And(partial.required), reader)
        scores[required.documents] += required.scores
        has_required = np.zeros(reader.size, np.bool_)
        has_required[required.documents] = True
        matches &= has_required
    matches[full] = False
    documents = matches.nonzero()[0]
    return ScoredDocs(documents, scores[documents]), len(partial.words) - words[documents]


def _tiers(missing: Ints, words: int) -> Ints:
    """The tier of each document, by the number of words that it lacks: those of a higher tier come first."""
    return np.where(missing == 0, 2, (missing == 1) & (words in ALL_BUT_ONE))


def missing_words(words: Sequence[Word], documents: Ints, reader: MultiReader) -> list[tuple[str, ...]]:
    """For each of some documents the words that it lacks, as typed. Cost: a search in the documents of each word."""
    missing: list[list[str]] = [[] for _ in documents]
    for word in words:
        holders = evaluate(word.leaf, reader).documents
        places = holders.searchsorted(documents)
        for number, (place, document) in enumerate(zip(places.tolist(), documents.tolist(), strict=True)):
            if place == len(holders) or holders[place] != document:
                missing[number].append(word.typed)
    return list(map(tuple, missing))
