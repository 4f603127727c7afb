"""A process that is killed while it updates loses nothing that was committed, and leaves nothing to mend (R1)."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from search import Library
from tests.faults.rounds import rounds
from tests.serving import write

ROUNDS = rounds(4, 150)
SEED = 20_310_304
FILES = 60


def test_a_killed_update_leaves_the_last_commit(tmp_path: Path) -> None:
    moments = random.Random(SEED)
    texts, index = tmp_path / "texts", tmp_path / "index"
    write(texts, {"0/first.txt": "The ferry left\n\nround0"})
    Library.open(texts, index).update()
    outcomes = []
    committed = 1
    for round_ in range(1, ROUNDS + 1):
        write(texts, {f"{round_}/{n}.txt": f"Ferry {n} left\n\nround{round_} {'quay ' * 2000}" for n in range(FILES)})
        _killed_update(texts, index, moments.uniform(0.05, 0.9))
        library = Library.open(texts, index)
        found = library.search("*", size=1).total
        outcomes.append(found > committed)
        assert found in (committed, committed + FILES), f"torn: {found} articles in round {round_}, seed {SEED}"
        assert library.search(f"round{round_}", size=1).total == found - committed
        assert library.update().articles == committed + FILES
        committed += FILES
        assert library.search("quay ferry", size=1).total == committed - 1
    print(f"{ROUNDS} kills, {sum(outcomes)} after the commit, 0 lost, 0 torn, seed {SEED}")  # noqa: T201


def _killed_update(texts: Path, index: Path, after: float) -> None:
    command = [sys.executable, "-m", "search", "index", str(texts), "--index", str(index)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + after
    while time.monotonic() < deadline and process.poll() is None:
        pass
    process.send_signal(signal.SIGKILL)
    process.wait()
