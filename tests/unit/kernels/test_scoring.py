"""Both kinds of kernels add scores of documents and choose the best of them, and refuse documents outside."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.arrays import Floats, Ints
from search.kernels.interface import Kernels
from tests.support.kernels import both, outcome

SIZE = 200
SCORES = st.sampled_from([0.0, 0.1, 0.25, 1.5, 3.0])
PART = st.dictionaries(st.integers(0, SIZE - 1), SCORES, max_size=120)
ANY_INTS = st.lists(st.integers(-2, 12), max_size=8)


def columns(part: dict[int, float]) -> tuple[Ints, Floats]:
    """The documents of a part, increasing, and their scores."""
    return np.array(sorted(part), np.int64), np.array([part[document] for document in sorted(part)], np.float64)


@both
@given(parts=st.lists(PART, max_size=4))
def test_a_document_of_any_part_has_the_sum_of_its_scores(kernels: Kernels, parts: list[dict[int, float]]) -> None:
    documents, scores, counts = kernels.any_of([*map(columns, parts)], SIZE)
    expected = {document: sum(part.get(document, 0.0) for part in parts) for document in set().union(*parts)}
    assert documents.tolist() == sorted(expected)
    assert scores.tolist() == [expected[document] for document in sorted(expected)]
    assert counts.tolist() == [sum(document in part for part in parts) for document in sorted(expected)]


@both
def test_each_sum_begins_with_nothing(kernels: Kernels) -> None:
    for size in (3, 1, 900, 2, 5000, 900):
        part = np.array([size - 1]), np.array([0.5])
        with pytest.raises(LookupError):
            kernels.any_of([part, (np.array([0, size]), np.ones(2))], size)
        found = kernels.any_of([part, part], size)
        assert [column.tolist() for column in found] == [[size - 1], [1.0], [2]]


@both
@given(first=PART, second=PART, few=st.integers(0, 120))
def test_a_document_of_both_parts_has_the_sum_of_its_scores(
    kernels: Kernels, first: dict[int, float], second: dict[int, float], few: int
) -> None:
    first = dict([*first.items()][:few])
    documents, scores = kernels.both_of(*columns(first), *columns(second))
    common = sorted(first.keys() & second.keys())
    assert documents.tolist() == common
    assert scores.tolist() == [first[document] + second[document] for document in common]


@both
@pytest.mark.parametrize("step", [1, 2, 3, 7, 64, 150])
def test_a_few_documents_are_found_among_many(kernels: Kernels, step: int) -> None:
    many, few = np.arange(SIZE), np.arange(step - 1, SIZE, step)
    for first, second in ((many, few), (few, many), (many[:-1], few), (few, many[1:])):
        documents, scores = kernels.both_of(first, np.full(len(first), 0.5), second, second / 4)
        assert documents.tolist() == sorted({*first.tolist()} & {*second.tolist()})
        assert scores.tolist() == [0.5 + document / 4 for document in documents.tolist()]


@both
@given(part=PART, ids=st.lists(st.integers(0, 300), min_size=SIZE, max_size=SIZE), count=st.integers(0, 130))
def test_the_best_come_in_the_order_of_scores_then_of_ids(
    kernels: Kernels, part: dict[int, float], ids: list[int], count: int
) -> None:
    documents, scores = columns(part)
    order = sorted(range(len(documents)), key=lambda at: (-scores[at], ids[documents[at]], at))
    assert kernels.best(documents, scores, np.array(ids, np.uint64), count).tolist() == order[:count]


@given(documents=ANY_INTS, scores=st.lists(SCORES, max_size=8), size=st.integers(0, 12), count=st.integers(-1, 9))
def test_of_any_columns_both_kernels_give_the_same_or_refuse_them(
    documents: list[int], scores: list[float], size: int, count: int
) -> None:
    unique = np.array(sorted({*documents}), np.int64)
    some = np.array([*scores, *[1.0] * (len(unique) - len(scores))], np.float64)
    for given_scores in (some, some[: len(unique)]):
        outcome(lambda kernels, it=given_scores: kernels.any_of([(unique, it)] * 2, size))  # type: ignore[misc]
        outcome(lambda kernels, it=given_scores: kernels.both_of(unique, it, unique[1:], some[: len(unique[1:])]))  # type: ignore[misc]
        outcome(lambda kernels, it=given_scores: kernels.best(unique, it, np.arange(size).astype(np.uint64), count))  # type: ignore[misc]
