"""Which tests a profile runs, how `make soak` counts trials, and the table at its end."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import pytest
from hypothesis import is_hypothesis_test

from search.indexing.workers import map_processes
from tests.support.command import command_line, run_command, start_command
from tests.support.following import serve as follow
from tests.support.places import ROOT
from tests.support.processes import start_process
from tests.support.profiles import EXAMPLES, IS_SOAK, PROFILE, ROUNDS, SEED
from tests.support.scans import install_tesseract
from tests.support.server import serve

STARTERS = set(
    map(
        id,
        (
            *(subprocess, command_line, run_command, start_command, serve, follow, start_process, map_processes),
            install_tesseract,
        ),
    )
)
"""Functions and modules that start processes. A test module that has one of them is not quick."""
SLOW = {"browser", "faults"}
"""Folders of tests that all take long."""
TITLES = ("test", "trials", "failures", "seed", "seconds", "")


class Trials:
    """Counts the trials of a test: examples of a property, or rounds of a fault."""

    def __init__(self) -> None:
        self.count = 0
        self.outcome = ""
        """The outcomes, in a few words."""

    def __call__(self) -> None:
        """One more."""
        self.count += 1


TRIALS = pytest.StashKey[Trials]()


@pytest.fixture
def trials(request: pytest.FixtureRequest) -> Trials:
    """Call it in each round of a test with a long form. `make soak` runs the tests that use it."""
    return request.node.stash.setdefault(TRIALS, Trials())


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Give Hypothesis the seed."""
    if IS_SOAK and config.option.hypothesis_seed is None:
        config.option.hypothesis_seed = str(SEED)


def pytest_report_header() -> str:
    """The profile, and how to repeat the run."""
    again = f"; again: make soak SEED={SEED} EXAMPLES={EXAMPLES} ROUNDS={ROUNDS}" if IS_SOAK else ""
    return f"profile: {PROFILE}{again}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Choose what the profile runs."""
    chosen = [item for item in items if CHOICE[PROFILE](item)]
    if gone := [item for item in items if item not in chosen]:
        config.hook.pytest_deselected(items=gone)
    items[:] = chosen


def _is_for_soak(item: Any) -> bool:
    return item.get_closest_marker("soak") or is_hypothesis_test(item.obj) or "trials" in item.fixturenames


def _is_for_dev(item: Any) -> bool:
    return not item.get_closest_marker("soak")


def _is_quick(item: Any) -> bool:
    """Whether a test is not slow, and its module imports nothing that starts a process."""
    folder = item.path.relative_to(ROOT / "tests").parts[0]
    starts = STARTERS & set(map(id, vars(item.module).values()))
    return folder not in SLOW and not starts and not item.get_closest_marker("slow") and _is_for_dev(item)


CHOICE = {"dev": _is_for_dev, "quick": _is_quick, "soak": _is_for_soak}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: Any) -> Iterator[None]:
    """Add the number of trials to the report of a test."""
    counted = item.stash.setdefault(TRIALS, Trials())
    try:
        with _counted(item.obj, counted):
            return (yield)
    finally:
        item.user_properties += [("trials", counted.count), ("outcome", counted.outcome)]


@contextmanager
def _counted(test: Callable[..., object], count: Callable[[], None]) -> Iterator[None]:
    """Count the examples of a property test while the block runs."""
    if not is_hypothesis_test(test):
        yield
        return
    handle: Any = vars(getattr(test, "__func__", test))["hypothesis"]
    inner = handle.inner_test

    @wraps(inner)
    def counted(*arguments: Any, **named: Any) -> Any:
        count()
        return inner(*arguments, **named)

    handle.inner_test = counted
    try:
        yield
    finally:
        handle.inner_test = inner


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the table of a soak."""
    if not IS_SOAK:
        return
    terminalreporter.section("soak")
    every = [report for reports in terminalreporter.stats.values() for report in reports]
    rows = [_row(report) for report in every if getattr(report, "when", "") == "call" and not report.skipped]
    trials, failures, seconds = (sum(row[column] for row in rows) for column in (1, 2, 4))
    rows.append(("in all", trials, failures, SEED, seconds, ""))
    width = max(len(row[0]) for row in rows)
    for name, *numbers, outcome in (TITLES, *rows):
        shown = (f"{number:.1f}" if isinstance(number, float) else str(number) for number in numbers)
        line = "  ".join((name.ljust(width), *(text.rjust(9) for text in shown), outcome))
        terminalreporter.write_line(line.rstrip())


def _row(report: pytest.TestReport) -> tuple[str, int, int, int, float, str]:
    noted: dict[str, Any] = dict(report.user_properties)
    name = report.nodeid.removeprefix("tests/")
    return name, noted["trials"], int(report.failed), SEED, report.duration, noted["outcome"]
