"""Nothing in a foreign index folder is executed, and nothing outside it is touched. It is reported or rebuilt (S6)."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.histories import CHANGED, prepared
from tests.faults.malicious_changes import EXECUTED, OUTSIDE
from tests.faults.malicious_indexes import POISONS
from tests.support.command import environment
from tests.support.places import ROOT

SECRET = "This is nobody's business.\n" * 200


@pytest.fixture(scope="module")
def tasted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The outcome for each malicious index, in a folder that it must not reach out of."""
    place = tmp_path_factory.mktemp("poison")
    case = prepared(place, CHANGED)
    indexes = [place / str(number) / "index" for number in range(len(POISONS))]
    for poison, index in zip(POISONS.values(), indexes, strict=True):
        case.copy(index)
        (index.parent / OUTSIDE).write_text(SECRET)
        poison(index)
    tasted = _taste(case.corpus, indexes)
    outcomes = [_reach(index.parent) or outcome for index, outcome in zip(indexes, tasted, strict=True)]
    return dict(zip(POISONS, outcomes, strict=True))


def _taste(corpus: Path, indexes: list[Path]) -> list[str]:
    """The outcomes for some indexes, in order."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.open_untrusted", corpus, *indexes],
        cwd=ROOT,
        env=environment(OPENBLAS_NUM_THREADS="1"),
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def _reach(place: Path) -> str | None:
    """What a malicious index did outside its folder."""
    if (place / EXECUTED).exists():
        return "it was executed"
    if (place / OUTSIDE).read_text() != SECRET:
        return "it wrote elsewhere"
    return "it left other files" if {path.name for path in place.iterdir()} != {"index", OUTSIDE} else None


@pytest.mark.parametrize("poison", POISONS)
def test_a_malicious_index_is_reported_or_rebuilt(tasted: dict[str, str], poison: str) -> None:
    assert tasted[poison] in ("told of", "used", "built anew")
