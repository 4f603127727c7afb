"""Printing: values as JSON or as lines, warnings, and exit codes."""

import os
import sys
from collections.abc import Callable, Iterable
from typing import Any

import click

SUCCESS, NO_MATCH, FAILED = 0, 1, 2
"""Exit codes, as of grep."""
DAMAGED = 1
"""Exit code of `check` for a damaged index."""
_STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True},
    "body": {},
    "path": {"fg": "cyan"},
    "mark": {"fg": "bright_red", "bold": True},
    "note": {"dim": True},
}


def print_value(value: Any, lines: Callable[[Any, Any], Iterable[str]], *, as_object: bool = False) -> None:
    """Print a value as one JSON object, or as `lines` make it: coloured if the output is a terminal."""
    from search.safe_text import json_line

    if as_object:
        click.echo(json_line(value, sys.stdout.encoding))
        return
    coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

    def paint(text: str, part: str) -> str:
        return click.style(text, **_STYLES[part]) if coloured else text

    for line in lines(value, paint):
        click.echo(line, color=coloured)


def print_stream(lines: Iterable[str]) -> None:
    """Print lines that already end with newlines, one by one."""
    for line in lines:
        click.echo(line, nl=False)


def warn(message: str) -> None:
    """Print a message to standard error, without control characters."""
    from search.safe_text import plain

    click.echo(f"seedsearch: {plain(message)}", err=True)
