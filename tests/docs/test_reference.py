"""Every option, setting, step, address and operator is in README.md or docs/."""

import dataclasses
import json
import re

import click
import pytest

from search import Config
from search.cli.main import main
from search.config import ALL_STEPS
from search.query.nodes import FIELDS
from tests.docs.papers import PAPERS, quoted, read, without_code

PAGES = [paper for paper in PAPERS if paper.parts[0] in ("README.md", "docs")]
QUOTED = {
    word
    for paper in PAGES
    for piece in quoted(without_code(read(paper)))
    for word in (piece, *re.split(r"[\s,=]+", piece))
}
COMMANDS = sorted(main.commands)
OPTIONS = sorted(
    {
        option
        for command in (main, *main.commands.values())
        for parameter in command.params
        if isinstance(parameter, click.Option) and not parameter.hidden
        for option in parameter.opts
        if option.startswith("--")
    }
)
ADDRESSES = sorted(json.loads(read("web/openapi.json"))["paths"])


@pytest.mark.parametrize("command", [name for name in COMMANDS if not main.commands[name].hidden])
def test_every_command_is_documented(command: str) -> None:
    assert f"seedsearch {command} " in read("docs/command-line.md")


@pytest.mark.parametrize("option", OPTIONS)
def test_every_option_is_documented(option: str) -> None:
    assert option in QUOTED


@pytest.mark.parametrize("setting", [item.name for item in dataclasses.fields(Config)])
def test_every_setting_is_documented(setting: str) -> None:
    assert setting in quoted(read("docs/settings.md"))


@pytest.mark.parametrize("step", ALL_STEPS)
def test_every_extraction_step_is_documented(step: str) -> None:
    assert step in quoted(read("docs/extraction.md"))


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_of_a_query_is_documented(field: str) -> None:
    assert f"`{field}:" in read("docs/query-language.md").replace("advertisement in:", "`in:")


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_address_is_documented(address: str) -> None:
    pieces = [re.sub(r"[?…].*", "", piece) for piece in quoted(read("docs/api.md"))]
    assert re.sub(r"\{\w+\}", "ID", address) in pieces
