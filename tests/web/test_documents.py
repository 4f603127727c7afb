"""Documents on the site: where pages begin, what the file says, the original file, and what was not read."""

import csv
import io
import json
import logging
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.http import parse_options_header
from werkzeug.test import TestResponse

from search import Library, Watch
from search.documents.formats.registry import FORMATS
from tests.support.documents import MAIL, NOT_READ, PAGE, PAGES, PDF, write_documents
from tests.support.files import write_files
from tests.support.html_tree import Element, parse_html
from tests.support.pdf_builder import PdfBuilder, PdfPage, Text
from web.app import create_app
from web.security import HEADERS, Hosts

OPEN_FILES = Path("/proc/self/fd")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("documents")
    library = Library.open(write_documents(folder / "texts"), folder / "index")
    library.update()
    return library


@pytest.fixture
def client(library: Library) -> FlaskClient:
    """The site of these documents. It does not follow the folder."""
    return client_of(library)


def client_of(library: Library) -> FlaskClient:
    return create_app(Watch(library, idle=True), Hosts(frozenset({"localhost"}))).test_client()


def page(client: FlaskClient, address: str) -> Element:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return parse_html(answer.text)


def hits(client: FlaskClient, query: str, **parameters: str) -> list[Any]:
    answer = client.get("/api/v1/search", query_string={"q": query, "duplicates": "all", "sort": "path", **parameters})
    assert answer.status_code == 200, answer.text
    found: list[Any] = answer.get_json()["hits"]
    return found


def article_page(client: FlaskClient, query: str) -> Element:
    """The page of the only article that a query finds."""
    [hit] = hits(client, query)
    return page(client, f"/articles/{hit['id']}")


def original(client: FlaskClient, query: str, **request: Any) -> TestResponse:
    """The answer for the original of the only article that a query finds."""
    [hit] = hits(client, query)
    return client.open(f"/original/{hit['id']}", buffered=True, **request)


