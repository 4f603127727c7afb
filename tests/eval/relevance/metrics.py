"""Measures of a ranking, by the definitions of trec_eval.

A ranking is a list of document ids, the best first. `relevance` maps the id of each relevant document to its grade,
from 1 on.
"""

import math
from collections.abc import Mapping, Sequence


def ndcg(ranking: Sequence[str], relevance: Mapping[str, int], depth: int = 10) -> float:
    """Normalized discounted cumulative gain. The gain is the grade itself, as in trec_eval's `ndcg_cut` and in BEIR, so
    that figures compare with published ones. Where all grades are 1, a gain of 2 ** grade - 1 would be the same."""
    best = sorted(relevance.values(), reverse=True)
    return _discounted([relevance.get(document, 0) for document in ranking[:depth]]) / _discounted(best[:depth])


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))


def average_precision(ranking: Sequence[str], relevance: Mapping[str, int]) -> float:
    """The mean, over all relevant documents, of the precision at the rank of each; 0 for one that is not ranked."""
    ranks = [rank for rank, document in enumerate(ranking, 1) if document in relevance]
    return sum(count / rank for count, rank in enumerate(ranks, 1)) / len(relevance)


def recall(ranking: Sequence[str], relevance: Mapping[str, int], depth: int = 100) -> float:
    """The share of the relevant documents among the first `depth`."""
    return len(relevance.keys() & set(ranking[:depth])) / len(relevance)


def reciprocal_rank(ranking: Sequence[str], relevance: Mapping[str, int]) -> float:
    """1 divided by the rank of the first relevant document; 0 without one."""
    return next((1 / rank for rank, document in enumerate(ranking, 1) if document in relevance), 0.0)
