"""Both kinds of kernels find the same words and number them alike."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.code_point_tables import code_point_tables
from search.analysis.tokenizer import tokenize, tokenize_filtered
from search.kernels.code_points import CODE_POINTS, FIRST_LETTER, HYPHEN
from search.kernels.interface import Kernels
from search.kernels.interface.words import RunTokens, Tokenizer
from tests.support.kernels import both, outcome

SIGNS = "abAsS ß日б7-.,''&+#%\u0301\u00a0é\0\ud800\U0001d400"
WORDS_AND_SIGNS = st.lists(
    st.sampled_from(["a", "s", "S", "7", "日", "б", "'", "’", ".", ",", "&", "+", "#", "\u00a0", "%", "-", " "]),
    max_size=30,
).map("".join)
TEXTS = st.lists(st.one_of(st.text(), st.text(SIGNS), st.text("ab 's", min_size=20), WORDS_AND_SIGNS), max_size=4)
OURS = code_point_tables()


def run_tokens(run: str) -> RunTokens:
    tokens = tokenize_filtered(run)
    return tokens.terms, tokens.starts, tokens.ends


def whole_run(run: str) -> RunTokens:
    return [f"<{run}>"], [0], [len(run)]


def tokenizer(kernels: Kernels, longest: int = 255, tokenize_run: Callable[[str], RunTokens] = run_tokens) -> Tokenizer:
    return kernels.Tokenizer(OURS.kinds, OURS.folded, longest, OURS.add, tokenize_run)


def found(tokenizer: Tokenizer, texts: Sequence[str]) -> list[object]:
    """What a tokenizer finds, with the words in place of their numbers."""
    ids, *columns = tokenizer.tokenize(texts)
    words = tokenizer.words(0)
    assert len(tokenizer) == len(words) == len({*words})
    return [[words[number] for number in ids.tolist()], *(column.tolist() for column in columns)]


@given(batches=st.lists(TEXTS, max_size=3), longest=st.integers(-1, 30))
def test_both_kernels_find_the_same_tokens(batches: list[list[str]], longest: int) -> None:
    def all_found(kernels: Kernels) -> object:
        one = tokenizer(kernels, longest)
        return [found(one, texts) for texts in batches]

    outcome(all_found)


@given(
    texts=st.lists(
        st.text("aszAZSZ09@[`{/:é\u0100\u0131\u0141\u0161\uff41 .,'-\U0001d400", min_size=8, max_size=60), max_size=50
    ),
    longest=st.integers(8, 80),
)
def test_both_kernels_tell_letters_from_the_signs_beside_them(texts: list[str], longest: int) -> None:
    for code in range(128):
        OURS.add(chr(code))
    outcome(lambda kernels: found(tokenizer(kernels, longest), texts))


def test_words_of_any_length_come_again() -> None:
    words = ["x" * length for length in (*range(1, 80), 200, 254)] * 3
    for kind in ("", "ж", "\U0001d400"):
        outcome(lambda kernels, kind=kind: found(tokenizer(kernels), [" ".join(words) + kind]))  # type: ignore[misc]


@given(texts=TEXTS, longest=st.integers(0, 30))
def test_both_kernels_take_the_same_runs_for_unusual(texts: list[str], longest: int) -> None:
    outcome(lambda kernels: found(tokenizer(kernels, longest, whole_run), texts))


@given(texts=TEXTS, data=st.data(), longest=st.integers(0, 9))
def test_with_any_classes_both_kernels_find_the_same_tokens(texts: list[str], data: Any, longest: int) -> None:
    kinds = np.full(CODE_POINTS, HYPHEN - 1, np.uint8)
    for character in {*"".join(texts)}:
        kinds[ord(character)] = data.draw(st.sampled_from([*range(1, 20), 31, FIRST_LETTER, FIRST_LETTER + 1, 255]))
    folded = np.arange(CODE_POINTS, dtype=np.uint32)
    outcome(lambda kernels: found(kernels.Tokenizer(kinds, folded, longest, OURS.add, whole_run), texts))


@given(texts=TEXTS, knows=st.booleans())
def test_code_points_without_a_class_are_learned_or_are_an_error(texts: list[str], knows: bool) -> None:
    def learning(kernels: Kernels) -> object:
        kinds, folded = np.zeros(CODE_POINTS, np.uint8), np.zeros(CODE_POINTS, np.uint32)
        kinds[[*map(ord, SIGNS[1:])]] = FIRST_LETTER

        def learn(character: str) -> None:
            kinds[ord(character)], folded[ord(character)] = FIRST_LETTER * knows, ord("x")

        return found(kernels.Tokenizer(kinds, folded, 255, learn, whole_run), texts)

    is_found = isinstance(outcome(lambda kernels: _whether_found(learning, kernels)), list)
    assert is_found == (knows or {*"".join(texts)} <= {*SIGNS[1:]})


def _whether_found(call: Any, kernels: Kernels) -> object:
    """What a call gives; or that it misses a class, whichever code point it meets first."""
    try:
        return call(kernels)
    except LookupError as error:
        assert "has no class" in str(error)
        return "no class"


@both
@given(batches=st.lists(st.lists(st.text(min_size=1, max_size=12), max_size=8), max_size=4))
def test_words_are_numbered_in_the_order_in_which_they_first_come(kernels: Kernels, batches: list[list[str]]) -> None:
    table = tokenizer(kernels)
    numbers: dict[str, int] = {}
    for words in batches:
        assert table.numbers(words).tolist() == [numbers.setdefault(word, len(numbers)) for word in words]
    assert len(table) == len(numbers)
    assert table.words(0) == [*numbers]
    assert table.words(len(numbers) // 2) == [*numbers][len(numbers) // 2 :]


@pytest.mark.slow
@both
def test_a_tokenizer_numbers_a_hundred_thousand_words_and_runs(kernels: Kernels) -> None:
    words = [f"{number:x}" for number in range(100_000)]
    table = tokenizer(kernels)
    for _ in range(2):
        ids, _, _, bounds, _ = table.tokenize([" ".join(words), " ".join(f"{word}'ll" for word in words[:40_000])])
        assert bounds.tolist() == [0, 100_000, 140_000]
        assert [*map(table.words(0).__getitem__, ids.tolist())] == words + [f"{word}'ll" for word in words[:40_000]]


@both
@pytest.mark.parametrize(
    "tokens",
    [
        (["a"], [0], [4]),
        (["a"], [-1], [1]),
        (["a"], [1], [1]),
        (["a", "b"], [1, 0], [2, 1]),
        (["a", "b"], [0, 1], [2, 2]),
        (["a"] * 4, [0] * 4, [1] * 4),
        (["a"], [0], []),
        ([""], [0], [1]),
    ],
)
def test_tokens_that_a_run_cannot_have_are_refused(kernels: Kernels, tokens: RunTokens) -> None:
    with pytest.raises(ValueError, match=r"run|letters"):
        kernels.Tokenizer(OURS.kinds, OURS.folded, 255, OURS.add, lambda _run: tokens).tokenize(["a'b"])


@both
def test_tables_and_numbers_that_do_not_fit_are_refused(kernels: Kernels) -> None:
    with pytest.raises(ValueError, match="one entry for each code point"):
        kernels.Tokenizer(OURS.kinds[:-1], OURS.folded, 255, OURS.add, run_tokens)
    with pytest.raises(ValueError, match="one entry for each code point"):
        kernels.Tokenizer(OURS.kinds, OURS.folded[:-1], 255, OURS.add, run_tokens)
    for first in (-1, 1):
        with pytest.raises(ValueError, match="no word has the number"):
            tokenizer(kernels).words(first)
    with pytest.raises(ValueError, match="no letters"):
        tokenizer(kernels).numbers([""])


@both
@pytest.mark.parametrize(
    "text", ["a.b", "7.5", "1,000", "1'000", "1\u00a0000", "a&b", "ab&b", "a#", "a++", "d'été", "a’sb", "aб"]
)
def test_signs_that_may_hold_a_word_together_make_its_run_unusual(kernels: Kernels, text: str) -> None:
    assert found(tokenizer(kernels, tokenize_run=whole_run), [f"- {text} -"])[0] == [f"<{text}>"]


@both
@pytest.mark.parametrize(
    "text", ["ab.c", "a.5", "a,b", "ab#", "ab++", "a\u00a0b", "1\u00a0b", "a’s", "7's", "a's's", "a.", "-a'"]
)
def test_other_signs_do_not(kernels: Kernels, text: str) -> None:
    words = found(tokenizer(kernels, tokenize_run=whole_run), [text])[0]
    assert words == [*tokenize(text).terms]
