"""Example queries are made of words of the folder, in any alphabet, and find something."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from search import Library
from search.searcher import Searcher

ENGLISH = {
    "a.txt": "Harbour bridge closes\n\nThe harbour bridge closes for a year, and the mayor is silent.\n",
    "b.txt": "Harbour bridge opens\n\nThe harbour bridge opens, says the mayor.\n",
    "c.txt": "Harbour lights\n\nNobody sees the lights of the bridge over the harbour.\n",
}
RUSSIAN = {
    "a.txt": "Паром вышел из гавани\n\nПаром вышел из гавани утром, и город ждёт новостей.\n",
    "b.txt": "Жители ждут парома в гавани\n\nЖители города ждут парома в гавани с утра.\n",
}
_TRIED_FIRST = (0, 1, 3, 6)
"""The numbers of the examples of the home page."""


def _searcher(place: Path, texts: Mapping[str, str]) -> Searcher:
    folder = place / "texts"
    folder.mkdir()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    library = Library.open(folder, place / "index")
    library.update()
    return library.searcher()


@pytest.mark.parametrize("texts", [ENGLISH, RUSSIAN], ids=["english", "russian"])
def test_the_examples_of_the_home_page_find_something(texts: Mapping[str, str], tmp_path: Path) -> None:
    searcher = _searcher(tmp_path, texts)
    examples = searcher.examples()
    assert all(searcher.search(examples[number].query).total for number in _TRIED_FIRST), examples


def test_a_word_that_every_article_has_is_not_excluded(tmp_path: Path) -> None:
    queries = [example.query for example in _searcher(tmp_path, ENGLISH).examples()]
    assert "harbour bridge" in queries and "harbour -bridge" not in queries


def test_words_of_other_alphabets_are_examples(tmp_path: Path) -> None:
    assert any("гавани" in example.query for example in _searcher(tmp_path, RUSSIAN).examples())


def test_without_titles_of_words_there_are_stock_words(tmp_path: Path) -> None:
    assert _searcher(tmp_path, {"a.txt": "12 34\n\n56 78 90.\n"}).examples()[0].query == "harbour strike"