def bugs(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    """What was logged as an error."""
    return [record for record in caplog.records if record.levelno >= logging.ERROR]


def test_a_rule_stands_where_each_page_begins_and_leads_to_its_image(client: FlaskClient) -> None:
    [hit] = hits(client, "type:pdf")
    shown = page(client, f"/articles/{hit['id']}?q=lighters").one("div", "text")
    rules = shown.all("span", "break")
    assert [rule.text for rule in rules] == [f"page {number}" for number in range(1, PAGES + 1)]
    assert rules[6].one("a")["href"] == f"/original/{hit['id']}/pages/7?q=lighters"
    for number, text in enumerate(shown.text.split("page ")[1:], 1):
        assert text.strip().startswith(f"{number}Report of the harbour, part {number}")
    assert shown.text_without("break") == client.get(f"/api/v1/articles/{hit['id']}").get_json()["text"]


def test_a_page_is_an_image_with_a_box_around_each_hit(client: FlaskClient) -> None:
    [hit] = hits(client, "type:pdf")
    address = f"/original/{hit['id']}"
    shown = page(client, f"{address}/pages/7?q=70+lighters+OR+crews").one("main")
    assert shown.one("span", "at").line == "Page 7, 3 hits"
    boxes = shown.one("figure").one("svg").all("a")
    marks = parse_html(client.get(f"/articles/{hit['id']}?q=70+lighters+OR+crews").text).all("mark")
    for box in boxes:
        number = box["aria-label"].removeprefix("Hit ")
        assert box["href"].endswith(f"&hit={number}#hit-{number}")
    assert [marks[int(box["aria-label"].split()[1]) - 1].text for box in boxes] == ["70", "lighters", "crews"]
    rel = {name: shown.one("a", rel=name)["href"] for name in ("prev", "next")}
    assert rel == {
        "prev": f"{address}/pages/6?q=70+lighters+OR+crews",
        "next": f"{address}/pages/8?q=70+lighters+OR+crews",
    }
    assert shown.one("a", "down")["href"] == f"{address}#page=7&search=70"
    image = client.get(shown.one("img")["src"])
    assert (image.status_code, image.mimetype, image.get_data()[:8]) == (200, "image/png", b"\x89PNG\r\n\x1a\n")
    assert (image.headers["Cache-Control"], "ETag" in image.headers) == ("no-store", False)


def test_a_page_without_hits_opens_the_pdf_at_that_page(client: FlaskClient) -> None:
    [hit] = hits(client, "type:pdf")
    shown = page(client, f"/original/{hit['id']}/pages/1").one("main")
    assert shown.one("a", "down")["href"] == f"/original/{hit['id']}#page=1"
    assert not shown.one("figure").all("rect")
    assert not shown.all("a", rel="prev")


@pytest.mark.parametrize("name", ["0", "9", "9.png", "999999999999", "one", "-1"])
def test_a_page_that_a_document_does_not_have_is_not_found(client: FlaskClient, name: str) -> None:
    [hit] = hits(client, "type:pdf")
    assert client.get(f"/original/{hit['id']}/pages/{name}").status_code == 404


def test_only_a_pdf_has_images_of_pages(client: FlaskClient) -> None:
    for query in ("path:bells", "path:ferry", "path:old"):
        [hit] = hits(client, query)
        for name in ("1", "1.png"):
            assert client.get(f"/original/{hit['id']}/pages/{name}").status_code == 404


def test_words_to_look_for_in_a_pdf_stay_one_value(tmp_path: Path) -> None:
    pdf = PdfBuilder([PdfPage([Text(72, 100, f"Smith & Sons #1 of part {number}")]) for number in range(1, 3)]).build()
    library = Library.open(write_files(tmp_path / "texts", {}), tmp_path / "index")
    (library.corpus / "a.pdf").write_bytes(pdf)
    library.update()
    client = client_of(library)
    [hit] = hits(client, "smith")
    shown = page(client, f"/original/{hit['id']}/pages/2?q=%22smith+%26+sons+%231%22").one("main")
    assert shown.one("a", "down")["href"] == f"/original/{hit['id']}#page=2&search=Smith%20%26%20Sons%20%231"


def test_rules_of_other_documents_lead_nowhere(tmp_path: Path) -> None:
    cues = "".join(
        f"{minute + 1}\n00:{minute:02}:10,000 --> 00:{minute:02}:40,000\nThe harbour board meets, part {minute}.\n\n"
        for minute in range(3)
    )
    library = Library.open(write_files(tmp_path / "texts", {"meeting.srt": cues}), tmp_path / "index")
    library.update()
    client = client_of(library)
    rules = article_page(client, "harbour").one("div", "text").all("span", "break")
    assert [rule.text for rule in rules] == ["00:00:10", "00:01:10", "00:02:10"]
    assert not [link for rule in rules for link in rule.all("a")]
    [fragment, *_] = hits(client, '"part 2"')[0]["fragments"]
    assert fragment["at"] == "00:02:10"


def test_only_a_page_with_parts_of_documents_loads_their_style(client: FlaskClient) -> None:
    for query, is_loaded in (("type:pdf", True), ("type:mail", True), ("path:ferry", False)):
        sheets = [sheet["href"] for sheet in article_page(client, query).all("link", rel="stylesheet")]
        assert any(sheet.startswith("/static/document.css?") for sheet in sheets) == is_loaded, query


def test_a_document_of_one_page_has_no_rule(client: FlaskClient) -> None:
    for query in ("type:html path:bells", "path:ferry", "type:mail"):
        assert not article_page(client, query).all("span", "break"), query


def test_what_is_unknown_of_a_document_leaves_no_gap(client: FlaskClient) -> None:
    for lines in (article_page(client, "type:pdf").all("p", "about"), page(client, "/report").all("p", "about")):
        assert all(part.line for line in lines for part in line.all("span"))


def test_a_pdf_of_one_page_leads_to_its_image(tmp_path: Path) -> None:
    pdf = PdfBuilder([PdfPage([Text(72, 100, "The harbour is closed on Sundays.", 12)])]).build()
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "sunday.pdf").write_bytes(pdf)
    library = Library.open(tmp_path / "texts", tmp_path / "index")
    library.update()
    client = client_of(library)
    [hit] = hits(client, "sundays")
    [rule] = article_page(client, "sundays").one("div", "text").all("span", "break")
    assert rule.one("a")["href"] == f"/original/{hit['id']}/pages/1"


