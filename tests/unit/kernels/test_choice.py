"""Which kernels run is a setting."""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

import search
from search.config import load_config
from search.errors import ConfigError
from search.kernels import is_built
from tests.support.command import assert_fails, run_command
from tests.support.compiler import c_compiler
from tests.support.places import SAMPLE

PACKAGE = Path(search.__file__).parent


def test_a_setting_chooses_the_kernels(tmp_path: Path) -> None:
    (tmp_path / "seedsearch.toml").write_text('kernels = "numpy"\n')
    command = ("status", SAMPLE, "--index", "index", "--json")
    assert run_command("index", SAMPLE, "--index", "index", at=tmp_path).code == 0
    assert run_command(*command, at=tmp_path).json["kernels"] == "numpy"
    usual = run_command(*command, at=tmp_path, SEEDSEARCH_KERNELS="auto").json["kernels"]
    assert usual == ("compiled" if is_built() else "numpy")


def test_the_compiled_kernels_are_built_where_there_is_a_compiler() -> None:
    has_headers = Path(sysconfig.get_path("include"), "Python.h").exists()
    assert is_built() or not has_headers or not c_compiler()


def test_there_are_no_other_kernels(tmp_path: Path) -> None:
    done = run_command("index", SAMPLE, at=tmp_path, SEEDSEARCH_KERNELS="fortran")
    assert_fails(done, "kernels has to be one of auto, compiled, numpy, not “fortran”.")
    with pytest.raises(ConfigError, match="kernels has to be"):
        load_config({"kernels": "fortran"}, {})


@pytest.mark.skipif(not is_built(), reason="needs the compiled kernels")
def test_kernels_of_another_version_are_told_from_missing_ones(tmp_path: Path) -> None:
    copy = tmp_path / "search"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    one, *others = (copy / "kernels" / "_compiled").glob("*.so")
    assert told(tmp_path) == ""
    one.unlink()
    assert told(tmp_path).startswith("The compiled kernels are of another version of seedsearch, so indexing takes")
    for other in others:
        other.unlink()
    assert told(tmp_path).startswith("The compiled kernels are missing, so indexing takes")


def told(at: Path) -> str:
    """What the copy of the package at a place says of its kernels."""
    program = "from search.kernels import missing_kernels; print(missing_kernels())"
    environment = {name: value for name, value in os.environ.items() if name != "SEEDSEARCH_KERNELS"}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=at, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()
