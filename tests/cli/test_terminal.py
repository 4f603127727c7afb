"""Output on a terminal: colour only there, and no control character of a text, a name or a query."""

import json
import os
import pty
import re
import subprocess
import time
import unicodedata
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.support.command import CommandResult, assert_fails, command_line, environment, run_command, start_command
from tests.support.files import write_files
from tests.support.processes import TIMEOUT
from tests.support.script_payloads import PAYLOADS, write_hostile

CONTROLS = "".join(map(chr, (*range(1, 0x20), *range(0x7F, 0xA0))))
TURNS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
ESCAPES = (
    "\x1b[31mred",
    "\x1b]0;title\x07",
    "\x1b[2J\x1b[H",
    "\x9b31m",
    "\x1bP1;1|x\x1b\\",
    "\r\x1b[K",
    "\x08\x08\x08",
)
COLOUR = re.compile(r"\x1b\[(?:0|1|2|36|91)m")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An indexed folder of texts with terminal control characters. Each has the word ferry."""
    texts = tmp_path_factory.mktemp("terminal") / "texts"
    files = {f"{number} {text}.txt": f"{text} title\n\nferry {text} ferry\n" for number, text in enumerate(ESCAPES)}
    files |= {
        f"all{CONTROLS}/all{TURNS}.txt": f"All{CONTROLS}{TURNS}\n\nferry{CONTROLS.replace(chr(10), '')}{TURNS}ferry"
    }
    files |= {f"empty{CONTROLS}{TURNS}.txt": "", "unknown.\x1b[31m": "unknown"}
    assert run_command("index", write_files(texts, files), at=texts.parent).code == 0
    return texts


def on_terminal(*arguments: str | bytes | Path, at: Path, **variables: str) -> str:
    """The output of `seedsearch` on both streams, connected to a terminal."""
    ours, theirs = pty.openpty()
    places = environment(XDG_CACHE_HOME=str(at / "cache"), TERM="xterm-256color") | variables
    with ExitStack() as stack:
        with os.fdopen(theirs, "wb", buffering=0) as terminal:
            stack.enter_context(start_command(arguments, at=at, env=places, out=terminal, error=terminal))
        output = b""
        while part := _read(ours):
            output += part
    os.close(ours)
    return output.decode().replace("\r\n", "\n")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # so Linux tells that nobody holds the other end any more
        return b""


def assert_no_control_characters(output: str) -> None:
    """The output has no control characters but line feeds."""
    assert {character for character in output if unicodedata.category(character) == "Cc"} <= {"\n"}
    assert not set(output) & {*TURNS, "\u2028", "\u2029"}


def without_colours(output: str) -> str:
    """The output without our own colours."""
    return COLOUR.sub("", output)


def test_a_terminal_gets_colour(hostile: Path) -> None:
    output = on_terminal("find", "ferry", hostile, at=hostile.parent)
    assert "\x1b[91m\x1b[1mferry\x1b[0m" in output
    assert "\x1b[36m" in output


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_a_terminal_without_colour_gets_none(hostile: Path, variables: dict[str, str]) -> None:
    output = on_terminal("find", "ferry", hostile, at=hostile.parent, **variables)
    assert_no_control_characters(output)
    assert output == run_command("find", "ferry", hostile, at=hostile.parent).out


def test_a_pipe_gets_no_colour(hostile: Path) -> None:
    for arguments in (["find", "ferry"], ["find", "ferry", "--json"], ["status"], ["index"]):
        assert "\x1b" not in run_command(*arguments, hostile, at=hostile.parent, TERM="xterm", FORCE_COLOR="").out


@pytest.mark.parametrize(
    "arguments",
    [
        ["find", "ferry"],
        ["find", "path:all"],
        ["report"],
        ["report", "--csv"],
        ["report", "--json"],
        ["status"],
        ["index"],
    ],
)
def test_no_control_character_of_a_text_or_a_name_reaches_the_output(hostile: Path, arguments: list[str]) -> None:
    plain = run_command(*arguments, hostile, at=hostile.parent)
    assert (plain.code, plain.error) == (0, "")
    assert_no_control_characters(plain.out)
    assert_no_control_characters(without_colours(on_terminal(*arguments, hostile, at=hostile.parent)))


def test_every_article_takes_the_same_number_of_lines(hostile: Path) -> None:
    lines = run_command("find", "path:all OR title:title", hostile, "--size", "100", at=hostile.parent).out.splitlines()
    assert lines[-1].startswith(f"{len(ESCAPES) + 1} articles")
    assert lines.count("") == len(ESCAPES) + 1
    assert len([line for line in lines if re.search(r"\.txt  \d+ hits?$", line)]) == len(ESCAPES) + 1


@pytest.mark.parametrize(
    "query", [f"ferry {CONTROLS} x:\x9b31m y", f'"nothing{TURNS}\x1b[31m'], ids=["found", "nothing"]
)
def test_no_control_character_of_a_query_reaches_the_output(hostile: Path, query: str) -> None:
    for options in ([], ["--json"]):
        plain = run_command("find", query, hostile, *options, at=hostile.parent)
        assert plain.code in (0, 1)
        assert_no_control_characters(plain.out)
        assert_no_control_characters(without_colours(on_terminal("find", query, hostile, *options, at=hostile.parent)))


def test_json_has_the_same_content_with_everything_escaped(hostile: Path) -> None:
    done = run_command("find", "path:all", hostile, "--json", at=hostile.parent)
    assert_no_control_characters(done.out)
    [hit] = done.json["hits"]
    assert hit["path"] == f"all{CONTROLS}/all{TURNS}.txt"
    report = run_command("index", hostile, "--json", at=hostile.parent)
    assert_no_control_characters(report.out)
    assert [item["path"] for item in report.json["skipped"]] == [f"empty{CONTROLS}{TURNS}.txt"]
    assert report.json["other"] == {".\x1b[31m": 1}


@pytest.mark.parametrize("encoding", ["utf-8:strict", "latin-1", "ascii"])
def test_json_is_valid_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    text = "Tides 🌊 of the café\n\n“ferry” 𝔽 é हि"
    write_files(tmp_path / "texts", {"é🌊.txt": text})
    assert run_command("index", "texts", at=tmp_path).code == 0
    arguments = command_line("find", "ferry OR “é🌊”", "texts", "--json")
    places = environment(XDG_CACHE_HOME=str(tmp_path / "cache"), PYTHONIOENCODING=encoding)
    done = subprocess.run(arguments, cwd=tmp_path, env=places, capture_output=True, check=True, timeout=30)
    found = json.loads(done.stdout.decode(encoding.partition(":")[0]))
    assert found["query"] == "ferry OR “é🌊”"
    assert (found["hits"][0]["title"], found["hits"][0]["path"]) == ("Tides 🌊 of the café", "é🌊.txt")
    words = subprocess.run(
        command_line("find", "ferry", "texts"), cwd=tmp_path, env=places, capture_output=True, check=True, timeout=30
    )
    assert b"ferry" in words.stdout


def test_no_control_character_reaches_the_messages(tmp_path: Path) -> None:
    name = "".join(ESCAPES)
    (tmp_path / "seedsearch.toml").write_text(f"{json.dumps(name)} = 1\n")
    assert_no_control_characters(on_terminal("status", tmp_path, at=tmp_path))
    (tmp_path / "seedsearch.toml").unlink()
    for arguments in ([f"{name}\n\x1b[31m"], [tmp_path, f"{name}\x1b[31m.txt"], [tmp_path, f"--{name}"]):
        output = on_terminal("status", *arguments, at=tmp_path)
        assert "red" in output
        assert_no_control_characters(output)


def test_progress_is_printed_every_two_seconds_at_most(tmp_path: Path) -> None:
    write_files(tmp_path / "texts", {"a.txt": "Apples"})
    begun = time.monotonic()
    command = command_line("index", "texts", "--index", "one", "--json")
    done = subprocess.run(command, cwd=tmp_path, env=environment(), capture_output=True, check=True, timeout=TIMEOUT)
    assert done.stderr.count(b"\n") <= (time.monotonic() - begun) / 2
    assert json.loads(done.stdout)["added"] == 1


def test_file_names_that_are_not_utf_8_are_printed(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path) + b"/f\xfcr"
    Path(os.fsdecode(folder)).mkdir()
    Path(os.fsdecode(folder + b"/caf\xe9.txt")).write_text("Apples\nfrom the old tree")
    assert run_command("index", folder, at=tmp_path).code == 0
    done = run_command("find", "tree", folder, at=tmp_path)
    assert done == CommandResult(
        0, "Apples\ncaf\\xe9.txt  1 hit\nNo date · English\n    from the old tree\n\n1 article for tree\n", ""
    )
    assert run_command("find", "tree", folder, "--json", at=tmp_path).json["hits"][0]["path"] == "caf\\xe9.txt"
    assert run_command("status", folder, "--json", at=tmp_path).json["corpus"] == f"{tmp_path}/f\\xfcr"
    assert_fails(run_command("index", folder + b"\xff", at=tmp_path), "f\\xfcr\\xff", "does not exist")
    assert run_command("find", b"tree OR \xff\xfe", folder, at=tmp_path).code == 0
    assert json.loads(run_command("find", b"\xff\xed\xa0\x80", folder, "--json", at=tmp_path).out)["total"] == 0


def test_script_payloads_are_printed_as_text(tmp_path: Path) -> None:
    write_hostile(tmp_path / "texts")
    assert run_command("index", "texts", at=tmp_path).code == 0
    done = run_command("find", "ferry", "texts", "--size", "100", "--duplicates", "all", at=tmp_path)
    assert done.out.count("The ferry") == len(PAYLOADS)
    assert_no_control_characters(done.out)
