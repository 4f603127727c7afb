"""A process that is killed during an update loses nothing that was committed, and needs no repair (R1)."""

import signal
import time
from pathlib import Path

from search import Library
from tests.support.command import command_line
from tests.support.files import write_files
from tests.support.processes import start_process
from tests.support.profiles import rounds, seeded_random
from tests.support.soak import Trials

ROUNDS = rounds(3, 150)
FILES = 60


def test_a_killed_update_leaves_the_last_commit(tmp_path: Path, trials: Trials) -> None:
    moments = seeded_random("kill")
    texts, index = tmp_path / "texts", tmp_path / "index"
    write_files(texts, {"0/first.txt": "The ferry left\n\nround0"})
    Library.open(texts, index).update()
    outcomes = []
    committed = 1
    for round_ in range(1, ROUNDS + 1):
        trials()
        write_files(
            texts, {f"{round_}/{n}.txt": f"Ferry {n} left\n\nround{round_} {'quay ' * 2000}" for n in range(FILES)}
        )
        _killed_update(texts, index, moments.uniform(0.05, 0.9))
        library = Library.open(texts, index)
        found = library.search("*", size=1).total
        outcomes.append(found > committed)
        assert found in (committed, committed + FILES), f"torn: {found} articles in round {round_}"
        assert library.search(f"round{round_}", size=1).total == found - committed
        assert library.update().articles == committed + FILES
        committed += FILES
        assert library.search("quay ferry", size=1).total == committed - 1
    trials.outcome = f"{sum(outcomes)} kills came after the commit"


def _killed_update(texts: Path, index: Path, after: float) -> None:
    deadline = time.monotonic() + after
    with start_process(command_line("index", texts, "--index", index)) as process:
        while time.monotonic() < deadline and process.poll() is None:
            pass
        process.send_signal(signal.SIGKILL)
