"""Any byte of an index may change. The damage is reported or harmless, found by the check, and repaired (R5)."""

import os
import shutil
from collections import Counter
from pathlib import Path

import pytest

from search import Library
from tests.faults.answers import ask
from tests.faults.histories import Case, History, prepared
from tests.support.profiles import rounds
from tests.support.soak import Trials

FIRST, SECOND = {"1.txt": "Ferry one"}, {"1.txt": "Ferry one", "2.txt": "Quay two"}
HISTORY: History = ({}, FIRST, SECOND, SECOND)
HARMLESS = "writer.lock"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """A small index of two commits."""
    return prepared(tmp_path_factory.mktemp("bytes"), HISTORY)


def test_no_changed_byte_loses_anything(case: Case, tmp_path: Path, trials: Trials) -> None:
    outcomes = Counter[str]()
    for path in sorted(case.before.iterdir()):
        size = path.stat().st_size
        for at in range(0, size, max(1, size // rounds(4, 120))):
            trials()
            index = tmp_path / "index"
            shutil.rmtree(index, ignore_errors=True)
            shutil.copytree(case.before, index, copy_function=os.link)
            flip(index / path.name, at)
            try:
                outcomes[outcome(Library.open(case.corpus, index), path.name)] += 1
            except BaseException as error:
                error.add_note(f"byte {at} of {path.name}")
                raise
    trials.outcome = str(dict(outcomes))


def outcome(library: Library, name: str) -> str:
    """Search an index with a damaged file, and repair it."""
    before = ask(library)
    assert before.agree_with(HISTORY[2]) or before.agree_with(HISTORY[1]), before
    if name != HARMLESS:
        assert name in [item.path for item in library.check().damaged]
    library.repair()
    for again in (library, Library.open(library.corpus, library.index)):
        after = ask(again)
        assert (after.agree_with(HISTORY[2]), after.failed) == (True, 0), after
        assert again.check().damaged == ()
        assert again.searcher().search("ferry").notes == ()
    return "told of" if before.failed else "answered"


def flip(path: Path, at: int) -> None:
    """Change one bit of a byte; the file is another one afterwards."""
    content = bytearray(path.read_bytes())
    content[at] ^= 1 << at % 8
    path.unlink()
    path.write_bytes(content)
