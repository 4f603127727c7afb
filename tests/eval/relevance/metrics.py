"""Measures of a ranking, as trec_eval defines them.

A ranking is a list of document ids, the best first. `grades` has the ids of all relevant documents, each with its
grade, from 1 on.
"""

import math
from collections.abc import Callable, Mapping, Sequence

Ranking = Sequence[str]
Grades = Mapping[str, int]
Metric = Callable[[Ranking, Grades], float]


def ndcg(ranking: Ranking, grades: Grades, depth: int = 10) -> float:
    """Normalized discounted cumulative gain (Järvelin and Kekäläinen 2002) of the first `depth` documents.

    The gain is the grade itself, as in trec_eval and BEIR, so that the figures compare with published ones. The other
    usual gain, 2 ** grade - 1, is the same where all grades are 1, as in every collection of ../shared/ir.
    """
    ideal = sorted(grades.values(), reverse=True)
    return _discounted([grades.get(document, 0) for document in ranking[:depth]]) / _discounted(ideal[:depth])


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))


def average_precision(ranking: Ranking, grades: Grades) -> float:
    """The mean, over all relevant documents, of the precision at the rank of each; 0 for one that is not ranked."""
    ranks = [rank for rank, document in enumerate(ranking, 1) if document in grades]
    return sum(count / rank for count, rank in enumerate(ranks, 1)) / len(grades)


def recall(ranking: Ranking, grades: Grades, depth: int = 100) -> float:
    """The share of the relevant documents that are among the first `depth`."""
    return len(grades.keys() & set(ranking[:depth])) / len(grades)


def reciprocal_rank(ranking: Ranking, grades: Grades) -> float:
    """1 divided by the rank of the first relevant document; 0 without one."""
    return next((1 / rank for rank, document in enumerate(ranking, 1) if document in grades), 0.0)


def success(ranking: Ranking, grades: Grades, depth: int = 10) -> float:
    """1 if a relevant document is among the first `depth`, else 0."""
    return float(any(document in grades for document in ranking[:depth]))


def empty(ranking: Ranking, _grades: Grades) -> float:
    """1 for a ranking without documents, else 0."""
    return float(not ranking)