def test_results_say_on_which_page_a_fragment_is(client: FlaskClient) -> None:
    found = page(client, '/search?q="80+lighters"').one("ol", "hits").one("article")
    assert [(it.line, it.one("mark").text) for it in found.all("p", "fragment")] == [
        ("In part 8 the board counts 80 lighters and all of their crews. page 8", "80 lighters")
    ]
    [pdf] = hits(client, '"80 lighters"')
    assert [fragment["at"] for fragment in pdf["fragments"]] == ["page 8"]
    [text] = hits(client, "path:ferry stopped")
    assert not [fragment for fragment in text["fragments"] if "at" in fragment]
    assert not page(client, "/search?q=path:ferry+stopped").all("span", "at")


def test_a_citation_names_the_page_of_the_hit(client: FlaskClient) -> None:
    [hit] = hits(client, "type:pdf")

    def citation(query: str) -> str:
        return page(client, f"/articles/{hit['id']}{query}").one("textarea", id="citation").text

    assert "report.pdf, page 3" in citation("?q=lighters&hit=3")
    assert "report.pdf, page 8" in citation("?q=%2280+lighters%22")
    assert "page" not in citation("")


def test_exports_say_on_which_page_the_fragment_is_and_what_the_file_says(client: FlaskClient) -> None:
    parameters = {"q": "harbour", "sort": "path"}
    table = client.get("/api/v1/search.csv", query_string=parameters).get_data().decode("utf-8-sig")
    rows = {row["title"]: row for row in csv.DictReader(io.StringIO(table, newline=""))}
    lines = client.get("/api/v1/search.jsonl", query_string=parameters).text.splitlines()
    objects = {hit["title"]: hit for hit in map(json.loads, lines)}
    assert list(rows) == list(objects)
    for title, row in rows.items():
        about = objects[title]["about"]
        assert [row[name] for name in ("type", "member", "url")] == [
            *(about["type"], about.get("member", ""), about.get("url", "")),
        ]
        places = {" ".join(it["text"].split()): it.get("at", "") for it in objects[title]["fragments"]}
        assert row["at"] == places[row["fragment"]]
    pdf, table_row, storm = (
        rows[title] for title in ("Report of the harbour, part 1", "Harbour reopens", "Storms of the harbour")
    )
    assert (pdf["type"], pdf["at"]) == ("pdf", "page 2")
    assert (table_row["type"], table_row["member"], table_row["url"]) == ("csv", "id:7", "https://quay.example/7")
    assert (storm["type"], storm["member"], storm["at"]) == ("html", "1999/storm.html", "")


def test_the_page_of_an_article_links_to_its_address_on_the_web_without_telling_it(client: FlaskClient) -> None:
    link = article_page(client, "path:bells").one("a", href="https://quay.example/bells")
    assert link["rel"].split() == ["noreferrer", "noopener"]
    assert link.text == link["href"]


@pytest.mark.parametrize(
    "address",
    [
        *(
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "data:text/html,x",
            "//quay.example/7",
            "/help",
            "ftp://quay.example/7",
        ),
        *("https://quay.example/7 onclick=alert(1)", 'https://quay.example/"><script>', "https:quay.example"),
    ],
)
def test_only_an_address_of_the_web_becomes_a_link(tmp_path: Path, address: str) -> None:
    rows = [{"id": 1, "title": "Cranes", "url": address, "text": "Two cranes arrive. They are tall."}]
    library = Library.open(write_files(tmp_path / "texts", {"rows.json": json.dumps(rows)}), tmp_path / "index")
    library.update()
    client = client_of(library)
    [hit] = hits(client, "cranes")
    assert "url" not in hit["about"]
    links = page(client, f"/articles/{hit['id']}").all("a")
    assert {urlsplit(link["href"]).scheme for link in links} == {""}


