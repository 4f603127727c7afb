"""The site shows anything in a text, a title, a path or a query as text."""

import json
import zipfile
from collections.abc import Iterator
from html import unescape
from urllib.parse import quote, quote_plus

import pytest

from tests.support.files import write_files
from tests.support.html_tree import Element, parse_html
from tests.support.pdf_builder import PdfBuilder, PdfPage, Text
from tests.support.script_payloads import PAYLOADS, WITHOUT_EXTRACTION, file_name, hostile_files, write_hostile
from tests.support.server import Server, serve

TAGS = (
    "html head meta title link body a header img span nav form label input button main h1 h2 h3 p small code div "
    "section ul ol li article mark footer strong table thead tbody tr th td em details summary aside bdi dl dt dd kbd "
    "script svg rect path textarea figure"
)
ATTRIBUTES = (
    "lang charset name content rel type href class id dir role action method for value maxlength placeholder "
    "autocomplete autocapitalize spellcheck title enterkeyhint aria-label aria-labelledby aria-current start src alt "
    "width height scope data-suggest defer tabindex readonly rows data-at data-first data-total viewbox "
    "preserveaspectratio aria-hidden x y d aria-live data-generation form open"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("hostile")
    with serve(write_hostile(folder / "texts"), folder / "index", **WITHOUT_EXTRACTION) as server:
        yield server


def harmless(site: Server, target: str, payload: str, status: int = 200) -> Element:
    """A page, which must have only our own elements and attributes."""
    answer = site.get(target)
    assert answer.status == status
    if set(payload) & set("<>&\"'") and unescape(payload) == payload:  # else another payload is shown like this one
        assert payload not in answer.text
    page = parse_html(answer.text)
    for element in page.walk():
        assert element.tag in TAGS.split()
        assert element.attributes.keys() <= set(ATTRIBUTES.split())
        assert "title" not in element.attributes or element["rel"] in ("search", "alternate")
        for name in ("href", "src", "action", "data-suggest"):
            assert element.attributes.get(name, "/").startswith(("/", "#"))
            assert not element.attributes.get(name, "/").startswith("//")
        assert element.tag != "h3" or element.text in ("Near-duplicate", "Near-duplicates", "Similar articles")
        assert element.tag != "script" or (element["src"].startswith("/static/") and not element.text)
    return page


def test_there_are_enough_payloads() -> None:
    assert len(PAYLOADS) == len(set(PAYLOADS)) >= 40


def test_all_of_the_hostile_files_are_found(site: Server) -> None:
    assert site.get("/api/v1/search?q=ferry").json["total"] == len(PAYLOADS)


@pytest.mark.parametrize("number", range(len(PAYLOADS)))
def test_a_payload_is_shown_as_text(site: Server, number: int) -> None:
    payload = PAYLOADS[number]
    path, text = list(hostile_files())[number]
    results = harmless(site, f"/search?q=word{number}", payload)
    [hit] = results.one("ol", "hits").all("article")
    assert hit.one("h2").line == " ".join(payload.split())
    assert hit.one("span", "path").text == path
    assert [mark.text for mark in hit.all("mark")] == [f"word{number}"]
    assert f"The ferry {payload} word" in hit.all("p", "fragment")[0].text
    for query in (f"word{number}", "ferry", payload):
        address = f"{hit.one('h2').one('a')['href'].partition('?')[0]}?q={quote_plus(query)}"
        article = harmless(site, address, payload)
        assert article.one("div", "text").text == text
        assert article.one("h1").text == " ".join(payload.split())
        assert article.one("title").text == f"{' '.join(payload.split())} - seedsearch"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_as_a_query_is_shown_as_text(site: Server, payload: str) -> None:
    for target in (
        "/search?q=",
        "/help?q=",
        "/nowhere?q=",
        "/articles/0?q=",
        "/search?page=99&q=",
        "/search?sort=no&q=",
    ):
        status = 200 if target in ("/search?q=", "/help?q=") else 400 if "sort" in target else 404
        page = harmless(site, target + quote_plus(payload), payload, status)
        assert page.one("input", type="search")["value"] == payload
    escaped = quote(payload, safe="")
    harmless(site, f"/{escaped}", payload, 404)
    harmless(site, f"/articles/{escaped}", payload, 404)
    harmless(site, f"/search?q=a&sort={escaped}", payload, 400)
    harmless(site, f"/search?q=a&page={escaped}", payload, 400)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_as_a_filter_is_shown_as_text(site: Server, payload: str) -> None:
    value = quote_plus(payload)
    page = harmless(site, f"/search?q=ferry&source={value}&folder={value}", payload)
    assert {it.text for it in page.one("ul", "chips").all("bdi")} == {payload, payload.strip("/")}
    assert [it["value"] for it in page.one("form", "box").all("input", type="hidden")] == [payload, payload.strip("/")]
    harmless(site, f"/search?q=ferry&date={value}", payload, 400)


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A site of documents that state payloads: records, a PDF with names of pages, and an archive."""
    folder = tmp_path_factory.mktemp("documents")
    records = [
        {"id": payload, "title": payload, "author": payload, "outlet": payload, f"{payload} of a field": payload}
        | {"text": f"The ferry left the quay, and record{number} says so. Nobody saw it."}
        for number, payload in enumerate(PAYLOADS)
    ]
    texts = write_files(folder / "texts", {"records.json": json.dumps(records)})
    label = PAYLOADS[6].encode("utf-16-be").hex()
    pages = [PdfPage([Text(72, 100, f"The ferry on page {number} is late.")]) for number in (1, 2)]
    pdf = PdfBuilder(pages, catalog=f"/PageLabels << /Nums [0 << /S /D /P <feff{label}> >>] >>")
    (texts / "labelled.pdf").write_bytes(pdf.build())
    with zipfile.ZipFile(texts / "members.zip", "w") as archive:
        for number, payload in enumerate(PAYLOADS[:10]):
            archive.writestr(f"{file_name(payload)}.docx", "PK\x03\x04 no document")
            archive.writestr(f"{file_name(payload)}.txt", f"The ferry of member{number} is late.")
    with serve(texts, folder / "index") as server:
        yield server


def test_what_a_document_states_is_shown_as_text(documents: Server) -> None:
    """Markup in a value is read as markup, so not all of it is left."""
    names = set()
    for number, payload in enumerate(PAYLOADS):
        results = harmless(documents, f"/search?q=record{number}", payload)
        [hit] = results.one("ol", "hits").all("article")
        article = harmless(documents, hit.one("h2").one("a")["href"], payload)
        names |= {name.line for fields in article.all("details", "fields") for name in fields.all("dt")}
    assert {f"{payload} of a field" for payload in PAYLOADS[14:30]} <= names


def test_the_names_of_pages_and_members_are_shown_as_text(documents: Server) -> None:
    label = PAYLOADS[6]
    [hit] = documents.get("/api/v1/search?q=type:pdf").json["hits"]
    article = harmless(documents, f"/articles/{hit['id']}?q=late", label)
    assert article.all("span", "break")[0].text == f"page {label}1"
    assert label in harmless(documents, f"/original/{hit['id']}/pages/1?q=late", label).one("span", "at").text
    assert label in harmless(documents, "/search?q=type:pdf+late", label).one("span", "at").text
    report = harmless(documents, "/report?q=members", label)
    for payload in PAYLOADS[:10]:
        assert file_name(payload) in report.text or not payload.isprintable()
        harmless(documents, "/search?q=path:members&size=100", payload)


def test_the_first_page_and_the_help_are_harmless(site: Server) -> None:
    for payload in PAYLOADS:
        harmless(site, "/", payload)
        harmless(site, "/help", payload)


def test_json_is_never_shown_as_html(site: Server) -> None:
    for payload in PAYLOADS:
        for route in (
            "/api/v1/search?q=ferry+OR+",
            "/api/v1/nowhere?q=",
            "/api/v1/search?sort=x&q=",
            "/api/v1/articles/",
        ):
            answer = site.get(route + quote_plus(payload))
            assert answer.header("content-type") in ("application/json", "application/problem+json")
            assert answer.header("x-content-type-options") == "nosniff"


def test_the_name_of_the_corpus_is_shown_as_text(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("named") / "<img src=x onerror=alert(1)>"
    with serve(write_hostile(folder), folder.parent / "index") as site:
        home = harmless(site, "/", folder.name)
        assert home.one("p", "holdings").one("span", "path").text == str(folder)
        assert home.one("title").text == f"seedsearch: {folder.name}"
