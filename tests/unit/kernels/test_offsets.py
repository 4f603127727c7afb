"""Both kinds of kernels decode offsets of tokens as they were encoded, and refuse numbers that do not fit the text."""

import re
from itertools import chain, pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.arrays import bounds_of
from search.kernels import kernels
from search.kernels.interface import Kernels
from tests.support.kernels import both, outcome

PIECES = st.sampled_from(
    [
        *"sS'’.,a1Ü日\u2019\u2000\u303f\u3040\u00bf\u00c0 \n%",
        "ferry",
        "quay's",
        "1,000.5",
        "U.S.",
        "e-mail",
        "\U0001f600",
    ]
)
PARTS = st.lists(PIECES, max_size=30)
TEXTS = PARTS.map("".join) | PARTS.map(" ".join) | st.text()
CHANGES = st.sampled_from(["", "", "", "left out", "longer", "shorter", "split"])


@st.composite
def spans(draw: st.DrawFn, text: str) -> list[tuple[int, int]]:
    """Spans of a text that tokens may have: its words, some of them changed, or any."""
    if draw(st.booleans()):
        bounds = sorted(draw(st.lists(st.integers(0, len(text)), max_size=12)))
        return list(zip(bounds[::2], bounds[1::2], strict=False))
    found: list[tuple[int, int]] = []
    for word in re.finditer(r"[^\W_]+(?:[.,]\d+)*", text):
        start, end = max(word.start(), found[-1][1] if found else 0), word.end()
        if start < end and (change := draw(CHANGES)) != "left out":
            middle = (start + end) // 2
            stop = {"longer": min(end + 1, len(text)), "shorter": end - 1, "split": middle}.get(change, end)
            found += [(start, stop), (middle, end)] if change == "split" else [(start, stop)]
    return found


def columns(tokens: list[tuple[int, int]]) -> tuple[Any, Any]:
    """Starts and ends as arrays."""
    array = np.array(tokens, np.int64).reshape(-1, 2)
    return array[:, 0].copy(), array[:, 1].copy()


def encoded(chosen: Kernels, text: str, tokens: list[tuple[int, int]], after: int = 0) -> Any:
    """The numbers that say where the tokens of one text stand behind a place."""
    packed, sizes = chosen.encode_offsets([text], after, np.array([0, len(tokens)]), *columns(tokens))
    assert sizes.tolist() == [len(packed)]
    return chosen.unpack(packed)


def decoded(chosen: Kernels, text: str, numbers: Any) -> list[tuple[int, int]]:
    """The spans that numbers stand for."""
    starts, ends = chosen.decode_offsets(text, numbers)
    assert starts.dtype == ends.dtype == np.int32
    return list(zip(starts.tolist(), ends.tolist(), strict=True))


@both
@given(text=TEXTS, data=st.data())
def test_offsets_are_decoded_as_they_were_encoded(kernels: Kernels, text: str, data: st.DataObject) -> None:
    tokens = data.draw(spans(text))
    assert decoded(kernels, text, encoded(kernels, text, tokens)) == tokens


@both
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The ferry, at 6.30: 1,000 people’s wet.", ["The", "ferry", "at", "6.30", "1,000", "people", "wet"]),
        ("Ümit’s quay's S's sss ’s", ["Ümit", "quay", "S", "sss"]),
        ("a.b, 1. 2,", ["a", "b", "1", "2"]),
        ("-s 's", ["s"]),
        ("", []),
    ],
)
def test_words_of_a_usual_text_take_one_number(kernels: Kernels, text: str, words: list[str]) -> None:
    tokens, end = [], 0
    for word in words:
        start = text.index(word, end)
        end = start + len(word)
        tokens.append((start, end))
    numbers = encoded(kernels, text, tokens)
    assert numbers.tolist() == [len(words)]
    assert decoded(kernels, text, numbers) == tokens


@both
@pytest.mark.parametrize(
    ("letters", "signs"),
    [("09", "/:"), ("AZ", "@["), ("az", "`{\x7f"), ("\u00c0\u1fff", "\u00bf\u2000"), ("\u3040\U0010ffff", "\u303f")],
)
def test_which_signs_are_letters(kernels: Kernels, letters: str, signs: str) -> None:
    for sign in letters + signs:
        numbers = encoded(kernels, f"a{sign}b", [(0, 3)]).tolist()
        assert (numbers == [1]) == (sign in letters), hex(ord(sign))


