"""The metadata of an article, in words."""

from typing import Any

import pytest

from search.metadata import Fact, about, cite, in_brief, in_full, language_name, modified_line, readable
from search.types.article import Article, Dated, Mention, Provenance


@pytest.mark.parametrize(
    ("when", "provenance", "text"),
    [
        ("2025-07-12T13:37+05:30", "stamp", "12 July 2025, 13:37 +05:30"),
        ("2025-07-12T13:37", "stamp", "12 July 2025, 13:37"),
        ("2025-07-12T13:37:09+00:00", "stamp", "12 July 2025, 13:37 UTC"),
        ("2025-07-12T13:37Z", "stamp", "12 July 2025, 13:37 UTC"),
        ("2025-07-12T13:37-03:00", "stamp", "12 July 2025, 13:37 -03:00"),
        ("2025-07-02", "stamp", "2 July 2025"),
        ("2031-03-18", "dateline", "18 March 2031"),
        ("2025-07", "rule", "July 2025"),
        ("2025", "sidecar", "2025"),
        ("2025-07-12", "inferred", "12 July 2025, inferred"),
        ("2025-07-12", "file", "12 July 2025, from the first article of the file"),
        ("2025-13-01", "stamp", "1 13 2025"),
        ("some day", "stamp", "some day"),
    ],
)
def test_a_date_is_shown_with_its_precision(when: str, provenance: Provenance, text: str) -> None:
    assert readable(Dated(when, provenance, 0, 0)) == text


@pytest.mark.parametrize(
    ("when", "text"),
    [("2031-03-12", "mentions 12 March 2031"), ("--03-12", "mentions 12 March"), ("--02-29", "mentions 29 February")],
)
def test_a_mentioned_day_is_shown_where_there_is_no_date(when: str, text: str) -> None:
    article = Article("0" * 16, "a.txt", "text", (0, 4), "utf-8", mentions=Mention(when, 1, 3))
    facts = (Fact("published", "No date", inferred=True), Fact("mentions", text, True, 1, 3))
    assert in_brief(about(article)) == in_full(about(article)) == facts
    assert [fact.text for fact in in_brief(about(article._replace(published=Dated("2031-03-13", "stamp", 0, 0))))] == [
        "13 March 2031"
    ]


def test_a_missing_date_is_shown_as_such() -> None:
    assert readable(None) == "No date"


@pytest.mark.parametrize(("code", "name"), [("en", "English"), ("hi", "Hindi"), ("xx", "xx"), ("", "")])
def test_languages_have_names(code: str, name: str) -> None:
    assert language_name(code) == name


FULL = Article(
    id="0" * 16,
    path="a.txt",
    text="x" * 99,
    title=(0, 5),
    encoding="utf-8",
    part=2,
    parts=3,
    published=Dated("2025-07-12", "stamp", 10, 20),
    updated=Dated("2025-07-13", "inferred", 30, 40, "folder"),
    source="The Gazette",
    agency="Reuters, AP",
    place="OSLO",
    author="Ada Li",
    language="nb",
)


def test_a_list_shows_one_date_and_the_article_both() -> None:
    rest = ["The Gazette", "Reuters, AP", "OSLO", "by Ada Li", "nb", "2 of 3 in this file"]
    assert [fact.text for fact in in_brief(about(FULL))] == ["12 July 2025", *rest]
    both = in_full(about(FULL))
    assert [fact.text for fact in both] == ["12 July 2025", "updated 13 July 2025, year from the folder", *rest]
    assert [fact.inferred for fact in both][:2] == [False, True]
    assert [(fact.start, fact.end) for fact in both][:3] == [(10, 20), (30, 40), (0, 0)]


def test_unknown_values_are_omitted_but_for_the_date() -> None:
    unknown = about(Article("0" * 16, "a.txt", "text", (0, 4), "utf-8"))
    assert in_brief(unknown) == in_full(unknown) == (Fact("published", "No date", inferred=True),)


@pytest.mark.parametrize(
    ("modified", "text"),
    [
        ("2023-07-07T22:30:00+00:00", "file changed 7 July 2023"),
        ("1700-01-01T00:00:00+00:00", "file changed 1 January 1700"),
        ("", ""),
    ],
)
def test_the_time_of_a_file_is_a_fact_of_the_file(modified: str, text: str) -> None:
    undated = about(Article("0" * 16, "a.txt", "text", (0, 4), "utf-8", modified=modified))
    assert modified_line(undated) == text
    assert undated.modified == (modified or None)
    assert in_full(undated) == (Fact("published", "No date", inferred=True),)


@pytest.mark.parametrize(
    ("known", "line"),
    [
        (
            {"author": "Ada Li", "source": "The Gazette", "published": Dated("2025-07-12T13:37+05:30", "stamp", 1, 2)},
            "Ada Li, “A title”, The Gazette, 12 July 2025, a/b.txt",
        ),
        (
            {"agency": "Wire", "published": Dated("2025-07-12", "inferred", 1, 2, "copyright line")},
            "“A title”, Wire, 12 July 2025 (inferred), a/b.txt",
        ),
        ({"updated": Dated("2025-07-13", "stamp", 1, 2)}, "“A title”, updated 13 July 2025, a/b.txt"),
        (
            {"mentions": Mention("2025-07-12", 1, 2), "modified": "2025-07-12T13:37:00+00:00"},
            "“A title”, no date, a/b.txt",
        ),
        ({"source": "The\nGazette"}, "“A title”, The Gazette, no date, a/b.txt"),
    ],
)
def test_a_citation_has_all_known_values(known: dict[str, Any], line: str) -> None:
    article = Article("0" * 16, "a/b.txt", "A title", (0, 7), "utf-8", **known)
    assert cite(about(article), article.heading, article.path) == line
