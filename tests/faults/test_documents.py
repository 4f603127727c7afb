"""Hostile documents: each is read, or named in the report, within a minute and in bounded memory. All others are
indexed, and the server answers meanwhile."""

import re
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from search import Library
from search.documents.sandbox_worker import MEMORY as READER
from search.indexing.file_batches import MEMORY
from tests.bench.process import Run, run, seedsearch
from tests.support.hostile_documents import HOSTILE, Hostile
from tests.support.places import SHARED
from tests.support.server import serve
from tests.support.soak import Trials

SECONDS = 60
READERS = 2
SMALL = {name: hostile for name, hostile in HOSTILE.items() if not hostile.is_large}
REAL = {"testEXCEL.xlsb": "the reader of spreadsheets gave up", "droste.zip": "lies more than 3 archives deep"}
"""Files of others that break readers, and what the report says of them."""
GOOD = {
    "a.txt": "The quay is quiet.",
    "b.md": "The quay is quiet.",
    "y.html": "<!doctype html><p>The quay is quiet.",
    "z.rtf": "{\\rtf1 The quay is quiet.}",
}
"""Other files of the folder. They are read before and after hostile ones."""


def write(folder: Path, names: Iterable[str]) -> dict[str, Hostile]:
    """Write hostile documents into a folder. Gives them by their paths."""
    written = {}
    for number, name in enumerate(names):
        path = folder / f"h{number}{HOSTILE[name].suffix}"
        HOSTILE[name].write(path)
        written[path.name] = HOSTILE[name]
    return written


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of good files."""
    (tmp_path / "texts").mkdir()
    for name, text in GOOD.items():
        (tmp_path / "texts" / name).write_text(text)
    return tmp_path / "texts"


def index(folder: Path) -> Run:
    """Index a folder."""
    return run([*seedsearch("index", folder, "--index", folder.with_name("index")), "--workers", "2"])


def remarks(folder: Path) -> dict[str, tuple[str, ...]]:
    """What the report says of each file, and that all others are found."""
    library = Library.open(folder, folder.with_name("index"))
    assert {hit.path for hit in library.search("quay", size=100, duplicates="all").hits} == set(GOOD)
    with library.searcher() as searcher:
        return {row.path: (row.skipped, *row.remarks) for row in searcher.report()}


def check(folder: Path, written: dict[str, Hostile]) -> None:
    """Each document is found, or named with its reason; never both missing and unnamed."""
    said = remarks(folder)
    found = {
        hit.path
        for hit in Library.open(folder, folder.with_name("index")).search("ferry", size=100, duplicates="all").hits
    }
    for path, hostile in written.items():
        if hostile.remark:
            assert any(re.search(hostile.remark, remark) for remark in said.get(path, ())), (path, said.get(path))
        else:
            assert path in found, (path, said.get(path))
        assert all("\n" not in remark for remark in said.get(path, ()))


def test_a_folder_of_hostile_documents_is_indexed(folder: Path) -> None:
    written = write(folder, SMALL)
    taken = index(folder)
    check(folder, written)
    assert taken.peak < MEMORY + READERS * READER


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
def test_real_files_that_break_readers_are_named(folder: Path) -> None:
    for name in REAL:
        shutil.copy(SHARED / "formats" / name, folder)
    index(folder)
    said = remarks(folder)
    for name, remark in REAL.items():
        assert any(re.search(remark, each) for each in said[name]), said


@pytest.mark.soak
def test_the_server_answers_while_hostile_documents_are_read(folder: Path) -> None:
    index(folder)
    write(folder, SMALL)
    with serve(folder, folder.with_name("index"), settled=False) as server:
        while server.get("/api/v1/live").json["updating"]:
            assert server.get("/search?q=quay").status == 200
        assert server.get("/api/v1/search?q=quay").json["total"] == len(GOOD)


@pytest.mark.soak
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_takes_a_minute_at_most(folder: Path, name: str, trials: Trials) -> None:
    trials()
    written = write(folder, (name,))
    taken = index(folder)
    check(folder, written)
    assert taken.seconds < SECONDS
    assert taken.peak < MEMORY + READER
    trials.outcome = f"{taken.seconds:.0f} s, {taken.peak >> 20} MB"
