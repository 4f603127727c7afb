"""Documents in the commands: filters, the place of a fragment, and what was not read."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.support.command import CommandResult, run_command
from tests.support.documents import NOT_READ, write_documents


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_documents(tmp_path_factory.mktemp("documents") / "texts")
    assert run_command("index", folder, at=folder.parent).code == 0
    return folder


def run(folder: Path, command: str, *arguments: str) -> CommandResult:
    done = run_command(command, *arguments[:1], folder, *arguments[1:], at=folder.parent)
    assert done.error == ""
    return done


def test_find_says_on_which_page_a_fragment_is(folder: Path) -> None:
    lines = run(folder, "find", '"80 lighters"').out.splitlines()
    assert "    In part 8 the board counts 80 lighters and all of their crews. (page 8)" in lines
    assert "No date · English · PDF" in lines
    assert "(" not in run(folder, "find", "path:ferry stopped").out


def test_find_filters_by_author_and_by_kind_of_file(folder: Path) -> None:
    def paths(*options: str) -> list[str]:
        done = run(folder, "find", "*", *options, "--sort", "path", "--jsonl")
        return [json.loads(line)["path"] for line in done.out.splitlines()]

    assert paths("--type", "html", "--type", "mail") == ["bells.html", "cranes.eml", "old.zip"]
    assert paths("--author", "none") == ["ferry.txt", "report.pdf"]
    assert paths("--author", "Ann Roe", "--type", "csv") == ["rows.csv"]


def test_the_table_of_results_has_the_place_and_what_the_file_says(folder: Path) -> None:
    [row] = csv.DictReader(io.StringIO(run(folder, "find", '"80 lighters"', "--csv").out))
    assert (row["type"], row["at"], row["member"], row["url"]) == ("pdf", "page 8", "", "")
    [row] = csv.DictReader(io.StringIO(run(folder, "find", "reopened", "--csv").out))
    assert (row["type"], row["at"], row["member"], row["url"]) == ("csv", "row 2", "id:7", "https://quay.example/7")


def test_find_says_what_was_not_read_if_it_finds_nothing(folder: Path) -> None:
    done = run(folder, "find", "zebra")
    assert (done.code, done.out.splitlines()[-1]) == (1, NOT_READ)
    assert "not read" not in run(folder, "find", "harbour").out
    assert "not read" not in run(folder, "find", "zebra", "--csv").out
    assert run(folder, "find", "").out == "Nothing to search for.\n"


def test_status_says_what_was_not_read(folder: Path) -> None:
    assert f"Not read {NOT_READ}" in run(folder, "status").out.splitlines()
    assert json.loads(run_command("status", folder, "--json", at=folder.parent).out)["not_read"] == NOT_READ


def test_the_report_says_what_was_not_read_and_why(folder: Path) -> None:
    summary, *blocks = run(folder, "report").out.removesuffix("\n\n").split("\n\n")
    assert summary.splitlines()[0] == "8 files, 7 articles, 3 not or partly read, 2 need review"
    assert summary.splitlines()[-2] == NOT_READ
    assert set(summary.splitlines()[-1].partition(": ")[2].split(", ")) == {"1 .jpg", "1 .png"}
    files = dict(block.split("  ", 1) for block in blocks)
    assert files["broken.docx"] == "is damaged: its directory of members is missing"
    assert files["report.pdf"].startswith("1 article, ")
    assert files["report.pdf"].splitlines()[0].endswith(" bytes, pdf")
    assert [line for line in files["old.zip"].splitlines() if "1999/scan.docx" in line]
    listed = json.loads(run_command("report", folder, "--json", "--only", "not-read", at=folder.parent).out)["files"]
    assert [item["path"] for item in listed] == ["broken.docx", "empty.txt", "old.zip"]


def test_the_table_of_the_report_has_the_kind_of_each_file_and_of_each_text(folder: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run_command("report", folder, "--csv", at=folder.parent).out)))
    assert [(row["path"], row["file type"], row["type"]) for row in rows] == [
        *(("bells.html", "html", "html"), ("broken.docx", "docx", ""), ("cranes.eml", "mail", "mail")),
        *(("empty.txt", "txt", ""), ("ferry.txt", "txt", "txt"), ("old.zip", "zip", "html")),
        *(("report.pdf", "pdf", "pdf"), ("rows.csv", "csv", "csv"), ("rows.csv", "csv", "csv")),
    ]
