"""What a document says of itself takes the place of what was found in its text."""

import pytest

from search.extract.document_facts import with_document_facts, with_title
from search.types.article import Article, Break, Dated, Zone
from search.types.reading import Reading

TEXT = "Harbour reopens\n\nThe harbour reopened on Tuesday.\n\nFerries run again."
ARTICLE = Article(
    "0" * 16, "a.pdf", TEXT, (0, 15), "", zones=(Zone("headline", 0, 15),), author="Bo Lind", source="Herald"
)


def test_a_title_beside_the_text_becomes_its_first_paragraph_and_moves_all_offsets() -> None:
    reading = Reading(
        TEXT, title=" A  day\nof ferries ", zones=(Zone("caption", 17, 24),), breaks=(Break(17, "page", "2", 2),)
    )
    changed, added = with_title(reading)
    assert (changed.text, added) == (f"A day of ferries\n\n{TEXT}", len("A day of ferries\n\n"))
    assert changed.text[slice(*changed.title_at)] == "A day of ferries"
    assert [changed.text[zone.start : zone.end] for zone in changed.zones] == [TEXT[17:24]]
    assert [changed.text[at.start :][:3] for at in changed.breaks] == ["The"]


@pytest.mark.parametrize("title", ["Harbour reopens", "HARBOUR  reopens", "the harbour reopened on tuesday."])
def test_a_title_that_is_a_line_of_the_text_is_not_added(title: str) -> None:
    changed, added = with_title(Reading(TEXT, title=title))
    assert (changed.text, added) == (TEXT, 0)
    assert changed.text[slice(*changed.title_at)].casefold() == " ".join(title.split()).casefold()


def test_a_reading_without_a_title_or_with_its_place_is_left_alone() -> None:
    for reading in (Reading(TEXT), Reading(TEXT, title=" \n"), Reading(TEXT, title="Ferries", title_at=(51, 58))):
        assert with_title(reading) == (reading, 0)


@pytest.mark.parametrize(
    ("stated", "kept"),
    [
        ("https://quay.example/7?a=b#c", "https://quay.example/7?a=b#c"),
        ("HTTP://quay.example", "HTTP://quay.example"),
        *((wrong, "") for wrong in ("javascript:alert(1)", "ftp://quay.example", "quay.example", "/7", "")),
        *((f"https://quay.example/{end}", "") for end in ("a b", '"onclick', "<b>", "7\n", "7\u2028x")),
    ],
)
def test_only_an_address_of_the_web_is_kept(stated: str, kept: str) -> None:
    assert with_document_facts(ARTICLE, Reading(TEXT, url=stated), 0, "metadata").url == kept


def test_a_line_that_was_taken_for_the_headline_is_text_if_the_document_has_another_title() -> None:
    start = TEXT.index("The harbour")
    stated = Reading(TEXT, title="The harbour reopened on Tuesday.", title_at=(start, start + 32))
    assert with_document_facts(ARTICLE, stated, 0, "metadata").zones == (Zone("headline", start, start + 32),)
    text = f"Ferries\n\n{TEXT}\n\nferries - Quay Gazette"
    zones = (Zone("headline", 9, 24), Zone("headline", len(text) - 22, len(text)))
    article = ARTICLE._replace(text=text, title=(9, 24), zones=zones)
    repeated = with_document_facts(article, Reading(text, title="Ferries", title_at=(0, 7)), 0, "metadata")
    assert repeated.zones == (Zone("headline", 0, 7), zones[1])


def test_what_the_document_does_not_say_stays_as_it_was_found() -> None:
    silent = with_document_facts(ARTICLE, Reading(TEXT, kind="pdf"), 0, "metadata")
    assert silent == ARTICLE._replace(type="pdf")
    stated = Reading(
        TEXT, kind="pdf", authors=("Ann Roe", "Jan Holm"), source="Gazette", published="2031-03", language="en"
    )
    told = with_document_facts(ARTICLE, stated, 0, "sidecar")
    assert (told.author, told.source, told.language) == ("Ann Roe, Jan Holm", "Gazette", "en")
    assert told.published == Dated("2031-03", "sidecar", 0, 0)


@pytest.mark.parametrize(
    ("stated", "author"),
    [
        (("Roe, Ann B.", "Jan Holm"), "Ann B. Roe, Jan Holm"),
        (("Ann Roe, Jan Holm",), "Ann Roe, Jan Holm"),
        (("Roe, Holm, Lind",), "Roe, Holm, Lind"),
    ],
)
def test_a_name_with_a_comma_is_one_author(stated: tuple[str, ...], author: str) -> None:
    assert with_document_facts(ARTICLE, Reading(TEXT, authors=stated), 0, "metadata").author == author


def test_of_several_articles_in_a_text_each_has_its_own_pages_and_facts() -> None:
    start = TEXT.index("Ferries")
    breaks = (Break(0, "page", "1", 1), Break(20, "page", "2", 2), Break(start + 8, "page", "3", 3))
    reading = Reading(TEXT, published="2031-03-04", authors=("Ann Roe",), url="https://quay.example/7", breaks=breaks)
    first = ARTICLE._replace(text=TEXT[:start], parts=2)
    second = ARTICLE._replace(text=TEXT[start:], title=(0, 7), zones=(), part=2, parts=2, offset=start)
    one, two = (with_document_facts(article, reading, 4, "metadata") for article in (first, second))
    assert one.breaks == (Break(0, "page", "1", 1), Break(20, "page", "2", 2))
    assert two.breaks == (Break(0, "page", "2", 2), Break(8, "page", "3", 3))
    assert (one.added, two.added) == (4, 0)
    assert one.url == two.url == "https://quay.example/7"
    assert (one.published, two.published, one.author, two.author) == (None, None, "Bo Lind", "Bo Lind")
