"""The evidence for and against a line being the headline."""

from collections.abc import Sequence

import pytest

from search.extract.body import find_body
from search.extract.boilerplate import find_boilerplate
from search.extract.draft import Draft
from search.extract.headline_evidence import (
    POINTS,
    body_evidence,
    head_end,
    headline_evidence,
    long_words,
    stamp_lines,
    words_of_lines,
)
from search.extract.line_shapes import first_body_line
from search.extract.lines import split_lines
from search.extract.timestamps import find_timestamps

BODY = """The harbour council met on Monday evening to settle how many ferries will cross the bay, and who will pay.
Two of the boats are older than the pier at which they moor, and their engines failed three times last year.
“We cannot wait for another winter,” said the head of the council. The islands would be cut off by the ice."""
MENU = ("Politics", "The best of the week", "Business", "Culture", "Science", "Log in", "Search", "Weather", "Jobs")
SENTENCE = "The ice has come to the harbour, and the ferries have not been seen."
REPEATS = "repeats the first line, or its beginning"
OF_FIRST = "has words of the first line"
ABOVE_STAMP = "stands above a timestamp or a byline"


def evidence(text: str, line: str) -> set[str]:
    """The evidence for the last line of a text that is `line`, all lines above the body being candidates."""
    draft = find_body(find_boilerplate(find_timestamps(split_lines(Draft(text)))))
    lines: Sequence[str] = [it.text for it in draft.lines]
    unmarked = [
        number
        for number, it in enumerate(draft.lines)
        if (not it.is_body or it.text == line) and number not in draft.zones_by_line
    ]
    bylines = {number for number in unmarked if lines[number].startswith("By ")}
    candidates = [number for number in unmarked if number not in bylines]
    number = max(number for number in candidates if lines[number] == line)
    stamps = stamp_lines(draft)
    body = head_end(draft, first_body_line(draft), stamps)
    words = words_of_lines(draft, candidates)
    long = {number: long_words(of_line) for number, of_line in words.items()}
    found = (*headline_evidence(draft, words, body, stamps | bylines), *body_evidence(draft, long, body))
    return {kind for at, kind in found if at == number}


def page(*above: str, first: str = "Quay") -> str:
    """A whole page with some lines between its menu and the body."""
    return "\n".join((first, *MENU, *above, BODY, "About us", "Contact us", "Terms of use", "Privacy policy", ""))


def clean(*above: str) -> str:
    """A text with some lines above the body, and no page around it."""
    return "\n".join((*above, BODY, ""))


CASES = [
    (page("Ice and boats", first="Ice and boats | The Quay Gazette"), "Ice and boats", REPEATS),
    (page("Ice stops the boats", first="Ice stops the boats"), "Ice stops the boats", REPEATS),
    (page("Ice", first="The Quay Gazette: Ice"), "Ice", "is another part of the first line"),
    (page("Ice storm", first="Ice storm | Quay"), "Ice storm | Quay", "has another line in it"),
    (
        page("Boats: why they stop", first="Why boats stop in winter"),
        "Boats: why they stop",
        OF_FIRST,
    ),
    (page("Home > News > Ice in the bay", "Ice in the bay"), "Ice in the bay", "ends the line of links above it"),
    (page("Ice in the bay", "4 March 2031"), "Ice in the bay", ABOVE_STAMP),
    (page("Ice in the bay", "Photographs", "By Ada Lund"), "Ice in the bay", ABOVE_STAMP),
    (page("Ice in the bay", "Bay", "4 March 2031"), "Ice in the bay", f"stands directly {ABOVE_STAMP[7:]}"),
    (page("Council of war"), "Council of war", "has a word of the body"),
    (page("Council without ferries"), "Council without ferries", "has two words of the body"),
    (page("Harbour council without ferries"), "Harbour council without ferries", "has three words of the body"),
    (
        page("Harbour council: which ferries cross all winter"),
        "Harbour council: which ferries cross all winter",
        "has five words of the body",
    ),
    (page("Ferries lost"), "Ferries lost", "has half of its words in the body"),
    (page("", "Ice", ""), "Ice", "is set apart by blank lines"),
    (page("No boats in May"), "No boats in May", "has four words"),
    (page("湾の渡し船冬も運航するのか"), "湾の渡し船冬も運航するのか", "has four words"),
    (page("Ice"), "The best of the week", "is the first line of five words"),
    (clean("Bay", "No boats in May"), "No boats in May", "begins the text with four words"),
    (clean("Bay", "No boats in May"), "Bay", "begins the text with fewer words"),
    (page(*(20 * ("Ice",))), "Quay", "is the first line of a long page"),
    (page("Ice"), "Ice", "is one word"),
    (page("No boats in May", "Ice"), "Ice", "stands below a line of four words"),
    (page("of the harbour"), "of the harbour", "begins with a small letter"),
    (page("More from the harbour:"), "More from the harbour:", "ends like a label or a sentence"),
    (page("Quay ›"), "Quay ›", "ends like a label or a sentence"),
    (page("Story of 4 March 2031 by the bay"), "Story of 4 March 2031 by the bay", "has a date or a time"),
    (
        page("Harbour Gazette - News") + "© 2031 The Harbour Gazette\n",
        "Harbour Gazette - News",
        "is the name in the copyright line",
    ),
    (page("News > Harbour > Boats"), "News > Harbour > Boats", "is a line of links"),
    (page(" ".join(16 * "b")), " ".join(16 * "b"), "has more than fifteen words"),
    (clean("Ice", SENTENCE, "4 March 2031"), SENTENCE, "looks like body"),
    (clean("Ice", "By Ada Lund") + clean("Boats and ice"), "Boats and ice", "stands in the body"),
]


@pytest.mark.parametrize(("text", "line", "expected"), CASES)
def test_a_line_has_evidence(text: str, line: str, expected: str) -> None:
    assert expected in evidence(text, line)


@pytest.mark.parametrize(
    ("text", "line", "missing"),
    [
        (page("Jetty", first="Jetty"), "Jetty", REPEATS),
        (page("Harbour", first="Harbour | Why the boats of the bay will stop in May"), "Harbour", REPEATS),
        (page("Ice", *"abcdefghij", "4 March 2031"), "Ice", ABOVE_STAMP),
        (page("Ice in the bay", "", "Ice in the bay"), "Ice in the bay", "ends the line of links above it"),
        (clean("Ice", SENTENCE, "4 March 2031"), SENTENCE, "stands in the body"),
        (page("Boats: why they stop", first="Why boats stop\n4 March 2031"), "Boats: why they stop", OF_FIRST),
        (page("Ferries stop at once"), "Ferries stop at once", "has half of its words in the body"),
        (page("Ice", "Bay", "Pier", "4 March 2031"), "Ice", f"stands directly {ABOVE_STAMP[7:]}"),
        (page("Ice stops boats") + "© 2031 Bay Gazette\n", "Ice stops boats", "is the name in the copyright line"),
        (page("7 things to do in 2031"), "7 things to do in 2031", "has a date or a time"),
    ],
)
def test_a_line_has_no_such_evidence(text: str, line: str, missing: str) -> None:
    assert missing not in evidence(text, line)


def test_each_kind_of_evidence_has_a_case() -> None:
    assert {expected for _, _, expected in CASES} == set(POINTS)
