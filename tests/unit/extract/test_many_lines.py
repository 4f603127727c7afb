"""In a text of very many lines only the ends are examined. The middle is body, and the text stays complete."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.extract import lines
from search.extract.articles import extract_articles
from search.extract.boilerplate import find_boilerplate
from search.extract.draft import Draft, Line
from search.extract.lines import MOST_LINES, split_lines
from search.extract.timestamps import find_timestamps
from search.types.files import FileText

STAMP = "Published 4 March 2025\n"
BODY = "The quay was empty at noon and nobody was on the pier to see her go, said the master.\n"
TEXTS = st.lists(st.sampled_from(["\n", "\r", "\r\n", "\n\n", " ", "a", "Ferry sails", "\u2003", "x" * 250])).map(
    "".join
)


def split(text: str, most: int) -> tuple[Line, ...]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "MOST_LINES", most)
        patch.setattr(lines, "_WINDOW_BITS", 2)
        return split_lines(Draft(text)).lines


@given(TEXTS, st.sampled_from((2, 4, 10)))
def test_the_first_and_last_lines_of_a_very_long_text_are_extracted_as_usual(text: str, most: int) -> None:
    every, found = split(text, 1 << 30), split(text, most)
    assert len(found) <= most + 1
    long = [number for number, line in enumerate(found) if line not in every]
    assert len(long) <= 1
    for number in long:
        start, end, shown, body, _ = found[number]
        assert (shown, body, text[start:end].strip()) == ("", True, text[start:end])
        inside = [line for line in every if start <= line.start < end]
        every = (
            *(line for line in every if line.end <= start),
            found[number],
            *(it for it in every if it.start >= end),
        )
        assert inside
    assert found == every or len(text) < 2


@pytest.mark.slow
def test_the_middle_of_a_very_long_text_is_body() -> None:
    count = MOST_LINES // 2 + 1000
    text = f"Ferry sails again\n\n{STAMP}{BODY * 3}{STAMP * count}{BODY * 3}{STAMP * count}Related Articles\n"
    (article,) = extract_articles("a.txt", FileText(text, "utf-8", "", len(text), 0, 0))
    assert article.text == text
    assert article.text[slice(*article.title)] == "Ferry sails again"
    assert article.published
    middle = text.index(BODY * 3, len(text) // 3)
    assert not [zone for zone in article.zones if zone.start <= middle < zone.end]
    zones_by_line = find_boilerplate(find_timestamps(split_lines(Draft(text)))).zones_by_line
    (last,) = zones_by_line[max(zones_by_line)]
    assert text[last.start :] == "Related Articles\n"
