"""Which kernels run is a setting."""

import os
import shutil
import sysconfig
from pathlib import Path

import pytest

from search.config import load_config
from search.errors import ConfigError
from search.kernels import is_built
from tests.support.command import assert_fails, run_command
from tests.support.places import SAMPLE


def test_a_setting_chooses_the_kernels(tmp_path: Path) -> None:
    (tmp_path / "seedsearch.toml").write_text('kernels = "numpy"\n')
    command = ("status", SAMPLE, "--index", "index", "--json")
    assert run_command("index", SAMPLE, "--index", "index", at=tmp_path).code == 0
    assert run_command(*command, at=tmp_path).json["kernels"] == "numpy"
    usual = run_command(*command, at=tmp_path, SEEDSEARCH_KERNELS="auto").json["kernels"]
    assert usual == ("compiled" if is_built() else "numpy")


def test_the_compiled_kernels_are_built_where_there_is_a_compiler() -> None:
    has_headers = Path(sysconfig.get_path("include"), "Python.h").exists()
    compiler = os.environ.get("CC") or sysconfig.get_config_var("CC")
    assert is_built() or not has_headers or not shutil.which(compiler.split()[0])


def test_there_are_no_other_kernels(tmp_path: Path) -> None:
    done = run_command("index", SAMPLE, at=tmp_path, SEEDSEARCH_KERNELS="fortran")
    assert_fails(done, "kernels has to be one of auto, compiled, numpy, not “fortran”.")
    with pytest.raises(ConfigError, match="kernels has to be"):
        load_config({"kernels": "fortran"}, {})
