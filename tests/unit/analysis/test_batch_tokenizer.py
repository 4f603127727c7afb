"""A batch gives each text the same tokens as analysing it alone."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.batch_tokenizer import tokenize_batch
from search.analysis.tokenizer import LONGEST, Tokens, tokenize
from search.documents.read import read_file
from search.kernels._numpy import words
from tests.unit.analysis.test_tokenizer import CASES, LEFTOVERS, SPECIAL

UNUSUAL = st.text(alphabet="aAbUSs.,'’&+#%5 -\u00ad\u200b\u0301éहिंत日ำกｶﾞاـİß٦\u00a0\u202fб\x00\ud800")
PIECES = st.sampled_from(
    [
        "per",
        "cent",
        " ",
        "'s",
        "6",
        ",",
        "000",
        ".",
        "U.",
        "S",
        "é",
        "%",
        "s'",
        "б",
        "-",
        "x" * 200,
        '"',
        "מנכ",
        "ל",
        "，",
    ]
)
TEXTS = st.lists(
    st.one_of(
        st.text(),
        UNUSUAL,
        st.lists(PIECES).map("".join),
        st.text(st.sampled_from(SPECIAL), max_size=60),
        st.lists(st.sampled_from(LEFTOVERS)).map("".join),
    ),
    max_size=5,
)


def together(texts: Sequence[str]) -> list[Tokens]:
    found = tokenize_batch(texts)
    columns = []
    for first, last in zip(found.bounds[:-1], found.bounds[1:], strict=True):
        terms = tuple(found.terms[number] for number in found.ids[first:last])
        columns.append(Tokens(terms, tuple(found.starts[first:last].tolist()), tuple(found.ends[first:last].tolist())))
    return columns


@given(TEXTS)
def test_a_batch_gives_each_text_the_tokens_that_it_has_alone(texts: list[str]) -> None:
    assert together(texts) == [tokenize(text) for text in texts]


def test_numbers_have_the_same_tokens_however_their_digits_are_grouped() -> None:
    digits = ("0", "1", "23", "456", "1234")
    pairs = [f"{first}{mark}{second}" for first in digits for mark in ".," for second in digits]
    more = [f"{pair}{mark}{third}" for pair in pairs for mark in ".," for third in ("1", "456", "1234")]
    texts = [
        f"{number}{end}" for number in (*pairs, *more) for end in ("", ".", ",", "%", "%.", "%%", "a", "٣", "\u00a0%")
    ]
    assert together(texts) == [tokenize(text) for text in texts]


def test_a_batch_of_one_text_has_the_same_tokens() -> None:
    for text, _ in CASES.values():
        assert together([text]) == [tokenize(text)]


def test_a_batch_of_the_sample_corpus_has_the_same_tokens(sample: Path) -> None:
    paths = sorted(path.relative_to(sample).as_posix() for path in sample.rglob("*.txt"))
    texts = [read_file(sample, path, 1_000_000)[0].text for path in paths]
    assert len(texts) > 14
    assert together(texts) == [tokenize(text) for text in texts]


@pytest.mark.parametrize(
    "texts",
    [
        [],
        [""],
        ["", "", "a", ""],
        ["40 per", "cent", "per", " cent"],
        ["a" * (LONGEST - 1), "a" * LONGEST, "a" * (LONGEST + 1) + " b", "7" * 1000],
        ["1б б1 1a б a1б", "IST\u0939\u093f\u0902\u0926\u0940 IST"],
        ["\ud800 a \udfff", "a\0b"],
    ],
)
def test_a_batch_may_be_empty_or_hold_empty_and_long_texts(texts: list[str]) -> None:
    assert together(texts) == [tokenize(text) for text in texts]


def test_every_term_has_one_number() -> None:
    found = tokenize_batch(["Ferry ferry FERRY U.S. us 40% 40 per cent percent"])
    assert len(set(found.terms)) == len(found.terms)
    assert {"ferry", "us", "40", "percent"} <= set(found.terms)


def test_words_with_the_same_hash_stay_different_terms(monkeypatch: pytest.MonkeyPatch) -> None:
    ones = np.ones(1000, np.uint64)
    monkeypatch.setattr(words, "_cached_powers", [(ones, ones)])  # now anagrams have one hash
    texts = ["conservation conversation", "conversation resurrection", "conservation conservation"]
    assert together(texts) == [tokenize(text) for text in texts]
