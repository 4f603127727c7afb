"""A process killed just before any change to its index loses nothing, and needs no repair (R1)."""

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from search import Library
from tests.faults.histories import CHANGED, FIRST, MERGED, Case, assert_goes_on, opens_as, prepared
from tests.faults.watched_updates import needs_descriptors, watched_update
from tests.support.profiles import rounds, seeded_random
from tests.support.soak import Trials

AT_ONCE = 2
HISTORIES = {"first": FIRST, "changed": CHANGED, "merged": MERGED}


@needs_descriptors
@pytest.mark.parametrize("kind", HISTORIES)
def test_an_update_killed_at_any_event_loses_nothing(tmp_path: Path, kind: str, trials: Trials) -> None:
    case = prepared(tmp_path, HISTORIES[kind])
    events = _events(case, tmp_path / "undisturbed")
    chosen = _some(events, rounds(4, 1000))
    with ThreadPoolExecutor(AT_ONCE) as together:
        found: Counter[int] = Counter()
        for opened in together.map(lambda number: _killed_at(number, case, tmp_path / str(number)), chosen):
            found[opened] += 1
            trials()
    assert set(found) <= {case.acknowledged, case.acknowledged + 1}
    trials.outcome = f"killed at {len(chosen)} of {events} events, opened as {dict(found)}"


def _events(case: Case, index: Path) -> int:
    """How many events an update has."""
    code, events = watched_update(case.corpus, case.copy(index))
    assert code == 0
    assert events > 10
    return events


def _some(events: int, count: int) -> Sequence[int]:
    """The numbers of some events, or of all."""
    numbers = range(1, events + 1)
    return numbers if count >= events else sorted(seeded_random("events").sample(numbers, count))


def _killed_at(number: int, case: Case, index: Path) -> int:
    """The commit found after a kill at an event. The next update has to work."""
    code, _ = watched_update(case.corpus, case.copy(index), kill=number)
    found = opens_as(Library.open(case.corpus, index), case.history)
    assert found >= case.acknowledged + (code == 0), f"lost at event {number}"
    assert_goes_on(case.corpus, index, case.history[-1])
    return found
