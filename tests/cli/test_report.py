"""The command `seedsearch report`."""

import csv
import io
import subprocess
from codecs import BOM_UTF8
from pathlib import Path

import pytest

from tests.support.command import assert_fails, assert_usage_error, command_line, environment, run_command
from tests.support.files import write_files
from tests.support.scraped_pages import FILES


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    texts = write_files(tmp_path_factory.mktemp("report") / "texts", FILES | {"notes.png": "none of ours"})
    assert run_command("index", texts, at=texts.parent).code == 0
    return texts


def test_the_report_lists_each_file_and_the_totals(kept: Path) -> None:
    done = run_command("report", kept, at=kept.parent)
    assert (done.code, done.error) == (0, "")
    summary, *files = done.out.removesuffix("\n\n").split("\n\n")
    assert summary.splitlines() == [
        "5 files, 5 articles, 1 not or partly read, 3 need review",
        "Needs review: no date 3, title unsure 1, mostly boilerplate 1",
        "2 files were not read: 1 empty text, 1 image",
        "Other file types, not read: 1 .png",
    ]
    blocks = dict(block.split("  ", 1) for block in files)
    assert blocks["empty.txt"] == "has no text in it"
    lines = blocks["mill/two.txt"].splitlines()
    assert [line for line in lines if not line.startswith("    body")] == [
        f"2 articles, {len(FILES['mill/two.txt'].encode()):,} bytes, utf-8",
        "    Tide mill at Calder turns again after forty years",
        "    12 July 2031, 13:37 +05:30 · updated 13 July 2031, 09:00 +05:30 · CALDER · English · 1 of 2 in this file",
        "    Divers free young whale from crab lines off Cape Sill",
        "    No date · CAPE SILL · English · 2 of 2 in this file",
        "    needs review: no date",
    ]
    assert len(lines) == 8


def test_the_report_can_be_limited_to_doubtful_files_and_paths(kept: Path) -> None:
    files = run_command("report", kept, "--json", "--doubtful", at=kept.parent).json["files"]
    assert [item["path"] for item in files] == ["empty.txt", "furniture.txt", "mill/two.txt", "plain.txt"]
    files = run_command("report", kept, "--json", "--path", "mill", at=kept.parent).json["files"]
    assert [item["path"] for item in files] == ["mill/tide.txt", "mill/two.txt"]


def test_the_report_can_be_csv(kept: Path) -> None:
    done = run_command("report", kept, "--csv", at=kept.parent)
    table = list(csv.DictReader(io.StringIO(done.out)))
    assert [row["path"] for row in table] == [
        *("empty.txt", "furniture.txt", "mill/tide.txt", "mill/two.txt", "mill/two.txt", "plain.txt")
    ]
    assert [row["place"] for row in table][2:5] == ["CALDER", "CALDER", "CAPE SILL"]


@pytest.mark.parametrize("arguments", [["report"], ["find", "tide"]])
def test_a_csv_file_begins_with_a_byte_order_mark_and_a_pipe_does_not(kept: Path, arguments: list[str]) -> None:
    piped = run_command(*arguments, kept, "--csv", at=kept.parent).out.encode()
    assert piped.startswith(b"path,")
    table = kept.parent / "table.csv"
    for mode, expected in (("wb", BOM_UTF8 + piped), ("ab", BOM_UTF8 + 2 * piped)):  # what is added is no beginning
        with table.open(mode) as file:
            environ = environment(XDG_CACHE_HOME=str(kept.parent / "cache"))
            subprocess.run(command_line(*arguments, kept, "--csv"), stdout=file, env=environ, check=True)
        assert table.read_bytes() == expected


def test_wrong_calls_and_a_missing_index_are_reported(kept: Path, tmp_path: Path) -> None:
    assert_usage_error(run_command("report", kept, "--csv", "--json", at=kept.parent), "--json and --csv")
    write_files(tmp_path / "texts", {"a.txt": "A"})
    assert_fails(run_command("report", tmp_path / "texts", at=tmp_path), "no index yet", "seedsearch index")
