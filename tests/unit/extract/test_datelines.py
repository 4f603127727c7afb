"""The place in a dateline, and words that look like one."""

import pytest

from search.extract.articles import extract_articles
from search.types.article import Article
from search.types.files import FileText

BODY = (
    "The harbour council met on Monday evening to settle how many ferries will cross the bay in winter, and who will "
    "pay for the two oldest boats, whose engines were repaired three times since the spring and are now beyond repair."
)


def article(beginning: str, more: str = "") -> Article:
    """The article whose body has this beginning, and more text behind it."""
    text = f"Ferries to cross the bay in winter\n\n{beginning} {BODY}\n\n{more}\n"
    (found,) = extract_articles("news/a.txt", FileText(text, "utf-8", "", len(text)))
    return found


@pytest.mark.parametrize(
    ("beginning", "place", "agency"),
    [
        ("GREEN BAY, Wis. --", "GREEN BAY", ""),
        ("AUGUSTA, Me. —", "AUGUSTA", ""),
        ("WASHINGTON—", "WASHINGTON", ""),
        ("Wien –", "Wien", ""),
        ("ROMA (ANSA) -", "ROMA", "ANSA"),
        ("Wien (OTS) -", "Wien", "OTS"),
        ("Jakarta (ANTARA) -", "Jakarta", "Antara"),
        ("Frankfurt/Main (dpa) -", "Frankfurt/Main", "dpa"),
        ("Neustadt an der Weinstraße (dpa) -", "Neustadt an der Weinstraße", "dpa"),
        ("RIO DE JANEIRO (AP/Reuters) —", "RIO DE JANEIRO", "AP, Reuters"),
        ("(AP/Reuters) —", "", "AP, Reuters"),
        ("NEW YORK, May 6, 2031 /PRNewswire/ --", "NEW YORK", "PR Newswire"),
        ("HOLMSUND--(BUSINESS WIRE)--May 6, 2031--", "HOLMSUND", "Business Wire"),
        ("KATHMANDU, Wednesday (Bay Wire) –", "KATHMANDU", "Bay Wire"),
        ("LONDON:", "LONDON", ""),
        ("March 4 (Reuters) -", "", "Reuters"),
        ("Madrid, 4 mar (EFE).-", "Madrid", "EFE"),
        ("(ANSA) - ROMA, 4 MAR -", "ROMA", "ANSA"),
        ("Paris, le 4 mars (AFP) -", "Paris", "AFP"),
        ("MURMANSK. February 7. /TASS/.", "MURMANSK", "TASS"),
        ("Three boats were lost. Wien (APA) –", "Wien", "APA"),
    ],
)
def test_the_form_of_a_dateline_shows_the_place(beginning: str, place: str, agency: str) -> None:
    found = article(beginning)
    assert (found.place, found.agency, found.source) == (place, agency, "")


@pytest.mark.parametrize(
    "beginning",
    [
        "ADA LUND:",
        "THE PRESIDENT:",
        "AUDIENCE:",
        "FILE PHOTO:",
        "Фото:",
        "ATENÇÃO:",
        "METHODOLOGY:",
        "DEAR ABBY:",
        "THIS IS AMAZING:",
        "HOLMSUND:",
        "WATCH —",
        "OPINION –",
        "ADA LUND –",
        "Lund (PSG) –",
        "Heute –",
        "Они –",
        "Mittwoch, 4. März –",
        "Sperrfristende 4. März -",
        "LONDON, ENGLAND - MARCH 04: Singer",
        "PARIS, FRANCE - 4 MARCH: Singer",
    ],
)
def test_other_words_before_a_mark_are_no_place(beginning: str) -> None:
    found = article(beginning)
    assert (found.place, found.agency) == ("", "")


def test_a_speaker_who_speaks_again_is_no_place() -> None:
    assert article("PARIS:").place == "PARIS"
    assert article("PARIS:", "PARIS: We have no boats.").place == ""
    assert article("PARIS:", "LUND: We have no boats.").place == ""
    assert article("Paris:", "Paris: We have no boats.").place == ""


def test_a_credit_at_the_end_of_a_line_with_a_dateline_counts() -> None:
    text = f"Ferries to cross the bay\n\nOSLO — {BODY} Source: BBC News\n"
    (found,) = extract_articles("news/a.txt", FileText(text, "utf-8", "", len(text)))
    assert (found.place, found.source) == ("OSLO", "BBC")


def test_a_place_that_no_list_has_needs_to_occur_in_a_sentence() -> None:
    assert article("HOLMSUND —").place == ""
    assert article("HOLMSUND —", "The mayor in Holmsund said nothing.").place == "HOLMSUND"
    assert article("HOLMSUND —", "Ann Holmsund said nothing.").place == ""
    assert article("Holmsund –", "Der Rat in Holmsund schweigt.").place == "Holmsund"


def test_an_outlet_or_a_person_may_stand_before_the_place() -> None:
    found = article("TEMPO.CO, Jakarta -")
    assert (found.source, found.place) == ("TEMPO.CO", "Jakarta")
    found = article("Ann Roe, Oslo (Merrow Press) –")
    assert (found.author, found.place, found.agency) == ("Ann Roe", "Oslo", "Merrow Press")


def test_a_speaker_below_a_place_is_looked_for_in_linear_time() -> None:
    assert article("London:", "\n" * 300_000).place == "London"
    assert article("London:", "\n" * 300_000 + "ANN ROE: yes").place == ""
