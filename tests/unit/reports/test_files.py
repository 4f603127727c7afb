"""The report on each file: what was found, what was skipped and why, and what needs review."""

import csv
import io
import json
import os
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from search import Config, Library, report_csv, report_json
from search.reports.files import FileReport, ReportSummary
from search.rules import read_rules
from search.types.files import DOUBTS, REPORT_FILTERS
from tests.conftest import Folder
from tests.support.scraped_pages import FILES, TIDE


@pytest.fixture
def library(make_folder: Folder, tmp_path: Path) -> Library:
    root = make_folder(FILES)
    os.mkfifo(root / "pipe.txt")
    found = Library.open(root, tmp_path / "index")
    found.update()
    return found


def rows(library: Library, part: str = "", only: str = "") -> dict[str, FileReport]:
    return {row.path: row for row in library.searcher().report(part, only)}


def test_every_file_has_a_row_in_order_of_paths(library: Library) -> None:
    assert list(rows(library)) == sorted([*FILES, "pipe.txt"])
    assert library.searcher().report().summary.files == len(FILES) + 1


def test_a_row_describes_the_file_and_its_articles(library: Library) -> None:
    row = rows(library)["mill/two.txt"]
    size = len(FILES["mill/two.txt"].encode())
    assert (row.encoding, row.bytes, row.skipped, len(row.articles)) == ("utf-8", size, "", 2)
    first, second = row.articles
    assert first.title == "Tide mill at Calder turns again after forty years"
    assert first.about.published
    assert first.about.published.text == "12 July 2031, 13:37 +05:30"
    assert (first.about.place, second.about.place) == ("CALDER", "CAPE SILL")
    assert (second.about.part, second.about.parts) == (2, 2)
    assert first.characters + second.characters == len(FILES["mill/two.txt"])


def test_the_shares_of_the_zones_make_up_the_text(library: Library) -> None:
    for row in library.searcher().report():
        for article in row.articles:
            assert sum(article.zones.values()) == pytest.approx(1, abs=0.001)
    boilerplate = sum(map(len, ("Advertisement", "Advertisement", "Sharethisarticle")))
    ink = len("".join(TIDE.split()))
    assert rows(library)["mill/tide.txt"].articles[0].zones["boilerplate"] == round(boilerplate / ink, 4)


def test_a_skipped_file_has_its_reason(library: Library) -> None:
    found = rows(library)
    assert found["pipe.txt"].skipped == "is a named pipe, not a regular file"
    assert found["empty.txt"].skipped == "has no text in it"
    assert all(not found[path].articles for path in ("pipe.txt", "empty.txt"))


def test_files_changed_since_the_last_update_are_named(library: Library) -> None:
    (library.corpus / "new.txt").write_text("New")
    (library.corpus / "plain.txt").unlink()
    (library.corpus / "furniture.txt").write_text("Other news")
    found = rows(library)
    assert found["new.txt"].skipped.startswith("is not in the index")
    assert found["plain.txt"].remarks == ("has left the folder since it was indexed",)
    assert found["furniture.txt"].remarks == ("has changed since it was indexed",)
    assert found["mill/tide.txt"].remarks == ()


def test_doubtful_files_are_found(library: Library) -> None:
    found = rows(library)
    assert found["plain.txt"].doubts == ("no date", "title unsure")
    assert "mostly boilerplate" in found["furniture.txt"].doubts
    assert found["mill/tide.txt"].doubts == ()
    assert found["mill/two.txt"].doubts == ("no date",)
    assert set(rows(library, only="doubtful")) == set(found) - {"mill/tide.txt"}
    (library.corpus / "zones.txt").write_text("Title of it\n\n" + 6_000 * "Advertisement\n")
    library.update()
    assert "mostly boilerplate" in rows(library)["zones.txt"].doubts


def test_rows_are_found_by_a_part_of_their_paths(library: Library) -> None:
    assert list(rows(library, "MILL")) == ["mill/tide.txt", "mill/two.txt"]
    assert list(rows(library, "mill", "needs-review")) == ["mill/two.txt"]
    assert library.searcher().report("mill").summary.files == 2
    assert rows(library, "nowhere") == {}


def test_rows_from_a_number_on_are_the_same_rows(library: Library) -> None:
    for only in ("", "needs-review", "not-read"):
        report = library.searcher().report("", only)
        every = list(report)
        assert [list(report.rows(first)) for first in range(8)] == [every[first:] for first in range(8)]


def test_a_report_stays_that_of_one_state_while_an_update_removes_files(library: Library) -> None:
    report = library.searcher().report()
    (library.corpus / "plain.txt").unlink()
    library.update()
    [row] = [row for row in report if row.path == "plain.txt"]
    assert (row.skipped, len(row.articles)) == ("", 1)
    assert "plain.txt" not in [row.path for row in library.searcher().report()]


