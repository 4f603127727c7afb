"""Build a wheel for each of some versions of Python, or for interpreters that are named by their paths, and try it in
an environment of its own. Needs uv.

A wheel passes if it has the compiled kernels, and finds in the seeds, or in the sample articles, what is there.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.support.places import ROOT, SAMPLE, SEEDS

DIST = ROOT / "dist"


def main(versions: list[str]) -> int:
    """Build and try them all. Returns 1 if one failed, or if there is no Python of a version."""
    if not shutil.which("uv"):
        print("uv is missing. It builds the wheels and has the versions of Python: install it first.")
        return 1
    shutil.rmtree(DIST, ignore_errors=True)
    outcomes = {version: _outcome(version) for version in versions}
    for version, outcome in outcomes.items():
        print(f"Python {version}: {outcome}")
    return int(any(not outcome.startswith("works") for outcome in outcomes.values()))


def _outcome(version: str) -> str:
    if subprocess.run(["uv", "python", "find", version], capture_output=True, check=False).returncode:
        return "not here; `uv python install` gets it"
    with TemporaryDirectory() as place:
        try:
            return _tried(version, Path(place))
        except subprocess.CalledProcessError as failed:
            return f"failed: {' '.join(map(str, failed.cmd))}\n{failed.stderr}"


def _tried(version: str, place: Path) -> str:
    """The outcome for a version. Raises CalledProcessError."""
    _run("uv", "build", "--quiet", "--python", version, "--out-dir", place / "wheel", ROOT)
    [wheel] = (place / "wheel").glob("*.whl")
    _run("uv", "venv", "--quiet", "--python", version, place / "venv")
    _run("uv", "pip", "install", "--quiet", "--python", place / "venv", wheel)
    texts = SEEDS if SEEDS.is_dir() else SAMPLE
    command, options = place / "venv" / "bin" / "seedsearch", (texts, "--index", place / "index", "--json")
    _run(command, "index", *options, at=place)
    kernels = json.loads(_run(command, "status", *options, at=place))["kernels"]
    total = json.loads(_run(command, "find", "the", *options, at=place))["total"]
    if kernels != "compiled" or not total:
        return f"has the {kernels} kernels and finds {total} articles"
    DIST.mkdir(exist_ok=True)
    shutil.copy(wheel, DIST)
    return f"works: {wheel.name}, {wheel.stat().st_size / 1e6:.1f} MB"


def _run(*command: str | Path, at: Path = ROOT) -> str:
    """The output of a command."""
    return subprocess.run([*map(str, command)], cwd=at, capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
