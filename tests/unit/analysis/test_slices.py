"""A long text has the same tokens and the same segment, whether it is analysed whole or in slices."""

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from search.analysis.batch_tokenizer import tokenize_batch
from search.analysis.slices import LONGEST_SLICE, is_safe_cut, slice_text
from search.analysis.tokenizer import Tokens, tokenize
from search.engines.embedded.segment import field_writer, segment_writer
from search.engines.embedded.segment.segment_reader import SegmentReader
from search.extract.articles import extract_articles
from search.types.article import Article
from search.types.files import FileText
from tests.unit.analysis.test_batch_tokenizer import PIECES, UNUSUAL, together
from tests.unit.analysis.test_tokenizer import LEFTOVERS, SPECIAL

TEXTS = st.one_of(
    st.text(),
    UNUSUAL,
    st.lists(PIECES).map("".join),
    st.text(st.sampled_from(SPECIAL), max_size=60),
    st.lists(st.sampled_from(LEFTOVERS)).map("".join),
)
WORDS = st.sampled_from(
    [
        "ferry",
        "U.S.",
        "6,000",
        "per",
        "cent",
        "O’Neil's",
        "C++",
        "日本",
        "日",
        "हिंदी",
        "e\u0301",
        "%",
        "—",
        "-",
        "\n\n",
        "x" * 30,
        "gov-\nern",
        "caf&eacute;",
        "<b>quay</b>s",
        "1 234 567",
        'מנכ"ל',
        "donâ€™t",
    ]
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=80).map(" ".join)


def shifted(found: Tokens, by: int) -> list[tuple[str, int, int]]:
    return [
        (term, start + by, end + by) for term, start, end in zip(found.terms, found.starts, found.ends, strict=True)
    ]


@given(TEXTS)
@example("1 234 567 co-\n op caf&eacute; <b x='a b'>a</b>b <!-- a b --> Ã© bÃ©b \x1b[0;1ma per cent e-mail")
def test_no_token_crosses_a_cut(text: str) -> None:
    whole = shifted(tokenize(text), 0)
    for at in range(1, len(text)):
        if is_safe_cut(text, at):
            assert shifted(tokenize(text[:at]), 0) + shifted(tokenize(text[at:]), at) == whole


@given(TEXTS, st.integers(2, 40))
def test_slices_make_up_the_text_and_are_short_enough(text: str, size: int) -> None:
    found = list(slice_text(text, size))
    assert "".join(text[start:end] for start, end in found) == text
    assert all(end - start <= size for start, end in found)
    assert all(end - start > 0 for start, end in found[:-1])


@pytest.mark.parametrize(
    "piece",
    ["The ferry left at 6,000 per cent of noon. ", "x", "a.", "日e\u0301", "o'n "],
)
def test_a_long_text_in_a_batch_has_the_tokens_that_it_has_alone(piece: str) -> None:
    text = piece * (3 * LONGEST_SLICE // len(piece) // 2)
    assert together(["before", text, "", "behind"]) == [tokenize(it) for it in ("before", text, "", "behind")]


def test_a_cut_never_splits_a_word() -> None:
    text = "ferries leave the quay at noon, per cent by per cent. " * 12_000
    assert set(tokenize_batch([text]).terms) - {"%", "percent"} == set(text.replace(",", "").replace(".", "").split())
    assert len(tokenize(text)) == 9 * 12_000


def written(texts: list[str]) -> dict[str, Any]:
    """All that a segment of these texts holds."""
    made: list[Article] = []
    for number, text in enumerate(texts):
        made += extract_articles(f"{number}.txt", FileText(f"Ferry {text}", "utf-8", "", len(text), 0, 0))
    with TemporaryDirectory() as folder:
        named = segment_writer.write_segment(Path(folder), iter(made))
        assert named
        segment = SegmentReader(Path(folder) / named.name, named.length)
        file = segment.file
        held = {
            name: file.text(name) if file.dtype(name) == "bytes" else file.array(name).tolist() for name in file.names
        }
        segment.close()
    return held


@given(st.lists(SENTENCES, min_size=1, max_size=4), st.integers(35, 90), st.integers(1, 60))
def test_a_segment_written_slice_by_slice_is_the_same(texts: list[str], size: int, tokens_held: int) -> None:
    cuts = [(it, start) for it in texts for start, _ in slice_text(f"Ferry {it}", size) if start]
    assume(all(is_safe_cut(f"Ferry {text}", at) for text, at in cuts))
    whole = written(texts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(segment_writer, "_BATCH", size)
        patch.setattr(segment_writer, "slice_text", partial(slice_text, size=size))
        patch.setattr(field_writer, "MOST_TOKENS", tokens_held)
        assert written(texts) == whole
