"""Exports of Nexis, Factiva and ProQuest."""

import re
import textwrap
from collections.abc import Callable
from dataclasses import replace
from html import escape
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.documents.formats.exports import take_apart
from search.types.article import Break, Zone
from search.types.reading import Reading
from tests.support.export_samples import BREAD, EXPORTS, FERRY, NEXIS_NEW, NEXIS_OLD, PROQUEST, STORK
from tests.support.pdf_builder import PdfBuilder, PdfPage, Text
from tests.support.readings import read_texts

TITLES = ["Ferry late as ice closes harbour", "Le pain de nuit est de retour", "Storch brütet auf dem Kirchturm"]
DAYS = ["2031-03-04", "2031-03-05", "2031-03-06"]
OUTLETS = ["The Bay Post", "Le Fournil", "Turmbote"]
CONTAINERS: dict[str, Callable[[str], str]] = {
    "as it was saved": lambda text: text,
    "without space at the beginning of lines": lambda text: re.sub(r"(?m)^ +", "", text),
    "with line ends of Windows": lambda text: text.replace("\n", "\r\n"),
    "without empty lines": lambda text: re.sub(r"\n\s*", "\n", text),
}


def body(reading: Reading) -> str:
    """The words of a reading that are body."""
    zones = (zone for zone in reading.zones if zone.kind == "body")
    return " ".join(" ".join(reading.text[zone.start : zone.end] for zone in zones).split())


@pytest.mark.parametrize("name", EXPORTS)
@pytest.mark.parametrize("container", CONTAINERS)
def test_an_export_gives_its_documents_with_their_fields(name: str, container: str) -> None:
    text = CONTAINERS[container](EXPORTS[name])
    documents = take_apart(Reading(text))
    assert "".join(document.text for document in documents) == text
    assert [document.title for document in documents] == TITLES
    assert [document.text[slice(*document.title_at)] for document in documents] == TITLES
    assert [document.published[:10] for document in documents] == DAYS
    assert [document.source.removesuffix(" (Halifax)") for document in documents] == OUTLETS
    assert [body(document) for document in documents] == [" ".join(each.split()) for each in (FERRY, BREAD, STORK)]
    assert all(document.is_one_article for document in documents)


@pytest.mark.parametrize("name", EXPORTS)
def test_persons_and_languages_are_those_of_the_export(name: str) -> None:
    ferry, bread, stork = take_apart(Reading(EXPORTS[name]))
    assert {"Ann Roe", "Bo Li"} == {" ".join(reversed(author.split(", "))) for author in ferry.authors}
    assert [" ".join(reversed(author.split(", "))) for author in bread.authors] == ["Luc Petit"]
    assert ferry.language in ("en", "")
    assert stork.language in ("de", "")
    if name != "new Nexis":
        assert (bread.language, stork.language) == ("fr", "de")


def test_other_labels_are_fields_and_the_key_names_the_document() -> None:
    ferry = take_apart(Reading(PROQUEST))[0]
    assert ferry.part == "document:2510000001"
    assert ferry.url == "https://search.example/docview/2510000001"
    assert ("Subject", "Ferries; Harbors; Ice") in ferry.fields
    ferry = take_apart(Reading(NEXIS_NEW))[0]
    assert ("Length", "534 words") in ferry.fields
    assert ("Load-Date", "March 5, 2031") in ferry.fields
    kinds = {zone.kind: ferry.text[zone.start : zone.end] for zone in ferry.zones}
    assert kinds["byline"] == "Byline: Ann Roe and Bo Li"
    assert kinds["stamp"] == "March 4, 2031 Tuesday"
    assert kinds["standfirst"].startswith("Highlight: Ice came in")


def block(line: str) -> str:
    """A line as HTML. Factiva writes labels into cells of tables."""
    cells = re.split(r"\t| \| |(?<=^[A-Z]{2})  ", line.strip())
    if len(cells) == 1:
        return f"<p>{escape(cells[0])}</p>"
    return f"<table><tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr></table>"


def printed(text: str) -> bytes:
    """A PDF of the text, as a database prints it: 40 lines a page, labels of two letters in a column of their own."""
    texts: list[list[Text]] = []
    for line in text.split("\n"):
        label, value = match.groups() if (match := re.match(r"([A-Z]{2})(?:\t|  )(.+)", line)) else ("", line.strip())
        for number, part in enumerate(textwrap.wrap(value, 80) or [""]):
            texts.append([Text(110 if label else 60, 0, part), Text(60, 0, label)][: 2 if label and not number else 1])
    pages = [texts[start : start + 40] for start in range(0, len(texts), 40)]
    placed = [
        [replace(text, top=60.0 + 14 * number) for number, line in enumerate(page) for text in line if text.text]
        for page in pages
    ]
    return PdfBuilder([PdfPage(page) for page in placed]).build()


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_is_taken_apart_in_a_pdf(name: str) -> None:
    readings = read_texts(printed(EXPORTS[name]), "export.pdf")
    assert [reading.title for reading in readings] == TITLES
    assert all(reading.breaks[0][:2] == (0, "page") for reading in readings)
    numbers = [at.number for reading in readings for at in reading.breaks]
    assert numbers == sorted(numbers)


