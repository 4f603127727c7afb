"""What the command reads, where it writes, and which libraries it loads."""

import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.command import environment, run_command
from tests.support.files import write_files
from tests.support.processes import TIMEOUT
from tests.support.server import serve

FILES = {"apple.txt": "Apples\nred apples, and a pear", "sub/pear.txt": "Pears\na green pear"}


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    return write_files(tmp_path / "texts", FILES)


@pytest.fixture
def indexed(texts: Path) -> Path:
    assert run_command("index", texts, at=texts.parent).code == 0
    return texts


def state(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Everything in a folder: mode, time of change, content."""
    paths = [folder, *folder.rglob("*")]
    return {
        str(path): (path.stat().st_mode, path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else b"")
        for path in paths
    }


def test_nothing_is_written_into_the_corpus(texts: Path) -> None:
    before = state(texts)
    index = texts.parent / "index"
    for arguments in (["index"], ["index", "--json"], ["find", "pear"], ["status"]):
        assert run_command(*arguments, texts, "--index", index, at=texts.parent).code == 0
    assert run_command("index", "--index", "../index", ".", at=texts).code == 0
    with serve(texts, index) as site:
        assert site.get("/search?q=pear").status == 200
    assert state(texts) == before


def test_the_default_index_is_a_private_folder_in_the_cache(indexed: Path) -> None:
    [index] = (indexed.parent / "cache" / "seedsearch").iterdir()
    assert index.name.startswith("texts-")
    parts = [indexed.parent / "cache", index.parent, index, *index.rglob("*")]
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in parts}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
    locks = {0o700}  # Whoosh's lock file is its owner's alone too
    assert {mode for path, mode in modes.items() if path.is_file()} - locks == {0o600}


def test_folders_of_the_same_name_have_different_indexes(tmp_path: Path) -> None:
    for number, name in enumerate(["a/texts", "b/texts", "b/my texts, üñ", "b/..."]):
        folder = write_files(tmp_path / name, {"a.txt": f"Title\nnumber{number}"})
        assert run_command("index", folder, at=tmp_path).code == 0
        assert run_command("find", f"number{number}", folder, at=tmp_path).code == 0
    names = sorted(path.name.rpartition("-")[0] for path in (tmp_path / "cache" / "seedsearch").iterdir())
    assert names == ["corpus", "my-texts", "texts", "texts"]


def test_the_index_can_be_in_another_folder(texts: Path) -> None:
    for arguments in (["index"], ["find", "pear"], ["status"]):
        assert run_command(*arguments, texts.name, "--index", "else where/index", at=texts.parent).code == 0
    assert (texts.parent / "else where" / "index").is_dir()
    assert not (texts.parent / "cache").exists()


def test_settings_come_from_the_environment_and_a_file(indexed: Path) -> None:
    def size(**variables: str) -> int:
        found: int = run_command("find", "pear", indexed, "--json", at=indexed.parent, **variables).json["size"]
        return found

    assert size() == 10
    (indexed.parent / "seedsearch.toml").write_text("page_size = 7\n")
    assert size() == 7
    assert size(SEEDSEARCH_PAGE_SIZE="3") == 3


def test_the_command_starts_without_the_heavy_libraries(tmp_path: Path) -> None:
    code = "import sys, json, search.cli.main; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment(), capture_output=True, timeout=TIMEOUT, check=True
    )
    heavy = {"flask", "jinja2", "werkzeug", "waitress", "whoosh", "Stemmer", "jellyfish", "web"}
    assert not heavy & {name.partition(".")[0] for name in json.loads(done.stdout)}
