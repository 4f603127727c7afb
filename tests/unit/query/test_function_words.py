"""The function words of the languages that have a list."""

from pathlib import Path

import pytest

from search import Library
from search.analysis.stemming import stemmer_languages
from search.analysis.tokenizer import tokenize
from search.config import Config
from search.query.function_words import function_words
from tests.support.files import write_files

LISTED = {
    "danish": "og",
    "dutch": "het",
    "english": "the",
    "finnish": "ja",
    "french": "été",
    "german": "für",
    "hungarian": "és",
    "italian": "della",
    "norwegian": "og",
    "porter": "the",
    "portuguese": "não",
    "russian": "что",
    "spanish": "también",
    "swedish": "och",
    "turkish": "ve",
}


@pytest.mark.parametrize(("language", "word"), LISTED.items(), ids=LISTED)
def test_the_words_are_those_of_the_index(language: str, word: str) -> None:
    words = function_words(language)
    assert tokenize(word).terms[0] in words
    assert all(tokenize(term).terms == (term,) for term in words)


def test_other_languages_have_none() -> None:
    assert {language for language in stemmer_languages() if function_words(language)} == LISTED.keys()


def test_the_setting_decides_which_words_need_not_be_there(tmp_path: Path) -> None:
    folder = write_files(tmp_path / "texts", {"a.txt": "Fähre\n\nEine Fähre im Hafen.", "b.txt": "The\n\nThe end."})
    library = Library.open(folder, tmp_path / "index", config=Config(language="german"))
    library.update()
    assert library.search("für die Fähre", partial=False).total == 1
    assert library.search("the Fähre", partial=False).total == 0
