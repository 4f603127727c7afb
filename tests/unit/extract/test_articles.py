"""Which parts of a file are articles, and their titles."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.config import SKIPPABLE_STEPS
from search.extract.articles import PlainText, article_id, extract_all, extract_articles, extract_reading, whole_texts
from search.extract.draft import Draft, ExtractionOptions
from search.extract.pipeline import run_steps
from search.extract.title import LONGEST
from search.types.article import MOST_ZONES, Article, Zone
from search.types.files import FileText
from search.types.reading import Reading


def article(text: str, path: str = "news/story.txt") -> Article:
    """The one article of a text."""
    (found,) = extract_articles(path, FileText(text, "utf-8", "", len(text)))
    return found


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Title\nbody", "Title"),
        ("\n \t\n  Title of  two \r\nbody", "Title of  two"),
        ("Title\rbody", "Title"),
        ("\ufeffTitle", "\ufeffTitle"),
        ("Only a title", "Only a title"),
        ("…\nbody", "body"),
        ("word " * 50, ("word " * 50).strip()),
        ("x" * LONGEST, "x" * LONGEST),
        ("日本\u3000語\n", "日本\u3000語"),
    ],
)
def test_the_title_is_the_first_line_with_words(text: str, title: str) -> None:
    found = article(text)
    assert text[slice(*found.title)] == title
    assert found.text == text


PARAGRAPH = (
    "The ferry to the island stays in the harbour until Monday, said the owner."
    " The crew wants to be paid for the nights on board."
)


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        (PARAGRAPH, "The ferry to the island stays in the harbour until Monday, said the owner. The crew…"),
        (
            f"\n{PARAGRAPH}\n\nMore of it.",
            "The ferry to the island stays in the harbour until Monday, said the owner. The crew…",
        ),
        ("word " * 60, "word " * 16 + "word…"),
        ("x" * 251, "x" * 90 + "…"),
    ],
)
def test_a_first_line_that_is_a_paragraph_is_no_title(text: str, heading: str) -> None:
    found = article(text)
    assert found.title[0] == found.title[1]
    assert found.heading == heading


@pytest.mark.parametrize("line", ["Advertisement\n", "Title\n", "Published: 12 July 2031 13:37 IST\n"])
def test_an_article_has_a_bounded_number_of_zones_and_all_its_text(line: str) -> None:
    text = "Title\n\n" + 2 * MOST_ZONES * line
    found = article(text)
    assert found.text == text
    assert len(found.zones) == MOST_ZONES


def test_zones_that_a_document_states_stay_beside_a_timestamp() -> None:
    text = f"Ferry late\n\n534 words\nMarch 4, 2031\nThe Bay Post\n\n{PARAGRAPH}\n\n> Is it late?\n"
    start, end = text.index("534"), text.index("\n\nThe ferry")
    stated = (Zone("boilerplate", start, end), Zone("quoted", text.index(">"), len(text) - 1))
    (found,) = extract_reading("a.eml", Reading(text, zones=stated, is_one_article=True))
    assert {zone.kind for zone in found.zones if zone.overlaps((start, end))} == {"boilerplate"}
    assert found.zones[-1] == stated[-1]


@pytest.mark.parametrize("text", ["", " ", "\n\r\n\t\u00a0\u2003"])
def test_a_text_of_white_space_has_no_article(text: str) -> None:
    assert extract_articles("a.txt", FileText(text, "utf-8", "", len(text))) == ()


@given(st.text().filter(str.strip))
def test_any_other_text_is_an_article_with_a_title_or_a_paragraph(text: str) -> None:
    found = article(text)
    start, end = found.title
    assert 0 <= start <= end <= len(text)
    assert end - start <= LONGEST
    assert text[start:end] == text[start:end].strip()
    assert found.heading.removesuffix("…") in " ".join(text[start:].split())
    assert found.heading


PIECES = (
    "Ferries",
    " ",
    "\n",
    "\r",
    "\t",
    "\u2028",
    "\x1c",
    "\u00a0",
    "a-",
    "Boats. Lay idle. ",
    "x" * 100,
    "\u0e01",
    "。",
)


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=12).map("".join)))
@example("x" * 300 + "\nFerries")
@example("one\n" * 70_000)
def test_without_steps_that_can_be_skipped_a_text_is_one_article_with_its_first_line_as_title(text: str) -> None:
    skip = ExtractionOptions(skip=frozenset(SKIPPABLE_STEPS))
    (found,) = extract_all([PlainText("a.txt", FileText(text, "utf-8", "", len(text)), "2024-05-06")], skip)
    by_steps = run_steps(Draft(text, skip))
    assert len(by_steps) == 1
    assert [(each.text, each.title, each.zones) for each in found] == [
        (text, draft.title, draft.zones()) for draft in by_steps if draft.lines
    ]
    assert all((each.path, each.modified, each.encoding) == ("a.txt", "2024-05-06", "utf-8") for each in found)


def test_texts_that_are_articles_as_a_whole_have_the_ids_of_first_articles() -> None:
    paths = ["a.txt", "b/caf\udce9.txt", "Übersee.txt"]
    found = whole_texts(paths, ["Ferries", " ", "Boats"], ["utf-8"] * 3, ["2024-05-06", "", ""])
    assert [article and article.id for article in found] == [article_id(paths[0], 1), None, article_id(paths[2], 1)]
    assert [article and article.modified for article in found] == ["2024-05-06", None, ""]
    odd = whole_texts(paths[1:2], ["Ferries"], ["utf-8"], [""])
    assert [article and article.id for article in odd] == [article_id(paths[1], 1)]
    assert whole_texts([], [], [], []) == []


def test_an_id_depends_only_on_path_and_part() -> None:
    assert article("one").id == article("two").id == article_id("news/story.txt", 1)
    ids = {article_id(path, number) for path in ("a.txt", "b.txt", "a/b.txt", "caf\udce9.txt") for number in (1, 2, 11)}
    assert len(ids) == 12
    assert all(len(identity) == 16 and set(identity) <= set("0123456789abcdef") for identity in ids)