def test_what_the_file_states_beside_the_text_is_a_list_of_names_and_values(client: FlaskClient) -> None:
    [hit] = hits(client, "type:mail")
    fields = client.get(f"/api/v1/articles/{hit['id']}").get_json()["fields"]
    assert ["To", "<b>desk</b> <desk@quay.example>"] in fields
    shown = page(client, f"/articles/{hit['id']}").one("details", "fields")
    assert shown.one("summary").text == f"{len(fields)} fields"
    names = [name.text for name in shown.all("dt")]
    assert [list(pair) for pair in zip(names, (value.text for value in shown.all("dd")), strict=True)] == fields
    assert not shown.all("b")
    assert not article_page(client, "path:ferry").all("details", "fields")


def test_a_title_that_the_file_states_is_not_in_the_plain_text(client: FlaskClient) -> None:
    [hit] = hits(client, "path:rows reopened")
    article = client.get(f"/api/v1/articles/{hit['id']}").get_json()
    plain = client.get(f"/articles/{hit['id']}/text").text
    assert article["text"] == f"Harbour reopens\n\n{plain}"
    assert article["text"][article["added"] :] == plain == "The harbour reopened on Tuesday. Ferries run."


def test_the_page_says_that_a_title_is_not_in_the_text(client: FlaskClient) -> None:
    added = "The title is stated beside the text."
    assert added in article_page(client, "path:rows reopened").text
    assert added not in article_page(client, "path:ferry.txt").text


def test_authors_and_kinds_of_files_are_filters_on_the_page_and_in_the_api(client: FlaskClient) -> None:
    shown = page(client, "/search?q=harbour")
    lists = {kind: shown.one("ul", **{"aria-labelledby": f"by-{kind}"}).all("li") for kind in ("author", "type")}
    assert shown.one("h2", id="by-type").text == "Kind of file"
    for kind, items in lists.items():
        facets = client.get(f"/api/v1/search?q=harbour&facets={kind}").get_json()["facets"]["kinds"]
        [facet] = [facet for facet in facets if facet["kind"] == kind]
        values = [(value["value"], value["count"]) for value in facet["values"]]
        values += [("none", facet["unknown"])] * bool(facet["unknown"])
        chosen = [parse_qs(urlsplit(item.one("a")["href"]).query)[kind] for item in items]
        assert [(value, int(item.all("span")[-1].text)) for [value], item in zip(chosen, items, strict=True)] == values
        for value, count in values:
            assert len(hits(client, "harbour", **{kind: value})) == count, value
            narrowed = page(client, f"/search?q=harbour&{kind}={value}")
            assert narrowed.one("h1").line == f"{count} article{'s' * (count != 1)}"
    assert {item.one("bdi").text for item in lists["type"]} >= {"PDF", "web page", "table", "text"}
    assert [hit["path"] for hit in hits(client, "harbour", type="html", author="Ann Roe")] == ["bells.html", "old.zip"]
    assert [hit["path"] for hit in hits(client, "*", author="Bo Lind")] == ["bells.html", "old.zip", "rows.csv"]
    assert [hit["path"] for hit in hits(client, "(author:lind type:csv) OR type:pdf")] == ["report.pdf", "rows.csv"]


def test_the_first_page_the_report_and_a_search_without_results_say_what_was_not_read(client: FlaskClient) -> None:
    for address in ("/", "/report", "/search?q=zebra"):
        [link] = [link for link in page(client, address).all("a") if "not read:" in link.text]
        assert link.text == NOT_READ, address
        listed = page(client, link["href"]).one("ol", "files")
        assert [it.text for it in listed.all("span", "path")] == ["broken.docx", "empty.txt", "old.zip"]
    assert client.get("/api/v1/status").get_json()["not_read"] == NOT_READ
    assert "not read" not in page(client, "/search?q=harbour").one("main").line


