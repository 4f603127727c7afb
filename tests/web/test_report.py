"""The page of the report: the same as the exports, filtered, in pages, and harmless with any content."""

import csv
import io
from codecs import BOM_UTF8
from collections.abc import Iterator
from urllib.parse import quote_plus

import pytest

from tests.support.command import run_command
from tests.support.files import write_files
from tests.support.html_tree import Element, parse_html
from tests.support.scraped_pages import FILES
from tests.support.script_payloads import PAYLOADS, write_hostile
from tests.support.server import Server, serve
from tests.web.test_hostile_texts import harmless


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("report")
    more = {f"many/{number:03}.txt": f"Number {number}\n\nThe ferry number {number} sailed." for number in range(120)}
    with serve(write_files(folder / "texts", FILES | more), folder / "index") as server:
        yield server


def page(site: Server, target: str) -> Element:
    answer = site.get(target)
    assert answer.status == 200
    return parse_html(answer.text)


def shown(site: Server, target: str) -> list[str]:
    """The paths that a page and those that follow it show."""
    paths = []
    following: str | None = target
    while following:
        found = page(site, following)
        paths += [path.text for path in found.all("span", "path")]
        links = found.all("a", rel="next")
        following = links[0]["href"] if links else None
    return paths


def test_the_first_page_links_to_the_report(site: Server) -> None:
    report, not_read = (it.one("a") for it in page(site, "/").all("p", "done"))
    assert not_read.text == "1 file was not read: 1 empty text"
    for link in (report, not_read):
        assert page(site, link["href"]).one("h1").line == "How your files were read"


@pytest.mark.parametrize(
    "filters", ["", "?doubtful=1", "?only=not-read", "?q=mill", "?q=many/0&only=needs-review", "?q=nowhere"]
)
def test_page_and_exports_show_the_same_files(site: Server, filters: str) -> None:
    paths = [item["path"] for item in site.get(f"/api/v1/report{filters}").json["files"]]
    assert shown(site, f"/report{filters}") == paths
    first = page(site, f"/report{filters}")
    exports = [link["href"] for link in first.one("p", "exports").all("a")]
    table = site.get(exports[0])
    rows = csv.DictReader(io.StringIO(table.body.decode("utf-8-sig")))
    assert list(dict.fromkeys(row["path"] for row in rows)) == paths
    assert [item["path"] for item in site.get(exports[1]).json["files"]] == paths
    assert table.body.startswith(BOM_UTF8)
    assert table.header("content-type") == "text/csv; charset=utf-8"
    assert table.header("content-disposition") == "attachment; filename=report.csv"


def test_the_page_shows_a_file_as_the_api_does(site: Server) -> None:
    [two] = site.get("/api/v1/report?q=two").json["files"]
    row = page(site, "/report?q=two").one("ol", "files").one("li")
    assert row.one("span", "encoding").text == two["encoding"]
    for found, article in zip(row.all("div", "found"), two["articles"], strict=True):
        assert found.one("a")["href"] == f"/articles/{article['id']}"
        assert found.one("a").text == article["title"]
        assert [doubt.text for doubt in found.all("span", "doubt")] == article["doubts"]
        assert found.one("p", "shares").text.count("%") == len(article["zones"])
    [empty] = page(site, "/report?q=empty").one("ol", "files").all("li")
    assert empty.one("p", "doubts").line == "not searched has no text in it"


def test_the_page_begins_with_four_numbers_and_each_is_a_filter(site: Server) -> None:
    summary = site.get("/api/v1/report").json["summary"]
    links = page(site, "/report").one("nav", "numbers").all("a")
    assert [link.line for link in links] == [
        f"{summary['files']} files",
        f"{summary['articles']} articles",
        f"{summary['not_read']} not or partly read",
        f"{summary['needs_review']} need review",
    ]
    for link, only in zip(links, ("", "read", "not-read", "needs-review"), strict=True):
        files = site.get(f"/api/v1/report?only={only}").json["files"]
        assert shown(site, link["href"]) == [item["path"] for item in files]
        assert [chosen.line for chosen in page(site, link["href"]).all("a", **{"aria-current": "true"})] == [link.line]
    assert len(site.get("/api/v1/report?only=read").json["files"]) == summary["files"] - summary["not_read"]


