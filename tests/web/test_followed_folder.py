"""While a folder is served, its index follows it, whatever happens to the folder."""

from pathlib import Path

import pytest

from search import Library
from tests.support.command import run_command
from tests.support.files import write_files
from tests.support.following import TWO_TEXTS, finds, problem, serve


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    return write_files(tmp_path / "texts", TWO_TEXTS)


def test_new_changed_and_removed_files_are_noticed(texts: Path, tmp_path: Path) -> None:
    with serve(texts, tmp_path / "index") as server:
        assert finds("apple.txt", "sub/plum.txt")(server)
        write_files(texts, {"new/deep/pear.txt": "Pears\n\na green pear"})
        server.wait_until(finds("apple.txt", "sub/plum.txt", "new/deep/pear.txt"))
        write_files(texts, {"apple.txt": "Apples\n\nzebra"})
        server.wait_until(finds("apple.txt", query="zebra"))
        (texts / "apple.txt").unlink()
        server.wait_until(finds("sub/plum.txt", "new/deep/pear.txt"))
        (texts / "new").rename(tmp_path / "away")
        server.wait_until(finds("sub/plum.txt"))
        (tmp_path / "away").rename(texts / "20.25")
        server.wait_until(finds("sub/plum.txt", "20.25/deep/pear.txt"))


def test_many_files_at_once_make_few_updates(texts: Path, tmp_path: Path) -> None:
    with serve(texts, tmp_path / "index") as server:
        before = server.get("/api/v1/live").json["generation"]
        write_files(texts, {f"many/{number}.txt": f"Number {number}\n\nzebra" for number in range(1500)})
        server.wait_until(lambda it: it.get("/api/v1/search?q=*").json["total"] == 1500 + len(TWO_TEXTS))
        assert server.get("/api/v1/live").json["generation"] - before < 12


def test_a_folder_that_vanishes_and_returns_is_followed(texts: Path, tmp_path: Path) -> None:
    with serve(texts, tmp_path / "index") as server:
        texts.rename(tmp_path / "away")
        server.wait_until(lambda it: "does not exist" in problem(it))
        assert finds("apple.txt", "sub/plum.txt")(server)
        assert f"The last update failed. {texts} does not exist." in server.get("/help").text
        write_files(tmp_path / "away", {"pear.txt": "Pears\n\na green pear"})
        (tmp_path / "away").rename(texts)
        server.wait_until(lambda it: not problem(it))
        server.wait_until(finds("apple.txt", "sub/plum.txt", "pear.txt"))
        assert "failed" not in server.get("/help").text
        write_files(texts, {"fig.txt": "Figs\n\na fig"})
        server.wait_until(finds("apple.txt", "sub/plum.txt", "pear.txt", "fig.txt"))
        assert server.log.count("does not exist") == 1


def test_another_folder_in_place_of_the_first_is_followed(texts: Path, tmp_path: Path) -> None:
    write_files(tmp_path / "other", {"pear.txt": "Pears\n\na green pear"})
    with serve(texts, tmp_path / "index") as server:
        texts.rename(tmp_path / "away")
        (tmp_path / "other").rename(texts)
        server.wait_until(finds("pear.txt"))
        write_files(texts, {"fig.txt": "Figs\n\na fig"})
        server.wait_until(finds("pear.txt", "fig.txt"))


def test_a_temporarily_empty_folder_keeps_its_articles(texts: Path, tmp_path: Path) -> None:
    with serve(texts, tmp_path / "index") as server:
        for name in ("apple.txt", "sub"):
            (texts / name).rename(tmp_path / name)
        server.wait_until(lambda it: "All 2 indexed files are gone" in problem(it))
        assert f"--index {tmp_path / 'index'} --empty" in problem(server)
        assert "All 2 indexed files are gone" in server.get("/help").text
        assert finds("apple.txt", "sub/plum.txt")(server)
        for name in ("apple.txt", "sub"):
            (tmp_path / name).rename(texts / name)
        server.wait_until(lambda it: not problem(it))
        assert finds("apple.txt", "sub/plum.txt")(server)


def test_the_index_of_a_deleted_folder_can_be_searched(texts: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    Library.open(texts, index).update()
    texts.rename(tmp_path / "away")
    assert run_command("find", "pear", texts, "--index", index, at=tmp_path).code == 0
    with serve(texts, index) as server:
        server.wait_until(lambda it: "does not exist" in problem(it))
        assert finds("apple.txt", "sub/plum.txt")(server)
        write_files(tmp_path / "away", {"pear.txt": "Pears\n\na green pear"})
        (tmp_path / "away").rename(texts)
        server.wait_until(finds("apple.txt", "sub/plum.txt", "pear.txt"))


def test_changed_patterns_are_followed(texts: Path, tmp_path: Path) -> None:
    with serve(texts, tmp_path / "index") as server:
        (texts / ".seedsearchignore").write_text("sub/\n")
        server.wait_until(finds("apple.txt"))
        (texts / ".seedsearchignore").write_text("[z-a]\n")
        server.wait_until(lambda it: ".seedsearchignore, line 1, is “[z-a]”" in problem(it))
        assert finds("apple.txt")(server)
        (texts / ".seedsearchignore").unlink()
        server.wait_until(finds("apple.txt", "sub/plum.txt"))
        server.wait_until(lambda it: not problem(it))
