"""Arguments and options that several subcommands share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

FOLDER = click.argument("folder", type=click.Path(path_type=Path))
INDEX = click.option("--index", type=click.Path(path_type=Path), help="Folder of the index.  [default: in your cache]")
WORKERS = click.option("--workers", type=int, help="Processes that index.  [default: one for each core]")
EXCLUDE = click.option(
    "--exclude", multiple=True, metavar="PATTERN", help="Exclude files or folders, as in gitignore. Repeatable."
)
JSON = click.option("--json", "as_object", is_flag=True, help="Print one JSON object.")
FILTERS = tuple(
    click.option(f"--{name}", parameter, multiple=True, help=text)
    for name, parameter, text in (
        (
            "source",
            "source",
            "Only articles of this outlet; none: outlet unknown; '\"none\"': an outlet called none. This and the next"
            " seven are repeatable, and take none too.",
        ),
        ("agency", "agency", "Only articles with text from this agency."),
        ("place", "place", "Only articles written in this place."),
        ("author", "author", "Only articles by this author."),
        ("type", "type", "Only articles from files of this kind, such as pdf or html."),
        ("lang", "language", "Only articles in this language, as a two-letter code."),
        ("within", "within", "Only articles in this subfolder of FOLDER; none: in no subfolder."),
        ("date", "date", "Only articles of this year, month, day or range: 2025-07, 2024..2025; or none."),
    )
)


def options(*decorators: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Several of the above as one decorator, in the order of the help."""

    def decorate(command: Any) -> Any:
        for decorator in reversed(decorators):
            command = decorator(command)
        return command

    return decorate
