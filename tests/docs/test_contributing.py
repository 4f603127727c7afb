"""CONTRIBUTING.md names files, names in them, and targets that are there."""

import re

import pytest

from tests.docs.papers import ROOT, quoted, read

PAPER = read("CONTRIBUTING.md")
FILES = sorted({name for name in quoted(PAPER) if re.fullmatch(r"(search|web|tests|docs)/[\w/.-]+", name)})
NAMES = sorted(set(re.findall(r"`(\w+)` in\s+`([\w/]+\.py)`", PAPER)))
TARGETS = sorted({name.split()[1] for name in quoted(PAPER) if name.startswith("make ")})


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_there(name: str) -> None:
    assert (ROOT / name).exists()


@pytest.mark.parametrize(("name", "file"), NAMES)
def test_a_name_is_defined_in_the_file_named_beside_it(name: str, file: str) -> None:
    assert re.search(rf"^(class |def )?{name}\b", read(file), re.MULTILINE)


def test_names_are_read_from_the_recipes() -> None:
    assert ("ALL_STEPS", "search/config.py") in NAMES


@pytest.mark.parametrize("target", TARGETS)
def test_a_target_of_the_makefile_is_there(target: str) -> None:
    assert re.search(rf"^[\w ]*\b{target}\b[\w ]*:", read("Makefile"), re.MULTILINE)
