"""Other spellings that a word finds: umlauts as two letters, and numbers in groups."""

from pathlib import Path

import pytest

from search import Library
from tests.support.files import write_files

GERMAN = "Neues\n\nDie Stadt hat den {} nicht mehr gesehen, und sie haben auch nach ihm gesucht, weil es so war."
DUTCH = "Nieuws\n\nDe {} hebben het niet meer gezien en zij zijn ook naar de stad gegaan om met hen te spreken."


def marks(folder: Path, texts: dict[str, str], *typed: str) -> list[dict[str, list[str]]]:
    """What each query marks, by file."""
    files = {f"{name}.txt": text for name, text in texts.items()}
    library = Library.open(write_files(folder / "texts", files), folder / "index")
    library.update()
    searcher = library.searcher()
    by_query = []
    for query in typed:
        views = [searcher.article(hit.id, query) for hit in library.search(query, partial=False).hits]
        by_query.append({view.path[:-4]: [view.text[start:end] for start, end in view.marks] for view in views})
    return by_query


@pytest.mark.parametrize("text", ["Here\n\n{}.", GERMAN], ids=["no language", "German"])
def test_an_umlaut_and_two_letters_find_each_other(tmp_path: Path, text: str) -> None:
    texts = {"umlaut": text.format("Jägermeister"), "letters": text.format("Jaegermeister")}
    both = {"umlaut": ["Jägermeister"], "letters": ["Jaegermeister"]}
    typed = ("Jägermeister", "Jaegermeister", "jägerm*", "jaegermeisters", "JÄGERMEISTERS", "Ja\u0308germeister")
    assert marks(tmp_path, texts, *typed) == [both] * len(typed)


def test_other_words_with_these_letters_stay_apart(tmp_path: Path) -> None:
    texts = {word: f"{word}\n\n{word}" for word in ("blu", "dos", "quen", "status", "venus", "gusts", "pots", "muller")}
    typed = ("blue", "does", "queen", "statues", "venues", "guests", "poets")
    assert marks(tmp_path, texts, *typed) == [{}] * len(typed)


def test_a_short_name_finds_its_umlaut(tmp_path: Path) -> None:
    texts = {"umlaut": "Here\n\nIn Löhne.", "letters": "Here\n\nIn Loehne.", "short": "Here\n\nIn Köln."}
    both = {"umlaut": ["Löhne"], "letters": ["Loehne"]}
    assert marks(tmp_path, texts, "Loehne", "koeln") == [both, {"short": ["Köln"]}]


def test_a_name_with_an_apostrophe_and_a_star_is_not_the_word_without(tmp_path: Path) -> None:
    texts = {"name": "Here\n\nO'Neill and O'Nea spoke.", "word": "Here\n\nOne spoke."}
    by_query = marks(tmp_path, texts, "O'Ne*", "O’Neill*")
    assert by_query == [{"name": ["O'Neill", "O'Nea"]}, {"name": ["O'Neill"]}]


def test_two_letters_stay_apart_where_another_language_is_known(tmp_path: Path) -> None:
    texts = {"a": DUTCH.format("boeren"), "b": DUTCH.format("boren")}
    assert marks(tmp_path, texts, "boeren") == [{"a": ["boeren"]}]


def test_the_umlaut_stays_in_the_canonical_text(tmp_path: Path) -> None:
    library = Library.open(write_files(tmp_path / "texts", {"a.txt": "Haus\n\nMueller"}), tmp_path / "index")
    library.update()
    assert library.search("Müller").canonical == "müller"
    assert library.search(library.search("Müller").canonical).total == 1


def test_a_number_finds_itself_in_two_groups(tmp_path: Path) -> None:
    texts = {"a": "Here\n\nSome 12 500 came.", "b": "Here\n\nSome 12500 came.", "c": "Here\n\nOf 12 were 500 late."}
    grouped, quoted, spaced = marks(tmp_path, texts, "12500", '"12500"', '"some 12 500 came"')
    assert grouped == {"a": ["12 500"], "b": ["12500"]}
    assert spaced == {"a": ["Some 12 500 came"], "b": ["Some 12500 came"]}
    assert quoted == {"b": ["12500"]}


def test_a_number_with_decimals_finds_its_groups(tmp_path: Path) -> None:
    texts = {"a": "Here\n\nOf 12,500.75 paid.", "b": "Here\n\nOf 12.500,75 paid.", "c": "Here\n\nOf 12500.75 paid."}
    (plain,) = marks(tmp_path, texts, "12500.75")
    assert plain == {"a": ["12,500.75"], "b": ["12.500,75"], "c": ["12500.75"]}


def test_a_number_typed_in_groups_finds_every_way_to_write_it(tmp_path: Path) -> None:
    texts = {"a": "Here\n\nSome 7,654,321 came.", "b": "Here\n\nSome 7 654 321 came.", "c": "Here\n\nOf 7 in 654 321."}
    spaced, phone = marks(tmp_path, texts, "came 7 654 321 some", "7 654 3210")
    assert spaced == {"a": ["7,654,321", "came"], "b": ["7 654 321", "came"]}
    assert phone == {}


def test_an_elided_article_is_left_out_of_a_word_and_not_of_a_quotation(tmp_path: Path) -> None:
    texts = {"a": "Ici\n\nL’usine fume.", "b": "Ici\n\nUne usine fume.", "c": "Ici\n\nElle s’use d’Arras."}
    typed = ("l'usine", "usine", "L’USIN*", '"l\'usine"', "d'Arras", "s'use-d'arras")
    with_article, alone, starred, quoted, place, joined = marks(tmp_path, texts, *typed)
    assert with_article == alone == starred == {"a": ["usine"], "b": ["usine"]}
    assert quoted == {"a": ["L’usine"]}
    assert place == {"c": ["Arras"]}
    assert joined == {"c": ["use d’Arras"]}
