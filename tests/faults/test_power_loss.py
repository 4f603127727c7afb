"""A power loss loses what was not synced: never an acknowledged commit, and never half of one (R2)."""

import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from search import Library
from tests.faults import disk_states
from tests.faults.histories import CHANGED, FIRST, LONG, MERGED, History, assert_goes_on, lay, opens_as, text, wandering
from tests.faults.power_loss import Disk, lay_out
from tests.faults.watched_updates import needs_descriptors, watched_update
from tests.support.profiles import rounds, seeded_random
from tests.support.soak import Trials

HISTORIES = {
    "changed": CHANGED,
    "merged": MERGED,
    "long": LONG,
    "wandering": wandering(rounds(1, 16), seeded_random("history")),
}
AT_A_COMMIT = rounds(4, 250)
"""Possible folders that are tried for each commit, besides those right after it."""


@dataclass(frozen=True)
class Found:
    """A possible folder after a power loss, and the commit that it has to contain at least."""

    how: str
    files: dict[str, bytes] | None
    acknowledged: int


@needs_descriptors
@pytest.mark.parametrize("kind", HISTORIES)
def test_a_power_loss_loses_no_acknowledged_commit(tmp_path: Path, kind: str, trials: Trials) -> None:
    history, disk, dice = HISTORIES[kind], Disk(tmp_path / "index"), seeded_random(kind)
    losses = 0
    for commit in range(1, len(history)):
        lay(tmp_path / "texts", history[commit])
        found = _distinct(_losses(tmp_path, commit, disk, dice))
        losses += len(found)
        for one in _some(found, dice):
            trials()
            _assert_nothing_is_lost(one, tmp_path / "texts", tmp_path / "found", history[: commit + 1])
    trials.outcome = f"{trials.count} of {losses} outcomes of power losses"


@needs_descriptors
@pytest.mark.parametrize("kind", ["first", "changed"])
def test_a_failed_sync_fails_the_commit_and_its_files_are_not_trusted(
    tmp_path: Path, kind: str, trials: Trials
) -> None:
    """The update reports it. The power may fail at any time, also after the next successful update."""
    history, dice = {"first": FIRST, "changed": CHANGED}[kind], seeded_random(f"sync {kind}")
    history = (*history, {"9.txt": text(3, 9)})
    for sync in [f"{number}{more}" for number in _some_syncs(dice) for more in ("", "+")]:
        trials()
        place = tmp_path / sync
        place.mkdir()
        disk, acknowledged = Disk(place / "index"), 0
        for commit in range(1, len(history)):
            lay(place / "texts", history[commit])
            faults = {"sync": sync} if commit == len(history) - 2 else {}
            code = _see_update(place, disk, faults)
            acknowledged = acknowledged if code else commit
            assert faults or not code
            if disk.folder.exists() and commit < len(history) - 1:
                assert opens_as(Library.open(place / "texts", disk.folder), history) == acknowledged
            for one in dice.sample(found := [*disk.losses(dice)], min(len(found), rounds(2, 20))):
                _assert_nothing_is_lost(
                    Found(f"sync {sync}: {one[0]}", one[1], acknowledged), *_places(place), history[: commit + 1]
                )


def _some_syncs(dice: random.Random) -> list[int]:
    """The numbers of some syncs of an update, which has about ten. The first is that of the index folder's name."""
    return sorted({1, *dice.sample(range(2, 11), rounds(1, 9))})


def _places(place: Path) -> tuple[Path, Path]:
    return place / "texts", place / "found"


def _see_update(place: Path, disk: Disk, faults: dict[str, str]) -> int:
    """Run an update, and add its states to the disk. Returns the exit code."""
    album = place / "album"
    code, _ = watched_update(place / "texts", disk.folder, pictures=album, **faults)
    disk_states.take(disk.folder, album, "ended", "")
    for picture in disk_states.of(album):
        disk.see(picture)
    shutil.rmtree(album)
    return code


def _losses(place: Path, commit: int, disk: Disk, dice: random.Random) -> Iterator[Found]:
    """Possible folders after a power loss at any event of a commit, or right after it."""
    album = place / f"album{commit}"
    code, _ = watched_update(place / "texts", disk.folder, pictures=album)
    assert code == 0
    taken = list(disk_states.of(album))
    disk_states.take(disk.folder, album, "acknowledged", "")
    for picture in disk_states.of(album):
        disk.see(picture)
        done = picture.what == "acknowledged"
        yield from (Found(f"{picture.what}: {how}", files, commit - (not done)) for how, files in disk.losses(dice))
    assert len(taken) > 10
    shutil.rmtree(album)


def _distinct(found: Iterator[Found]) -> list[Found]:
    """Equal folders once, with the highest commit that they have to contain."""
    return list({_key(one): one for one in found}.values())


def _some(found: list[Found], dice: random.Random) -> list[Found]:
    """Some possible folders, and all of those after the commit."""
    last = [one for one in found if one.how.startswith("acknowledged")]
    others = [one for one in found if one not in last]
    return last + dice.sample(others, min(len(others), AT_A_COMMIT))


def _key(found: Found) -> object:
    return None if found.files is None else tuple(sorted(found.files.items()))


def _assert_nothing_is_lost(found: Found, corpus: Path, index: Path, history: History) -> None:
    lay_out(index, found.files)
    try:
        opened = opens_as(Library.open(corpus, index), history)
        assert opened >= found.acknowledged, "lost"
        assert_goes_on(corpus, index, history[-1])
    except Exception as error:
        error.add_note(f"{found.how}; the files were {sorted(found.files or {})}")
        raise
