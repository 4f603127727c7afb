"""What the tests share: the sample corpus, small folders of texts, and how long hypothesis looks."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from search import Library
from tests.engines import ENGINES, EngineFactory
from tests.texts import OTHER, STORY

Folder = Callable[[Mapping[str, str | bytes]], Path]

settings.register_profile(
    "seedsearch",
    deadline=None,
    max_examples=300,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("seedsearch")


@pytest.fixture(scope="session")
def sample() -> Path:
    """The folder of the sample corpus."""
    return Path(__file__).parent / "corpus"


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
