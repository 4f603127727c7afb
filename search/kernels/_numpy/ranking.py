"""Rank queries of nothing but words: the readable twin of `_compiled/ranking.pyx`."""

import numpy as np

from search.arrays import Flags, Floats, Ids, Ints
from search.kernels._numpy.postings import count_tokens
from search.kernels._numpy.scoring import best, bm25
from search.kernels.interface.scoring import Matches, Weigh
from search.kernels.word_query import MOST_WORDS, WordQuery

_INVALID = "the query is invalid"
_OTHER_LENGTHS = "two columns have different lengths"


def rank_words(
    query: WordQuery, live: Flags, norms: Floats, ids: Ids, weigh: Weigh
) -> tuple[Matches, tuple[Matches, Ints]]:
    """As in `Kernels`."""
    if not 0 < len(query.words) <= MOST_WORDS or any(query.title >= len(fields) for fields in query.words):
        raise ValueError(_INVALID)
    if not len(live) == len(norms) == len(ids):
        raise ValueError(_OTHER_LENGTHS)
    counted = [count_tokens(fields, live) for fields in query.words]
    factors, bonus = weigh([len(documents) for documents, _ in counted])
    if len(factors) != len(counted):
        raise ValueError(_INVALID)
    scores, words, lacking = np.zeros(len(live)), np.zeros(len(live), np.int64), np.full(len(live), len(counted))
    for number, ((documents, counts), factor) in enumerate(zip(counted, factors, strict=True)):
        scores[documents] += bm25(documents, counts, norms, factor)
        words[documents] |= 1 << number
        lacking[documents] -= 1
    is_full = lacking == 0 if query.needs_all else words > 0
    with_bonus = scores + np.where(_in_title(query, live), bonus, 0.0)
    full = _first(is_full, with_bonus, ids, query.most)
    if not query.partial or full[0] > max(0, query.most):
        return full, ((0, np.zeros(0, np.int64), np.zeros(0)), np.zeros(0, np.int64))
    is_partial = (words > 0) & ~is_full
    lacks_one = is_partial & (lacking == 1) & query.all_but_one_first
    tiers = [_first(tier, scores, ids, query.most - full[0]) for tier in (lacks_one, is_partial & ~lacks_one)]
    documents, scores = (np.concatenate([tier[at] for tier in tiers])[: query.most - full[0]] for at in (1, 2))
    return full, ((tiers[0][0] + tiers[1][0], documents, scores), words[documents])


def _in_title(query: WordQuery, live: Flags) -> Flags:
    """Which documents have all words in their titles."""
    has_all = np.full(len(live), query.title >= 0)
    for fields in query.words if query.title >= 0 else ():
        lists, table, _ = fields[query.title]
        has_word = np.zeros(len(live), np.bool_)
        has_word[count_tokens([(lists, table, np.ones(1))], live)[0]] = True
        has_all &= has_word
    return has_all


def _first(chosen: Flags, scores: Floats, ids: Ids, count: int) -> Matches:
    """How many documents are chosen, and the best of these with their scores."""
    documents = chosen.nonzero()[0]
    documents, total = documents[best(documents, scores[documents], ids, count)], len(documents)
    return total, documents, scores[documents]
