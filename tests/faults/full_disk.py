"""Updates on a full disk. test_full_disk.py runs this in a name space of its own, with the arguments DISK CORPUS STEPS.

DISK is an empty file system. In each step it has a little more space left.
"""

import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search import Library, SeedsearchError
from tests.faults.histories import History, assert_goes_on, lay, opens_as, text
from tests.support.command import assert_fails, run_command

OLD = {f"{n}.txt": text(1, n) for n in range(5)}
NEW = {f"{n}.txt": " ".join([text(2, n), *(f"w{os.urandom(4).hex()}" for _ in range(80))]) for n in range(3, 40)}
HISTORY: History = ({}, OLD, {**OLD, **NEW})
ENOUGH = 1 << 18
"""Bytes in which an update fits."""


def main(disk: Path, corpus: Path, steps: int) -> None:
    """A first index and an update of one, in turn."""
    outcomes: Counter[str] = Counter()
    for step in range(steps):
        history = HISTORY if step % 2 else HISTORY[::2]
        outcomes[_tried(disk / "index", corpus, history, ENOUGH * step // steps)] += 1
        shutil.rmtree(disk / "index")
    assert set(outcomes) == {"failed", "worked"}, f"the steps reach only {outcomes}"
    print(f"{steps} updates with 0 to {ENOUGH:,} bytes of space: {dict(outcomes)}")  # noqa: T201


def _tried(index: Path, corpus: Path, history: History, space: int) -> str:
    """Update with so much free space, by the command and in this process; then with enough, in this process."""
    before = len(history) - 2
    for files in history[1:-1]:
        Library.open(lay(corpus, files), index).update()
    library = Library.open(lay(corpus, history[-1]), index)
    assert opens_as(library, history) == before
    with filled(index.with_name("ballast"), space):
        outcome = _by_command(corpus, index, before)
        if outcome == "failed":
            _in_this_process(library, history)
    library.update()
    assert opens_as(library, history) == before + 1
    assert_goes_on(corpus, index, history[-1])
    return outcome


def _by_command(corpus: Path, index: Path, before: int) -> str:
    """The command works or fails with one line, and the old index is still searched."""
    done = run_command("index", corpus, "--index", index, at=corpus.parent)
    if done.code == 0:
        return "worked"
    assert_fails(done, "No space left on device")
    if before:
        found = run_command("find", "commit1", corpus, "--index", index, "--json", at=corpus.parent)
        assert (found.code, found.error) == (0, "")
        assert found.json["total"] == len(OLD)
    return "failed"


def _in_this_process(library: Library, history: History) -> None:
    """The update fails in this process too, and leaves the old index."""
    try:
        library.update()
    except (SeedsearchError, OSError) as error:
        assert "No space left on device" in str(error), error
    else:
        raise AssertionError("the update worked, though the command had no space for it")
    assert opens_as(library, history) == len(history) - 2


@contextmanager
def filled(ballast: Path, space: int) -> Iterator[None]:
    """During the block the disk has so many free bytes."""
    status = os.statvfs(ballast.parent)
    with ballast.open("wb", buffering=0) as file:
        os.posix_fallocate(file.fileno(), 0, status.f_bavail * status.f_frsize - space or 1)
    yield
    ballast.unlink()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
