"""Stemming: an unquoted word finds its inflections, a quoted one only itself."""

from pathlib import Path

import pytest

from search import Config, Library
from search.analysis.stemming import NONE, inflected_forms, stem_prefix, stemmer_languages, stems
from search.analysis.tokenizer import tokenize
from tests.conftest import Folder
from tests.support.places import SAMPLE

TEXTS = {
    "one.txt": "A worker waits\n\nOne worker was running to the city.",
    "many.txt": "Workers wait\n\nMany workers ran to the cities; the work goes on.",
    "other.txt": "Das Haus\n\nDie Häuser der Arbeiter, die Arbeiterin.",
}


def found(make_folder: Folder, tmp_path: Path, typed: str, language: str = "english") -> dict[str, list[str]]:
    """What a query marks in each article that it finds."""
    library = Library.open(make_folder(TEXTS), tmp_path / "index", Config(language=language))
    library.update()
    views = [library.searcher().article(hit.id, typed) for hit in library.search(typed).hits]
    return {view.path: [view.text[start:end] for start, end in view.marks] for view in views}


@pytest.mark.parametrize("typed", ["worker", "workers", "WORKERS", "worker's"])
def test_each_form_of_a_word_finds_the_others(make_folder: Folder, tmp_path: Path, typed: str) -> None:
    assert found(make_folder, tmp_path, typed) == {"one.txt": ["worker"] * 2, "many.txt": ["Workers", "workers"]}


def test_a_quoted_word_finds_only_itself(make_folder: Folder, tmp_path: Path) -> None:
    assert found(make_folder, tmp_path, '"workers"') == {"many.txt": ["Workers", "workers"]}
    assert found(make_folder, tmp_path, "workers~0") == {"many.txt": ["Workers", "workers"]}


def test_a_phrase_finds_no_forms(make_folder: Folder, tmp_path: Path) -> None:
    assert found(make_folder, tmp_path, '"many worker"') == {}
    assert found(make_folder, tmp_path, '"one workers"~3') == {}
    assert found(make_folder, tmp_path, '"many workers"') == {"many.txt": ["Many workers"]}


def test_an_excluded_word_excludes_its_forms(make_folder: Folder, tmp_path: Path) -> None:
    assert set(found(make_folder, tmp_path, "wait -cities")) == set()
    assert set(found(make_folder, tmp_path, 'wait -"cities"')) == {"one.txt"}


def test_forms_are_found_in_titles(make_folder: Folder, tmp_path: Path) -> None:
    assert found(make_folder, tmp_path, "title:worker") == {"one.txt": ["worker"], "many.txt": ["Workers"]}


def test_without_a_language_a_word_finds_only_itself(make_folder: Folder, tmp_path: Path) -> None:
    assert found(make_folder, tmp_path, "worker", NONE) == {"one.txt": ["worker"] * 2}
    assert found(make_folder, tmp_path, "workers", NONE) == {"many.txt": ["Workers", "workers"]}


def test_another_language_stems_in_another_way(make_folder: Folder, tmp_path: Path) -> None:
    assert found(make_folder, tmp_path, "hauser", "german") == {"other.txt": ["Haus", "Häuser"]}
    assert found(make_folder, tmp_path, "hauser", "english") == {"other.txt": ["Häuser"]}


def test_another_language_needs_no_new_index(make_folder: Folder, tmp_path: Path) -> None:
    assert found(make_folder, tmp_path, "worker", NONE) == {"one.txt": ["worker"] * 2}
    library = Library.open(make_folder({}), tmp_path / "index", Config(language="english"))
    assert library.search("worker").total == 2


def test_forms_are_the_word_itself_and_words_of_the_vocabulary() -> None:
    forms = inflected_forms("english", ["run", "running", "runs", "ran", "city"])
    assert forms.of("running") == ("running", "run", "runs")
    assert forms.of("cities") == ("cities", "city")
    assert forms.of("zebra") == ("zebra",)
    assert inflected_forms(NONE, ["run", "runs"]).of("run") == ("run",)


@pytest.mark.parametrize("language", stemmer_languages())
def test_every_language_has_a_stemmer_that_takes_any_word(language: str) -> None:
    words = ["", "a", "workers", "rabotniki", "работники", "हिन्दी", "日", "6000", "c++", "'", "x" * 300]
    forms = inflected_forms(language, words)
    assert all(word in forms.of(word) for word in words)


def test_forms_that_differ_in_their_first_letter_are_found(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text("Kabar\n\nDia membaca koran.")
    library = Library.open(tmp_path / "texts", tmp_path / "index", Config(language="indonesian"))
    library.update()
    assert library.search("baca").total == 1


@pytest.mark.parametrize("language", ["english", NONE, "german", "french", "spanish", "russian", "finnish", "turkish"])
def test_all_forms_begin_with_the_common_beginning(language: str) -> None:
    texts = (path.read_text(encoding="utf-8", errors="replace") for path in SAMPLE.rglob("*.txt"))
    irregular = ["skis", "skies", "sky", "dying", "die", "lying", "tying", "idly", "gently", "ugly", "early", "singly"]
    words = sorted({*irregular, *(term for text in texts for term in tokenize(text).terms)})
    every = inflected_forms(language, words)
    for word in [*words[::7], *irregular]:
        start = stem_prefix(language, word, *stems(language, [word]))
        near = inflected_forms(language, [other for other in words if other.startswith(start)])
        assert set(every.of(word)) == set(near.of(word))


def test_without_a_common_beginning_every_word_is_tried() -> None:
    assert stem_prefix("indonesian", "baca", "baca") == ""
