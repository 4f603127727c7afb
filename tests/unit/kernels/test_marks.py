"""Both kinds of kernels find the same marks of texts by their tokens, and refuse tokens that do not fit them."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.kernels import kernels
from search.kernels.interface import Kernels
from tests.support.kernels import both, outcome
from tests.unit.kernels.test_offsets import TEXTS, columns, spans

SHIFT = 20
TITLE = (4, 9)
Part = tuple[list[tuple[int, int]], int, int, bool]
"""Texts and tokens, the tokens of a span, the clause, and whether tokens count from the title."""


def packed(text: str, tokens: list[tuple[int, int]]) -> Any:
    """The offsets of the tokens of a text as an index has them."""
    bounds = np.array([0, len(tokens)])
    return kernels().encode_offsets([text], 0, bounds, *columns(tokens))[0]


def part(of: Part) -> tuple[Any, int, int, int, bool]:
    """A part as the kernels take it."""
    tokens, length, clause, in_title = of
    first = np.array([(number << SHIFT) + token for number, token in sorted(tokens)], np.int64)
    return first, SHIFT, length, clause, in_title


@st.composite
def some_parts(draw: st.DrawFn, counts: list[int]) -> list[Part]:
    """Parts of texts with so many tokens. Most of their tokens exist."""
    places = [
        (number, token)
        for number, count in enumerate(counts)
        for token in range(-1 if draw(st.booleans()) else 0, count)
    ]
    tokens = st.lists(st.sampled_from(places), max_size=8) if places else st.just([])
    return draw(st.lists(st.tuples(tokens, st.integers(1, 2), st.integers(0, 70), st.booleans()), max_size=4))


def tokens_and_parts(texts: list[str], data: st.DataObject) -> tuple[list[Any], Any, list[Any]]:
    """The packed offsets of tokens of each text, how many tokens each has, and parts of them."""
    tokens = [data.draw(spans(text)) for text in texts]
    counts = np.array([len(each) for each in tokens], np.int64)
    parts = [part(each) for each in data.draw(some_parts(counts.tolist()))]
    numbers = [packed(text, each) for text, each in zip(texts, tokens, strict=True)]
    return numbers, counts, parts


@given(texts=st.lists(TEXTS, max_size=3), data=st.data())
def test_both_kernels_find_the_same_marks_or_refuse(texts: list[str], data: st.DataObject) -> None:
    numbers, counts, parts = tokens_and_parts(texts, data)
    outcome(lambda each: each.find_marks(texts, numbers, counts, [TITLE] * len(texts), parts))


@given(texts=st.lists(TEXTS, max_size=3), data=st.data())
def test_both_kernels_choose_the_same_fragments_at_tokens_or_refuse(texts: list[str], data: st.DataObject) -> None:
    numbers, counts, parts = tokens_and_parts(texts, data)
    titles = [data.draw(st.sampled_from([(0, 0), (0, min(9, len(text))), TITLE])) for text in texts]
    most = [data.draw(st.integers(0, 3)) for _ in texts]
    found = outcome(lambda each: each.fragments_at_tokens(texts, numbers, counts, titles, parts, most))
    if isinstance(found, tuple):
        starts, ends, clauses, bounds = kernels().find_marks(texts, numbers, counts, titles, parts)
        for at, (count, fragments) in enumerate(zip(*found, strict=True)):
            part_of = slice(bounds[at], bounds[at + 1])
            marks = starts[part_of], ends[part_of], np.arange(count), clauses[part_of]
            assert fragments == kernels().best_fragments(texts[at], titles[at], *marks, most[at])
    outcome(lambda each: each.fragments_at_tokens(texts, numbers, counts, titles, parts, [*most, 3]))


@both
@given(text=TEXTS, data=st.data())
def test_marks_are_where_the_tokens_are(kernels: Kernels, text: str, data: st.DataObject) -> None:
    tokens = [it for it in data.draw(spans(text)) if it[0] < it[1]]
    chosen = sorted(data.draw(st.sets(st.integers(0, len(tokens) - 1)))) if tokens else []
    titles = sorted(it for it, token in enumerate(tokens) if token[0] >= TITLE[0])[:3]
    parts: list[Part] = [
        ([(1, it) for it in chosen], 1, 3, False),
        ([(1, it) for it in range(len(titles))], 1, 5, True),
    ]
    before = len([token for token in tokens if token[0] < TITLE[0]])
    starts, ends, clauses, bounds = kernels.find_marks(
        ["", text],
        [packed("", []), packed(text, tokens)],
        np.array([0, len(tokens)]),
        [(0, 0), TITLE],
        list(map(part, parts)),
    )
    expected = {it: 8 * (it in chosen) + 32 * (before <= it < before + len(titles)) for it in range(len(tokens))}
    assert list(zip(starts.tolist(), ends.tolist(), clauses.tolist(), strict=True)) == [
        (*tokens[it], bits) for it, bits in expected.items() if bits
    ]
    assert bounds.tolist() == [0, 0, len(starts)]


@given(
    text=TEXTS,
    data=st.binary(max_size=12) | st.lists(st.integers(0, 6), max_size=10).map(bytes),
    count=st.integers(-1, 12),
    parts=st.lists(
        st.tuples(
            st.lists(st.integers(-5, 40) | st.integers(-(1 << 63), (1 << 63) - 1), max_size=5),
            st.integers(-1, 6) | st.sampled_from([62, 63, 64]),
            st.integers(-1, 4) | st.just(1 << 62),
            st.integers(-1, 99),
            st.booleans(),
        ),
        max_size=3,
    ),
)
def test_any_bytes_and_tokens_are_refused_or_give_the_same(
    text: str, data: bytes, count: int, parts: list[tuple[list[int], int, int, int, bool]]
) -> None:
    """The compiled kernel does not look behind the last mark, so it may take what the other one refuses."""
    given_parts = [(np.array(first, np.int64), *rest) for first, *rest in parts]
    found: list[Any] = []
    for kind in ("numpy", "auto"):
        try:
            numbers = np.frombuffer(data, np.uint8)
            found.append(kernels(kind).find_marks([text], [numbers], np.array([count]), [TITLE], given_parts))
        except ValueError:
            found.append(None)
    if found[0] is not None:
        np.testing.assert_equal(found[1], found[0])
    elif found[1] is not None:
        starts, ends, *_ = (column.tolist() for column in found[1])
        assert all(0 <= start < end <= len(text) for start, end in zip(starts, ends, strict=True))


@both
def test_texts_are_read_up_to_their_last_marks(kernels: Kernels) -> None:
    text, numbers = "The ferry crew", np.array([4], np.uint8)  # it has but three words
    wanted = (np.array([1]), SHIFT, 1, 0, False)
    if kernels is not kernels_of_numpy():
        starts, ends, *_ = kernels.find_marks([text], [numbers], np.array([4]), [(0, 0)], [wanted])
        assert (starts.tolist(), ends.tolist()) == ([4], [9])
    with pytest.raises(ValueError, match="do not fit"):
        kernels.find_marks([text], [numbers], np.array([4]), [(0, 0)], [(np.array([3]), *wanted[1:])])


def kernels_of_numpy() -> Kernels:
    """The readable ones."""
    return kernels("numpy")
