"""A quick look at a line never rejects what the full look would find."""

from math import inf

import pytest

from search.extract.dateline_parser import may_be_dateline, parse_dateline
from search.extract.patterns import load_patterns
from search.extract.person_names import leading_persons, may_be_names
from search.extract.subject_change import occurring, stems, subject_change

_ABOVE = (
    "harbour ferry quay winter storm anchor captain bridge lantern market window garden river stone tower "
    "sailor pilot cargo crane wharf buoy harbour harbour ferry ferry "
)
_BELOW = (
    "orchard cherry blossom farmer tractor meadow valley autumn harvest basket ladder cellar barrel village dusk "
    "apple honey plough wagon stable "
)


def test_every_label_of_a_byline_passes_the_look_at_its_first_letters():
    patterns = load_patterns()
    labels = [f"{label}: Ann Roe" for label in patterns.byline_labels]
    lines = [line for label in labels for line in (label, label.upper(), label.title())]
    assert len(lines) > 300
    assert [line for line in lines if bool(patterns.byline_label(line)) != bool(patterns.bylines.match(line))] == []


@pytest.mark.parametrize(
    "names",
    [
        "Ann Roe",
        "Ann de la Cruz",
        "Vincent van Houten, Staff Writer",
        "D’Arcy O’Neil and Bea Lund",
        "J.P. Lund | Editor",
        "Анна Берг",
        "王小明",
        "أحمد علي",
        "Prof. Anna Berg und Ada von Lund",
        "Anna Berg, Korrespondentin aus der Bucht",
    ],
)
def test_names_of_persons_pass_the_look_at_the_words_of_a_line(names):
    assert leading_persons(names, load_patterns())[0]
    assert may_be_names(names, load_patterns())


@pytest.mark.parametrize(
    "line", ["Ferries to cross the bay", "the ferry sank", "12 ferries sank", '"We sank", she said', "Net 247 vs 27"]
)
def test_other_lines_are_left_after_two_words(line):
    assert not leading_persons(line, load_patterns())[0]
    assert not may_be_names(line, load_patterns())


def test_prose_that_begins_with_a_name_is_left():
    assert not may_be_names("Ada Lund rows across the bay", load_patterns())


@pytest.mark.parametrize(
    "line",
    [
        "OSLO, May 6 (Reuters) - Ferries run again.",
        "(Reuters) - Ferries run again.",
        "/PRNewswire/ -- Ferries run again.",
        "4 March (Reuters) - Ferries run again.",
    ],
)
def test_datelines_pass_the_look_at_their_first_sign(line):
    assert may_be_dateline(line, 0, len(line))
    assert parse_dateline(line, 0, len(line), "")


@pytest.mark.parametrize("line", ["“Oslo — that is home,” she said.", "— Oslo (Norway) is home."])
def test_a_quotation_or_an_answer_begins_with_no_dateline(line):
    assert not may_be_dateline(line, 0, len(line))


@pytest.mark.parametrize("margin", [-0.1, 0.1])
def test_words_count_in_full_wherever_they_can_decide(margin):
    above, behind = stems(_ABOVE), set(stems(_BELOW + "harbour ferry quay"))
    in_full = subject_change(["harbo"], above, behind, 6.0, -inf)
    least = in_full + margin
    evidence = subject_change(["harbo"], above, behind, 6.0, least)
    assert evidence < least if margin > 0 else evidence == in_full


@pytest.mark.parametrize(
    "text",
    [
        "Ferries sail. The ferry’s pier",
        "unferried, aferry_ferri",
        "Piers5 ferr FERR",
        "Fähren und Brücken über dem Strom",
    ],
)
def test_a_look_for_some_stems_finds_those_that_are_taken_from_all_words(text):
    wanted = {"ferri", "ferry", "ferr", "piers", "pier", "fähre", "über", "strom", "stro"}
    assert occurring(wanted, text) == wanted.intersection(stems(text))
