"""Partial matches in order: those with all words of a query but one, where it has few; then the others by score."""

from collections.abc import Sequence

import numpy as np

from search.arrays import Flags, Ints
from search.engines.embedded.searcher.commit_reader import CommitReader
from search.engines.embedded.searcher.multi_reader import MultiReader
from search.engines.embedded.searcher.ranked_docs import RankedDocs
from search.engines.embedded.searcher.ranking import blend, rank_scored
from search.engines.embedded.searcher.scoring import ScoredDocs, evaluate
from search.kernels import kernels
from search.query import tree as query
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
    if full.partial and not parts.read_again:
        total, documents, scores, _ = full.partial
        ranked = full._replace(expanded=parts.tree, documents=documents, scores=scores, listed=total, total=total)
        return ranked if total else None
    matches, missing = _evaluate(parts, full.filtered().answer.documents, reader.documents)
    scored = blend(matches, _MEANING, options, reader)
    tiers = _tiers(missing, len(parts.words)) * (scored.scores.max(initial=0) + 1)
    in_tiers = ScoredDocs(scored.documents, scored.scores + tiers)
    ranked = rank_scored(in_tiers, parts.tree, options, reader, count)
    if not ranked.total:
        return None
    return ranked._replace(scores=scored.scores[scored.documents.searchsorted(ranked.documents)])


def _evaluate(partial: PartialQuery, full: Ints, reader: MultiReader) -> tuple[ScoredDocs, Ints]:
    """The partial matches with their scores, and how many words each lacks. `full` are documents to leave out, which
    increase."""
    documents, scores, words = kernels().any_of([evaluate(word.part, reader) for word in partial.words], reader.size)
    if any(word.part is not word.leaf for word in partial.words):
        words = _counts_of(documents, [evaluate(word.leaf, reader) for word in partial.words], reader)
    if len(full):
        kept = ~_are_in(documents, full)
        documents, scores, words = documents[kept], scores[kept], words[kept]
    if partial.required:
        required = evaluate(query.And(partial.required), reader)
        kept = _are_in(documents, required.documents)
        words = words[kept]
        documents, scores = kernels().both_of(documents, scores, required.documents, required.scores)
    return ScoredDocs(documents, scores), len(partial.words) - words


def _counts_of(documents: Ints, answers: Sequence[ScoredDocs], reader: MultiReader) -> Ints:
    """In how many answers each of some documents is."""
    answered, _, counts = kernels().any_of(answers, reader.size)
    in_answers = np.zeros(reader.size, np.int64)
    in_answers[answered] = counts
    return in_answers[documents]


def _are_in(documents: Ints, others: Ints) -> Flags:
    """Whether each of some documents is among others. Both increase."""
    are_in: Flags = np.zeros(len(documents), np.bool_)
    if len(documents):
        places = documents.searchsorted(others)
        are_in[places[documents.take(places, mode="clip") == others]] = True
    return are_in


def _tiers(missing: Ints, words: int) -> Ints:
    """The tier of each document, by the number of words that it lacks: those of a higher tier come first."""
    tiers: Ints = 2 - np.minimum(missing, 2) if words in ALL_BUT_ONE else 2 * (missing == 0)
    return tiers


def words_lacking(parts: PartialQuery, ranked: RankedDocs, page: slice, reader: MultiReader) -> list[tuple[str, ...]]:
    """For each of some partial matches the words that it lacks, as typed. Cost: as `missing_words`, or less."""
    if not ranked.partial:
        return missing_words(parts.words, ranked.documents[page], reader)
    bits = ranked.partial.words[page].tolist()
    return [tuple([word.typed for number, word in enumerate(parts.words) if not has >> number & 1]) for has in bits]


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
