"""Work in several processes, their results and errors, and how they end."""

import ctypes
import os
import random
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor
from functools import partial
from multiprocessing.util import Finalize
from pathlib import Path
from threading import Event

import pytest

from search import Library
from search.errors import CorpusError, WorkerLost
from search.indexing.own_process import run_in_subprocess
from search.indexing.workers import Workers, cores, map_processes
from tests.support.files import write_files
from tests.support.places import ROOT
from tests.support.workers import kill_itself, started_workers


def squared_elsewhere(number: int) -> tuple[int, bool]:
    """A task."""
    return number * number, os.getpid() == PARENT


PARENT = os.getpid()


def failing(number: int) -> int:
    """A task that fails in one of two ways."""
    if number == 1:
        raise CorpusError("One went wrong.")
    if number == 2:
        kill_itself()
    return number


def parent_of(_number: int) -> int:
    """A task that returns the parent of its process."""
    return os.getppid()


def page_faults(number: int) -> tuple[int, int]:
    """A task that takes 20 MB twice. Returns how many pages the system gave each time."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    counts = []
    for _ in range(2):
        [bytes([number]) * (1 << 20) for _ in range(20)]
        after = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
        counts.append(after - before)
        before = after
    return counts[0], counts[1]


prepared_in: list[int] = []
"""The process in which `prepare` was called, once for each call."""


def prepare() -> None:
    """What a worker does first."""
    prepared_in.append(os.getpid())


def is_prepared(_number: int) -> bool:
    """A task that returns whether its process was prepared once."""
    return prepared_in == [os.getpid()]


class Deaf:
    """Swallows an exception that is raised during its deletion, as Python does."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell

    def __del__(self) -> None:
        self._tell("deaf")
        Event().wait(60)


def deaf_at_first(marker: Path, tell: Callable[[str], None]) -> None:
    """Work that swallows the first signal to end."""
    try:
        Deaf(tell)
        Event().wait(60)
    finally:
        marker.touch()


