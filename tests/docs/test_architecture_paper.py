"""ARCHITECTURE.md names every module of the tree, in the row of its room."""

import re
from pathlib import PurePosixPath

import pytest

from tests.docs.papers import modules, quoted, read, table_rows
from tests.test_architecture import LEVELS, SITE_LEVELS

PAPER = read("ARCHITECTURE.md")
ROOMS = {quoted(row[0])[0]: row for row in table_rows(PAPER) if row[0].startswith("`")}
TREE = sorted({f"{PurePosixPath(module).parent}/" for module in modules()})


@pytest.mark.parametrize("room", TREE)
def test_a_room_names_its_modules_and_no_other(room: str) -> None:
    there = {PurePosixPath(module).stem for module in modules() if f"{PurePosixPath(module).parent}/" == room}
    named = {name for name in quoted(ROOMS[room][2]) if re.fullmatch(r"\w+", name)}
    assert named - {"__init__"} == there - {"__init__"}


def test_every_room_in_the_table_is_there() -> None:
    assert sorted(ROOMS) == TREE


@pytest.mark.parametrize("room", TREE)
def test_a_room_has_a_question(room: str) -> None:
    assert "?" in ROOMS[room][1]


def test_modules_named_in_the_text_are_there() -> None:
    ends = {f"/{module}" for module in modules()}
    for name in quoted(PAPER):
        if re.fullmatch(r"[\w/]+\.py", name):
            assert any(module.endswith(f"/{name}") for module in ends), name


@pytest.mark.parametrize(("heading", "levels"), [("## Levels", LEVELS), ("The levels of `web`:", SITE_LEVELS)])
def test_the_levels_are_those_that_imports_are_held_to(heading: str, levels: tuple[tuple[str, ...], ...]) -> None:
    block = PAPER.partition(heading)[2].partition("\n    ")[2].partition("\n\n")[0]
    assert [set(line.split()) for line in block.splitlines()] == [set(rooms) for rooms in levels]