def test_each_document_of_an_export_begins_on_the_page_that_is_open_there() -> None:
    first, second = (NEXIS_OLD.index(f"{number} of 3 DOCUMENTS") for number in (2, 3))
    breaks = (Break(0, "page", "1", 1), Break(first - 60, "page", "2", 2), Break(second + 40, "page", "3", 3))
    readings = take_apart(Reading(NEXIS_OLD, breaks=breaks))
    assert [[at.number for at in reading.breaks] for reading in readings] == [[1, 2], [2], [2, 3]]
    assert readings[2].text[readings[2].breaks[1].start :] == NEXIS_OLD[second + 40 :]


@pytest.mark.parametrize("path", ["export.txt", "export.html", "export.rtf"])
@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_is_taken_apart_in_each_container(name: str, path: str) -> None:
    text = EXPORTS[name]
    if path.endswith("html"):
        text = f"<html><body>{''.join(map(block, filter(str.strip, text.split(chr(10)))))}</body></html>"
    if path.endswith("rtf"):
        escaped = "".join(each if each.isascii() else f"\\u{ord(each)}?" for each in text.replace("\t", "\\tab "))
        text = "{\\rtf1\\ansi " + escaped.replace("\n", "\\par\n") + "}"
    assert [reading.title for reading in read_texts(text, path)] == TITLES


@pytest.mark.parametrize(
    "text",
    [
        NEXIS_OLD.partition("2 of 3")[0],
        "1 of 2 DOCUMENTS\n\nThe first text.\n\n2 of 2 DOCUMENTS\n\nThe second text.\n",
        f"{FERRY}\n\nEnd of Document\n\n{STORK}\n\nEnd of Document\n",
        f"Document 1 of 2\n\n{FERRY}\n\nTitle: none\n\nDocument 2 of 2\n\n{STORK}\n",
        f"{FERRY}\n\nDocument BAYPST0020310304e7340002x\n\n{STORK}\n\nDocument BAYPST0020310304e7340003x\n",
        FERRY,
        "",
    ],
    ids=["one document", "no fields", "no fields of Nexis", "one field", "no length", "an article", "nothing"],
)
def test_a_text_without_two_documents_and_their_fields_stays_whole(text: str) -> None:
    assert take_apart(Reading(text)) == []


def test_the_head_of_a_page_within_a_document_is_no_body() -> None:
    text = NEXIS_OLD.replace("Ferries run again", "Bay Post   p. 2\n\nFerries run again")
    head = text.index("Bay Post   p. 2")
    ferry = take_apart(Reading(text, zones=(Zone("boilerplate", head, head + len("Bay Post   p. 2")),)))[0]
    assert body(ferry) == " ".join(FERRY.split())


def test_a_document_that_was_cut_out_does_not_keep_the_others_together() -> None:
    first, _, rest = NEXIS_OLD.partition("2 of 3 DOC")
    assert [each.title for each in take_apart(Reading(first + rest[rest.index("3 of 3 DOC") :]))] == [
        TITLES[0],
        TITLES[2],
    ]


def test_marks_that_do_not_count_up_are_no_series() -> None:
    assert take_apart(Reading(NEXIS_OLD.replace("2 of 3 DOC", "7 of 9 DOC"))) == []


@given(st.sampled_from(sorted(EXPORTS)), st.randoms(use_true_random=False))
def test_whatever_the_order_of_lines_nothing_is_lost(name: str, random: Random) -> None:
    lines = EXPORTS[name].split("\n")
    for _ in range(5):
        at = random.randrange(len(lines))
        lines.insert(random.randrange(len(lines)), lines.pop(at))
    text = "\n".join(lines)
    documents = take_apart(Reading(text))
    assert not documents or "".join(document.text for document in documents) == text
    for document in documents:
        zoned = sum(len(document.text[zone.start : zone.end].split()) for zone in document.zones)
        assert zoned + len(document.text[slice(*document.title_at)].split()) == len(document.text.split())
        ends = [0, *(zone.end for zone in document.zones)]
        assert all(end <= zone.start < zone.end for end, zone in zip(ends, document.zones, strict=False))
        assert ends[-1] <= len(document.text)
