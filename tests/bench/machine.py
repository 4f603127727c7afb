"""The machine, the time and the versions of a measurement."""

import os
import platform
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.engines import engine


def setting(engines: Iterable[str]) -> str:
    """One sentence each for the machine and the versions."""
    versions = ", ".join(f"{name} {engine(name).VERSION}" for name in engines)
    return (
        f"{_processor()}, {os.cpu_count()} cores, {_memory():.0f} GB, {platform.system()}, "
        f"Python {platform.python_version()}, {datetime.now(UTC):%Y-%m-%d}. {versions}."
    )


def load() -> float:
    """How many processes wanted to run, on average over the last minute."""
    return os.getloadavg()[0]


def _processor() -> str:
    return _field("/proc/cpuinfo", r"(?m)^model name\s*: (.+)") or platform.machine()


def _memory() -> float:
    """Gigabytes."""
    return int(_field("/proc/meminfo", r"MemTotal:\s+(\d+) kB") or 0) * 1024 / 1e9


def _field(path: str, pattern: str) -> str:
    try:
        found = re.search(pattern, Path(path).read_text(encoding="utf-8"))
    except OSError:
        return ""
    return found[1] if found else ""