def test_the_table_holds_all_articles_and_skipped_files(library: Library) -> None:
    table = list(csv.DictReader(io.StringIO("".join(report_csv(library.searcher().report())))))
    assert [row["path"] for row in table].count("mill/two.txt") == 2
    assert len(table) == len(FILES) + 2
    [tide] = [row for row in table if row["path"] == "mill/tide.txt"]
    assert (tide["published"], tide["published from"]) == ("2031-07-12T13:37+05:30", "stamp")
    assert sum(float(tide[kind]) for kind in ("body", "headline", "stamp", "dateline", "boilerplate")) == pytest.approx(
        1, abs=0.001
    )
    assert next(row["skipped"] for row in table if row["path"] == "empty.txt") == "has no text in it"


def test_the_json_says_the_same(library: Library) -> None:
    files = json.loads("".join(report_json(library.searcher().report(), "utf-8")))["files"]
    assert [item["path"] for item in files] == list(rows(library))
    nowhere = json.loads("".join(report_json(library.searcher().report("nowhere"), "utf-8")))
    none = {"files": 0, "articles": 0, "not_read": 0, "needs_review": 0, "reasons": {}, "types": {}, "by_ocr": 0}
    assert nowhere == {"summary": none, "files": []}


def test_the_summary_counts_what_the_rows_show(library: Library) -> None:
    (library.corpus / "lost.txt").write_bytes(b"\xef\xbb\xbfThe ferry \xff sails.")
    (library.corpus / "replaced.txt").write_text("The letter \ufffd stands in this text.")
    (library.corpus / "guessed.txt").write_bytes("Olé".encode("cp850"))
    with zipfile.ZipFile(library.corpus / "partly.zip", "w") as archive:
        archive.writestr("quay.txt", "The quay is closed.")
        archive.writestr("pier.docx", "PK\x03\x04 no document")
    library.update()
    report = library.searcher().report()
    every = list(report)
    articles = [article for row in every for article in row.articles]
    doubts = Counter(doubt for article in articles for doubt in article.doubts)
    assert doubts["characters lost"] == doubts["encoding guessed"] == 1
    not_read = {row.path for row in every if row.skipped}
    assert "partly.zip" not in not_read
    assert report.summary == ReportSummary(
        files=len(every),
        articles=len(articles),
        not_read=len(not_read) + 1,
        needs_review=sum(bool(article.doubts) for article in articles),
        reasons=doubts,
        types=Counter(row.type for row in every if row.articles),
        by_ocr=0,
    )
    assert report.summary.types["zip"] == 1
    expected = {
        "read": {row.path for row in every if row.articles},
        "not-read": not_read | {"partly.zip"},
        "needs-review": {row.path for row in every if row.doubts},
        **{doubt.replace(" ", "-"): {row.path for row in every if doubt in row.doubts} for doubt in DOUBTS},
    }
    assert {only: set(rows(library, only=only)) for only in REPORT_FILTERS} == expected
    with pytest.raises(ValueError, match="only has to be one of"):
        library.searcher().report("", "broken")


def test_what_a_rule_gave_is_named(make_folder: Folder, tmp_path: Path) -> None:
    root = make_folder({"a.txt": "Ferries", "old/b.txt": b"Caf\x82s and ferries"})
    config = Config(
        encodings=read_rules("encodings", {str(root): {"old": "cp850"}}, tmp_path),
        outlets=read_rules("outlets", {str(root): {"old/": "Calder Gazette"}}, tmp_path),
    )
    library = Library.open(root, tmp_path / "index", config)
    library.update()
    a, b = rows(library).values()
    assert (a.by_rule, b.by_rule) == ((), ("encoding", "outlet"))
    assert (b.encoding, b.articles[0].about.source, b.doubts) == ("cp850", "Calder Gazette", ("no date",))
    assert [hit.path for hit in library.search("source:calder cafés").hits] == ["old/b.txt"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", " \t=", "＝"])
def test_no_csv_cell_is_a_formula(make_folder: Folder, tmp_path: Path, start: str) -> None:
    cell = f'{start}cmd|" /C calc"!A0'
    library = Library.open(make_folder({f"{cell.replace('/', '∕')}.txt": f"{cell}\n\nBody of it."}), tmp_path / "index")
    library.update()
    [row] = csv.DictReader(io.StringIO("".join(report_csv(library.searcher().report()))))
    assert row["path"].startswith("'")
    assert all(not value.lstrip().startswith(("=", "+", "-", "@", "\t", "＝")) for value in row.values())
