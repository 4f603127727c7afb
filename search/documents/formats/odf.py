"""Read OpenDocument texts and presentations: .odt, .odp, and flat ones, which are one XML file."""

from search.documents.formats.odf_text import OpenDocument
from search.documents.formats.source import Readings, Source


def read(source: Source) -> Readings:
    """The text of a document: paragraphs, or slides with their notes. Notes and comments follow the paragraph that they
    belong to; headers, footers and what all slides show stand at the end, each once. Deleted and hidden text is left
    out."""
    document = OpenDocument(source)
    if text := document.text.text:
        yield document.properties.reading(text, document.title)._replace(
            breaks=document.text.breaks,
            doubts=tuple(document.doubts),
            is_one_article=document.has_slides,
        )
