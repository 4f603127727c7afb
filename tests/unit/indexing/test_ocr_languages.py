"""The languages that scans are read in are those of the articles, as far as tesseract has them."""

import pytest

from search.errors import OcrError
from search.indexing.ocr_languages import choose_languages

INSTALLED = ("chi_sim", "deu", "eng", "fra", "rus")


@pytest.mark.parametrize(
    ("articles", "installed", "languages"),
    [
        ({"en": 10, "de": 30}, INSTALLED, ("deu", "eng")),
        ({"en": 40, "de": 30, "fr": 20, "ru": 10}, INSTALLED, ("eng", "deu", "fra")),
        ({"zh": 5}, INSTALLED, ("chi_sim",)),
        ({"en": 99, "de": 1}, INSTALLED, ("eng",)),
        ({"ha": 5}, INSTALLED, ("eng",)),
        ({}, INSTALLED, ("eng",)),
        ({}, ("deu", "eng"), ("deu", "eng")),
    ],
)
def test_languages_are_those_of_most_articles(
    articles: dict[str, int], installed: tuple[str, ...], languages: tuple[str, ...]
) -> None:
    assert choose_languages("", installed, articles) == languages


def test_the_setting_comes_first_in_its_order() -> None:
    assert choose_languages("rus+eng", INSTALLED, {"de": 9}) == ("rus", "eng")


@pytest.mark.parametrize(
    ("setting", "installed", "message"),
    [
        ("eng+xyz", ("deu", "eng"), "no language “xyz”, which ocr_languages names. It has deu, eng."),
        ("", (), "tesseract has no languages"),
        ("", ("ita", "pol", "spa", "tur"), "ocr_languages. tesseract has ita, pol, spa, tur."),
    ],
)
def test_a_language_that_is_not_installed_is_named(setting: str, installed: tuple[str, ...], message: str) -> None:
    with pytest.raises(OcrError, match=message):
        choose_languages(setting, installed, {})