def test_nothing_is_said_of_a_folder_that_was_read_as_a_whole(small_library: Library) -> None:
    client = client_of(small_library)
    for address in ("/", "/report", "/search?q=zebra"):
        assert not [link for link in page(client, address).all("a") if "not read:" in link.text], address
    assert client.get("/api/v1/status").get_json()["not_read"] == ""


def test_the_report_counts_the_kinds_of_files(client: FlaskClient) -> None:
    report = client.get("/api/v1/report").get_json()
    assert report["summary"]["types"] == {"html": 1, "csv": 1, "mail": 1, "txt": 1, "pdf": 1, "zip": 1}
    types = {row["path"]: row["type"] for row in report["files"]}
    assert (types["report.pdf"], types["old.zip"], types["ferry.txt"]) == ("pdf", "zip", "txt")
    [line] = [it.line for it in page(client, "/report").all("p", "remark") if it.line.startswith("Kinds of files: ")]
    kinds = line.removeprefix("Kinds of files: ").split(", ")
    assert sorted(kinds) == ["1 PDF", "1 mail", "1 table", "1 text", "1 web page", "1 zip archive"]


def test_each_type_that_the_help_names_is_one_of_an_article(client: FlaskClient) -> None:
    named = set(re.findall(r"type:(\w+)", page(client, "/help").one("main").text))
    assert named == {"pdf", "csv", "xlsx", "mail", "feed", "subtitles"}
    assert named < {format.name for format in FORMATS}


def test_the_help_says_where_the_line_of_a_page_leads(client: FlaskClient) -> None:
    assert "a link to an image of that page" in page(client, "/help").one("main").line


def test_a_part_of_the_report_does_not_speak_of_the_whole_folder(client: FlaskClient) -> None:
    assert "Other file types, not read: " in page(client, "/report").one("main").line
    assert "not read: " not in page(client, "/report?q=ferry").one("main").line


def test_a_pdf_is_shown_in_the_browser(client: FlaskClient) -> None:
    answer = original(client, "type:pdf")
    assert (answer.status_code, answer.content_type, answer.get_data()) == (200, "application/pdf", PDF)
    assert answer.content_length == len(PDF)
    assert answer.headers["Content-Disposition"] == "inline; filename=report.pdf"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none';")


def test_a_web_page_is_shown_in_a_sandbox_without_scripts_and_network(client: FlaskClient) -> None:
    answer = original(client, "path:bells")
    assert (answer.content_type, answer.get_data().decode()) == ("text/html", PAGE)
    assert answer.headers["Content-Disposition"] == "inline; filename=bells.html"
    policy = [part.split() for part in answer.headers["Content-Security-Policy"].split("; ")]
    assert policy[0] == ["sandbox"]  # without allow-scripts and allow-same-origin
    assert {name: values for name, *values in policy[1:]} == {
        "default-src": ["'none'"],
        "img-src": ["data:"],
        "font-src": ["data:"],
        "style-src": ["'unsafe-inline'"],
    }


@pytest.mark.parametrize(
    ("query", "name"), [("path:ferry", "ferry.txt"), ("type:mail", "cranes.eml"), ("school", "rows.csv")]
)
def test_other_files_are_downloads(client: FlaskClient, library: Library, query: str, name: str) -> None:
    answer = original(client, query)
    assert (answer.status_code, answer.content_type) == (200, "application/octet-stream")
    assert parse_options_header(answer.headers["Content-Disposition"])[1]["filename"] == name
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.get_data() == (library.corpus / name).read_bytes()


@pytest.mark.parametrize("name", ["Ämter & Häfen.eml", "港口.eml", "港口\nX-Evil: 1.eml", 'a"b;c=%0d.eml'])
def test_a_download_has_the_name_of_its_file(tmp_path: Path, name: str) -> None:
    library = Library.open(write_files(tmp_path / "texts", {name: MAIL}), tmp_path / "index")
    library.update()
    answer = original(client_of(library), "cranes")
    assert parse_options_header(answer.headers["Content-Disposition"]) == ("attachment", {"filename": name})
    assert "X-Evil" not in answer.headers
    assert answer.get_data().decode() == MAIL


