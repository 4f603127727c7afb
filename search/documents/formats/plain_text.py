"""Read plain text that lies inside another file. Plain files are read by `search.documents.read`."""

from search.documents.formats.source import Readings, Source
from search.documents.formats.text_builder import clean_text
from search.documents.read import decode
from search.types.reading import Reading


def read(source: Source) -> Readings:
    """The text of a plain text file."""
    text = clean_text(decode(source.read_all(), source.encoding).text)
    if text.strip():
        yield Reading(text)
