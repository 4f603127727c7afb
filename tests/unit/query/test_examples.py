"""Example queries are made of words of the folder, in any alphabet, and find something."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from search import Library
from search.searcher import Searcher
from tests.support.files import write_files

ENGLISH = {
    "a.txt": "Harbour bridge closes\n\nThe harbour bridge closes for a year, and the mayor is silent.\n",
    "b.txt": "Harbour bridge opens\n\nThe harbour bridge opens, says the mayor.\n",
    "c.txt": "Harbour lights\n\nNobody sees the lights of the bridge over the harbour.\n",
}
RUSSIAN = {
    "a.txt": "Паром вышел из гавани\n\nПаром вышел из гавани утром, и город ждёт новостей.\n",
    "b.txt": "Жители ждут парома в гавани\n\nЖители города ждут парома в гавани с утра.\n",
}
CHINESE = {
    "a.txt": "港口渡轮停运\n\n港口渡轮昨日停运，居民等待消息。\n",
    "b.txt": "港口渡轮复航\n\n港口渡轮今日复航。\n",
}
HINDI = {
    "a.txt": "बंदरगाह की नौकाएं बंद\n\nबंदरगाह की नौकाएं आज बंद हैं, लोग समाचार देखते हैं।\n",
    "b.txt": "बंदरगाह की नौकाएं चालू\n\nबंदरगाह की नौकाएं कल से चालू हैं।\n",
}
KOREAN = {
    "a.txt": "항구에서 여객선이 출발\n\n항구에서 여객선이 아침에 출발한다. 시민은 소식을 기다린다.\n",
    "b.txt": "항구에서 여객선이 귀항\n\n항구에서 여객선이 저녁에 귀항한다.\n",
}
FOLDERS = {"english": ENGLISH, "russian": RUSSIAN, "chinese": CHINESE, "hindi": HINDI, "korean": KOREAN}
_TRIED_FIRST = (0, 1, 3, 6)
"""The numbers of the examples of the home page."""


def _searcher(place: Path, texts: Mapping[str, str]) -> Searcher:
    library = Library.open(write_files(place / "texts", texts), place / "index")
    library.update()
    return library.searcher()


@pytest.mark.parametrize("texts", FOLDERS.values(), ids=FOLDERS)
def test_the_examples_of_the_home_page_find_something(texts: Mapping[str, str], tmp_path: Path) -> None:
    searcher = _searcher(tmp_path, texts)
    examples = searcher.examples()
    assert all(searcher.search(examples[number].query).total for number in _TRIED_FIRST), examples


def test_a_word_that_every_article_has_is_not_excluded(tmp_path: Path) -> None:
    queries = [example.query for example in _searcher(tmp_path, ENGLISH).examples()]
    assert "harbour bridge" in queries and "harbour -bridge" not in queries


@pytest.mark.parametrize(
    ("texts", "word"),
    [(RUSSIAN, "гавани"), (CHINESE, "港口"), (HINDI, "बंदरगाह"), (KOREAN, "항구에서")],
    ids=["russian", "chinese", "hindi", "korean"],
)
def test_words_of_other_scripts_are_examples(texts: Mapping[str, str], word: str, tmp_path: Path) -> None:
    assert word in _searcher(tmp_path, texts).examples()[0].query


def test_a_word_of_two_characters_is_not_misspelt(tmp_path: Path) -> None:
    queries = [example.query for example in _searcher(tmp_path, CHINESE).examples()]
    assert "港口*" in queries and not any("?" in query or query.endswith("~1") for query in queries)


def test_without_titles_of_words_there_are_stock_words(tmp_path: Path) -> None:
    assert _searcher(tmp_path, {"a.txt": "12 34\n\n56 78 90.\n"}).examples()[0].query == "harbour strike"