def test_a_subprocess_that_swallows_its_signal_is_told_again(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    stop, marker = Event(), tmp_path / "ended in good order"
    assert run_in_subprocess(deaf_at_first, marker, lambda _told: stop.set(), stop) is None
    assert marker.exists()
    assert capfd.readouterr().err == ""


def slow_after_first(number: int) -> int:
    """A task; all but the first take a minute."""
    if number:
        Event().wait(60)
    return number


def busy_pool(threads_at_exit: Path, tell: Callable[[int], None]) -> None:
    """Work in other processes. At its end, this process writes the names of its remaining threads into a file."""

    def write_threads() -> None:
        names = [thread.name for thread in threading.enumerate() if not thread.daemon]
        threads_at_exit.write_text(",".join(names))

    Finalize(None, write_threads, exitpriority=100)
    for number in map_processes(slow_after_first, [0, 1, 2], 2):
        tell(number)


def test_a_pool_ends_before_its_process(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    stop, threads_at_exit = Event(), tmp_path / "threads"
    assert run_in_subprocess(busy_pool, threads_at_exit, lambda _number: stop.set(), stop) is None
    assert threads_at_exit.read_text() == "MainThread"
    assert capfd.readouterr().err == ""


def ended_while_it_starts_a_worker(_task: int, tell: Callable[[int], None]) -> None:
    """Work in other processes. It gets a signal to end when one of them is only half started."""

    def end(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open" and isinstance(arguments[0], int):  # the pipe to the new process
            os.kill(os.getpid(), signal.SIGTERM)

    sys.addaudithook(end)
    for number in map_processes(slow_after_first, [0, 1, 2], 2):
        tell(number)


def test_no_worker_is_left_half_started(capfd: pytest.CaptureFixture[str]) -> None:
    stop = Event()
    assert run_in_subprocess(ended_while_it_starts_a_worker, 0, lambda _number: stop.set(), stop) is None
    assert capfd.readouterr().err == ""


def test_one_process_works_here_and_in_order() -> None:
    assert list(map_processes(squared_elsewhere, [1, 2, 3], 1)) == [(1, True), (4, True), (9, True)]
    assert list(map_processes(squared_elsewhere, [3], 8)) == [(9, True)]
    assert list(map_processes(squared_elsewhere, [], 8)) == []


def test_several_processes_work_elsewhere() -> None:
    assert set(map_processes(parent_of, [1, 2, 3], 2)) == {os.getpid()}


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallopt"), reason="the C library keeps what it likes")
def test_a_worker_keeps_the_memory_that_a_task_has_freed() -> None:
    for first, second in map_processes(page_faults, [1, 2], 2):
        assert second < 100 < first


def test_an_error_in_a_worker_is_raised_here() -> None:
    with pytest.raises(CorpusError, match="One went wrong"):
        list(map_processes(failing, [1, 3], 2))


def test_a_lost_worker_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(WorkerLost, match="Index again with --workers 1"):
        list(map_processes(failing, [2, 3], 2))


def test_what_is_submitted_to_lost_workers_is_done_here() -> None:
    with started_workers() as workers:
        assert isinstance(workers.submit(failing, 2).exception(), BrokenExecutor)
        assert workers.submit(os.getpid).result() == PARENT


class Drawn(list[int]):
    """Tasks that count how many of them were asked for."""

    drawn = 0

    def __iter__(self) -> Iterator[int]:
        for number in range(len(self)):
            self.drawn += 1
            yield self[number]


def test_results_do_not_pile_up() -> None:
    tasks = Drawn(range(100))
    found = map_processes(parent_of, tasks, 2)
    assert next(found) == os.getpid()
    assert tasks.drawn <= 8
    assert len(list(found)) == 99
    assert tasks.drawn == 100


def test_workers_may_start_before_there_are_tasks_and_are_kept() -> None:
    with Workers(2) as workers:
        workers.start()
        first, second = ({of for _, of in workers.map(lambda: squared_and_where, [1, 2, 3, 4], 2)} for _ in range(2))
        assert os.getpid() not in first | second
        assert len(first | second) <= 2


def squared_and_where(number: int) -> tuple[int, int]:
    """A task that says which process did it."""
    return number * number, os.getpid()


def added(amount: int, number: int) -> int:
    """A task that depends on what was known when it was given away."""
    return amount + number


def test_tasks_use_what_the_first_results_bring() -> None:
    known, found = [0], []
    with Workers(2) as workers:
        for result in workers.map(lambda: partial(added, known[-1]), [0] * 20, 2):
            found.append(result)
            known.append(100)
    assert sorted(set(found)) == [0, 100]
    assert found.count(0) <= 3


@pytest.mark.skipif(sys.platform != "linux", reason="only there is a process forked")
@pytest.mark.parametrize(("name", "is_forked"), [("", True), ("progress", True), ("server", False)])
def test_a_process_is_forked_only_beside_threads_that_are_known(tmp_path: Path, name: str, is_forked: bool) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    path = {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, script, name], capture_output=True, text=True, check=True, env=path)
    assert (done.stdout, done.stderr) == (f"{ {is_forked} }\n", "")


SCRIPT = """
import sys
from threading import Event, Thread

from search.indexing.workers import map_processes

SET = []


def is_set(_number):
    return bool(SET)


if __name__ == "__main__":
    SET.append(1)
    if sys.argv[1]:
        Thread(target=Event().wait, name=sys.argv[1], daemon=True).start()
    print(set(map_processes(is_set, [1, 2, 3], 2)))
"""


@pytest.mark.skipif(not hasattr(os, "register_at_fork"), reason="no process is forked here")
def test_a_forked_process_reads_documents_in_a_sandbox_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>Ferry</p>", encoding="utf-8")
    (tmp_path / "script.py").write_text(READING, encoding="utf-8")
    command = [sys.executable, "-W", "error", tmp_path / "script.py", tmp_path / "a.html"]
    path = {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=path)
    assert (done.stdout, done.stderr) == ("0 ['Ferry'] True\n", "")


READING = """
import os
import sys

from search.indexing.document_reader import _SANDBOX


def read():
    descriptor = os.open(sys.argv[1], os.O_RDONLY)
    try:
        return [reading.text for reading in _SANDBOX.read(descriptor, sys.argv[1], 1 << 20)]
    finally:
        os.close(descriptor)


read()
before = _SANDBOX._process.pid
forked = os.fork()
if not forked:
    is_right = read() == ["Ferry"] and _SANDBOX._process.pid != before
    _SANDBOX.stop()
    os._exit(0 if is_right else 1)
print(os.waitpid(forked, 0)[1], read(), _SANDBOX._process.pid == before)
"""


def test_there_is_a_core() -> None:
    assert cores() >= 1


def test_an_index_made_by_several_workers_is_the_same(tmp_path: Path) -> None:
    chosen = random.Random(7)
    words = [f"{first}{last}" for first in ("fer", "ha", "stri", "do") for last in ("ry", "bour", "ke", "ck", "n")]
    texts = {f"{n % 9}/{n}.txt": " ".join(chosen.choices(words, k=300)) for n in range(1000)}
    write_files(tmp_path / "texts", texts)
    one, two = (Library.open(tmp_path / "texts", tmp_path / name) for name in ("one", "two"))
    reports = one.update(), two.update(workers=2)
    assert [(r.files, r.added, r.bytes, r.skipped) for r in reports[:1]] == [
        (r.files, r.added, r.bytes, r.skipped) for r in reports[1:]
    ]
    assert len(list((tmp_path / "two").glob("segment-*"))) > 1
    for query in ("ferry", '"ferry dock"', "str* OR harbour", "-dock", "*"):
        assert one.search(query, size=50).hits == two.search(query, size=50).hits


def test_each_worker_prepares_itself_once_before_its_first_task() -> None:
    with Workers(2, prepare) as workers:
        assert [*workers.map(lambda: is_prepared, range(20), 2)] == [True] * 20
    assert not prepared_in


def unprepared(*_numbers: int) -> None:
    """What raises the same as the first call of a worker, and as a task."""
    raise ImportError("a module is missing")


def test_what_keeps_workers_from_preparing_themselves_is_raised_by_their_first_task() -> None:
    with pytest.raises(ImportError, match="a module is missing"), Workers(2, unprepared) as workers:
        list(workers.map(lambda: unprepared, [1, 2], 2))


@pytest.mark.skipif(sys.platform != "linux", reason="only there is a process forked")
def test_stopped_workers_begin_no_more_tasks(tmp_path: Path) -> None:
    (tmp_path / "begun").mkdir()
    (tmp_path / "script.py").write_text(STOPPING, encoding="utf-8")
    command = [sys.executable, tmp_path / "script.py", tmp_path / "begun"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env={"PYTHONPATH": str(ROOT)}, timeout=60
    )
    assert done.stderr == ""
    assert len([*(tmp_path / "begun").iterdir()]) <= 6  # the first four, and one more in each process


STOPPING = """
import os
import sys
from pathlib import Path

from search.indexing.workers import Workers

BEGUN = Path(sys.argv[1])
to_read, to_write = os.pipe()


def waiting_after_four(number):
    (BEGUN / str(number)).touch()
    if number >= 4:
        os.read(to_read, 1)
    return number


with Workers(2) as workers:
    results = workers.map(lambda: waiting_after_four, range(50), 2)
    for _ in range(3):
        next(results)
    workers.stop()
    os.write(to_write, bytes(50))
"""


def test_a_process_that_only_plans_loads_no_step_of_the_extraction() -> None:
    code = "import sys, search.indexing.update; print(*sys.modules)"
    command = [sys.executable, "-c", code]
    modules = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True).stdout
    assert "search.indexing.update" in modules.split()
    assert {"search.extract.pipeline", "search.indexing.batch_reader"}.isdisjoint(modules.split())
