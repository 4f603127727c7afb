"""The log has what docs/debugging.md promises. It has no query unless a person asks for that."""

import os
import re
from pathlib import Path

import pytest

from search import Config, Library
from tests.docs.papers import read
from tests.support.command import command_line, environment, run_command
from tests.support.files import write_files
from tests.support.processes import start_process

TEXTS = {"a.txt": "Ferry one", "sub/b\x1b[1m.txt": "Ferry two"}
PAGE = read("docs/debugging.md")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library of TEXTS."""
    library = Library.open(write_files(tmp_path / "texts", TEXTS), tmp_path / "index")
    library.update()
    return library


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of TEXTS with an index, which no test changes."""
    texts = write_files(tmp_path_factory.mktemp("log") / "texts", TEXTS)
    Library.open(texts, texts.parent / "index").update()
    return texts


def promised(line: str) -> bool:
    """Whether docs/debugging.md shows a line, but for its numbers."""
    numbers = re.compile(r"[\d.]+")
    shown = (re.sub(r"^    \d\d:\d\d:\d\d\.\d{3} ", "", line) for line in PAGE.splitlines())
    return numbers.sub("0", line) in {numbers.sub("0", example) for example in shown}


def test_the_command_logs_nothing_by_default_and_at_info_what_an_update_did(tmp_path: Path) -> None:
    texts = write_files(tmp_path / "texts", TEXTS)
    done = run_command("index", texts, at=tmp_path)
    assert (done.code, done.error) == (0, "")
    write_files(texts, {"c.txt": "Ferry three"})
    done = run_command("--log-level", "info", "index", texts, at=tmp_path)
    lines = [re.fullmatch(r"\d\d:\d\d:\d\d\.\d{3} (.*)", line) for line in done.error.splitlines()]
    listed, batch, committed = [line[1] for line in lines if line]
    assert listed == "Listed 3 files: 1 to read, 0 gone."
    assert batch.startswith("Batch: 1 files indexed, 0 with the same content, 0 unreadable, 11 bytes read; ")
    assert committed.startswith("Committed generation 2: 2 segments, 3 files, 3 articles, 0 duplicate pairs, ")
    assert all(map(promised, (listed, batch, committed)))
    assert "c.txt" not in done.error


def test_a_merge_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "seedsearch")
    library = Library.open(write_files(tmp_path / "texts", {}), tmp_path / "index")
    for number in range(10):
        write_files(library.corpus, {f"{number}.txt": f"Ferry {number}"})
        library.update()
    assert "Merged 10 segments with 10 documents." in caplog.messages
    assert promised("Merged 10 segments with 10 documents.")


def test_an_update_says_at_debug_why_it_reads_each_file_or_leaves_it(
    library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    def logged() -> list[str]:
        caplog.clear()
        library.update()
        return caplog.messages

    caplog.set_level("DEBUG", "seedsearch")
    write_files(library.corpus, {"a.txt": "Ferry one again", "c.txt": "Ferry three", "d.txt": " "})
    (library.corpus / "sub" / "b\x1b[1m.txt").unlink()
    lines = logged()
    assert "'a.txt': to read, changed: size, mtime, ctime" in lines
    assert "'c.txt': to read, it is new" in lines
    assert r"'sub/b\x1b[1m.txt': removed, it is gone from the folder" in lines
    assert "'c.txt': indexed as 1 articles" in lines
    assert "'a.txt': left, nothing has changed" in logged()
    os.utime(library.corpus / "a.txt", ns=(0, (library.corpus / "a.txt").stat().st_mtime_ns))
    lines = logged()
    assert "'a.txt': to read, changed: ctime" in lines
    assert "'a.txt': left, its content is the same" in lines
    caplog.clear()
    Library.open(library.corpus, library.index, Config(largest_file=9)).update()
    assert "'a.txt': to read, it was indexed with other settings" in caplog.messages


def test_files_are_read_again_when_lines_begin_to_recur_in_the_folder(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def story(number: int) -> str:
        return f"Story {number}\n\n{f'Ferry number {number} left the harbour. ' * 5}\n\nMore from the Quayside Courier"

    library = Library.open(write_files(tmp_path / "texts", {"0.txt": story(0)}), tmp_path / "index")
    library.update()
    write_files(library.corpus, {f"{number}.txt": story(number) for number in range(1, 12)})
    caplog.set_level("DEBUG", "seedsearch")
    library.update()
    assert "'0.txt': to read, its recurring lines have changed" in caplog.messages


@pytest.mark.parametrize(
    "reason",
    [
        *("to read, it is new", "to read, changed: size, mtime, ctime", "to read, it was indexed with other settings"),
        *("to read, its recurring lines have changed", "left, nothing has changed", "left, its content is the same"),
        "removed, it is gone from the folder",
    ],
)
def test_the_page_names_the_reason(reason: str) -> None:
    assert f"| `{reason}` |" in PAGE


def test_the_server_logs_what_its_updates_do(tmp_path: Path) -> None:
    texts = write_files(tmp_path / "texts", TEXTS)
    arguments = command_line("--log-level", "info", "serve", texts, "--index", tmp_path / "index", "--port", "0")
    with start_process(arguments, env=environment(SEEDSEARCH_WATCH="0")) as process:
        assert process.stderr
        assert any(b"Committed generation 1:" in line for line in process.stderr)


@pytest.mark.parametrize("level", ["warning", "info"])
def test_no_query_is_logged_above_debug(texts: Path, level: str) -> None:
    arguments = ("find", "ferry zanzibar~1 OR ferr*", texts, "--index", texts.parent / "index")
    done = run_command("--log-level", level, *arguments, at=texts.parent)
    assert (done.code, done.error) == (0, "")


def test_at_debug_a_query_is_logged_with_its_tree_its_words_its_segments_and_times(
    texts: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", "seedsearch")
    library = Library.open(texts, texts.parent / "index")
    with library.searcher() as searcher:
        searcher.search("ferr* -zanzibar")
        (segment,) = library.index.glob("segment-*")
    assert caplog.messages[:5] == [
        "Query: 'ferr* -zanzibar'",
        "  tree: And([Prefix('text', 'ferr'), Not(Forms('text', 'zanzibar'))])",
        "  expanded: And([AnyOf('text', ['ferry'], 1.0), Not(AnyOf('text', ['zanzibar'], 1.0))])",
        f"  {segment.name}: 2 of 2 documents match",
        "  generation 1: 2 documents match",
    ]
    assert promised(caplog.messages[5])


def test_no_control_character_of_a_query_is_logged(texts: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", "seedsearch")
    with Library.open(texts, texts.parent / "index").searcher() as searcher:
        searcher.search("ferry \x1b[2J \u202e\x07 title:\x9b31m*")
    assert caplog.messages
    assert all(message.isprintable() for message in caplog.messages)


def test_a_log_level_that_there_is_not_is_refused(tmp_path: Path) -> None:
    done = run_command("--log-level", "loud", "status", ".", at=tmp_path)
    assert done.code == 2
    assert "'debug', 'info', 'warning', 'error'" in done.error
