"""Markdown with a metadata block."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.documents.formats.metadata_block import split_metadata_block
from tests.support.readings import fails_cleanly, read_texts

CLIPPED = """---
title: "Harbour strike: day three"
author:
  - "[[Ann Roe]]"
  - Bo Li
source: https://bay.example/strike
published: 2031-03-04
created: 2031-03-06
language: nb-NO
tags: [ports, "strike, long"]
description: >
  Dockers walked
  out.
---

# Harbour strike: day three

Dockers walked out.
"""


def test_the_metadata_block_becomes_what_the_file_says_and_is_no_text() -> None:
    (reading,) = read_texts(CLIPPED, "a.md")
    assert reading.text == "# Harbour strike: day three\n\nDockers walked out.\n"
    assert reading.title == reading.text[slice(*reading.title_at)] == "Harbour strike: day three"
    assert (reading.authors, reading.url) == (("Ann Roe", "Bo Li"), "https://bay.example/strike")
    assert (reading.published, reading.language, reading.source) == ("2031-03-04", "nb", "")
    assert reading.fields == (
        ("created", "2031-03-06"),
        ("tags", "ports; strike, long"),
        ("description", "Dockers walked out."),
    )


@pytest.mark.parametrize(
    ("text", "title", "title_at"),
    [
        ("# Late ferries #\n\nWhy?", "Late ferries", (2, 14)),
        ("Late ferries\n============\n\nWhy?", "Late ferries", (0, 12)),
        ("```\n# a comment\n```\n# Late ferries", "Late ferries", (22, 34)),
        ("## Late\n\n#hashtag\n\nWhy?", "", (0, 0)),
        ("---\ntitle: Ferries\n---\nWhy?\n\n# Ice", "Ferries", (0, 0)),
        ("---\ntitle: Ferries\n---\nFerries\n\nWhy?", "Ferries", (0, 7)),
    ],
)
def test_the_title_is_that_of_the_metadata_block_or_the_first_heading(
    text: str, title: str, title_at: tuple[int, int]
) -> None:
    (reading,) = read_texts(text, "a.md")
    assert (reading.title, reading.title_at) == (title, title_at)


@pytest.mark.parametrize(
    ("block", "values"),
    [
        ("+++\ntitle = 'Ferries'\ndate = 2031-03-04\n+++\n", {"title": ["Ferries"], "date": ["2031-03-04"]}),
        ("---\ntitle: It''s\nquoted: 'It''s'\n...\n", {"title": ["It''s"], "quoted": ["It's"]}),
        ("---\ntags:\n- a\n- b\nempty:\n---\n", {"tags": ["a", "b"], "empty": []}),
        ("---\n# a comment\nurl: https://a.example/b:c\n---\n", {"url": ["https://a.example/b:c"]}),
    ],
)
def test_names_and_values_are_read(block: str, values: dict[str, list[str]]) -> None:
    assert split_metadata_block(block + "\nText") == (values, "Text")


@pytest.mark.parametrize(
    "text", ["---\n\nA rule.\n\n---\nB", "---\ntitle: x\n", "Text\n---\na: b\n---\n", "----\na: b\n----\n"]
)
def test_a_rule_begins_no_metadata_block(text: str) -> None:
    assert read_texts(text, "a.md")[0].text == text


def test_the_day_on_which_a_note_was_made_is_no_date_of_publication() -> None:
    (reading,) = read_texts("---\ncreated: 2031-03-04\n---\nText", "a.md")
    assert (reading.published, reading.fields) == ("", (("created", "2031-03-04"),))


def test_a_value_that_is_no_date_stays_a_field() -> None:
    (reading,) = read_texts("---\ndate: soon\n---\nText", "a.md")
    assert (reading.published, reading.fields) == ("", (("date", "soon"),))


@given(st.text(alphabet="-+ \n:=[]'\"#a>|`~"))
def test_any_text_fails_cleanly(text: str) -> None:
    assert fails_cleanly(f"---\na: b\n{text}".encode(), "a.md")
