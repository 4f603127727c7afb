"""Which lists of addresses are read together, and which are kept for the next question."""

from pathlib import Path

import numpy as np
import pytest

from search.engines.embedded import EmbeddedEngine
from search.engines.embedded.searcher.match_positions import ArticleField
from search.engines.embedded.searcher.multi_reader import MultiReader
from tests.support.engines import add_texts

WORDS = [f"wa{number:02}" for number in range(100)]


@pytest.fixture
def reader(tmp_path: Path) -> MultiReader:
    """A reader of two segments."""
    engine = EmbeddedEngine(tmp_path, "english")
    for name in "ab":
        with engine.writer() as batch:
            texts = {f"{name}{number}.txt": " ".join(WORDS[number % 7 :: number + 1]) for number in range(60)}
            add_texts(batch, {**texts, f"{name}.txt": "ferry " * 40_000 + "harbour"})
    return engine.searcher().reader.documents


@pytest.mark.parametrize("words", [WORDS, [*WORDS, "zzz"], WORDS[:40] + WORDS[60:], WORDS[::2], WORDS[:3]])
def test_lists_of_many_terms_have_the_addresses_of_each(reader: MultiReader, words: list[str]) -> None:
    field = reader.field("text")
    expected = sorted(address for word in words for address in field.addresses(frozenset((word,))).tolist())
    assert len(expected) > 50
    assert field.addresses(frozenset(words)).tolist() == expected
    for document in range(0, reader.size, 7):
        start, end = field.bounds[document : document + 2].tolist()
        positions = [address - start for address in expected if start <= address < end]
        article = ArticleField("text", reader, np.array([document]))
        assert article.any_of(frozenset(words)).tolist() == positions


def test_long_lists_are_kept_for_the_next_question(reader: MultiReader) -> None:
    def ask(word: str) -> object:
        with reader.memory.answering():
            return reader.field("text").lists(frozenset((word,)))

    assert ask("ferry") is ask("ferry")
    assert ask("harbour") is not ask("harbour")
    assert ask("harbour") == ask("harbour")


def test_of_many_lists_the_long_ones_have_their_skips_and_documents(reader: MultiReader) -> None:
    field, words = reader.field("text"), [*WORDS, "ferry", "harbour"]
    lists = field.lists(frozenset(words))
    assert sorted(lists) == sorted(packed for word in words for packed in field.lists(frozenset((word,))))
    assert [len(packed.gaps) >= 40_000 for packed in lists if packed.skips and packed.documents] == [True] * 2
