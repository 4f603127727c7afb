"""What the cleaning steps hand on."""

from dataclasses import dataclass

from search.model import Span


@dataclass(frozen=True, slots=True)
class Draft:
    """A file's text and what is known of it so far; spans count code points of the text."""

    text: str
    title: Span = (0, 0)
