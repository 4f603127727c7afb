"""Take the exports of databases of news apart: of Nexis, Factiva and ProQuest. They come as text in several formats."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from search.documents.formats.export_text import ExportDocument, Line, lines_of, readings_of
from search.types.reading import Reading

_DocumentsOf = Callable[[Sequence[Line], Sequence[int]], list[ExportDocument]]
_WORDS = ("ocument", "OCUMENT", "okument", "OKUMENT")
HINT = b"ument"
"""What these words have in common, in lower case."""


def may_be_export(text: str) -> bool:
    """Whether a text has a word that every mark has, as often as an export has marks. Most texts do not."""
    return sum([text.count(word) for word in _WORDS]) > 1


def take_apart(reading: Reading) -> list[Reading]:
    """A reading for each document of an export, with its fields; none for a text that is no export. Linear.

    An export has two documents or more, each with its mark, and at least two thirds of them with fields. Together the
    texts of the readings are the text. Their first lines and fields are boilerplate or zones of their own.
    """
    text = reading.text
    if not may_be_export(text):
        return []
    lines = lines_of(text)
    numbered, unnumbered = _databases()
    for mark, documents_of in numbered:
        if documents := documents_of(lines, marks) if len(marks := _numbered(lines, mark)) > 1 else []:
            return readings_of(reading, lines, documents)
    for mark, documents_of in unnumbered:
        marks = [number for number, line in enumerate(lines) if line.text and mark.fullmatch(line.text)]
        if documents := documents_of(lines, marks) if len(marks) > 1 else []:
            return readings_of(reading, lines, documents)
    return []


def _numbered(lines: Sequence[Line], mark: re.Pattern[str]) -> list[int]:
    """The lines that number the documents of an export, if they do so in order, once or several times from 1; else
    none."""
    found = [(number, match) for number, line in enumerate(lines) if line.text and (match := mark.fullmatch(line.text))]
    counts = [int(match["number"]) for _, match in found]
    is_in_order = all(after > before or after == 1 for before, after in pairwise(counts))
    is_within = all(int(match["number"]) <= int(match["all"]) for _, match in found)
    return [number for number, _ in found] if is_in_order and is_within else []


def _databases() -> Iterator[Sequence[tuple[re.Pattern[str], _DocumentsOf]]]:
    """What marks a document of each database, and what makes documents of the lines: first those whose marks number
    them. Loaded when a text may be an export."""
    from search.documents.formats import factiva_export, nexis_export, proquest_export

    yield (
        (nexis_export.MARK_ABOVE, nexis_export.documents_below_marks),
        (proquest_export.MARK, proquest_export.documents_of),
    )
    yield (
        (nexis_export.MARK_BELOW, nexis_export.documents_above_marks),
        (factiva_export.ACCESSION, factiva_export.documents_of),
    )
