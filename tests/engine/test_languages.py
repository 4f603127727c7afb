"""Word forms and function words of the languages that the articles are in."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from search import Config, Library
from search.analysis.stemming import AUTO
from search.engines.embedded.searcher.index_languages import index_languages
from search.engines.embedded.searcher.searcher_manager import SearcherManager
from tests.support.files import write_files

ENGLISH = "Ferry {}\n\nThe ferries to the island are late, and the workers on the quay have been told of it again."
GERMAN = "Hafen {}\n\nDie Arbeiter haben in den Häusern der Stadt nicht mehr gewohnt, und sie sind auch zu spät."
FRENCH = "Port {}\n\nLes ouvriers ont quitté la ville dans la nuit, et les bateaux sont restés avec une partie d'eux."
JAPANESE = "港{}\n\nフェリーは朝に港を出て、夕方に島に着いた。船は長い間港にいたという。"
UNKNOWN = "{} 4 5 6"


def library(folder: Path, texts: Mapping[str, int], language: str = AUTO) -> Library:
    """A library of so many articles of each text."""
    files = {
        f"{at}-{number}.txt": text.format(number)
        for at, (text, count) in enumerate(texts.items())
        for number in range(count)
    }
    opened = Library.open(write_files(folder / "texts", files), folder / "index", Config(language=language))
    opened.update()
    return opened


def languages(opened: Library) -> tuple[str, ...]:
    return index_languages(AUTO, SearcherManager(opened.index, AUTO).acquire().reader.documents)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({}, ("english",)),
        ({UNKNOWN: 3}, ("english",)),
        ({ENGLISH: 2, GERMAN: 3}, ("german", "english")),
        ({GERMAN: 60, FRENCH: 1}, ("german",)),
        ({GERMAN: 60, FRENCH: 2}, ("german", "french")),
        ({GERMAN: 2, UNKNOWN: 3}, ("german", "english")),
        ({JAPANESE: 2}, ("english",)),
    ],
    ids=str,
)
def test_the_languages_are_those_of_two_percent_of_the_articles(
    tmp_path: Path, texts: dict[str, int], expected: tuple[str, ...]
) -> None:
    assert languages(library(tmp_path, texts)) == expected


def test_deleted_articles_count_for_no_language(tmp_path: Path) -> None:
    opened = library(tmp_path, {ENGLISH: 2, GERMAN: 3})  # few enough, so that their segment stays
    for path in (tmp_path / "texts").glob("0-*"):
        path.unlink()
    opened.update()
    assert languages(opened) == ("german",)


def test_forms_of_every_language_are_found(tmp_path: Path) -> None:
    opened = library(tmp_path, {ENGLISH: 1, GERMAN: 1, FRENCH: 1})
    found = {typed: [hit.path for hit in opened.search(typed).hits] for typed in ("worker", "Haus", "ouvrier")}
    assert found == {"worker": ["0-0.txt"], "Haus": ["1-0.txt"], "ouvrier": ["2-0.txt"]}


def test_a_stemmer_of_one_language_joins_no_words_of_another(tmp_path: Path) -> None:
    english = "Care of a car {}\n\nThe car and the care of it are what the plan of the plane and the human were for."
    french = (
        "Le port {}\n\nLes ouvriers sont partis car la ville et le plan des bateaux ne sont pas dans une de ces rues."
    )
    opened = library(tmp_path, {english: 4, french: 4})
    views = {typed: opened.searcher().explain(typed).terms[0].words for typed in ("car", "care", "plan", "ouvrier")}
    assert views == {"car": ("car",), "care": ("care",), "plan": ("plan",), "ouvrier": ("ouvriers",)}


def test_a_single_language_can_be_set(tmp_path: Path) -> None:
    opened = library(tmp_path, {ENGLISH: 1, GERMAN: 1}, "german")
    assert (opened.search("Haus").total, opened.search("island", partial=False).total) == (1, 1)
    assert opened.search("quays").total == opened.search("ferry's tried").total == 0


@pytest.mark.parametrize(
    ("typed", "left_out"),
    [
        ("die hard", ()),
        ("war crimes", ()),
        ("the workers of the quay", ("the", "of")),
        ("die Arbeiter in der Stadt", ("die", "in", "der")),
    ],
)
def test_function_words_are_those_of_the_language_of_the_query(
    tmp_path: Path, typed: str, left_out: tuple[str, ...]
) -> None:
    opened = library(tmp_path, {ENGLISH: 3, GERMAN: 2})
    assert opened.searcher().explain(typed).function_words == left_out


def test_korean_nouns_are_found_with_particles_whatever_the_language(tmp_path: Path) -> None:
    files = {"a.txt": "시장에서\n\n도서관이 열렸다.", "b.txt": "시장\n\n도서관"}
    opened = Library.open(write_files(tmp_path / "texts", files), tmp_path / "index")
    opened.update()
    for typed, mark in (("시장", "시장에서"), ("도서관은", "도서관이")):
        views = [opened.searcher().article(hit.id, typed) for hit in opened.search(typed).hits]
        assert sorted(view.path for view in views) == ["a.txt", "b.txt"]
        assert mark in {view.text[start:end] for view in views for start, end in view.marks}
