"""The forms of a word are those that stemming every term of the index would find."""

from pathlib import Path
from random import Random

import pytest

from search import Config, Library
from search.analysis.compounds import is_compound_term, joined_word
from search.analysis.stemming import AUTO, NONE, inflected_forms, languages_of, stems
from search.config import SKIPPABLE_STEPS
from search.engines.common_languages import common_languages
from search.engines.embedded.searcher.searcher_manager import SearcherManager
from search.engines.embedded.segment import segment_reader
from search.engines.embedded.segment.merge import FANOUT
from tests.support.files import write_files

ENGLISH = "The workers have been told of the ferries and of the skies, and they were not at work on it. It is early."
GERMAN = "Die Arbeiter haben in den Häusern der Stadt nicht gearbeitet, und sie sind auch zu spät. Der Arbeit ist das."
KOREAN = "도서관이 열렸다. 도서관은 시장에서 멀다. 시장은 크다."
ROOTS = ("work", "ferri", "hous", "arbeit", "care", "car", "haus", "e-mail", "sky", "over-load", "die", "스시장")
ENDINGS = ("", "s", "e", "es", "ed", "ing", "er", "en", "ung", "ungen", "y", "ies", "ly", "st", "-works", "에서")


def story(number: int) -> str:
    """A text in one of three languages, with words of several forms, some of them compounds."""
    random = Random(number)
    words = [random.choice(ROOTS) + random.choice(ENDINGS) for _ in range(60)]
    return f"Story {number}\n\n{(ENGLISH, GERMAN, KOREAN)[number % 3]}\n\n{' '.join(words)}\n"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index that has a merged segment and two others, one of them with an article that is deleted."""
    folder = tmp_path_factory.mktemp("forms")
    steps = ",".join(step for step in SKIPPABLE_STEPS if step != "language")
    library = Library.open(folder / "texts", folder / "index", Config(skip_steps=steps))
    for number in range(FANOUT + 2):
        write_files(folder / "texts", {f"{number}-{part}.txt": story(4 * number + part) for part in range(4)})
        if number == FANOUT + 1:
            (folder / "texts" / f"{FANOUT}-0.txt").unlink()
        library.update()
    return library.index


def plain_forms(terms: list[str], word: str, language: str) -> set[str]:
    """The forms of a word, with the compound terms that join to them: every term is stemmed."""
    compounds = [term for term in terms if is_compound_term(term)]
    words = {term for term in terms if not is_compound_term(term)}.union(map(joined_word, compounds))
    (chosen,) = languages_of(word, (language,))
    forms = {word, *inflected_forms(chosen, sorted(words)).of(word)}
    return forms.union(term for term in compounds if joined_word(term) in forms)


@pytest.mark.parametrize("language", ["german", "porter", "korean", "indonesian", NONE])
def test_forms_are_those_that_stemming_every_term_finds(index: Path, language: str) -> None:
    reader = SearcherManager(index, language).acquire().reader
    terms = sorted({term for part in reader.documents.parts("text") for term in part.terms.all()})
    words = [term for term in terms if not is_compound_term(term)]
    assert len(reader.segments) == 3
    for word in [*words, *(f"{word}s" for word in words), "zebras", "시장에서"]:
        assert set(reader.vocabulary.forms("text", word)) == plain_forms(terms, word, language), word


def test_a_merged_segment_has_the_stems_of_its_languages(index: Path) -> None:
    first, *others = SearcherManager(index, AUTO).acquire().reader.segments
    assert sorted(first.file.facts["languages"]) == ["english", "german"]
    assert not any(segment.file.facts["languages"] for segment in others)
    for segment in (first, *others):
        for language in segment.file.facts["languages"]:
            for field in segment.fields.values():
                words = [joined_word(term) if is_compound_term(term) else term for term in field.terms.all()]
                of_stem: dict[str, set[int]] = {}
                for stem, number in zip(stems(language, words), field.stems(language).tolist(), strict=True):  # type: ignore[union-attr]
                    of_stem.setdefault(stem, set()).add(number)
                assert all(len(numbers) == 1 for numbers in of_stem.values())


def test_stems_of_other_stemmers_are_made_anew(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segment_reader, "stemmer_version", lambda: "another")
    reader = SearcherManager(index, "german").acquire().reader
    assert all(part.stems("german") is None for part in reader.documents.parts("text"))
    assert "arbeiten" in reader.vocabulary.forms("text", "arbeit")


def test_a_language_of_few_articles_is_not_stemmed() -> None:
    assert common_languages({"de": 60, "fr": 1, "": 3}, 64) == ("german",)
    assert common_languages({"de": 60, "fr": 3, "ko": 70}, 133) == ("korean", "german", "french")
    assert common_languages({"de": 2, "": 3}, 5) == ("german", "english")
