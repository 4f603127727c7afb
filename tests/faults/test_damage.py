"""Whatever happens to the bytes of an index, a result is right or an error reports the damage (R5)."""

import hashlib
import os
import shutil
from collections import Counter
from pathlib import Path

import pytest

from search import Library, SeedsearchError
from tests.faults.answers import Answers, ask
from tests.faults.damage import KINDS, damaged
from tests.faults.histories import Case, History, prepared, text
from tests.support.profiles import rounds, seeded_random
from tests.support.soak import Trials

LONG = " ".join(hashlib.blake2b(bytes([n // 256, n % 256])).hexdigest() for n in range(600))
"""More than a block of a segment holds."""
HISTORY: History = (
    {},
    {f"{n}.txt": text(1, n) for n in range(6)} | {"long.txt": LONG},
    {f"{n}.txt": text(1, n) for n in range(5)} | {"long.txt": LONG, "6.txt": text(2, 6)},
    {f"{n}.txt": text(1, n) for n in range(1, 5)} | {"long.txt": LONG, "6.txt": text(2, 6), "7.txt": text(3, 7)},
)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """An index of two commits and two segments with some deleted articles."""
    return prepared(tmp_path_factory.mktemp("damage"), HISTORY)


@pytest.mark.parametrize("kind", KINDS)
def test_damage_never_gives_a_wrong_answer(case: Case, tmp_path: Path, kind: str, trials: Trials) -> None:
    dice, outcomes = seeded_random(kind), Counter[str]()
    for number in range(rounds(20, 1000)):
        trials()
        index = _linked(case.before, tmp_path / "index")
        path, how = damaged(index, kind, dice)
        try:
            outcomes[_outcome(case, index, path.name)] += 1
        except BaseException as error:
            error.add_note(f"round {number}: {path.name} was {how}")
            raise
    trials.outcome = str(dict(outcomes))


def _outcome(case: Case, index: Path, name: str) -> str:
    """Search an index with one damaged file, update it, and search again."""
    try:
        library = Library.open(case.corpus, index)
    except SeedsearchError:
        return "refused"
    before = ask(library)
    assert_check_finds(library, name, before)
    assert before.agree_with(HISTORY[2]) or before.agree_with(HISTORY[1]), before
    try:
        library.update()
    except SeedsearchError:
        return _summary(before)
    after = ask(library)
    assert after.agree_with(HISTORY[3]), after
    return f"{_summary(before)}, updated and {_summary(after)}"


def _summary(answers: Answers) -> str:
    if answers.failed:
        return "told of at some questions" if answers.texts else "told of"
    return "answered" if answers.agree_with(HISTORY[2]) or answers.agree_with(HISTORY[3]) else "fell back"


def assert_check_finds(library: Library, name: str, answers: Answers) -> None:
    """The check names the damaged file, unless searches do not need it."""
    if hasattr(library, "check"):
        found = [item.path for item in library.check().damaged]
        assert any(path.endswith(name) for path in found) or _summary(answers) == "answered", found


def _linked(index: Path, copy: Path) -> Path:
    """The index again, without room of its own."""
    shutil.rmtree(copy, ignore_errors=True)
    return Path(shutil.copytree(index, copy, copy_function=os.link))
