"""Exports of all results: CSV, JSON Lines and a feed. They are complete, in order, and harmless with any content."""

import csv
import hashlib
import io
import json
import os
import shutil
from codecs import BOM_UTF8
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus, urlsplit
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from werkzeug.http import parse_options_header

from search import SORTS, KnownDate, Library, Watch
from search.types.results import last_page
from tests.support.command import CommandResult, assert_usage_error, run_command, update_index
from tests.support.files import write_files
from tests.support.html_tree import parse_html
from tests.support.script_payloads import PAYLOADS, write_hostile
from tests.support.server import Server, serve
from web.app import create_app
from web.downloads import download, file_name
from web.security import Hosts

ATOM = "{http://www.w3.org/2005/Atom}"
MANY = {
    f"{number % 3}/{number:03}.txt": f"Ferry {number}\n\nPublished: {1 + number % 28} March {2030 + number % 4}\n\n"
    f"The ferry number {number} sailed on time, and =SUM(A1) was {number * 'very '}happy."
    for number in range(70)
}
FILTERS = (
    "folder=1",
    "folder=/0/&folder=2",
    "date=2031-03",
    "date=2030&date=2032..",
    "lang=en&folder=0&date=2033-03-04..2033-03-20",
    "source=nobody",
    "agency=nobody",
    "place=nowhere",
)
WHEN = ("2031-03", "2031-03-04", "2031-03-04T09:15", "2031-03-04T09:15+05:30", "2031-03-04T09:15:30Z")
ODD = (
    *("ferry", '"ferry number"', "ferry -sailed", "nothing at all", "*", "a\r\nX-Evil: 1", 'a"b;c=\\d', "../../etc"),
    *("الوادي ferry", "\u202eferry\u202c", "हिन्दी OR ferry", "ferry " + 2000 * "x", "🌊", "%0d%0a", "=1+1", "CON", "ﷺ"),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("exports") / "index"


@pytest.fixture(scope="module")
def site(index: Path) -> Iterator[Server]:
    with serve(write_files(index.parent / "texts", MANY), index) as server:
        yield server


def pages(site: Server, query: str, sort: str) -> list[dict[str, Any]]:
    """All hits, page after page."""
    address = f"/api/v1/search?q={quote_plus(query)}&sort={sort}&duplicates=all&size=30&page="
    total = site.get(f"{address}1").json["total"]
    return [hit for page in range(1, last_page(total, 30) + 1) for hit in site.get(f"{address}{page}").json["hits"]]


def lines(site: Server, query: str, more: str = "") -> list[dict[str, Any]]:
    """What the export has, line by line."""
    answer = site.get(f"/api/v1/search.jsonl?q={quote_plus(query)}{more}")
    assert (answer.status, answer.header("content-type")) == (200, "application/jsonl; charset=utf-8")
    assert not answer.text or answer.text.endswith("\n")
    return [json.loads(line) for line in answer.text.splitlines()]


def table(site: Server, query: str, more: str = "") -> list[dict[str, str]]:
    """What the table has, row by row."""
    answer = site.get(f"/api/v1/search.csv?q={quote_plus(query)}{more}")
    assert (answer.status, answer.header("content-type")) == (200, "text/csv; charset=utf-8")
    return rows(answer.body)


def rows(data: bytes) -> list[dict[str, str]]:
    """The rows of a table that begins as Excel wants it."""
    assert data.startswith(BOM_UTF8)
    assert data.count(BOM_UTF8) == 1
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("query", ["ferry", '"sailed on time" -number', "path:0 OR 33", "nowhere", ""])
def test_exports_have_the_results_of_all_pages(site: Server, query: str, sort: str) -> None:
    hits = pages(site, query, sort)
    assert lines(site, query, f"&sort={sort}") == hits
    rows = table(site, query, f"&sort={sort}")
    assert [row["id"] for row in rows] == [hit["id"] for hit in hits]
    for row, hit in zip(rows, hits, strict=True):
        about = hit["about"]
        assert (row["path"], row["title"], row["hits"]) == (hit["path"], hit["title"], str(hit["hits"]))
        assert (row["published"], row["published from"]) == (about["published"]["when"], "stamp")
        assert (row["modified"], row["language"]) == (about["modified"], about["language"])
        assert row["fragment"] in [" ".join(part["text"].split()) for part in hit["fragments"]]
        assert site.get(row["address"].removeprefix(site.address)).status == 200


@pytest.mark.parametrize("filters", FILTERS)
def test_exports_and_the_feed_are_filtered(site: Server, filters: str) -> None:
    address = f"/api/v1/search?q=ferry&duplicates=all&size=100&{filters}"
    hits = site.get(address).json["hits"]
    assert len(hits) < len(MANY)
    assert bool(hits) == ("no" not in filters)
    assert lines(site, "ferry", f"&{filters}") == hits
    assert [row["id"] for row in table(site, "ferry", f"&{filters}")] == [hit["id"] for hit in hits]
    for duplicates in ("all", "grouped"):
        newest = site.get(f"{address.replace('all', duplicates)}&sort=newest").json["hits"]
        found = entries(site, f"/feed.atom?q=ferry&duplicates={duplicates}&{filters}")
        assert [entry.findtext(f"{ATOM}title") for entry in found] == [hit["title"] for hit in newest][:50]


def test_exports_and_the_feed_refuse_an_invalid_filter(site: Server) -> None:
    for path in ("/api/v1/search.csv", "/api/v1/search.jsonl", "/feed.atom"):
        answer = site.get(f"{path}?q=ferry&date=soon")
        assert answer.status == 400
        assert "“soon” is no date to filter by" in answer.text


def test_export_links_of_filtered_results_are_filtered(site: Server) -> None:
    for more in ("", "&duplicates=all"):
        page = parse_html(site.get(f"/search?q=ferry&folder=1&date=2031{more}").text)
        table_, lines_, feed = (link["href"] for link in page.one("p", "exports").all("a"))
        total = site.get("/api/v1/search?q=ferry&folder=1&date=2031").json["total"]
        assert [len(site.get(link).text.splitlines()) for link in (table_, lines_)] == [total + 1, total]
        assert (len(entries(site, feed)) == total) == bool(more)


def test_the_page_of_results_links_to_exports_and_the_feed(site: Server) -> None:
    for more in ("", "&sort=title&page=3", "&size=3"):
        page = parse_html(site.get(f"/search?q=ferry{more}").text)
        links = page.one("p", "exports").all("a")
        assert [link.text for link in links] == ["CSV", "JSON Lines", "feed"]
        sizes = [len(site.get(link["href"]).text.splitlines()) for link in links[:2]]
        assert sizes == [len(MANY) + 1, len(MANY)]
        [alternate] = page.all("link", rel="alternate")
        assert alternate["href"] == links[2]["href"]
        assert entries(site, alternate["href"])
    titles = [line["title"] for line in lines(site, "ferry", "&sort=title")]
    assert titles == sorted(titles)
    assert not parse_html(site.get("/search?q=nowhere").text).all("p", "exports")


@pytest.mark.parametrize("query", ODD)
def test_an_export_is_named_after_its_query(site: Server, query: str) -> None:
    answer = site.get(f"/api/v1/search.csv?q={quote_plus(query)}")
    assert answer.status == 200
    assert answer.header("x-evil") is None
    header = answer.header("content-disposition") or ""
    assert header.isascii()
    disposition, options = parse_options_header(header)
    name = options["filename"]
    assert (disposition, name) == ("attachment", file_name(query, "csv"))
    assert name.startswith("seedsearch")
    assert name.endswith(".csv")


@given(st.text())
@example("a" * 5000)
@example("𝔽" * 500)
@example("\ud800\x00\n")
def test_every_query_gives_a_valid_file_name(query: str) -> None:
    name = file_name(query, "jsonl")
    assert len(name.encode()) <= 255
    assert not set(name) & set('/\\:*?"<>|;\0\r\n\u202e')
    header = download([], "text/plain", name).headers["Content-Disposition"]
    assert set(header) <= set(map(chr, range(32, 127)))


def test_no_exported_cell_is_a_formula(tmp_path: Path) -> None:
    with serve(write_hostile(tmp_path / "texts"), tmp_path / "index") as hostile:
        rows = table(hostile, "ferry")
        assert len(rows) == len(PAYLOADS)
        assert all(cell[:1] not in "=+-@\t" for row in rows for cell in row.values() if cell)
        found = entries(hostile, "/feed.atom?q=ferry&duplicates=all")
        assert len(found) == min(50, len(PAYLOADS))


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_an_update_during_an_export_does_not_mix_in(tmp_path: Path, kind: str) -> None:
    long = {path: f"{text} {hashlib.shake_256(path.encode()).hexdigest(20_000)}" for path, text in MANY.items()}
    library = Library.open(write_files(tmp_path / "texts", long), tmp_path / "index")
    library.update()
    app = create_app(Watch(library, idle=True), Hosts(frozenset({"localhost"})))
    target = f"/api/v1/search.{kind}?q=ferry&sort=path"
    before = app.test_client().get(target).data
    answer = app.test_client().get(target)
    parts = answer.iter_encoded()
    body = next(parts) + next(parts)
    write_files(tmp_path / "texts", dict.fromkeys(MANY, "Changed\n\nThe ferry is new.") | {"new.txt": "A new ferry"})
    library.update()
    after = app.test_client().get(target).data
    assert b"new.txt" in after
    assert body + b"".join(parts) == before
    answer.close()


def entries(site: Server, target: str) -> list[ET.Element]:
    """The entries of a feed, which has what RFC 4287 asks for."""
    answer = site.get(target)
    assert (answer.status, answer.header("content-type")) == (200, "application/atom+xml; charset=utf-8")
    feed = ET.fromstring(answer.body)
    assert feed.tag == f"{ATOM}feed"
    found = feed.findall(f"{ATOM}entry")
    for element in (feed, *found):
        for name in ("title", "id", "updated"):
            assert len(element.findall(ATOM + name)) == 1
        assert element.findtext(f"{ATOM}id", "").startswith("urn:uuid:")
        assert datetime.fromisoformat(element.findtext(f"{ATOM}updated", "")).tzinfo
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    assert len({entry.findtext(f"{ATOM}id") for entry in found}) == len(found)
    return found


def test_a_feed_has_the_newest_articles_with_links(site: Server) -> None:
    found = entries(site, "/feed.atom?q=ferry&sort=path&page=2")
    newest = site.get("/api/v1/search?q=ferry&sort=newest&size=50").json["hits"]
    assert [entry.findtext(f"{ATOM}title") for entry in found] == [hit["title"] for hit in newest]
    for entry, hit in zip(found, newest, strict=True):
        link = entry.find(f"{ATOM}link")
        assert link is not None
        assert urlsplit(link.attrib["href"]).path == f"/articles/{hit['id']}"
        assert link.attrib["href"].startswith(site.address)
        assert entry.findtext(f"{ATOM}updated", "").startswith(hit["about"]["published"]["when"])
    feed = ET.fromstring(site.get("/feed.atom?q=ferry").body)
    assert feed.findtext(f"{ATOM}title") == "seedsearch: ferry"
    assert entries(site, "/feed.atom") == []


def test_a_feed_can_have_articles_with_impossible_times(tmp_path: Path) -> None:
    stamps = ("2031-03-04T29:10", "2031-03-04T10:30+05:99", "4 March 2031 24:00", "2031-03-04 10:75", "4/4/98")
    texts = {f"{number}.txt": f"Ferry {number}\n{stamp}\n\nIt sailed." for number, stamp in enumerate(stamps)}
    library = Library.open(write_files(tmp_path / "texts", texts), tmp_path / "index")
    library.update()
    app = create_app(Watch(library, idle=True), Hosts.of("127.0.0.1", 80, ()))
    answer = app.test_client().get("/feed.atom?q=ferry", base_url="http://127.0.0.1")
    published = [entry.findtext(f"{ATOM}published") for entry in ET.fromstring(answer.data).findall(f"{ATOM}entry")]
    assert sorted(map(str, published))[0] == "1998-04-04T00:00:00+00:00"
    assert len(published) == len(stamps)


def test_the_time_of_a_file_is_no_date_in_exports_and_the_feed(tmp_path: Path) -> None:
    texts = {"dated.txt": "Ferry sails\nPublished: 4 March 2031\n\nIt sailed.", "bare.txt": "Ferry waits\n\nIt waited."}
    library = Library.open(write_files(tmp_path / "texts", texts), tmp_path / "index")
    for name in texts:
        os.utime(library.corpus / name, (1_700_000_000, 1_700_000_000))
    library.update()
    client = create_app(Watch(library, idle=True), Hosts.of("127.0.0.1", 80, ())).test_client()

    def get(address: str) -> bytes:
        return client.get(f"{address}?q=ferry&sort=path", base_url="http://127.0.0.1").data

    changed = "2023-11-14T22:13:20+00:00"
    bare, dated = rows(get("/api/v1/search.csv"))
    assert [bare[name] for name in ("published", "published from", "updated", "modified")] == ["", "", "", changed]
    assert (dated["published"], dated["modified"]) == ("2031-03-04", changed)
    about = json.loads(get("/api/v1/search.jsonl").splitlines()[0])["about"]
    assert (about["published"], about["updated"], about["modified"]) == (None, None, changed)
    entries = ET.fromstring(get("/feed.atom")).findall(f"{ATOM}entry")
    moments = [(entry.findtext(f"{ATOM}published"), entry.findtext(f"{ATOM}updated")) for entry in entries]
    assert moments == [(2 * ("2031-03-04T00:00:00+00:00",)), (None, changed)]


def test_feed_ids_depend_on_the_query_and_not_on_the_host(site: Server) -> None:
    def ids(target: str, host: str) -> list[str | None]:
        feed = ET.fromstring(site.get(target, headers={"Host": f"{host}:{site.port}"}).body)
        return [element.text for element in feed.iter(f"{ATOM}id")]

    here = ids("/feed.atom?q=ferry", "127.0.0.1")
    assert ids("/feed.atom?q=ferry", "localhost") == here
    other = ids("/feed.atom?q=sailed", "127.0.0.1")
    assert other[0] != here[0]
    assert set(other[1:]) == set(here[1:])


@given(st.text())
@example("]]>\x00\x0b\ud800\ufffe&<\"'")
def test_a_feed_can_hold_any_text(text: str) -> None:
    from web.presenters.feed import _add

    element = ET.Element("feed")
    _add(element, "title", text, href=text.encode("utf-8", "replace").decode() if text.isprintable() else "")
    parsed = ET.fromstring(ET.tostring(element))
    kept = "".join(character if character.isprintable() else " " for character in text)
    shown = parsed.findtext("title", "")
    assert "".join(character if character.isprintable() else " " for character in shown).split() == kept.split()


@pytest.mark.parametrize("when", WHEN)
def test_every_feed_date_follows_rfc_3339(when: str) -> None:
    text = moment(when)
    assert datetime.fromisoformat(text).tzinfo
    assert text.startswith(when.removesuffix("Z").partition("+")[0])


@given(
    st.text(max_size=12) | st.from_regex(r"[0-9]{4}-[0-9]{2}(-[0-9]{2}(T[0-9]{2}:[0-9]{2}([+-][0-9]{2}:[0-9]{2})?)?)?")
)
@example("2031-03-04T29:10")
@example("2031-03-04T09:15+05:99")
@example("2031-02-30")
@example("9999-12-31T23:59-23:59")
def test_an_impossible_date_is_left_out_of_the_feed(when: str) -> None:
    text = moment(when)
    assert not text or datetime.fromisoformat(text).tzinfo


def moment(when: str) -> str:
    """A date of an article as a feed tells it."""
    from web.presenters.feed import _moment

    return _moment(KnownDate(when, "stamp", when, 0, 0))


def test_the_command_exports_all_results(tmp_path: Path, index: Path, site: Server) -> None:
    shutil.copytree(index.parent / "texts", tmp_path / "texts")
    update_index(tmp_path / "texts", tmp_path / "index")
    options = ("texts", "--index", "index", "--sort", "path")
    printed = run_command("find", "ferry", *options, "--jsonl", at=tmp_path)
    assert printed.code == 0
    assert [json.loads(line) for line in printed.out.splitlines()] == lines(site, "ferry", "&sort=path")
    rows = list(csv.DictReader(io.StringIO(run_command("find", "ferry", *options, "--csv", at=tmp_path).out)))
    expected = table(site, "ferry", "&sort=path")
    assert [{**row, "address": other["address"]} for row, other in zip(rows, expected, strict=True)] == expected
    assert run_command("find", "nowhere", *options, "--jsonl", at=tmp_path) == CommandResult(1, "", "")
    assert_usage_error(run_command("find", "ferry", *options, "--csv", "--json", at=tmp_path), "Choose one of")
