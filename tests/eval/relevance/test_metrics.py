"""The measures, against values that are computed here by hand."""

from math import log2

import pytest

from tests.eval.relevance.metrics import average_precision, empty, ndcg, recall, reciprocal_rank, success

RANKING = ("a", "x", "b", "y", "c")
BOTH = {"a": 1, "b": 1, "missing": 1}


def test_ndcg_divides_the_gain_by_that_of_the_best_ranking() -> None:
    best = 1 + 1 / log2(3) + 1 / log2(4)
    assert ndcg(RANKING, BOTH) == pytest.approx((1 + 1 / log2(4)) / best)
    assert ndcg(("b", "missing", "a"), BOTH) == 1
    assert ndcg(("x", "y"), BOTH) == 0
    assert ndcg((), BOTH) == 0


def test_the_gain_of_ndcg_is_the_grade() -> None:
    grades = {"a": 1, "c": 3}
    assert ndcg(RANKING, grades) == pytest.approx((1 + 3 / log2(6)) / (3 + 1 / log2(3)))


def test_ndcg_looks_at_the_first_documents_only() -> None:
    assert ndcg(RANKING, {"c": 1}, depth=4) == 0
    assert ndcg(RANKING, {"c": 1}, depth=5) == pytest.approx(1 / log2(6))
    assert ndcg(RANKING[:2], dict.fromkeys("abcdef", 1), depth=2) == pytest.approx(1 / (1 + 1 / log2(3)))


def test_average_precision_is_the_mean_over_all_relevant_documents() -> None:
    assert average_precision(RANKING, BOTH) == pytest.approx((1 / 1 + 2 / 3 + 0) / 3)
    assert average_precision(RANKING, {"y": 1}) == 1 / 4
    assert average_precision((), BOTH) == 0


def test_recall_is_the_share_of_relevant_documents_within_the_depth() -> None:
    assert recall(RANKING, BOTH) == 2 / 3
    assert recall(RANKING, BOTH, depth=2) == 1 / 3
    assert recall((), BOTH) == 0


def test_the_reciprocal_rank_is_of_the_first_relevant_document() -> None:
    assert reciprocal_rank(RANKING, {"b": 1, "c": 1}) == 1 / 3
    assert reciprocal_rank(RANKING, {"missing": 1}) == 0


def test_success_is_a_relevant_document_within_the_depth() -> None:
    assert success(RANKING, {"c": 1}, depth=5) == 1
    assert success(RANKING, {"c": 1}, depth=4) == 0


def test_only_a_ranking_without_documents_is_empty() -> None:
    assert (empty((), BOTH), empty(("x",), BOTH)) == (1, 0)