def test_what_needs_review_is_parted_by_reason(site: Server) -> None:
    reasons = site.get("/api/v1/report?q=plain").json["summary"]["reasons"]
    assert reasons == {"no date": 1, "title unsure": 1}
    rows = page(site, "/report").one("section", "review").all("li")
    every = site.get("/api/v1/report").json["summary"]["reasons"]
    assert {row.one("a").text.lower(): int(row.one("strong").text.replace(",", "")) for row in rows} == every
    for row in rows:
        reason = row.one("a").text.lower()
        files = site.get(f"/api/v1/report?only={reason.replace(' ', '-')}").json["files"]
        assert sum(reason in article["doubts"] for item in files for article in item["articles"]) == every[reason]
        assert shown(site, row.one("a")["href"]) == [item["path"] for item in files]


def test_the_page_names_the_rules_that_would_help(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("rules")
    texts = write_files(folder / "texts", {})
    (texts / "a.txt").write_bytes("Olé".encode("cp850"))
    with serve(texts, folder / "index") as site:
        rules = page(site, "/report").one("details", "rules")
        assert [code.text for code in rules.all("code")] == [
            f'[outlets."{folder / "texts"}"]',
            '"FOLDER" = "OUTLET"',
            f'[encodings."{folder / "texts"}"]',
            '"FILE OR FOLDER" = "windows-1252"',
        ]
        assert [shown(site, rules.all("a")[1]["href"])] == [["a.txt"]]
        assert "/search?q=source" in rules.all("a")[0]["href"]


def test_a_page_past_the_end_says_so(site: Server) -> None:
    beyond = page(site, "/report?page=99")
    assert "no more files" in beyond.one("section", "nothing").line
    assert page(site, beyond.one("section", "nothing").one("a")["href"]).all("ol", "files")
    assert site.get("/report?page=0").status == 400
    assert site.get("/report?doubtful=yes").status == 400
    assert site.get("/report?only=broken").status == 400
    assert site.get("/api/v1/report?doubtful=x").header("content-type") == "application/problem+json"


def test_the_form_keeps_its_values(site: Server) -> None:
    shown = page(site, "/report?q=mill&only=no-date")
    assert shown.one("input", id="part")["value"] == "mill"
    assert shown.one("input", name="", type="hidden")["name"] == "only"
    assert shown.one("form", role="search").one("input", type="search")["value"] == ""


def test_the_command_prints_the_same_json(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("same")
    with serve(write_files(folder / "texts", FILES), folder / "index") as site:
        said = site.get("/api/v1/report").json
    assert run_command("report", "texts", "--index", "index", "--json", at=folder).json == said


def test_payloads_in_texts_and_paths_are_shown_as_text(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("hostile")
    bylines = {
        f"by{number}.txt": f"A headline of some words {number}\n\nBy {payload}\n\n"
        f"{payload}: It was said on Friday that the ferry {payload} sails.\n© 2031 {payload}\n"
        for number, payload in enumerate(PAYLOADS)
    }
    with serve(write_files(write_hostile(folder / "texts"), bylines), folder / "index") as site:
        for number in range(1, 4):
            assert harmless(site, f"/report?page={number}", "").one("ol", "files")
        for payload in PAYLOADS:
            found = harmless(site, f"/report?q={quote_plus(payload)}", "")
            assert found.one("input", id="part")["value"] == payload
        harmless(site, "/search?q=path:by&size=100", "")
        for item in site.get("/api/v1/search?q=path:by&size=100").json["hits"]:
            for view in ("", "?view=plain"):
                harmless(site, f"/articles/{item['id']}{view}", "")
        table = site.get("/api/v1/report.csv").body.decode("utf-8-sig")
        assert all(row[0][:1] not in "=+-@\t" for row in csv.reader(io.StringIO(table)))
