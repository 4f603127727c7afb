"""What is distributed: the wheel, and the pinned requirements."""

import configparser
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

from search.kernels import is_built
from tests.support.command import run_command
from tests.support.places import ROOT, SAMPLE
from tests.support.server import serve

pytestmark = pytest.mark.timeout(400)  # compiling takes a quarter of a minute of the processor
REQUIREMENTS = ("requirements.txt", "requirements-dev.txt", "requirements-build.txt")
SHARED_LIBRARY = sysconfig.get_config_var("EXT_SUFFIX")
COMPILED = "search/kernels/_compiled"
INCLUDED = re.compile(r"^from search\.kernels\._compiled\.(\w+) cimport ", re.MULTILINE)
ADDRESSES = re.compile(r"(?i)https?:|--(?:extra-)?index-url|--find-links|--trusted-host|-i\b|-f\b|pypi")


def tracked() -> list[str]:
    """The files of the project that git knows."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, timeout=30, check=True)
    return [name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tracked files."""
    folder = tmp_path_factory.mktemp("source")
    for name in tracked():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the tracked files."""
    made = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--no-index", "--no-deps"]
    built = subprocess.run(
        [*pip, "--no-build-isolation", "--wheel-dir", made, "."],
        cwd=source,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    [found] = made.iterdir()
    return found


@pytest.fixture(scope="module")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def test_the_wheel_has_only_the_program(unpacked: Path) -> None:
    assert sorted(path.name.partition("-")[0] for path in unpacked.iterdir()) == ["search", "seedsearch", "web"]
    held = {str(path.relative_to(unpacked)) for path in unpacked.rglob("*") if path.is_file()}
    ours = {name for name in tracked() if name.startswith(("search/", "web/")) and not name.endswith(".md")}
    compiled = {name for name in held if name.startswith(f"{COMPILED}/") and name.endswith(SHARED_LIBRARY)}
    assert {name for name in held - compiled if ".dist-info/" not in name} == ours
    sources = [name for name in ours if name.endswith(".pyx")]
    assert len(compiled) == is_built() * (len(sources) + len(["memoryviews"]))
    assert {"web/templates/base.html", "web/static/style.css", "web/static/seed.svg", "search/py.typed"} <= held


def test_the_source_archive_has_only_our_files(source: Path, tmp_path: Path) -> None:
    code = "import sys; from setuptools import build_meta; print(build_meta.build_sdist(sys.argv[1]))"
    built = subprocess.run(
        [sys.executable, "-c", code, tmp_path], cwd=source, capture_output=True, text=True, timeout=120, check=False
    )
    assert built.returncode == 0, built.stdout + built.stderr
    [archive] = tmp_path.iterdir()
    with tarfile.open(archive) as packed:
        names = [name.partition("/")[2] for name in packed.getnames()]
    assert "web/static/style.css" in names
    assert {name for name in tracked() if name.startswith(f"{COMPILED}/")} <= {*names}
    assert [name for name in tracked() if "/vendored/" in name]
    assert not [name for name in names if "vendored" in name]


def test_the_wheel_brings_the_command(unpacked: Path) -> None:
    points = configparser.ConfigParser()
    points.read(next(unpacked.glob("*.dist-info/entry_points.txt")))
    assert dict(points["console_scripts"]) == {"seedsearch": "search.__main__:main"}


def test_the_wheel_works_on_its_own(unpacked: Path, tmp_path: Path) -> None:
    done = run_command("index", SAMPLE, "--index", "index", "--json", at=tmp_path, PYTHONPATH=str(unpacked))
    assert (done.code, done.json["files"]) == (0, len(list(SAMPLE.rglob("*.txt"))))
    with serve(SAMPLE, tmp_path / "index", PYTHONPATH=str(unpacked)) as site:
        assert "seedsearch" in site.get("/").text
        assert site.get("/static/style.css").status == 200


def test_without_compiled_kernels_the_first_index_says_so_and_finds_the_same(unpacked: Path, tmp_path: Path) -> None:
    without = tmp_path / "without"
    shutil.copytree(unpacked, without, ignore=shutil.ignore_patterns(f"*{SHARED_LIBRARY}"))
    found = []
    for number, place in enumerate((unpacked, without)):
        is_missing = place == without or not is_built()
        variables = {"at": tmp_path, "PYTHONPATH": str(place)}
        options = (SAMPLE, "--index", f"index{number}")
        for is_first in (True, False):
            done = run_command("index", *options, **variables)
            assert ("compiled kernels are missing" in done.out) == (is_missing and is_first)
            assert (done.code, done.error) == (0, "")
        status = run_command("status", *options, **variables)
        assert ("compiled kernels are missing" in status.out) == is_missing
        told = run_command("status", *options, "--json", **variables).json["kernels"]
        assert told == ("numpy" if is_missing else "compiled")
        found.append(run_command("find", "ferry OR harbour", *options, "--json", **variables).json["hits"])
    assert found[0] == found[1]
    assert run_command("index", SAMPLE, "--index", "other", "--json", at=tmp_path, PYTHONPATH=str(without)).json[
        "files"
    ]
    refused = run_command("index", SAMPLE, at=tmp_path, PYTHONPATH=str(without), SEEDSEARCH_KERNELS="compiled")
    assert (refused.code, "were not built" in refused.error) == (2, True)


def test_a_checkout_is_compiled_with_what_a_wheel_is_compiled_with() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    required = told["build-system"]["requires"]
    assert told["dependency-groups"]["build"] == required
    [version] = [name for name in required if name.startswith("cython==")]
    assert pins("requirements-build.txt")["cython"].split()[0] == version


def included_by(name: str) -> set[str]:
    """The files that a source of kernels includes, by way of others too."""
    found: set[str] = set()
    new = [name]
    while new:
        source = (ROOT / new.pop()).read_text(encoding="utf-8")
        others = {f"{COMPILED}/{module}.pxd" for module in INCLUDED.findall(source)} - found
        found |= others
        new += others
    return found


def test_kernels_are_compiled_again_when_a_file_that_they_include_changes() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["ext-modules"]
    compiled = {source: {*module.get("depends", ())} for module in told for source in module["sources"]}
    assert {*compiled} == {name for name in tracked() if name.endswith(".pyx")}
    for source, depends in compiled.items():
        own = source.replace(".pyx", ".pxd")
        assert depends == included_by(source) | ({own} if (ROOT / own).is_file() else set()), source


def pins(name: str) -> dict[str, str]:
    """The lines of a file of requirements, continued lines as one, by the package that they pin."""
    lines = re.sub(r"\\\n", " ", (ROOT / name).read_text(encoding="utf-8")).splitlines()
    wanted = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    return {re.split(r"[=<>~! ]", line, maxsplit=1)[0]: line for line in wanted}


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_every_requirement_is_pinned_and_hashed(name: str) -> None:
    assert pins(name)
    for line in pins(name).values():
        assert re.match(r"[a-z0-9-]+==[\w.]+ ", line)
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", line)
        assert not re.search(r"--hash=(?!sha256:[0-9a-f]{64}(\s|$))", line)


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_no_requirements_file_names_a_package_index(name: str) -> None:
    assert not ADDRESSES.search((ROOT / name).read_text(encoding="utf-8"))


def test_tests_use_the_same_versions_as_the_program() -> None:
    """The markers may differ: a tool may always need a package that the program needs on some versions of Python."""
    run_with, tested_with = (
        {name: re.sub(r" ; .*?(?= --hash)", "", line).split() for name, line in pins(file).items()}
        for file in REQUIREMENTS[:2]
    )
    assert {name: tested_with.get(name) for name in run_with} == run_with
