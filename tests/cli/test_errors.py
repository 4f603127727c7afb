"""Every error of the command is one line on stderr: what is wrong, why, and what to do next."""

import json
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from search import Library
from search.errors import IndexDamaged
from tests.support.command import CommandResult, assert_fails, assert_usage_error, run_command
from tests.support.files import write_files
from tests.support.places import SAMPLE

COMMANDS = (["index"], ["find", "pear"], ["status"], ["serve", "--port", "0"])


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the folder `texts` and its index in `index`."""
    folder = tmp_path_factory.mktemp("errors")
    write_files(folder / "texts", {"apple.txt": "Apples\nred apples, and a pear", "pear.txt": "Pears\na green pear"})
    assert run_command("index", "texts", "--index", "index", at=folder).code == 0
    return folder


@pytest.fixture
def place(built: Path, tmp_path: Path) -> Path:
    """A copy to break. The index names its corpus, so the name is updated."""
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    owner = tmp_path / "index" / "corpus.json"
    owner.write_text(json.dumps(str(tmp_path / "texts").encode().hex()))
    return tmp_path


def find(place: Path, *options: str) -> CommandResult:
    return run_command("find", "pear", "texts", "--index", "index", *options, at=place)


def test_the_command_works_before_anything_is_broken(place: Path) -> None:
    assert find(place).code == 0


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    missing = str(tmp_path / "none")
    for arguments in (["index"], ["serve"], ["find", "pear"], ["status"], ["serve", "--no-update"]):
        said = run_command(*arguments, "none", at=tmp_path)
        assert_fails(said, missing, "does not exist", "Name the folder that holds your texts")
    assert not list(tmp_path.glob("cache/seedsearch/*/catalogue.json"))


def test_a_query_without_quotes_or_behind_its_folder_is_told_how_to_write_it(built: Path) -> None:
    for arguments, hint in (
        (["pear", "tree", "texts"], "seedsearch find 'pear tree' texts"),
        (["pear", "-tree", "in", "spring"], "seedsearch find 'pear -tree in spring' FOLDER"),
        (["texts", "pear"], "seedsearch find pear texts"),
        (["texts", "pear's"], """seedsearch find 'pear'"'"'s' texts"""),
        (["texts", "pear", "tree"], "seedsearch find 'pear tree' texts"),
        (["pear", "texts", "--sizes", "10"], "There is no option --sizes."),
        (["pear", "texts", "-x"], "There is no option -x."),
    ):
        assert_usage_error(run_command("find", *arguments, at=built), hint)
    assert_fails(
        run_command("find", "pear", "tree", at=built),
        str(built / "tree"),
        "does not exist",
        "seedsearch find 'pear tree' FOLDER",
    )


def test_of_a_long_query_or_name_a_message_has_the_beginning(built: Path) -> None:
    words, name = "pear tree " * 12_000, "pear" * 30_000
    shown = (words[:200] + "…", name[:200] + "…")
    for arguments, hint in (
        (["texts", words], f"The query comes before the folder: seedsearch find '{shown[0]}' texts"),
        (["pear", words, "texts"], f"seedsearch find '{('pear ' + words)[:200]}…' texts"),
        (["pear", "texts", f"--{name}"], f"There is no option --{name[:198]}…."),
    ):
        assert_usage_error(run_command("find", *arguments, at=built), hint)
    told = run_command("find", "pear", name, at=built)
    assert_fails(told, "too long", "put the query in quotes", f"seedsearch find 'pear {name[:195]}…' FOLDER")
    assert len(told.error) < 1000
    told = run_command("find", "pear", "texts", "--index", name, at=built)
    assert_fails(told, "too long")
    assert "in quotes" not in told.error and len(told.error) < 1000


def test_a_file_in_place_of_a_folder_is_named(tmp_path: Path) -> None:
    write_files(tmp_path, {"file.txt": "Apples"})
    for name in ("index", "serve"):
        assert_fails(
            run_command(name, "file.txt", at=tmp_path), str(tmp_path / "file.txt"), "is no folder", "Name the folder"
        )


def test_a_folder_that_cannot_be_resolved_is_named(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    for folder in ("loop", "~nobody-of-this-name/texts", 300 * "long", 3000 * "deep/"):
        assert_fails(run_command("index", folder, at=tmp_path), folder[:20])
    assert_fails(run_command("find", "pear", "loop", at=tmp_path), "loop")
    assert_fails(run_command("status", SAMPLE, "--index", "loop", at=tmp_path), "loop")


def test_a_missing_index_is_reported_with_the_next_command(tmp_path: Path) -> None:
    folder = write_files(tmp_path / "my texts", {"a.txt": "Apples"})
    for arguments in (["find", "pear"], ["status"], ["serve", "--no-update"]):
        done = run_command(*arguments, "my texts", at=tmp_path)
        assert_fails(done, f"{folder} has no index yet", "Make one with: seedsearch index")


@pytest.mark.parametrize("options", [[], ["--index", "an index"]])
def test_the_suggested_command_can_be_pasted_into_a_shell(tmp_path: Path, options: list[str]) -> None:
    write_files(tmp_path / "my; texts", {"a.txt": "Apples and pears"})
    search = ("find", "pear", "my; texts", *options)
    _, name, *remedy = shlex.split(run_command(*search, at=tmp_path).error.partition("Make one with: ")[2])
    assert run_command(name, *remedy, at=tmp_path).code == 0
    assert run_command(*search, at=tmp_path).code == 0


def test_an_unusable_index_folder_is_named(place: Path) -> None:
    other = write_files(place / "other", {"a.txt": "Apples"})
    write_files(place, {"full/notes.txt": "mine", "file": "mine"})
    before = sorted(place.rglob("*"))
    for index, reason in (
        ("texts", "lies in the corpus, into which nothing is written"),
        ("texts/.index", "lies in the corpus, into which nothing is written"),
        ("other/../texts/new/index", "lies in the corpus, into which nothing is written"),
        ("full", "holds other files. Name an empty folder"),
        ("file", "is no folder. Name another"),
    ):
        shown = str((place / index).resolve())
        assert_fails(run_command("index", "texts", "--index", index, at=place), shown, reason)
    for arguments in COMMANDS:
        assert_fails(run_command(*arguments, "texts", "--index", "texts/new", at=place), "lies in the corpus")
        refused = run_command(*arguments, other, "--index", "index", at=place)
        assert_fails(refused, str(place / "index"), f"is the index of {place / 'texts'}", "Name another folder")
    assert sorted(place.rglob("*")) == before


def _flipped(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "halved": lambda data: data[: len(data) // 2],
    "a bit flipped": _flipped,
    "zeroed": lambda data: bytes(len(data)),
    "other JSON": lambda data: b"[]".ljust(len(data)),
}


@pytest.mark.parametrize("kind", ["generation", "state", "segment"])
@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_index(place: Path, kind: str, damage: str) -> None:
    (victim,) = (place / "index").glob(f"{kind}-*")
    victim.write_bytes(DAMAGE[damage](victim.read_bytes()))
    with pytest.raises(IndexDamaged) as damaged:  # which the command tells of, as below
        Library.open(place / "texts", place / "index").search("pear")
    for part in (str(place / "index"), "is damaged", "seedsearch check FOLDER --repair"):
        assert part in str(damaged.value)


@pytest.mark.parametrize("kind", ["state", "segment"])
def test_an_index_with_a_missing_file_is_reported(place: Path, kind: str) -> None:
    (victim,) = (place / "index").glob(f"{kind}-*")
    victim.unlink()
    assert_fails(find(place), str(place / "index"), "is damaged", "seedsearch check FOLDER --repair")


def test_a_damaged_index_stops_every_command_but_index(place: Path) -> None:
    (victim,) = (place / "index").glob("generation-*")
    victim.write_bytes(b"{")
    for arguments in COMMANDS:
        done = run_command(*arguments, "texts", "--index", "index", at=place)
        assert_fails(done, str(place / "index"), "is damaged", "seedsearch check FOLDER --repair")
    assert run_command("check", "texts", "--index", "index", "--repair", at=place).code == 0
    assert find(place).code == 0


def test_files_of_an_interrupted_start_do_no_harm(tmp_path: Path) -> None:
    write_files(tmp_path, {"texts/a.txt": "Apples", "index/corpus.json.new": '"2f'})
    assert run_command("index", "texts", "--index", "index", at=tmp_path).code == 0


def test_a_missing_page_of_results_is_reported(built: Path) -> None:
    assert_fails(find(built, "--page", "0"), "There is no page 0; pages count from 1")
    assert_fails(find(built, "--page", "-1"), "There is no page -1; pages count from 1")
    assert_fails(find(built, "--page", "1000000000"), "There is no page 1,000,000,000; the last one is 1")
    assert_fails(find(built, "--page", "1" + "0" * 30), "the last one is 1")
    assert_usage_error(find(built, "--page", "x"), "--page", "'x' is not a valid integer")
    assert_usage_error(find(built, "--page", "1.5"), "--page")
    assert_usage_error(find(built, "--size", "0"), "--size")
    assert_usage_error(find(built, "--size", "101"), "--size")
    assert_usage_error(find(built, "--sort", "date"), "--sort", "'relevance', 'newest', 'oldest', 'title', 'path'")


def test_a_wrong_call_prints_the_usage(tmp_path: Path) -> None:
    assert_usage_error(run_command("seek", at=tmp_path), "No such command 'seek'")
    assert_usage_error(run_command("index", at=tmp_path), "Missing argument 'FOLDER'")
    assert_usage_error(run_command("find", "pear", at=tmp_path), "Missing argument 'FOLDER'")
    assert_usage_error(run_command("index", ".", "--sorted", at=tmp_path), "--sorted")
    assert_usage_error(run_command("index", "a", "b", at=tmp_path), "b")
