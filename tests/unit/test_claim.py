"""An index folder belongs to one corpus and one person. Several processes may claim it at once, and a damaged claim can
be repaired."""

import os
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Barrier

import pytest

from search import Library
from search.errors import IndexBusy, IndexDamaged, IndexRefused
from search.paths import claim_index_folder
from tests.support.command import assert_fails, command_line, environment, run_command
from tests.support.files import write_files
from tests.support.processes import TIMEOUT, start_process

AT_ONCE = 6


def test_several_processes_may_claim_a_folder_at_once(tmp_path: Path) -> None:
    for number in range(20):
        index, together = tmp_path / str(number), Barrier(AT_ONCE)

        def attempt(_number: int, index: Path = index, together: Barrier = together) -> bool:
            together.wait()
            try:
                claim_index_folder(index, tmp_path / "texts")
            except IndexBusy as busy:
                assert str(busy).startswith((f"Process {os.getpid()} is updating", "Another process is updating"))
                return False
            return True

        with ThreadPoolExecutor(AT_ONCE) as threads:
            assert any(threads.map(attempt, range(AT_ONCE)))
        assert [path.name for path in index.iterdir() if path.name != "writer.lock"] == ["corpus.json"]
        claim_index_folder(index, tmp_path / "texts")


def test_the_second_of_two_first_indexes_is_refused(tmp_path: Path) -> None:
    write_files(tmp_path / "texts", {f"{number}.txt": f"Ferry {number}" for number in range(50)})
    make = command_line("index", tmp_path / "texts", "--index", tmp_path / "index")
    with ExitStack() as stack:
        both = [stack.enter_context(start_process(make, env=environment(), text=True)) for _ in range(2)]
        done = [(*process.communicate(timeout=TIMEOUT), process.returncode) for process in both]
    assert 0 in [code for *_, code in done]
    for number, (_, error, code) in enumerate(done):
        if code:
            holder = f"Process {both[1 - number].pid}"  # it may be between two locks, when no number is to be read
            assert re.search(rf"({holder}|Another process) is updating", error), error
    assert Library.open(tmp_path / "texts", tmp_path / "index").search("ferry").total == 50


def flipped(owner: Path) -> None:
    content = bytearray(owner.read_bytes())
    content[len(content) // 2] ^= 1
    owner.write_bytes(content)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "flipped": flipped,
    "empty": lambda owner: owner.write_text(""),
    "gone": Path.unlink,
    "other JSON": lambda owner: owner.write_text('{"corpus": 7}'),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_an_index_without_a_valid_claim_can_be_repaired(
    small_library: Library, damage: Callable[[Path], object], tmp_path: Path
) -> None:
    place = (small_library.corpus, "--index", small_library.index)
    damage(small_library.index / "corpus.json")
    library = Library.open(small_library.corpus, small_library.index)
    for ask in (library.searcher, library.update, lambda: library.search("ferry")):
        with pytest.raises(IndexDamaged, match=r"corpus\.json.*check FOLDER --repair"):
            ask()
    assert_fails(run_command("find", "ferry", *place, at=tmp_path), "corpus.json", "check FOLDER --repair")
    done = run_command("check", *place, "--json", at=tmp_path)
    assert (done.code, [item["path"] for item in done.json["damaged"]]) == (1, ["corpus.json"])
    assert run_command("check", *place, "--repair", at=tmp_path).code == 0
    assert library.search("ferry").total == 1
    assert run_command("check", *place, at=tmp_path).code == 0


def test_the_index_of_another_corpus_is_not_repaired(small_library: Library, tmp_path: Path) -> None:
    other = write_files(tmp_path / "other", {"a.txt": "Ferry"})
    for options in ((), ("--repair",)):
        assert_fails(
            run_command("check", other, "--index", small_library.index, *options, at=tmp_path), "is the index of"
        )
        assert_fails(
            run_command("check", small_library.corpus, "--index", other, *options, at=tmp_path), "holds other files"
        )


def test_foreign_files_in_an_index_do_no_harm(small_library: Library) -> None:
    (small_library.index / ".DS_Store").touch()
    assert Library.open(small_library.corpus, small_library.index).update().files == 2
    assert (small_library.index / ".DS_Store").exists()


def test_a_claim_of_an_older_version_is_valid(small_library: Library) -> None:
    (small_library.index / "corpus.json").write_text(f'"{os.fsencode(small_library.corpus).hex()}"')
    library = Library.open(small_library.corpus, small_library.index)
    assert library.search("ferry").total == 1
    library.update()
    assert "checksum" in (small_library.index / "corpus.json").read_text()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away")
@pytest.mark.parametrize("name", ["", "writer.lock"])
def test_an_index_of_another_person_is_refused(small_library: Library, name: str) -> None:
    os.chown(small_library.index / name, 12345, -1)
    with pytest.raises(IndexRefused, match=r"another user.*Name another folder"):
        Library.open(small_library.corpus, small_library.index)


@pytest.mark.parametrize("mode", [0o777, 0o1777, 0o770, 0o702])
def test_an_index_that_others_may_write_is_refused(small_library: Library, mode: int, tmp_path: Path) -> None:
    small_library.index.chmod(mode)
    done = run_command("find", "ferry", small_library.corpus, "--index", small_library.index, at=tmp_path)
    assert_fails(done, f"chmod go-w {small_library.index}")
    small_library.index.chmod(mode & ~0o022)
    assert run_command("find", "ferry", small_library.corpus, "--index", small_library.index, at=tmp_path).code == 0


def test_an_empty_folder_becomes_private(small_library: Library, tmp_path: Path) -> None:
    parent = tmp_path / "all"
    parent.mkdir()
    parent.chmod(0o1777)  # as /tmp is
    index = parent / "index"
    index.mkdir()
    index.chmod(0o777)
    Library.open(small_library.corpus, index).update()
    assert index.stat().st_mode & 0o777 == 0o700
