"""The commands: their output and exit codes."""

import json
import os
import re
import signal
from pathlib import Path

import pytest

from tests.support.command import command_line, environment, run_command
from tests.support.files import write_files
from tests.support.processes import TIMEOUT, start_process
from tests.support.server import Server

FILES = {
    "apple.txt": "Apples\nred apples, and a pear",
    "sub/pear.txt": "Pears\na green pear",
    "notes.png": "no text of ours",
}
NOT_READ = "1 file was not read: 1 image"
REPORT = ["files", "articles", "added", "changed", "removed", "unchanged", "skipped", "bytes", "seconds"]
FURTHER = {"encodings", "other", "notes"}


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    return write_files(tmp_path / "texts", FILES)


@pytest.fixture
def indexed(texts: Path) -> Path:
    assert run_command("index", texts, at=texts.parent).code == 0
    return texts


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An indexed folder that no test changes."""
    texts = write_files(tmp_path_factory.mktemp("kept") / "texts", FILES)
    assert run_command("index", texts, at=texts.parent).code == 0
    return texts


def test_find_names_queries_that_find_something_if_it_finds_nothing(kept: Path) -> None:
    def said(query: str, *options: str) -> list[str]:
        return run_command("find", query, kept, "--no-partial", *options, at=kept.parent).out.splitlines()

    assert said("appels") == ["0 articles for appels", "Did you mean apples? 1 article", NOT_READ]
    assert said("pear -green -red") == [
        "0 articles for pear -green -red",
        "Without -green: pear -red  1 article",
        "Without -red: pear -green  1 article",
        NOT_READ,
    ]
    assert said("pear", "--type", "csv")[-2:] == ["2 articles without filters", NOT_READ]
    assert said("appels", "--type", "csv")[-2] == "Did you mean apples? 1 article without filters"
    assert json.loads("\n".join(said("appels", "--json")))["total"] == 0


@pytest.mark.parametrize(
    ("query", "code", "titles"),
    [
        ("pear", 0, {"Apples", "Pears"}),
        ("apple", 0, {"Apples"}),
        ("pear -red", 0, {"Pears"}),
        ("-red", 0, {"Pears"}),
        ("-red green", 0, {"Pears"}),
        ("-h", 0, {"Apples", "Pears"}),
        ("-pear", 1, set()),
        ('-"green pear"', 0, {"Apples"}),
        ("--", 1, set()),
        ("plum", 1, set()),
        ("", 1, set()),
        ('"', 1, set()),
    ],
)
def test_find_exits_with_0_if_it_finds_something_and_with_1_if_not(
    kept: Path, query: str, code: int, titles: set[str]
) -> None:
    done = run_command("find", *(["--"] if query == "--" else []), query, kept, at=kept.parent)
    assert (done.code, done.error) == (code, "")
    assert {title for title in ("Apples", "Pears") if title in done.out.splitlines()} == titles


def test_find_prints_titles_paths_fragments_and_the_total(kept: Path) -> None:
    done = run_command("find", "pear", kept, "--sort", "path", at=kept.parent)
    assert done.out.splitlines() == [
        *("Apples", "apple.txt  1 hit", "No date · English", "    red apples, and a pear", ""),
        *("Pears", "sub/pear.txt  2 hits", "No date", "    a green pear", ""),
        "2 articles for pear",
    ]


def test_find_lists_articles_that_lack_a_word_behind_the_others(kept: Path) -> None:
    printed = run_command("find", "red pear", kept, at=kept.parent)
    assert (printed.code, printed.out.splitlines()) == (
        0,
        [
            *("Apples", "apple.txt  2 hits", "No date · English", "    red apples, and a pear", ""),
            *("No other article has all of these words. 1 has some of them.", ""),
            *("Pears", "sub/pear.txt  2 hits", "No date", "Missing: red", "    a green pear", ""),
            "1 article for red pear",
        ],
    )


@pytest.mark.parametrize(
    ("options", "variables", "missing"),
    [
        ((), {}, ["red"]),
        (("--no-partial",), {}, None),
        (("--sort", "title"), {}, None),
        ((), {"SEEDSEARCH_PARTIAL": "false"}, None),
        (("--partial",), {"SEEDSEARCH_PARTIAL": "false"}, ["red"]),
    ],
)
def test_find_leaves_out_articles_that_lack_a_word(
    kept: Path, options: tuple[str, ...], variables: dict[str, str], missing: list[str] | None
) -> None:
    printed = run_command("find", "red pear", kept, "--json", *options, at=kept.parent, **variables)
    partial = printed.json.get("partial", {"hits": []})
    assert [hit["missing"] for hit in partial["hits"]] == ([missing] if missing else [])


@pytest.mark.parametrize("options", [(), ("--json",), ("--csv",), ("--jsonl",)])
def test_find_exits_with_1_where_no_article_has_all_words(kept: Path, options: tuple[str, ...]) -> None:
    printed = run_command("find", "red plum", kept, *options, at=kept.parent)
    assert printed.code == 1
    assert ("Apples" in printed.out) == (options in ((), ("--json",)))


def test_find_prints_the_requested_page(kept: Path) -> None:
    pages = [run_command("find", "pear", kept, "--size", "1", "--page", page, at=kept.parent) for page in ("1", "2")]
    assert sorted(page.out.splitlines()[0] for page in pages) == ["Apples", "Pears"]
    assert pages[1].out.splitlines()[-1] == "2 articles, page 2 of 2 for pear"


def test_index_reports_with_exactly_these_keys(texts: Path) -> None:
    os.mkfifo(texts / "pipe.txt")
    write_files(texts, {"empty.txt": " \n"})
    (texts / "link.txt").symlink_to("apple.txt")
    (texts / "latin.txt").write_bytes("Éclairs\ncafé crème, à la carte".encode("windows-1252"))
    report = run_command("index", texts, "--json", at=texts.parent).json
    assert list(report)[: len(REPORT)] == REPORT
    assert set(report) - set(REPORT) <= FURTHER
    counts = [report[key] for key in ("files", "articles", "added", "changed", "removed", "unchanged")]
    assert counts == [3, 3, 3, 0, 0, 0]
    skipped = {item["path"]: item["reason"] for item in report["skipped"]}
    assert [set(item) for item in report["skipped"]] == 3 * [{"path", "reason"}]
    assert skipped == {
        "empty.txt": "has no text in it",
        "link.txt": "is a symbolic link, not a regular file",
        "pipe.txt": "is a named pipe, not a regular file",
    }
    assert report["other"] == {".png": 1}


def test_index_reads_only_what_changed(indexed: Path) -> None:
    def counts() -> list[int]:
        report = run_command("index", indexed, "--json", at=indexed.parent).json
        return [report[key] for key in ("added", "changed", "removed", "unchanged", "bytes")]

    assert counts() == [0, 0, 0, 2, 0]
    write_files(indexed, {"plum.txt": "Plums\nblue", "apple.txt": "Apples\nyellow now"})
    (indexed / "sub" / "pear.txt").unlink()
    assert counts() == [1, 1, 1, 0, 27]
    assert counts() == [0, 0, 0, 2, 0]


def test_index_says_what_it_did(texts: Path) -> None:
    lines = run_command("index", texts, at=texts.parent).lines
    assert lines[0].startswith("2 articles in 2 files: 2 added.")
    assert lines[1:] == ["Other file types, not read: 1 .png"]
    assert "nothing to do" not in lines[0]
    assert "2 unchanged" in run_command("index", texts, at=texts.parent).out


def test_status_describes_the_index(kept: Path) -> None:
    done = run_command("status", kept, "--json", at=kept.parent)
    assert (done.json["corpus"], done.json["files"], done.json["articles"]) == (str(kept), 2, 2)
    assert done.json["encodings"] == {"utf-8": 2}
    words = run_command("status", kept, at=kept.parent)
    assert words.out.startswith("2 articles in 2 files, ")
    assert str(kept) in words.out
    assert done.code == words.code == 0


@pytest.mark.parametrize("name", ["", "index", "find", "report", "status", "serve"])
def test_every_command_has_help(tmp_path: Path, name: str) -> None:
    done = run_command(*filter(None, [name]), "--help", at=tmp_path)
    assert (done.code, done.error) == (0, "")
    assert done.out.startswith("Usage: seedsearch")
    assert "--help" in done.out
    assert max(map(len, done.out.splitlines())) <= 80


def test_the_version_is_printed(tmp_path: Path) -> None:
    assert run_command("--version", at=tmp_path).out.startswith("seedsearch, version ")


def test_a_closed_pipe_is_not_an_error(kept: Path) -> None:
    arguments = command_line("find", "pear", kept)
    places = environment(XDG_CACHE_HOME=str(kept.parent / "cache"))
    with start_process(arguments, env=places) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""


def test_interrupting_the_server_is_not_an_error(texts: Path) -> None:
    arguments = command_line("serve", texts, "--index", texts.parent / "index", "--port", "0")
    with start_process(arguments, env=environment()) as process:
        assert process.stdout
        assert process.stderr
        starting = process.stdout.readline()
        port = re.fullmatch(rb"Starting: http://127.0.0.1:(\d+) shows the progress.\n", starting)
        assert port
        assert b"Ready: open http://127.0.0.1:%b\n" % port[1] in iter(process.stdout.readline, b"")
        assert Server(int(port[1]), texts).wait_for_update().get("/healthz").status == 200
        assert process.stdout.readline().startswith(b"2 articles in 2 files: 2 added.")
        process.send_signal(signal.SIGINT)
        _, error = process.communicate(timeout=TIMEOUT)
    assert (error, process.returncode) == (b"", 0)


def test_a_server_says_in_one_line_which_files_to_look_at(tmp_path: Path) -> None:
    texts = write_files(tmp_path / "texts", {"pear.txt": "A pear tree.", **{f"{n}.txt": "" for n in range(3)}})
    (texts / "odd.txt").write_bytes(b"\xef\xbb\xbfferry \xff")
    arguments = command_line("serve", texts, "--index", tmp_path / "index", "--port", "0", "--no-watch")
    with start_process(arguments, env=environment()) as process:
        assert process.stdout
        lines = iter(process.stdout.readline, b"")
        assert next(line for line in lines if line.startswith(b"2 articles in 2 files: 2 added."))
        assert next(lines).decode() == (
            "3 files were not read; 1 file has characters that could not be decoded: "
            "see the report or “seedsearch report”.\n"
        )


def test_files_that_are_not_listed_are_counted_below_the_list(tmp_path: Path) -> None:
    texts = write_files(tmp_path / "texts", {f"{number}.txt": "" for number in range(25)})
    (texts / "odd.txt").write_bytes(b"\xef\xbb\xbfferry \xff")
    lines = run_command("index", texts, "--index", tmp_path / "index", at=tmp_path).lines
    assert lines[-3].endswith("has no text in it")
    assert lines[-2] == "and 5 more. Use --json to list all."
    assert lines[-1].startswith("1 file has characters that could not be decoded")
