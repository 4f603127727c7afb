"""What all tests share.

Profiles (`profiles`): in `dev`, the default, a property test tries 20 examples, always the same ones. `make soak` tries
many, at random from a seed that it prints. No test names a number of examples; one whose examples are slow says
`@fewer(5)`, for a fifth of those of others in soak.

`make quick` runs the modules that import nothing which starts a process (`soak.STARTERS`). `make test` runs all, those
of one module in one process. So make what is costly once for a module, and let no two modules share.

Markers: `browser` for tests that drive Chromium, which all in `tests/browser` carry; `soak` for tests that take too
long for `make test`. Besides these, `make soak` runs the property tests, and the tests that have the fixture `trials`:
they try something `rounds(short, long)` times, with `chance(name)`, and call `trials()` each time.

Processes (`support.processes`, `support.server`): start them by `server.run`, `server.serve` or
`processes.started`. All heed every signal, whatever the parent of the tests ignores, and none is left when its test
ends.

Limits: a test has 120 seconds with its fixtures; one that takes longer carries `@pytest.mark.timeout(seconds)`.
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
    "tests/web/test_followed_folder.py",
    "tests/browser/test_axe.py",
    "tests/web/test_retried_updates.py",
    "tests/faults/test_power_loss.py",
    "tests/web/test_running_updates.py",
    "tests/browser/test_keys.py",
    "tests/browser/test_filters.py",
    "tests/browser/test_live.py",
    "tests/unit/test_claim.py",
    "tests/browser/test_pages.py",
    "tests/cli/test_terminal.py",
)
"""The modules that take longest, those that mostly wait beside those that mostly compute."""

pytest_plugins = ["tests.support.soak", "tests.support.time_limits"]
load_profiles()
reset_signals()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest modules, so that at the end no process is still at one while the others have nothing."""
    order = {module: number for number, module in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(item.nodeid.partition("::")[0], len(order)))


@pytest.fixture(scope="session")
def sample() -> Path:
    """The folder of the sample corpus."""
    return SAMPLE


@pytest.fixture(scope="session")
def library(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The sample corpus, indexed."""
    found = Library.open(sample, tmp_path_factory.mktemp("sample") / "index")
    found.update()
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Makes a folder of texts from their names and contents; called again, it adds to it."""

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
    """Each engine in turn: makes one whose index lies in a folder."""
    made: EngineFactory = request.param
    return made


@pytest.fixture
def opened(folder: Folder, tmp_path: Path) -> Library:
    """A library of two texts, indexed."""
    library = Library.open(folder({"a.txt": STORY, "b/c.txt": OTHER}), tmp_path / "index")
    library.update()
    return library
