"""Fixtures for all tests, and the order of modules.

Profiles (`support.profiles`): in `dev`, the default, a property test has 20 examples, always the same ones. `make soak`
has many random ones, from a seed that it prints. No test sets its number of examples. If examples are slow, the test
is marked `@fewer(5)`: in soak it gets a fifth of the usual number.

`make quick` runs the modules that start no process (`support.soak.STARTERS`), without tests marked `slow`, with 8
examples. `make test` runs all tests, those of one module in one process, and all with a browser in one. So build what
is expensive once in a module, and share nothing between modules.

Markers: `browser` for tests that use Chromium, which all tests in `tests/browser` have; `slow` for tests that compute
for seconds; `soak` for tests that take too long for `make test`. `make soak` also runs property tests, and tests with
the fixture `trials`. Those try something `rounds(short, long)` times, use `seeded_random(name)`, and call `trials()`
each time.

Processes: start them with `command.run_command`, `server.serve` or `processes.start_process` of `support`. They handle
every signal, even if the parent of the tests ignores it, and none is left when its test ends. The first two fork from a
process that has imported the program (`support.fork_server`). A test of how the command starts uses `command_line`.

Time: a test has 120 seconds with its fixtures. A slower one is marked `@pytest.mark.timeout(seconds)`.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from search import Library
from tests.support.engines import ENGINES, EngineFactory
from tests.support.places import SAMPLE
from tests.support.processes import reset_signals
from tests.support.profiles import load_profiles
from tests.support.texts import OTHER, STORY

Folder = Callable[[Mapping[str, str | bytes]], Path]

LONGEST = (
    "tests/browser",
    "tests/faults/test_power_loss.py",
    "tests/web/test_followed_folder.py",
    "tests/web/test_running_updates.py",
    "tests/web/test_retried_updates.py",
    "tests/faults/test_sizes.py",
    "tests/web/test_exports.py",
    "tests/web/test_hostile_texts.py",
    "tests/cli/test_progress.py",
    "tests/test_package.py",
    "tests/cli/test_interrupt.py",
)
"""What takes longest. What mostly waits alternates with what mostly computes."""

pytest_plugins = ["tests.support.soak", "tests.support.time_limits"]
load_profiles()
reset_signals()


def group_of(test: str) -> str:
    """The tests that run in one process together with this one: those of its module, or all in the browser."""
    module = test.partition("::")[0]
    return LONGEST[0] if module.startswith(f"{LONGEST[0]}/") else module


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Start what takes longest first, so that all processes finish at about the same time."""
    order = {group: number for number, group in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(group_of(item.nodeid), len(order)))


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Give each process one group of tests after another."""
    from xdist.scheduler import LoadScopeScheduling

    class Groups(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return group_of(nodeid)

    return Groups(config, log)


@pytest.fixture(scope="session")
def sample() -> Path:
    """The folder of the sample corpus."""
    return SAMPLE


@pytest.fixture(scope="session")
def library(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The sample corpus, indexed."""
    library = Library.open(sample, tmp_path_factory.mktemp("sample") / "index")
    library.update()
    return library


@pytest.fixture
def make_folder(tmp_path: Path) -> Folder:
    """Writes a folder of texts: name to content. A second call adds to it."""

    def make(texts: Mapping[str, str | bytes]) -> Path:
        root = tmp_path / "texts"
        root.mkdir(exist_ok=True)
        for name, text in texts.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return root

    return make


@pytest.fixture(scope="session", params=list(ENGINES.values()), ids=list(ENGINES))
def engine_factory(request: pytest.FixtureRequest) -> EngineFactory:
    """Each engine in turn: makes one with its index in a folder."""
    factory: EngineFactory = request.param
    return factory


@pytest.fixture
def small_library(make_folder: Folder, tmp_path: Path) -> Library:
    """A library of two texts, indexed."""
    library = Library.open(make_folder({"a.txt": STORY, "b/c.txt": OTHER}), tmp_path / "index")
    library.update()
    return library