@both
def test_another_token_takes_three_numbers_more(kernels: Kernels) -> None:
    text = "The U.S. ferry"
    numbers = encoded(kernels, text, [(0, 3), (4, 8), (9, 14)])
    assert numbers.tolist() == [1, 1, 4, 1]


@given(text=TEXTS, after=st.integers(-2, 40), data=st.data())
def test_both_kernels_encode_the_same_or_refuse(text: str, after: int, data: st.DataObject) -> None:
    tokens = data.draw(spans(text) | st.lists(st.tuples(st.integers(-1, 60), st.integers(-1, 60)), max_size=4))
    outcome(lambda chosen: encoded(chosen, text, tokens, after))


@given(text=TEXTS, numbers=st.lists(st.integers(-1, 6) | st.integers(-(1 << 63), (1 << 63) - 1), max_size=10))
@example(text="ab", numbers=[0, 1, (1 << 63) - 1, 0])
@example(text="ab", numbers=[(1 << 63) - 1, 0, 0, (1 << 63) - 1])
@example(text="a", numbers=[2])
def test_of_any_numbers_both_kernels_decode_the_same_or_refuse_them(text: str, numbers: list[int]) -> None:
    found = outcome(lambda chosen: chosen.decode_offsets(text, np.array(numbers, np.int64)))
    if not isinstance(found, str):
        tokens = decoded(kernels("auto"), text, np.array(numbers, np.int64))
        assert all(0 <= start <= end <= len(text) for start, end in tokens)
        assert all(before[1] <= behind[0] for before, behind in pairwise(tokens))


@given(text=TEXTS, data=st.data())
def test_a_changed_number_is_decoded_alike_by_both_kernels_or_refused(text: str, data: st.DataObject) -> None:
    numbers = encoded(kernels("auto"), text, data.draw(spans(text)))
    numbers[data.draw(st.integers(0, len(numbers) - 1))] += data.draw(st.integers(-2, 2))
    outcome(lambda chosen: chosen.decode_offsets(text, numbers))


@given(text=TEXTS, cut=st.integers(0, 12), data=st.data())
def test_a_text_may_be_encoded_in_portions(text: str, cut: int, data: st.DataObject) -> None:
    tokens = data.draw(spans(text))
    after = tokens[:cut][-1][1] if tokens[:cut] else 0
    chosen = kernels("auto")
    first = encoded(chosen, text, tokens[:cut]).tolist()
    second = encoded(chosen, text, tokens[cut:], after).tolist()
    assert [*first[:-1], first[-1] + second[0], *second[1:]] == encoded(chosen, text, tokens).tolist()


@both
@given(texts=st.lists(TEXTS, max_size=4), data=st.data())
def test_texts_are_encoded_together_as_one_by_one(kernels: Kernels, texts: list[str], data: st.DataObject) -> None:
    tokens = [data.draw(spans(text)) for text in texts]
    bounds = bounds_of([*map(len, tokens)])
    packed, sizes = kernels.encode_offsets(texts, 0, bounds, *columns([*chain.from_iterable(tokens)]))
    parts = np.split(packed, sizes.cumsum())[: len(texts)]
    assert [part.tolist() for part in map(kernels.unpack, parts)] == [
        encoded(kernels, *each).tolist() for each in zip(texts, tokens, strict=True)
    ]


@given(
    texts=st.lists(st.sampled_from(["", "ab", "a ferry", "\u65e5\U0001f600"]), max_size=3),
    bounds=st.lists(st.integers(-1, 4) | st.integers(-(1 << 63), (1 << 63) - 1), max_size=4),
    numbers=st.lists(st.integers(-1, 8), max_size=6),
)
def test_both_kernels_encode_texts_alike_or_refuse_them(
    texts: list[str], bounds: list[int], numbers: list[int]
) -> None:
    starts, ends = np.array(numbers[::2], np.int64), np.array(numbers[1::2], np.int64)
    outcome(lambda chosen: chosen.encode_offsets(texts, 0, np.array(bounds, np.int64), starts, ends))


@given(
    sizes=st.tuples(st.integers(60, 68), st.integers(56, 68)),
    middle=PARTS.map("".join),
    sign=st.sampled_from("a日\U0001f600'"),
)
def test_both_kernels_find_the_same_words_where_64_code_points_end(
    sizes: tuple[int, int], middle: str, sign: str
) -> None:
    text = sizes[0] * sign + middle + sizes[1] * sign
    found = [
        outcome(lambda chosen, words=words: chosen.decode_offsets(text, np.array([words])))
        for words in range(len(middle) + 3)
    ]
    assert isinstance(found[-1], str)  # a text has no more words than that
