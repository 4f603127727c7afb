"""What all lines for a terminal share: their styles and numbers.

Whatever is printed of a text goes through `search.safe_text.plain`, so that no file can control the terminal.
"""

from collections.abc import Callable

Paint = Callable[[str, str], str]
"""Styles a text by its role: "title", "body", "path", "mark" or "note"."""


def counted(number: int, thing: str) -> str:
    """A number and what is counted: *1 file*, *2,000 files*."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
