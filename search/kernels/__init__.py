"""The inner loops of indexing and searching, twice: compiled, and in NumPy. Both give the same.

The compiled ones run where they were built. The setting `kernels` chooses others.
"""

import importlib
import os
import sys
from functools import cache
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path
from typing import TYPE_CHECKING, cast

from search.errors import ConfigError

if TYPE_CHECKING:
    from search.kernels.interface import Kernels

KINDS = ("auto", "compiled", "numpy")
HOW_TO_BUILD = (
    "Install a C compiler and the headers of Python (on Debian and Ubuntu gcc and python3-dev), and then seedsearch "
    "again."
)
_SLOW = "so indexing takes three times as long, and searching five to ten times."
_MISSING = f"The compiled kernels are missing, {_SLOW} {HOW_TO_BUILD}"
_OF_ANOTHER_VERSION = (
    f"The compiled kernels are of another version of seedsearch, {_SLOW} Install seedsearch again, or run make serve."
)
_VARIABLE = "SEEDSEARCH_KERNELS"
_COMPILED = Path(__file__).with_name("_compiled")


def kernels(kind: str = "") -> "Kernels":
    """The kernels of this process, or those of a kind. Raises ImportError for compiled ones that were not built."""
    return _kernels(kind) if kind else _chosen()


def choose(kind: str) -> None:
    """Use kernels of a kind from now on, in this process and in those that it starts. Raises ConfigError for compiled
    ones that were not built."""
    if kind == "compiled" and not is_built():
        raise ConfigError(f"kernels is “compiled”, but the compiled kernels were not built. {HOW_TO_BUILD}")
    os.environ[_VARIABLE] = kind
    _chosen.cache_clear()
    chosen_kind.cache_clear()


def is_built() -> bool:
    """Whether the compiled kernels were built."""
    return _kernels("auto") is not _kernels("numpy")


@cache
def chosen_kind() -> str:
    """Which kernels this process uses: "compiled" or "numpy"."""
    return "numpy" if kernels() is sys.modules.get("search.kernels._numpy") else "compiled"  # it need not be loaded


def missing_kernels() -> str:
    """A line for people whose program lacks the compiled kernels, or some of them, as after an update of the source.
    Empty where all were built, or are not wanted."""
    if is_built() or os.environ.get(_VARIABLE) == "numpy":
        return ""
    is_any_built = any(path.name.endswith(EXTENSION_SUFFIXES[0]) for path in _COMPILED.glob("*"))
    return _OF_ANOTHER_VERSION if is_any_built else _MISSING


@cache
def _chosen() -> "Kernels":
    return _kernels(os.environ.get(_VARIABLE, "auto"))


@cache
def _kernels(kind: str) -> "Kernels":
    if kind != "numpy":
        try:
            return cast("Kernels", importlib.import_module("search.kernels._compiled"))
        except ImportError:
            if kind == "compiled":
                raise
    return cast("Kernels", importlib.import_module("search.kernels._numpy"))
