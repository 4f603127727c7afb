"""Patterns of ignored files, in a setting and in the folder's own file."""

import os
import shutil
import subprocess
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search import Config, Library, Watch
from search.documents.ignore import IGNORE_FILE, read_exclusion
from search.documents.walk import walk
from search.errors import ConfigError
from tests.conftest import Folder
from tests.support.command import assert_fails, run_command
from tests.support.files import write_files
from tests.support.texts import paths_found
from web.app import create_app
from web.security import Hosts

FILES = {
    name: f"Quay {name}"
    for name in ("a.txt", "b.txt", "drafts/c.txt", "drafts/keep/d.txt", "x/drafts/e.txt", "x/ä.txt")
}


@pytest.mark.parametrize(
    ("patterns", "left"),
    [
        (["drafts/"], ["a.txt", "b.txt", "x/ä.txt"]),
        (["/drafts"], ["a.txt", "b.txt", "x/drafts/e.txt", "x/ä.txt"]),
        (["*", "!a.txt"], ["a.txt"]),
        (["drafts/*", "!drafts/keep/"], ["a.txt", "b.txt", "drafts/keep/d.txt", "x/drafts/e.txt", "x/ä.txt"]),
        (["drafts/", "!drafts/keep/d.txt"], ["a.txt", "b.txt", "x/ä.txt"]),
        (["x/*.txt", "# a.txt", "", "[bc].txt"], ["a.txt", "drafts/keep/d.txt", "x/drafts/e.txt"]),
        (["x/**/e.txt"], ["a.txt", "b.txt", "drafts/c.txt", "drafts/keep/d.txt", "x/ä.txt"]),
        (["?.txt"], []),
    ],
)
def test_patterns_work_as_in_gitignore(make_folder: Folder, patterns: list[str], left: list[str]) -> None:
    root = make_folder(FILES)
    by_setting = walk(root, read_exclusion(root, patterns))
    assert list(by_setting.files) == left
    (root / IGNORE_FILE).write_bytes(b"\xef\xbb\xbf" + "\r\n".join(patterns).encode())
    assert walk(root, read_exclusion(root, ())) == by_setting


LINES = st.lists(
    st.one_of(
        st.sampled_from(list(FILES)),
        st.from_regex(r"!?/?([abx*?]|drafts|keep|\*\*)(/([a-e*]|keep)(\.txt)?)?/?", fullmatch=True),
    ),
    max_size=4,
)


@pytest.mark.skipif(not shutil.which("git"), reason="git tells what its patterns mean")
@given(LINES)
@example(["!**", "?"])
@example(["*.txt", "!x/"])
@example(["x/**", "!x/ä.txt"])
def test_git_ignores_the_same_files(lines: list[str]) -> None:
    with TemporaryDirectory() as place:
        root = write_files(Path(place), {**FILES, IGNORE_FILE: "\n".join(lines)})
        git = [
            "git",
            "-c",
            "core.quotePath=false",
            "-c",
            "core.excludesFile=",
            "--git-dir",
            root / ".git",
            "--work-tree",
            root,
        ]
        subprocess.run([*git, "init", "--quiet"], check=True)
        listed = subprocess.run(
            [*git, "ls-files", "--others", "-z", f"--exclude-from={root / IGNORE_FILE}"],
            cwd=root,
            capture_output=True,
            text=True,
            check=True,
        )
        ours = list(walk(root, read_exclusion(root, ())).files)
        assert ours == sorted(path for path in listed.stdout.split("\0") if path.endswith(".txt"))


def test_ignored_files_are_counted_and_an_update_applies_new_patterns(make_folder: Folder, tmp_path: Path) -> None:
    root = make_folder({**FILES, "c.pdf": "", IGNORE_FILE: "b.txt\n/drafts/\n"})
    library = Library.open(root, tmp_path / "index")
    report = library.update()
    assert (report.files, report.excluded_files, report.excluded_folders) == (3, 1, 1)
    (root / IGNORE_FILE).write_text("x/\n")
    assert library.update().excluded_folders == 1
    assert paths_found(library, "*") == ["a.txt", "b.txt", "drafts/c.txt", "drafts/keep/d.txt"]
    (root / IGNORE_FILE).unlink()
    assert library.update().files == len(FILES)


@pytest.mark.parametrize("pattern", ["drafts/", "*", "/drafts/*", "**/keep/**"])
def test_patterns_may_leave_out_all_files(make_folder: Folder, tmp_path: Path, pattern: str) -> None:
    root = make_folder({"drafts/keep/c.txt": "Quay", "drafts/keep/d.txt": "Quay"})
    library = Library.open(root, tmp_path / "index")
    library.update()
    (root / IGNORE_FILE).write_text(pattern)
    assert library.update().removed == 2


