"""What holds of whatever a reader makes of a file."""

from collections.abc import Iterable

from search.documents.formats.text_builder import clean_text
from search.types.files import UnreadPart
from search.types.reading import Reading


def check_parts(parts: Iterable[Reading | UnreadPart]) -> None:
    """Every part of a file is clean, and is read, or the reader says why not."""
    for part in parts:
        assert is_line(part.part), part.part
        if isinstance(part, Reading):
            assert part.text == clean_text(part.text)
            names = (part.title, part.source, part.url, part.language, *part.authors, *sum(part.fields, ()))
            assert all(name == clean_text(name) for name in names), names
        else:
            assert part.reason != "reader failed", part
            assert is_line(part.message), part


def is_line(text: str) -> bool:
    """Whether a text is one clean line."""
    return text == clean_text(text) and "\n" not in text
