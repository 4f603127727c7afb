"""The language of an article, by the script and the most frequent words of its body."""

from string import ascii_letters

import pytest

from search.extract.articles import extract_articles
from search.extract.draft import DEFAULT_OPTIONS, ExtractionOptions
from search.extract.languages import LANGUAGES, NAMES
from search.extract.patterns import load_patterns
from search.types.files import FileText
from tests.support.languages import NEWS, SENTENCES

CODES = {name: code for code, name in NAMES.items()}
MENU = "\n".join(
    f"The {each} of the week and more about it" for each in ("news", "sport", "music", "films", "books", "weather")
)


def language_of(text: str, options: ExtractionOptions = DEFAULT_OPTIONS) -> str:
    """The language of the first article of a text."""
    return extract_articles("a.txt", FileText(text, "utf-8", "", len(text)), options, "")[0].language


@pytest.mark.parametrize(
    ("code", "text"),
    [*NEWS.items(), *((CODES[name.split(",")[0]], text) for name, (_, text) in SENTENCES.items() if len(text) > 120)],
)
def test_the_language_of_a_few_sentences_is_found(code: str, text: str) -> None:
    assert language_of(text) == code


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Boats, boats, boats.", ""),
        ("Merrow Norholm Brandt Lund 2031", ""),
        ("Merrow Norholm and Brandt", ""),
        (" ".join(("El Paso, La Paz,", *(f"Norholm{letter}," for letter in ascii_letters))), ""),
        ("Moren sa at hun og de andre var i byen.", ""),  # as Danish as Norwegian
        ("Αθήνα", "el"),
        ("αβ", ""),
        ("フェリーは今日も出港しなかった。", "ja"),
        ("渡轮今天没有出港，日本的“ひかり”号也没有。", "zh"),
    ],
)
def test_a_short_text_has_a_language_only_if_its_words_or_letters_show_one(text: str, language: str) -> None:
    assert language_of(text) == language


def test_a_menu_does_not_count() -> None:
    assert language_of(f"{MENU}\n\n{NEWS['eu']}\n") == "eu"


def test_a_text_in_two_languages_has_the_one_with_most_words() -> None:
    quoted = f"{NEWS['ca']} \u201cThis is not what we have asked for\u201d, va dir un turista."
    assert language_of(quoted) == "ca"


def test_a_longer_sample_is_examined_where_the_first_words_show_nothing() -> None:
    names = " ".join(f"Merrow {number}, Norholm {number};" for number in range(40))
    assert len(names) > 600
    assert language_of(f"{names} {NEWS['af']}") == "af"


def test_the_person_can_add_words() -> None:
    assert language_of("Boats, boats, hulls.") == ""
    own = '[languages]\nen = ["boats", "hulls"]\n'
    assert language_of("Boats, boats, hulls.", ExtractionOptions(own_patterns=own)) == "en"


def test_every_language_has_one_name_and_either_words_or_a_script() -> None:
    with_words = {code for codes in load_patterns().languages.values() for code in codes}
    with_script = {language.code for language in LANGUAGES if language.scripts}
    assert with_words | with_script == NAMES.keys()
    assert not with_words & with_script
    assert len({*NAMES.values()}) == len(LANGUAGES)
