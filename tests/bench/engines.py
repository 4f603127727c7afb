"""The engines. Each has a module of its own that builds its index and searches it."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol, cast

from search.config import SKIPPABLE_STEPS
from tests.bench.mix import Question

UNCLEANED = {"SEEDSEARCH_SKIP_STEPS": ",".join(SKIPPABLE_STEPS)}
"""Environment variables of seedsearch: no extraction, since the other engines have none."""
OURS, NUMPY, TANTIVY, FTS5, WHOOSH = "seedsearch", "seedsearch, NumPy", "tantivy", "SQLite FTS5", "Whoosh"
BEST = 10
"""Hits that are fetched and shown with fragments."""

MODULES = {
    OURS: "engine_ours",
    NUMPY: "engine_ours",
    TANTIVY: "engine_tantivy",
    FTS5: "engine_fts5",
    WHOOSH: "engine_whoosh",
}
VARIABLES = {NUMPY: {"SEEDSEARCH_KERNELS": "numpy"}}
"""Environment variables of an engine's processes."""
_NEEDS = {OURS: "search", NUMPY: "search", TANTIVY: "tantivy", FTS5: "sqlite3", WHOOSH: "whoosh"}


@dataclass(frozen=True)
class Answer:
    """The exact number of articles found, how many of the best were fetched, and how many of these came with a
    fragment that marks something."""

    total: int
    shown: int
    marked: int


class Searcher(Protocol):
    """An index that is open."""

    def ask(self, question: Question) -> Answer:
        """The total, and the best ten with their fragments."""
        ...


class Engine(Protocol):
    """What the module of an engine has to define."""

    VERSION: str

    def build(self, texts: Path, index: Path) -> None:
        """Index a folder of texts into `index`, which does not exist yet. All is committed on return."""
        ...

    def searcher(self, texts: Path, index: Path) -> AbstractContextManager[Searcher]:
        """The index that `build` made, open until the block ends."""
        ...


def engine(name: str) -> Engine:
    """The engine of that name. Raises ImportError where its package is missing."""
    return cast(Engine, import_module(f"tests.bench.{MODULES[name]}"))


def installed() -> tuple[str, ...]:
    """The engines whose packages are here."""
    return tuple(name for name, package in _NEEDS.items() if find_spec(package))