def test_a_member_of_an_archive_gives_the_archive(client: FlaskClient, library: Library) -> None:
    answer = original(client, "path:old")
    assert answer.content_type == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert answer.get_data() == (library.corpus / "old.zip").read_bytes()


def test_the_page_of_a_document_links_to_its_original(client: FlaskClient) -> None:
    for query, is_linked in (("type:pdf", True), ("path:old", True), ("path:bells", True), ("path:ferry", False)):
        [hit] = hits(client, query)
        links = page(client, f"/articles/{hit['id']}").one("p", "switch").all("a", href=f"/original/{hit['id']}")
        assert [link.text for link in links] == ["Original"] * is_linked, query


@pytest.mark.parametrize("query", ["type:pdf", "path:bells", "path:ferry"])
def test_an_original_has_the_security_headers_and_is_not_for_other_sites(client: FlaskClient, query: str) -> None:
    answer = original(client, query)
    for name, value in HEADERS:
        assert name == "Content-Security-Policy" or answer.headers.getlist(name) == [value]
    assert len(answer.headers.getlist("Content-Security-Policy")) == 1
    for refused in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "embed"},
        {"Host": "evil.example"},
    ):
        answer = original(client, query, headers=refused)
        assert answer.status_code in (403, 421)
        assert "harbour" not in answer.text


def test_a_page_in_the_sandbox_can_ask_this_site_for_nothing(client: FlaskClient) -> None:
    """Its origin is opaque, so its requests are those of another site, even without its policy."""
    answer = client.get("/api/v1/status", headers={"Origin": "null", "Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_the_head_of_an_original_has_no_body(client: FlaskClient) -> None:
    answer = original(client, "type:pdf", method="HEAD")
    assert (answer.status_code, answer.content_length, answer.get_data()) == (200, len(PDF), b"")


@pytest.mark.skipif(not OPEN_FILES.is_dir(), reason="needs a list of open files")
def test_an_original_that_was_sent_is_closed(client: FlaskClient) -> None:
    for _ in range(2):  # the first opens what is opened once
        before = set(OPEN_FILES.iterdir())
        for method in ("GET", "HEAD"):
            original(client, "type:pdf", method=method)
    assert set(OPEN_FILES.iterdir()) <= before


@pytest.mark.parametrize("change", ["gone", "a folder", "a link"])
def test_a_file_that_is_gone_is_said_to_be_gone(tmp_path: Path, caplog: pytest.LogCaptureFixture, change: str) -> None:
    folder = write_files(tmp_path / "texts", {"sub/bells.html": PAGE, "other.txt": "Other"})
    library = Library.open(folder, tmp_path / "index")
    library.update()
    client = client_of(library)
    (folder / "sub" / "bells.html").unlink()
    if change == "a folder":
        (folder / "sub" / "bells.html").mkdir()
    if change == "a link":
        (folder / "sub" / "bells.html").symlink_to("/etc/passwd")
    answer = original(client, "bells")
    assert answer.status_code == 404
    said = parse_html(answer.text).one("main").line
    assert "sub/bells.html" in said
    assert "It may have left the folder." in said
    assert not bugs(caplog)


def test_a_pdf_that_is_gone_has_no_images(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    library = Library.open(write_documents(tmp_path / "texts"), tmp_path / "index")
    library.update()
    client = client_of(library)
    [hit] = hits(client, "type:pdf")
    (library.corpus / "report.pdf").unlink()
    for name in ("7", "7.png"):
        answer = client.get(f"/original/{hit['id']}/pages/{name}")
        assert (answer.status_code, "report.pdf cannot be opened" in answer.text) == (404, True)
    assert not bugs(caplog)


def test_an_unknown_article_has_no_original(client: FlaskClient) -> None:
    for article_id in ("0", "0" * 16, "..", "%2e%2e", "report.pdf"):
        assert client.get(f"/original/{article_id}").status_code in (308, 404), article_id