def test_a_folder_of_a_folder_of_the_same_name_is_among_its_contents(make_folder: Folder) -> None:
    is_excluded = read_exclusion(make_folder({}), ["**/x/**"])
    assert is_excluded
    assert [is_excluded(path) for path in ("x/", "x/x/", "x/x/a.txt", "y/")] == [False, True, True, False]


def test_the_report_and_the_command_name_ignored_files(make_folder: Folder, tmp_path: Path) -> None:
    root = make_folder(FILES)
    (tmp_path / "seedsearch.toml").write_text('exclude = ["b.txt", "/drafts/"]')
    told = "1 file and 1 folder excluded by patterns; files in excluded folders are not counted"
    assert told in run_command("index", root, at=tmp_path).out
    assert told in run_command("report", root, at=tmp_path).out
    as_json = run_command("report", root, "--json", at=tmp_path).json
    assert (as_json["excluded_files"], as_json["excluded_folders"]) == (1, 1)
    assert len(as_json["files"]) == 3
    by_flags = run_command("index", root, "--exclude", "a.txt", "--exclude", "b.txt", "--json", at=tmp_path).json
    assert (by_flags["files"], by_flags["excluded_files"]) == (len(FILES) - 2, 2)
    by_environment = run_command("index", root, "--json", at=tmp_path, SEEDSEARCH_EXCLUDE="x/\ndrafts/").json
    assert (by_environment["files"], by_environment["excluded_folders"]) == (2, 2)


def test_the_page_names_the_patterns(make_folder: Folder, tmp_path: Path) -> None:
    library = Library.open(make_folder(FILES), tmp_path / "index", Config(exclude=("b.txt", "/drafts/")))
    library.update()
    client = create_app(Watch(library, idle=True), Hosts.of("127.0.0.1", 80, ())).test_client()
    told = "1 file and 1 folder excluded by patterns; files in excluded folders are not counted"
    assert told in client.get("/report", base_url="http://127.0.0.1").text
    report = client.get("/api/v1/report", base_url="http://127.0.0.1").get_json()
    assert (len(report["files"]), report["excluded_files"], report["excluded_folders"]) == (3, 1, 1)


@pytest.mark.parametrize("pattern", ["!", "/", "[", "[z-a].txt", "a\\", "a*b*c*d*e*f"])
def test_an_invalid_pattern_is_named_with_its_line(make_folder: Folder, tmp_path: Path, pattern: str) -> None:
    root = make_folder(FILES)
    for place, patterns in (("The setting exclude, line 2,", ["a.txt", pattern]), (f"{IGNORE_FILE}, line 3,", [])):
        (root / IGNORE_FILE).write_text("" if patterns else f"# mine\n\n{pattern}\n")
        with pytest.raises(ConfigError, match=place):
            Library.open(root, tmp_path / "index", Config(exclude=tuple(patterns))).update()


def test_a_pattern_file_that_cannot_be_used_is_named(make_folder: Folder, tmp_path: Path) -> None:
    root = make_folder(FILES)
    path = root / IGNORE_FILE

    def refused(*parts: str) -> None:
        assert_fails(run_command("index", root, at=tmp_path), str(path), *parts)
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()

    path.write_bytes(b"a.txt\n\xff\n")
    refused("line 2 is not UTF-8")
    path.write_bytes(b"a.txt\n" * 100_000)
    refused("more than 65,536 bytes")
    os.mkfifo(path)
    refused("it is a named pipe")
    path.symlink_to("/etc/passwd")
    refused("it is a symbolic link")
    path.symlink_to("nowhere")
    refused("it is a symbolic link")
    path.mkdir()
    refused("it is a folder")
    path.write_text("a.txt\n" * 1001)
    assert "There are 1,001 patterns" in run_command("index", root, at=tmp_path).error


def test_matching_a_name_is_never_slow(tmp_path: Path) -> None:
    leaves_out = read_exclusion(write_files(tmp_path, {IGNORE_FILE: "*a*a*a*b\n" * 10}), ())
    assert leaves_out
    began = time.process_time()
    assert not leaves_out("a" * 255)
    assert time.process_time() - began < 60


@pytest.mark.parametrize("value", [3, ["a", 3], {"a": 1}])
def test_patterns_have_to_be_strings(value: object) -> None:
    from search.config import load_config

    with pytest.raises(ConfigError, match="exclude has to be a list of texts"):
        load_config({"exclude": value}, {})
