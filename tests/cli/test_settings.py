"""Errors of invalid settings and addresses."""

import socket
from pathlib import Path

import pytest

from tests.support.command import assert_fails, run_command
from tests.support.files import write_files
from tests.support.places import SAMPLE


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the folder `texts` and its index in `index`."""
    folder = tmp_path_factory.mktemp("settings")
    write_files(folder / "texts", {"apple.txt": "Apples\nred apples, and a pear"})
    assert run_command("index", "texts", "--index", "index", at=folder).code == 0
    return folder


@pytest.mark.parametrize(
    ("setting", "value", "parts"),
    [
        ("colour", "1", ["no setting “colour”", "page_size"]),
        ("page_size", "0", ["page_size", "between 1 and 100", "not 0"]),
        ("page_size", '"many"', ["page_size", "whole number", "“many”"]),
        ("port", "70000", ["port", "between 0 and 65,535", "70,000"]),
        ("language", '"klingon"', ["“klingon”", "english"]),
    ],
)
def test_an_invalid_setting_is_reported(
    built: Path, tmp_path: Path, setting: str, value: str, parts: list[str]
) -> None:
    arguments = ("find", "pear", built / "texts", "--index", built / "index")
    variable = {f"SEEDSEARCH_{setting.upper()}": value.strip('"')}
    assert_fails(run_command(*arguments, at=tmp_path, **variable), *parts)
    (tmp_path / "seedsearch.toml").write_text(f"{setting} = {value}\n")
    assert_fails(run_command(*arguments, at=tmp_path), *parts)


def test_a_wrong_file_of_synonyms_is_reported_with_the_line(built: Path, tmp_path: Path) -> None:
    (tmp_path / "seedsearch.toml").write_text('synonyms = "own.txt"\n')
    arguments = ("find", "pear", built / "texts", "--index", built / "index")
    assert_fails(run_command(*arguments, at=tmp_path), "own.txt", "No such file", "setting synonyms")
    (tmp_path / "own.txt").write_text("pear; Birne\n")
    assert_fails(run_command(*arguments, at=tmp_path), "own.txt, line 1: “pear; Birne” stands alone. Type a comma")


@pytest.mark.parametrize("content", [b"page_size = ", b"\xff\xfe", b"= =", b"page_size = 1\npage_size = 2", None])
def test_an_unreadable_settings_file_is_reported(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "seedsearch.toml"
    path.mkdir() if content is None else path.write_bytes(content)
    assert_fails(run_command("index", SAMPLE, at=tmp_path), str(path), "cannot be read", "Correct it or move it away")


def test_a_port_in_use_is_reported(built: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = run_command("serve", "texts", "--index", "index", "--no-update", "--port", port, at=built)
    assert_fails(done, f"Cannot listen on 127.0.0.1, port {port}", "in use", "Choose another with --port")


@pytest.mark.parametrize("host", ["", "a..b", "no such host", 70 * "long", "192.0.2.1", "256.1.1.1", "host:8080"])
def test_an_unavailable_address_is_reported(built: Path, host: str) -> None:
    done = run_command("serve", "texts", "--index", "index", "--no-update", "--port", "0", "--host", host, at=built)
    assert_fails(done, host, "Choose another with --")


def test_a_full_disk_is_reported(built: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    assert_fails(run_command("find", "pear", "texts", "--index", "/dev/full/index", at=built), "/dev/full/index")


def test_doubtful_files_are_one_line_and_rules_settle_them(tmp_path: Path) -> None:
    texts = write_files(tmp_path / "texts", {"letter.txt": "A letter \ufffd"})
    for number in range(3):
        (texts / f"{number}.txt").write_bytes(b"\xef\xbb\xbfferry \xff")
    for name in ("dé.txt", "olé.txt"):
        (texts / name).write_bytes(name.encode("cp850"))
    done = run_command("index", "texts", "--index", "index", at=tmp_path)
    assert done.lines[1:] == [
        "3 files have characters that could not be decoded; the encoding of 2 files is a guess: "
        "see the report or “seedsearch report”."
    ]
    (tmp_path / "seedsearch.toml").write_text(
        '[encodings."texts"]\n"dé.txt" = "cp850"\n"olé.txt" = "cp850"\n[outlets."./texts/"]\n"." = "Calder Gazette"\n'
    )
    done = run_command("index", "texts", "--index", "index", at=tmp_path)
    assert done.lines[1:] == [
        "3 files have characters that could not be decoded: see the report or “seedsearch report”."
    ]
    done = run_command("report", "texts", "--index", "index", "--path", "olé", at=tmp_path)
    assert "olé.txt  1 article, 7 bytes, cp850, encoding by rule, outlet by rule" in done.out
    (tmp_path / "seedsearch.toml").write_text('[encodings."texts"]\n"dé.txt" = "cp9999"\n')
    assert_fails(run_command("index", "texts", "--index", "index", at=tmp_path), "no encoding “cp9999”", "dé.txt")
