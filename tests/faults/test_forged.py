"""A forged index with valid checksums is reported as damaged or works.

No query raises any other exception. The check finds what cannot be read, and a repair rebuilds it.
"""

import random
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from search import Library, Searcher, SeedsearchError
from search.errors import IndexDamaged
from tests.faults.forging import columns_of, forge_column
from tests.faults.histories import Case, History, prepared, text
from tests.faults.questions import questions
from tests.support.profiles import rounds, seeded_random
from tests.support.soak import Trials

STORY = "Calder Gazette\n4 March 2025\n\nFerry {n} is late\n\n" + " ".join(f"The quay has pier{n}." for n in range(40))
_OTHERS = {f"{n}.txt": text(1, n) for n in range(3)}
_SECOND = {f"new/{n}.txt": STORY.replace("{n}", str(n)) for n in range(1, 5)} | _OTHERS
HISTORY: History = ({}, {f"new/{n}.txt": STORY.replace("{n}", str(n)) for n in range(3)} | _OTHERS, _SECOND, _SECOND)
"""Two segments with a deleted article and near-duplicates."""


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """An index of this history, and the folder as it is at its end."""
    return prepared(tmp_path_factory.mktemp("forged"), HISTORY)


@pytest.mark.parametrize("kind", ["state", "segment"])
def test_a_forged_column_is_reported_or_works(case: Case, tmp_path: Path, kind: str, trials: Trials) -> None:
    dice, outcomes = seeded_random(kind), Counter[str]()
    ids = [hit.id for hit in Library.open(case.corpus, case.before).search("*", duplicates="all").hits]
    for number in range(rounds(12, 500)):
        trials()
        index = case.copy(tmp_path / "index")
        if number % 2:  # there is no older state to fall back to
            min(index.glob("generation-*")).unlink()
        path = dice.choice(sorted(index.glob(f"{kind}-*"))) if kind == "segment" else max(index.glob("state-*"))
        column = dice.choice(columns_of(path))
        forge_column(path, column, lambda held: forged(held, dice))
        try:
            outcomes[_outcome(Library.open(case.corpus, index), ids)] += 1
        except BaseException as error:
            error.add_note(f"round {number}: {column} of {path.name}")
            shutil.copytree(index, tmp_path / "failed", dirs_exist_ok=True)
            raise
    trials.outcome = str(dict(outcomes))
    assert set(outcomes) >= {"found by the check", "used"}


@pytest.mark.parametrize("kind", ["skips", "documents"])
def test_forged_columns_of_long_lists_are_reported_or_work(kind: str, tmp_path: Path, trials: Trials) -> None:
    long_texts = {path: each * 20 if path.startswith("new/") else each for path, each in _SECOND.items()}
    case = prepared(tmp_path / "case", ({}, long_texts, long_texts, long_texts))
    dice, outcomes = seeded_random(kind), Counter[str]()
    ids = [hit.id for hit in Library.open(case.corpus, case.before).search("*", duplicates="all").hits]
    for _ in range(rounds(8, 300)):
        trials()
        index = case.copy(tmp_path / "index")
        for older in sorted(index.glob("generation-*"))[:-1]:
            older.unlink()
        path = dice.choice(sorted(index.glob("segment-*"), key=lambda path: path.stat().st_size))
        forge_column(
            path, dice.choice((f"text.{kind}", f"text.{kind.removesuffix('s')}_sizes")), lambda held: forged(held, dice)
        )
        outcomes[_outcome(Library.open(case.corpus, index), ids)] += 1
    trials.outcome = str(dict(outcomes))
    assert outcomes["told"]


def test_a_forged_column_of_a_field_without_terms_is_found(case: Case, tmp_path: Path) -> None:
    index = case.copy(tmp_path / "index")
    for path in index.glob("segment-*"):
        forge_column(path, "place.sizes", lambda held: held + b"\x01")
    library = Library.open(case.corpus, index)
    assert {item.path for item in library.check().damaged} == {path.name for path in index.glob("segment-*")}
    library.repair()
    assert library.check().damaged == ()


def test_lists_that_are_longer_than_their_column_are_told(case: Case, tmp_path: Path) -> None:
    index = case.copy(tmp_path / "index")
    for path in index.glob("segment-*"):
        forge_column(path, "text.sizes", lambda held: held[:-1] + bytes([held[-1] + 5]))
    library = Library.open(case.corpus, index)
    assert any(_error(library, ask) for _, ask in questions([]))
    assert {item.path for item in library.check().damaged} == {path.name for path in index.glob("segment-*")}


def forged(held: bytes, dice: random.Random) -> bytes:
    """Other bytes: some changed, all the same, random, more or fewer."""
    at, size = dice.randrange(len(held) + 1), dice.choice((1, 2, 4, 8))
    what = dice.choice((bytes(size), b"\xff" * size, b"\x7f" * size, dice.randbytes(size), b"", b"\x80" * size))
    return held[:at] + what + held[at + dice.choice((len(what), len(what), len(what), 0, size)) :]


def _outcome(library: Library, ids: list[str]) -> str:
    """Make all calls, then repair."""
    told = [error for _, ask in questions(ids) if (error := _error(library, ask))]
    damaged = {item.path for item in library.check().damaged}
    assert {error.file for error in told if error.file} <= damaged, told
    library.repair()
    assert library.check().damaged == ()
    assert not any(_error(library, ask) for _, ask in questions(ids))
    return "told" if told else "found by the check" if damaged else "used"


def _error(library: Library, ask: Callable[[Searcher], Any]) -> IndexDamaged | None:
    try:
        library.retry(ask)
    except IndexDamaged as error:
        return error
    except SeedsearchError as error:
        assert str(error).strip()
    return None
